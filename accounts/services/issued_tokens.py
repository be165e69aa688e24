"""What is known of the tokens that were issued, for the back office: who is signed in, where, since when.

Tokens carry their own proof; these rows only let admins see them and end them.
"""

import datetime

from django.db import transaction
from django.db.models import F

from accounts import tokens
from accounts.models import IssuedToken, Person, RevokedToken
from accounts.services import persons
from kitsu_site.db.base import utcnow

API = (IssuedToken.Kind.BOT, IssuedToken.Kind.PERSON_API)


def note_session(person: Person, refresh: tokens.RefreshToken, *, ip_address: str, agent: str) -> None:
    """A session was opened."""
    IssuedToken.objects.create(
        person=person,
        jti=refresh["jti"],
        kind=IssuedToken.Kind.SESSION,
        created_at=utcnow(),
        ip_address=ip_address[:50],
        agent=agent[:200],
        expires_at=refresh.expires_at,
    )


def note_api_tokens() -> None:
    """Bring the rows of API tokens in line with the people: the one whose `jti` stands there is good.

    Also those that another server issued, of which it is not known when.
    """
    known = IssuedToken.objects.filter(kind__in=API)
    known.exclude(person__jti=F("jti")).delete()
    missing = Person.objects.exclude(jti=None).exclude(jti__in=known.values("jti"))
    IssuedToken.objects.bulk_create(
        [
            IssuedToken(
                person=person,
                jti=person.jti,
                kind=IssuedToken.Kind.BOT if person.is_bot else IssuedToken.Kind.PERSON_API,
                expires_at=end_of(person.expiration_date),
            )
            for person in missing
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def revoke(issued: IssuedToken, *, by: Person | None = None) -> None:
    """End a session, or an API token, at once."""
    if issued.kind == IssuedToken.Kind.SESSION:
        # Its last access token may have been drawn when the refresh token was about to end.
        life = tokens.RefreshToken.lifetime + tokens.AccessToken.lifetime
        RevokedToken.objects.bulk_create(
            [RevokedToken(jti=tokens.session_name(issued.jti), expires_at=utcnow() + life)],
            ignore_conflicts=True,
        )
    elif Person.objects.filter(pk=issued.person_id, jti=issued.jti).update(jti=None):
        persons.changed(issued.person, by=by)
    issued.delete()


def end_of(day: datetime.date | None) -> datetime.datetime | None:
    """When a token ends that is good to the end of a day."""
    return day and datetime.datetime.combine(day, datetime.time.max).replace(microsecond=0)
