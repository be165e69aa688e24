"""Second factors of sign-in (notes on accounts, section 2.4).

The columns of the person hold which are on, their secrets and the hashed recovery codes. Every wrong
guess counts toward the account's lock-out, on whatever route it is made.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from accounts.models import MailedCode, Person
from accounts.services import lockouts, mails, one_time_codes, recovery_codes, security_keys
from kitsu_site.exceptions import Invalid

TOTP, EMAIL_OTP, FIDO = Person.TwoFactor.TOTP, Person.TwoFactor.EMAIL_OTP, Person.TwoFactor.FIDO
ENABLED_COLUMNS = {TOTP: "totp_enabled", EMAIL_OTP: "email_otp_enabled", FIDO: "fido_enabled"}
SECRET_COLUMNS = {TOTP: "totp_secret", EMAIL_OTP: "email_otp_secret", FIDO: "fido_credentials"}
# Which method is preferred once the preferred one is turned off.
FALLBACKS = {TOTP: (FIDO, EMAIL_OTP), EMAIL_OTP: (FIDO, TOTP), FIDO: (TOTP, EMAIL_OTP)}
# The columns that hold second factors, with their values where there is none.
NO_FACTORS = {
    "totp_enabled": False,
    "totp_secret": None,
    "email_otp_enabled": False,
    "email_otp_secret": None,
    "fido_enabled": False,
    "fido_credentials": None,
    "otp_recovery_codes": None,
    "preferred_two_factor_authentication": None,
}


@dataclass(frozen=True)
class Proof:
    """What somebody sends as a second factor; `ceremony` is the pending one of a security key."""

    totp: str | None = None
    email_otp: str | None = None
    fido: dict | None = None
    recovery_code: str | None = None
    ceremony: str | None = None

    def method(self, person: Person) -> str | None:
        """The first factor sent that fits a method of `person`."""
        usable = (*(name for name in ENABLED_COLUMNS if name in enabled(person)), "recovery_code")
        return next((str(name) for name in usable if getattr(self, name)), None)


def enabled(person: Person) -> list[str]:
    """The methods that are on."""
    return [str(name) for name, column in ENABLED_COLUMNS.items() if getattr(person, column)]


def is_required(person: Person) -> bool:
    """Whether a person must set a second factor up before anything else (settings ENFORCE_2FA...)."""
    if person.is_bot or enabled(person):
        return False
    if not (settings.ENFORCE_2FA or person.role in settings.ENFORCE_2FA_ROLES):
        return False
    exempt = {name.lower() for name in settings.TWO_FACTOR_EXEMPT_USERS}
    return not exempt & {(person.email or "").lower(), (person.desktop_login or "").lower()} - {""}


def prove(person: Person, proof: Proof, *, more: dict | None = None) -> None:
    """Raise `Invalid` (`wrong_OTP`) unless `proof` holds a right second factor of `person`.

    The first that fits an enabled method is checked; `more` are further keys of the refusal.
    """
    wrong = Invalid("A wrong second factor.", more={**(more or {}), "wrong_OTP": True})
    method = proof.method(person)
    if method is None:
        raise wrong
    lockouts.check(person)
    lockouts.judge(person, fitting=fits(person, method, proof), refusal=wrong)


def fits(person: Person, method: str, proof: Proof) -> bool:
    """Whether the factor of that method is right; one that is good once is spent."""
    if method == TOTP:
        return one_time_codes.fits_totp(person.totp_secret, proof.totp)
    if method == EMAIL_OTP:
        return one_time_codes.spend_mailed(person, proof.email_otp)
    if method == FIDO:
        return security_keys.verify(person, response=proof.fido, ceremony=proof.ceremony)
    return recovery_codes.spend(person, proof.recovery_code)


# Setting up


def begin_totp(person: Person) -> str:
    """A new secret for an authenticator app, which counts once `confirm_totp` had a code of it."""
    return draw_secret(person, TOTP)


def confirm_totp(person: Person, code: str) -> list[str] | None:
    """Enable the authenticator app; answers the recovery codes where they are new."""
    refuse_enabled(person, TOTP)
    lockouts.check(person)
    fitting = one_time_codes.fits_totp(person.totp_secret, code)
    lockouts.judge(person, fitting=fitting, refusal=wrong_code())
    return enable(person, TOTP)


def begin_email_otp(person: Person) -> None:
    """Draw a new secret and mail a first code, which `confirm_email_otp` wants."""
    refuse_enabled(person, EMAIL_OTP)
    if not person.email:
        raise Invalid("There is no address to mail a code to.", field="email")
    draw_secret(person, EMAIL_OTP)
    mail_code(person)


def confirm_email_otp(person: Person, code: str) -> list[str] | None:
    """Enable codes by mail; answers the recovery codes where they are new."""
    refuse_enabled(person, EMAIL_OTP)
    lockouts.check(person)
    lockouts.judge(person, fitting=one_time_codes.spend_mailed(person, code), refusal=wrong_code())
    return enable(person, EMAIL_OTP)


def mail_code(person: Person) -> None:
    """Mail a code that signs in once, within five minutes."""
    mails.one_time_code(person, one_time_codes.draw_mailed(person))


def mail_code_to(login: str) -> None:
    """Mail a code to who signs in as `login`, where there is such an active person who uses them."""
    person = Person.objects.by_login(login)
    if person is not None and person.active and person.email_otp_enabled and person.email:
        mail_code(person)


def register_key(person: Person, *, response: dict, device_name: str, ceremony: str | None):
    """Add a security key; answers the recovery codes where they are new."""
    device = security_keys.finish_registration(
        person, response=response, device_name=device_name, ceremony=ceremony
    )
    return enable(person, FIDO, device=device)


@transaction.atomic
def draw_secret(person: Person, method: str) -> str:
    """A new secret of a method that is not on yet."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    refuse_enabled(current, method)
    secret, column = one_time_codes.new_secret(), SECRET_COLUMNS[method]
    for row in (current, person):
        setattr(row, column, secret)
    current.save(update_fields=[column, "updated_at"])
    return secret


