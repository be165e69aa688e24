"""Password hashes as the schema holds them: bare bcrypt, of the first 72 bytes."""

from functools import cache

import bcrypt
from django.conf import settings

from kitsu_site.exceptions import Invalid

BCRYPT_BYTES = 72
CHECKSUM_LENGTH = 31  # characters, after the 29 of cost and salt


def hashed(password: str) -> bytes:
    """The bcrypt hash of a password."""
    return bcrypt.hashpw(password.encode()[:BCRYPT_BYTES], bcrypt.gensalt(settings.BCRYPT_LOG_ROUNDS))


def fits(password: str, password_hash: bytes | None) -> bool:
    """Whether a password fits a hash, in the same time whether there is one or not."""
    try:
        fitting = compare(password, password_hash or nobodys_hash())
    except ValueError:  # the column holds something else than a bcrypt hash
        password_hash, fitting = None, compare(password, nobodys_hash())
    return fitting and password_hash is not None


def compare(password: str, password_hash: bytes) -> bool:
    """One bcrypt comparison, whose time is that of signing in."""
    return bcrypt.checkpw(password.encode()[:BCRYPT_BYTES], password_hash)


@cache
def nobodys_hash() -> bytes:
    """A hash that no password fits, compared where an account has none: a salt with a checksum of no text."""
    return bcrypt.gensalt(settings.BCRYPT_LOG_ROUNDS) + b"." * CHECKSUM_LENGTH


def check_length(password: str, *, field: str = "password") -> None:
    """Raise `Invalid` for a password shorter than MIN_PASSWORD_LENGTH."""
    if len(password) < settings.MIN_PASSWORD_LENGTH:
        raise Invalid(f"At least {settings.MIN_PASSWORD_LENGTH} characters are wanted.", field=field)
