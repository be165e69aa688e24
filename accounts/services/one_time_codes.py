"""Codes of six digits: of an authenticator app (TOTP), and by mail (HOTP with a random counter).

django-otp computes them. Its devices would not do as the store: its TOTP device refuses a code that
was used, which the contract accepts for as long as it stands; its e-mail and static devices keep codes
readable. So the secrets stay in the columns of the person, where an adopted database has them
and where Kitsu finds them again, and guesses are throttled by the account's lock-out.
"""

import base64
import binascii
import datetime
import hmac
import secrets

from django_otp.oath import TOTP, hotp

from accounts.models import MailedCode, Person
from kitsu_site.db.base import utcnow

SECRET_BYTES = 20  # 32 characters of base32
DIGITS = 6
TOLERANCE = 1  # steps of 30 seconds, either way
MAILED_LIFE = datetime.timedelta(minutes=5)


def new_secret() -> str:
    """A random secret in base32, 32 characters."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def fits_totp(secret: str | None, code: str) -> bool:
    """Whether an authenticator app that knows `secret` shows `code` now, or half a minute from now."""
    key = decoded(secret)
    return key is not None and well_formed(code) and TOTP(key).verify(int(code), tolerance=TOLERANCE)


def draw_mailed(person: Person) -> str:
    """A new code to mail; the former one is void."""
    counter = secrets.randbelow(2**31)
    MailedCode.objects.update_or_create(
        person=person, defaults={"counter": counter, "expires_at": utcnow() + MAILED_LIFE}
    )
    return code_of(decoded(person.email_otp_secret), counter)


def spend_mailed(person: Person, code: str) -> bool:
    """Whether `code` is the one that was mailed last: it is good once, however many send it at a time."""
    pending = MailedCode.objects.filter(person=person, expires_at__gt=utcnow()).first()
    key = decoded(person.email_otp_secret)
    if pending is None or key is None or not well_formed(code):
        return False
    if not hmac.compare_digest(code_of(key, pending.counter), code):
        return False
    spent, _ = MailedCode.objects.filter(person=person, counter=pending.counter).delete()
    return spent == 1


def code_of(key: bytes, counter: int) -> str:
    return f"{hotp(key, counter, DIGITS):0{DIGITS}d}"


def well_formed(code: str) -> bool:
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def decoded(secret: str | None) -> bytes | None:
    """The bytes of a secret in base32; None where the column holds something else."""
    if not secret:
        return None
    try:
        return base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    except binascii.Error:
        return None