def enable(person: Person, method: str, *, device: dict | None = None) -> list[str] | None:
    """Turn a method on, the first one with recovery codes: answers them, the only time they are known."""
    codes, hashes = recovery_codes.draw()
    column = SECRET_COLUMNS[method]
    with transaction.atomic():
        current = Person.objects.select_for_update().get(pk=person.pk)
        if device is not None:
            current.fido_credentials = [*(current.fido_credentials or []), device]
        elif getattr(current, ENABLED_COLUMNS[method]) or getattr(current, column) != getattr(person, column):
            raise Invalid("It was set up anew in the meantime.")
        first = not current.otp_recovery_codes
        if first:
            current.otp_recovery_codes = hashes
        setattr(current, ENABLED_COLUMNS[method], True)
        current.preferred_two_factor_authentication = current.preferred_two_factor_authentication or method
        current.save(update_fields=[*NO_FACTORS, "updated_at"])
        mails.two_factor_enabled(person)
    for name in NO_FACTORS:
        setattr(person, name, getattr(current, name))
    return codes if first else None


# Turning off


def turn_off(person: Person, method: str, proof: Proof) -> None:
    """Turn a method off, with any second factor; the last one takes the recovery codes along."""
    if method not in enabled(person):
        raise Invalid("It is not enabled.")
    prove(person, proof)
    with transaction.atomic():
        current = Person.objects.select_for_update().get(pk=person.pk)
        clear(current, method)
        current.save(update_fields=[*NO_FACTORS, "updated_at"])


def remove_key(person: Person, *, device_name: str, proof: Proof) -> None:
    """Remove the first security key of that name, with any second factor."""
    if FIDO not in enabled(person):
        raise Invalid("No security key is registered.")
    if device_name not in map(security_keys.name_of, person.fido_credentials or []):
        raise Invalid(f"There is no security key {device_name!r}.", field="device_name")
    prove(person, proof)
    with transaction.atomic():
        current = Person.objects.select_for_update().get(pk=person.pk)
        devices = list(current.fido_credentials or [])
        removed = next((d for d in devices if security_keys.name_of(d) == device_name), None)
        if removed is not None:
            devices.remove(removed)
        current.fido_credentials = devices
        if not devices:
            clear(current, FIDO)
        current.save(update_fields=[*NO_FACTORS, "updated_at"])


def clear(row: Person, method: str) -> None:
    """Take one method off a row, which is not saved."""
    for column in (ENABLED_COLUMNS[method], SECRET_COLUMNS[method]):
        setattr(row, column, NO_FACTORS[column])
    left = enabled(row)
    if not left:
        row.otp_recovery_codes = None
    if row.preferred_two_factor_authentication not in left:
        candidates = FALLBACKS[method]
        row.preferred_two_factor_authentication = next((m for m in candidates if m in left), None)


def renew_recovery_codes(person: Person, proof: Proof) -> list[str]:
    """New recovery codes, with any second factor; all former ones are void."""
    if not enabled(person):
        raise Invalid("No second factor is enabled.")
    prove(person, proof)
    codes, hashes = recovery_codes.draw()
    with transaction.atomic():
        current = Person.objects.select_for_update().get(pk=person.pk)
        if not enabled(current):
            raise Invalid("No second factor is enabled.")
        current.otp_recovery_codes = hashes
        current.save(update_fields=["otp_recovery_codes", "updated_at"])
    return codes


@transaction.atomic
def disable(*, person: Person) -> None:
    """Take every second factor and the recovery codes away; raises `Invalid` where there is none."""
    if not enabled(person):
        raise Invalid("No second factor is enabled.")
    for column, value in NO_FACTORS.items():
        setattr(person, column, value)
    person.save(update_fields=[*NO_FACTORS, "updated_at"])
    MailedCode.objects.filter(person=person).delete()


def refuse_enabled(person: Person, method: str) -> None:
    if method in enabled(person):
        raise Invalid("It is enabled already.")


def wrong_code() -> Invalid:
    return Invalid("A wrong code.", more={"wrong_OTP": True})
