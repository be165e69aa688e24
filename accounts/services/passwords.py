"""Changing and resetting passwords (notes on accounts, sections 2.3 and 3.3)."""

import datetime
import hashlib
import hmac
import secrets
import string
from urllib.parse import quote

from django.conf import settings
from django.db import transaction

from accounts import passwords
from accounts.models import PasswordReset, Person
from accounts.services import credentials, revocations
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid

TOKEN_LENGTH = 64
TOKEN_ALPHABET = string.ascii_uppercase + string.digits


def check_new(password: str, again: str) -> None:
    """Raise `Invalid` for a new password that is too short, or not the same twice."""
    passwords.check_length(password)
    if password != again:
        raise Invalid("The two passwords differ.", field="password")


@transaction.atomic
def change(*, person: Person, password: str, by=None) -> None:
    """Store the hash of a new password; every token of the person is void then, but the session of `by`.

    `by`: the token of the call, where people change their own. Raises `Invalid` where the password is
    the directory's.
    """
    credentials.check_changeable(person)
    person.set_password(password)
    person.save(update_fields=["password", "updated_at"])
    revocations.revoke_all(person, but=by)


@transaction.atomic
def reset(*, email: str, token: str, password: str, again: str) -> None:
    """Change a forgotten password with a token of `reset_token`, which is then spent.

    Raises `Invalid`; a failed check leaves the token usable.
    """
    email = slot(email)
    pending = PasswordReset.objects.select_for_update().filter(pk=email, expires_at__gt=utcnow()).first()
    person = Person.objects.filter(email=email, is_bot=False).first()
    if pending is None or person is None or not hmac.compare_digest(derived(pending), token.encode()):
        raise Invalid("Wrong or expired token.", field="token")
    check_new(password, again)
    change(person=person, password=password)
    pending.delete()


@transaction.atomic
def reset_token(email: str, *, hours: int) -> str:
    """The token that opens `reset` for an address for so many hours at least.

    There is one for each address: the pending one stays good, whoever asks again.
    """
    ends = utcnow() + datetime.timedelta(hours=hours)
    PasswordReset.objects.filter(pk=slot(email), expires_at__lte=utcnow()).delete()
    pending, _ = PasswordReset.objects.get_or_create(
        email=slot(email), defaults={"nonce": secrets.token_hex(16), "expires_at": ends}
    )
    PasswordReset.objects.filter(pk=pending.pk, expires_at__lt=ends).update(expires_at=ends)
    return derived(pending).decode()


def reset_link(email: str, *, hours: int, new: bool = False) -> str:
    """The address of the client's page that asks for a new password."""
    token = reset_token(email, hours=hours)
    kind = "&type=new" if new else ""
    return (
        f"{settings.DOMAIN_PROTOCOL}://{settings.DOMAIN_NAME}/reset-change-password"
        f"?email={quote(email, safe='')}&token={token}{kind}"
    )


def slot(email: str) -> str:
    """The form of an address under which its pending reset is kept."""
    return email.strip().lower()


def derived(pending: PasswordReset) -> bytes:
    """The token of a pending reset: 64 characters A-Z0-9 that only this server can make."""
    message = f"password-reset:{pending.email}:{pending.nonce}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha512).digest()
    return "".join(TOKEN_ALPHABET[byte % len(TOKEN_ALPHABET)] for byte in digest[:TOKEN_LENGTH]).encode()
