"""Recovery codes, for who lost the other factors, each good once (notes on accounts, section 2.4)."""

import secrets
import string

import bcrypt
from django.conf import settings
from django.db import transaction

from accounts import passwords
from accounts.models import Person

COUNT, LENGTH = 16, 10
ALPHABET = string.ascii_uppercase + string.digits
# The codes are random (51 bits), so that a hash need not be slow; every guess is compared with all of them.
ROUNDS = 5


def draw() -> tuple[list[str], list[bytes]]:
    """New codes, and their hashes to store."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(COUNT)]
    rounds = min(ROUNDS, settings.BCRYPT_LOG_ROUNDS)
    return codes, [bcrypt.hashpw(code.encode(), bcrypt.gensalt(rounds)) for code in codes]


def spend(person: Person, code: str) -> bool:
    """Whether `code` is one of the person's; then it is void, also for who sends it at the same time."""
    fitting = next((h for h in person.otp_recovery_codes or [] if passwords.fits(code, bytes(h))), None)
    if fitting is None:
        return False
    with transaction.atomic():
        current = Person.objects.select_for_update().get(pk=person.pk)
        left = [bytes(h) for h in current.otp_recovery_codes or []]
        if bytes(fitting) not in left:
            return False
        left.remove(bytes(fitting))
        current.otp_recovery_codes = left
        current.save(update_fields=["otp_recovery_codes", "updated_at"])
    return True
