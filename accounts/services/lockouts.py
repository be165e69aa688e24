"""Failed guesses lock an account for a minute (notes on accounts, section 2.1).

Passwords and second factors are counted together, whichever route they are tried on.
"""

import datetime
import math

from django.db import transaction

from accounts.models import Person
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid, StudioError

MAX_FAILURES = 5
LOCK = datetime.timedelta(minutes=1)


def check(person: Person) -> None:
    """Raise `Invalid` while guesses are refused."""
    if locked(person):
        raise too_many_failures()


def judge(person: Person, *, fitting: bool, refusal: StudioError) -> None:
    """Raise `refusal` unless the guess was `fitting`; it is counted.

    Guesses that came at the same time as this one may have locked the account while it was
    compared: then not even the right one is told from the others.
    """
    with transaction.atomic():
        current = Person.objects.select_for_update().filter(pk=person.pk).first()
        refused = current is not None and locked(current)
        if current is not None and not refused and not fitting:
            count(current)
    if refused:
        raise too_many_failures()
    if current is None or not fitting:
        raise refusal


def locked(person: Person) -> bool:
    """Whether guesses are refused for now."""
    last = person.last_login_failed
    return (person.login_failed_attemps or 0) >= MAX_FAILURES and last is not None and utcnow() - last < LOCK


def count(person: Person) -> None:
    """One failure more of a person whose row is locked; the count starts anew after a lock-out."""
    failures = person.login_failed_attemps or 0
    person.login_failed_attemps = 1 if failures >= MAX_FAILURES else failures + 1
    person.last_login_failed = utcnow()
    person.save(update_fields=["login_failed_attemps", "last_login_failed"])


def forget(person: Person) -> None:
    """Whoever signed in has no failures any more."""
    Person.objects.filter(pk=person.pk).update(login_failed_attemps=0)


def too_many_failures(*, until: datetime.datetime | None = None) -> Invalid:
    """The refusal of a guess; `until`: where it is for longer than the minute of the account's lock-out."""
    seconds = max((until - utcnow()).total_seconds(), 0) if until else LOCK.total_seconds()
    minutes = math.ceil(seconds / 60)
    return Invalid(
        f"Too many failures: try again in {'a minute' if minutes <= 1 else f'{minutes} minutes'}.",
        more={"login": False, "too_many_failed_login_attemps": True},
    )
