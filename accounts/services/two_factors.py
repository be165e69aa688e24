"""Second factors of sign-in (notes on accounts, section 2.4).

The columns of the person say which are on; their secrets are in devices. Every wrong guess counts toward
the account's lock-out, on whatever route it is made, and throttles the device it is made at.
"""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import MailDevice, MailedCode, Person, RecoveryCode, RecoveryDevice
from accounts.services import (
    devices,
    lockouts,
    mails,
    one_time_codes,
    organisations,
    recovery_codes,
    security_keys,
)
from kitsu_site.exceptions import Invalid

TOTP, EMAIL_OTP, FIDO = Person.TwoFactor.TOTP, Person.TwoFactor.EMAIL_OTP, Person.TwoFactor.FIDO
ENABLED_COLUMNS = {TOTP: "totp_enabled", EMAIL_OTP: "email_otp_enabled", FIDO: "fido_enabled"}
# Which method is preferred once the preferred one is turned off.
FALLBACKS = {TOTP: (FIDO, EMAIL_OTP), EMAIL_OTP: (FIDO, TOTP), FIDO: (TOTP, EMAIL_OTP)}
# The columns of second factors, with their values where there is none. Another server kept secrets there.
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
    if method == FIDO:
        return security_keys.verify(person, response=proof.fido, ceremony=proof.ceremony)
    device = devices.of(person, method)
    return device is not None and guess(device, getattr(proof, method))


def guess(device: Device, code: str) -> bool:
    """Whether a code is right, of which the device is told; raises `Invalid` while it takes none."""
    devices.check(device)
    fitting = {
        TOTPDevice: one_time_codes.fits_totp,
        MailDevice: one_time_codes.spend_mailed,
        RecoveryDevice: recovery_codes.spend,
    }[type(device)](device, code)
    return devices.judge(device, fitting=fitting)


# Setting up


def begin_totp(person: Person) -> str:
    """A new secret for an authenticator app, in base32, which counts once `confirm_totp` had a code of it."""
    return devices.secret_of(draw_secret(person, TOTP))


def provisioning_uri(person: Person, secret: str) -> str:
    """The address that an authenticator app takes, from a picture mostly."""
    issuer = quote(f"Kitsu {organisations.current().name}", safe="")
    account = quote(person.email or person.desktop_login or "", safe="")
    return f"otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}"


def confirm_totp(person: Person, code: str) -> list[str] | None:
    """Enable the authenticator app; answers the recovery codes where they are new."""
    return confirm(person, TOTP, code)


def begin_email_otp(person: Person) -> None:
    """Draw a new secret and mail a first code, which `confirm_email_otp` wants."""
    refuse_enabled(person, EMAIL_OTP)
    if not person.email:
        raise Invalid("There is no address to mail a code to.", field="email")
    draw_secret(person, EMAIL_OTP)
    mail_code(person)


def confirm_email_otp(person: Person, code: str) -> list[str] | None:
    """Enable codes by mail; answers the recovery codes where they are new."""
    return confirm(person, EMAIL_OTP, code)


def confirm(person: Person, method: str, code: str) -> list[str] | None:
    """Enable a method with a first right code; answers the recovery codes where they are new."""
    refuse_enabled(person, method)
    lockouts.check(person)
    device = devices.of(person, method)
    fitting = device is not None and guess(device, code)
    lockouts.judge(person, fitting=fitting, refusal=wrong_code())
    return enable(person, method, device=device)


@transaction.atomic
def mail_code(person: Person) -> None:
    """Mail a code that signs in once, within five minutes."""
    device = devices.of(person, EMAIL_OTP)
    if device is None:  # another server turned it on with a secret that nobody can read
        device = devices.replace(devices.locked(person), EMAIL_OTP, key=one_time_codes.new_key())
    mails.one_time_code(person, one_time_codes.draw_mailed(device))


def mail_code_to(login: str) -> None:
    """Mail a code to who signs in as `login`, where there is such an active person who uses them."""
    person = Person.objects.by_login(login)
    if person is not None and person.active and person.email_otp_enabled and person.email:
        mail_code(person)


def register_key(person: Person, *, response: dict, device_name: str, ceremony: str | None):
    """Add a security key; answers the recovery codes where they are new."""
    key = security_keys.finish_registration(
        person, response=response, device_name=device_name, ceremony=ceremony
    )
    return enable(person, FIDO, key=key)


@transaction.atomic
def draw_secret(person: Person, method: str) -> Device:
    """A device with a new secret, of a method that is not on yet."""
    current = devices.locked(person)
    refuse_enabled(current, method)
    return devices.replace(current, method, key=one_time_codes.new_key(), confirmed=False)


def enable(
    person: Person, method: str, *, device: Device | None = None, key: dict | None = None
) -> list[str] | None:
    """Turn a method on, the first one with recovery codes: answers them, the only time they are known.

    Of a `device` that was proven, or a security `key` to add.
    """
    codes, hashes = recovery_codes.draw()
    with transaction.atomic():
        current = devices.locked(person)
        if key is not None:
            current.fido_credentials = [*(current.fido_credentials or []), key]
        elif getattr(current, ENABLED_COLUMNS[method]) or not type(device).objects.filter(
            pk=device.pk
        ).update(confirmed=True):
            raise Invalid("It was set up anew in the meantime.")
        first = not RecoveryCode.objects.filter(device__user=current).exists()
        if first:
            devices.replace_recovery_codes(current, hashes)
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
        current = devices.locked(person)
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
        current = devices.locked(person)
        keys = list(current.fido_credentials or [])
        removed = next((key for key in keys if security_keys.name_of(key) == device_name), None)
        if removed is not None:
            keys.remove(removed)
        current.fido_credentials = keys
        if not keys:
            clear(current, FIDO)
        current.save(update_fields=[*NO_FACTORS, "updated_at"])


def clear(row: Person, method: str) -> None:
    """Take one method with its secrets off a row, which is locked and not saved."""
    setattr(row, ENABLED_COLUMNS[method], False)
    if method == FIDO:
        row.fido_credentials = None
    else:
        setattr(row, devices.COLUMNS[method], None)
        devices.remove(row, method)
    left = enabled(row)
    if not left:
        devices.remove(row, devices.RECOVERY)
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
        current = devices.locked(person)
        if not enabled(current):
            raise Invalid("No second factor is enabled.")
        devices.replace_recovery_codes(current, hashes)
    return codes


@transaction.atomic
def disable(*, person: Person) -> None:
    """Take every second factor and the recovery codes away; raises `Invalid` where there is none."""
    if not enabled(person):
        raise Invalid("No second factor is enabled.")
    for column, value in NO_FACTORS.items():
        setattr(person, column, value)
    person.save(update_fields=[*NO_FACTORS, "updated_at"])
    devices.remove(person, *devices.MODELS)
    MailedCode.objects.filter(person=person).delete()


def refuse_enabled(person: Person, method: str) -> None:
    if method in enabled(person):
        raise Invalid("It is enabled already.")


def wrong_code() -> Invalid:
    return Invalid("A wrong code.", more={"wrong_OTP": True})
