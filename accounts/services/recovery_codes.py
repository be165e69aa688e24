"""Recovery codes, for who lost the other factors, each good once (notes on accounts, section 2.4)."""

import secrets
import string

import bcrypt
from django.conf import settings

from accounts import passwords
from accounts.models import RecoveryCode, RecoveryDevice

COUNT, LENGTH = 16, 10
ALPHABET = string.ascii_uppercase + string.digits
# The codes are random (51 bits), so that a hash need not be slow; every guess is compared with all of them.
ROUNDS = 5


def draw() -> tuple[list[str], list[bytes]]:
    """New codes, and their hashes to store."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(COUNT)]
    rounds = min(ROUNDS, settings.BCRYPT_LOG_ROUNDS)
    return codes, [bcrypt.hashpw(code.encode(), bcrypt.gensalt(rounds)) for code in codes]


def spend(device: RecoveryDevice, code: str) -> bool:
    """Whether `code` is one of the device's; then it is void, also for who sends it at the same time."""
    fitting = next((row for row in device.codes.all() if passwords.fits(code, bytes(row.hash))), None)
    if fitting is None:
        return False
    spent, _ = RecoveryCode.objects.filter(pk=fitting.pk).delete()
    return spent == 1
