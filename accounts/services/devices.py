"""The devices of second factors: read, replaced, guessed at, and filled from another server's columns.

Kitsu keeps the secrets in columns of the person. They are moved from there into devices when a database is
taken over, and at first use where that server wrote into it since; `move_out` takes them back for it.
Security keys stay in their column: what is stored of them is public, and proves nothing by itself.
"""

import base64

from django.apps import apps
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import MailDevice, Person, RecoveryCode, RecoveryDevice
from accounts.services import lockouts

TOTP, EMAIL_OTP, RECOVERY = "totp", "email_otp", "recovery_code"
MODELS = {TOTP: TOTPDevice, EMAIL_OTP: MailDevice, RECOVERY: RecoveryDevice}
NAMES = {TOTP: "Authenticator app", EMAIL_OTP: "Codes by mail", RECOVERY: "Recovery codes"}
# The person's columns that another server keeps them in.
COLUMNS = {TOTP: "totp_secret", EMAIL_OTP: "email_otp_secret", RECOVERY: "otp_recovery_codes"}


def of(person: Person, method: str) -> Device | None:
    """The person's device of a method, None where they have none."""
    settle(person)
    return MODELS[method].objects.filter(user=person).order_by("pk").last()


def locked(person: Person) -> Person:
    """The person's row as it is now, locked: devices only change behind it."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    settle(current)
    return current


def replace(person: Person, method: str, **values) -> Device:
    """A new device in the place of the former."""
    remove(person, method)
    return MODELS[method].objects.create(user=person, name=NAMES[method], **values)


def replace_recovery_codes(person: Person, hashes: list[bytes]) -> None:
    """New recovery codes, which void the former."""
    device = replace(person, RECOVERY)
    RecoveryCode.objects.bulk_create([RecoveryCode(device=device, hash=value) for value in hashes])


def remove(person: Person, *methods: str) -> None:
    """Forget the devices of those methods."""
    for method in methods:
        MODELS[method].objects.filter(user=person).delete()


# Guesses


def check(device: Device) -> None:
    """Raise `Invalid` while a device takes no guess.

    The first failures are the lock-out's of the account, which ends after a minute; who goes on then waits
    twice as long each time, until the device is given a right code.
    """
    if device.throttling_failure_count < lockouts.MAX_FAILURES:
        return
    allowed, why = device.verify_is_allowed()
    if not allowed:
        raise lockouts.too_many_failures(until=why["locked_until"])


def judge(device: Device, *, fitting: bool) -> bool:
    """Count a failure, or forget those that were; answers `fitting`."""
    with transaction.atomic():
        current = type(device).objects.select_for_update().filter(pk=device.pk).first()
        if current is not None and not fitting:
            current.throttle_increment()
        elif current is not None and current.throttling_failure_count:
            current.throttle_reset()
    return fitting


# Secrets in the columns of people


def settle(person: Person) -> None:
    """Move the secrets that stand in a person's columns into devices."""
    if any(getattr(person, column) for column in COLUMNS.values()):
        move_in(Person.objects.filter(pk=person.pk))
        person.refresh_from_db(fields=COLUMNS.values())


@transaction.atomic
def move_in(people, *, registry=apps) -> None:
    """Move the secrets in the columns of people into devices, in the place of those that were there.

    A secret that cannot be read, and so fits nothing, stays where it is. `registry`: of a migration's models.
    """
    rows = list(people.exclude(**dict.fromkeys(COLUMNS.values())).select_for_update())
    for method in (TOTP, EMAIL_OTP):
        model, values = registry.get_model(MODELS[method]._meta.label), {}
        for row in rows:
            if key := key_of(getattr(row, COLUMNS[method])):
                values[row.pk] = {"key": key.hex(), "confirmed": bool(getattr(row, f"{method}_enabled"))}
        fill(model, people, method, values)
    model, code = (registry.get_model(m._meta.label) for m in (RecoveryDevice, RecoveryCode))
    hashes = {row.pk: list(filter(None, row.otp_recovery_codes or [])) for row in rows}
    made = fill(model, people, RECOVERY, {pk: {} for pk, values in hashes.items() if values})
    code.objects.bulk_create(
        [code(device=device, hash=bytes(value)) for device in made for value in hashes[device.user_id]]
    )


def fill(model, people, method: str, values: dict) -> list:
    """New devices with `values` by person, whose columns are emptied."""
    model.objects.filter(user__in=list(values)).delete()
    people.filter(pk__in=list(values)).update(**{COLUMNS[method]: None})
    return model.objects.bulk_create(
        [model(user_id=pk, name=NAMES[method], **columns) for pk, columns in values.items()]
    )


@transaction.atomic
def move_out(*, registry=apps) -> int:
    """Put all secrets back into the columns of people, and remove the devices; answers of how many people."""
    columns = {}
    for method in (TOTP, EMAIL_OTP):
        for device in registry.get_model(MODELS[method]._meta.label).objects.order_by("pk"):
            columns.setdefault(device.user_id, {})[COLUMNS[method]] = secret_of(device)
    for code in registry.get_model(RecoveryCode._meta.label).objects.select_related("device").order_by("pk"):
        hashes = columns.setdefault(code.device.user_id, {}).setdefault(COLUMNS[RECOVERY], [])
        hashes.append(bytes(code.hash))
    people = registry.get_model(Person._meta.label).objects
    for pk, values in columns.items():
        people.filter(pk=pk).update(**values)
    for model in MODELS.values():
        registry.get_model(model._meta.label).objects.all().delete()
    return len(columns)


def secret_of(device) -> str:
    """The key of a device as people and other servers write it: in base32."""
    return base64.b32encode(bytes.fromhex(device.key)).decode().rstrip("=")


def key_of(secret: str | None) -> bytes | None:
    """The bytes of a secret in base32; None where the column holds something else."""
    if not secret:
        return None
    try:
        return base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True) or None
    except ValueError:
        return None
