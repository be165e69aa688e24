"""Codes of six digits: of an authenticator app (TOTP), and by mail (HOTP with a random counter).

django-otp computes them, and its devices hold the secrets. A `TOTPDevice` is not asked itself: it
refuses a code that was used, which the contract accepts for as long as it stands.
"""

import datetime
import hmac
import secrets

from django_otp.oath import TOTP, hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import MailDevice, MailedCode
from kitsu_site.db.base import utcnow

KEY_BYTES = 20  # 32 characters of base32
DIGITS = 6
MAILED_LIFE = datetime.timedelta(minutes=5)


def new_key() -> str:
    """A random secret in hexadecimal, as devices hold it."""
    return secrets.token_hex(KEY_BYTES)


def fits_totp(device: TOTPDevice, code: str) -> bool:
    """Whether the authenticator app shows `code` now, or one step of 30 seconds from now."""
    totp = TOTP(device.bin_key, device.step, device.t0, DIGITS, device.drift)
    return well_formed(code) and totp.verify(int(code), tolerance=device.tolerance)


def draw_mailed(device: MailDevice) -> str:
    """A new code to mail; the former one is void."""
    counter = secrets.randbelow(2**31)
    MailedCode.objects.update_or_create(
        person_id=device.user_id, defaults={"counter": counter, "expires_at": utcnow() + MAILED_LIFE}
    )
    return code_of(device.key, counter)


def spend_mailed(device: MailDevice, code: str) -> bool:
    """Whether `code` is the one that was mailed last: it is good once, however many send it at a time."""
    pending = MailedCode.objects.filter(person=device.user_id, expires_at__gt=utcnow()).first()
    if pending is None or not well_formed(code):
        return False
    if not hmac.compare_digest(code_of(device.key, pending.counter), code):
        return False
    spent, _ = MailedCode.objects.filter(person=device.user_id, counter=pending.counter).delete()
    return spent == 1


def code_of(key: str, counter: int) -> str:
    return f"{hotp(bytes.fromhex(key), counter, DIGITS):0{DIGITS}d}"


def well_formed(code: str) -> bool:
    return len(code) == DIGITS and code.isascii() and code.isdigit()
