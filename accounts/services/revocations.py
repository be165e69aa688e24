"""Tokens that are good no more (notes on accounts, section 1)."""

import datetime

from django.db import IntegrityError, transaction

from accounts import tokens
from accounts.models import IssuedToken, MailedCode, PasswordReset, Person, RevokedToken, TokenGeneration
from kitsu_site.db.base import utcnow


@transaction.atomic
def revoke(token) -> None:
    """Make a session token, and the refresh token it came with, useless at once.

    API tokens are not touched: they go with the person's `jti`.
    """
    if token.get("identity_type") != tokens.PERSON:
        return
    ends = {token["jti"]: token.expires_at}
    if refresh := token.get("refresh_jti"):
        ends[refresh] = utcnow() + tokens.RefreshToken.lifetime
    RevokedToken.objects.bulk_create(
        [RevokedToken(jti=jti, expires_at=end) for jti, end in ends.items()], ignore_conflicts=True
    )
    IssuedToken.objects.filter(jti=session_of(token)).delete()


@transaction.atomic
def revoke_all(person: Person, *, but=None) -> None:
    """Make every token of a person useless at once, sessions and API token alike.

    `but`: the token that asks for it; its session goes on (notes on accounts, section 2.3).
    """
    generation, _ = TokenGeneration.objects.select_for_update().get_or_create(person=person)
    generation.number += 1
    generation.kept_session = (session_of(but) if but is not None else None) or ""
    kept = generation.kept_session or (but["jti"] if but is not None else "")
    generation.save()
    person.generation, person.kept_session = generation.number, generation.kept_session
    IssuedToken.objects.filter(person=person).exclude(jti=kept).delete()
    if but is None or but.get("identity_type") == tokens.PERSON:
        Person.objects.filter(pk=person.pk).update(jti=None)
        person.jti = None


def is_revoked(token, person: Person) -> bool:
    """Whether a session token is of a generation that is over; `person` was read `with_generation`."""
    if token.get("generation", 0) == person.generation:
        return False
    return not person.kept_session or session_of(token) != person.kept_session


def session_of(token) -> str | None:
    """What the tokens of one session share: the `jti` of its refresh token; None for API tokens."""
    if token.get("identity_type") != tokens.PERSON:
        return None
    return token.get("refresh_jti") or token["jti"]


def spend(name: str, *, seconds: int) -> bool:
    """Whether something that is good once and for so long is used for the first time."""
    expires_at = utcnow() + datetime.timedelta(seconds=seconds)
    try:
        with transaction.atomic():
            RevokedToken(jti=name, expires_at=expires_at).save(force_insert=True)
    except IntegrityError:
        return False
    return True


def clean() -> int:
    """Remove what is remembered of tokens, codes and links that ended anyway; answers how many."""
    kinds = (RevokedToken, MailedCode, PasswordReset, IssuedToken)
    return sum(model.objects.filter(expires_at__lte=utcnow()).delete()[0] for model in kinds)
