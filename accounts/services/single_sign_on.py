"""What single sign-on does once a provider has vouched for an address (notes on accounts, section 2.5)."""

import secrets
import uuid

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import Department, LoginLog, Person, Studio
from accounts.services import persons, sessions
from kitsu_site.exceptions import Invalid


def sign_in(
    *, email: str, values: dict, ip_address: str, agent: str = "", departments: list[str] | None = None
):
    """The person of an address that a provider vouches for, and their new session: `(person, tokens)`.

    Who is new is created, with a password that nobody knows; else the `values` and `departments` (ids, or
    names) that differ are updated. Who is not active gets no tokens: None. Raises `Invalid` where the
    address cannot be one, or the user limit is reached.
    """
    try:
        person = admitted(email=email, values=values, departments=departments)
    except IntegrityError:  # the same newcomer in two windows: the other one was first
        person = admitted(email=email, values=values, departments=departments)
    if not person.active:
        return person, None
    opened = sessions.open_session(person, ip_address=ip_address, agent=agent)
    LoginLog.objects.create(person=person, ip_address=ip_address[:50], origin=LoginLog.Origin.WEB)
    return person, opened


@transaction.atomic
def admitted(*, email: str, values: dict, departments: list[str] | None) -> Person:
    """The person of an address, made or brought up to date."""
    email = persons.checked_email(email)
    values = {name: value for name, value in values.items() if value not in (None, "")}
    ids = department_ids(departments or [])
    links = {"departments": ids} if ids else {}
    person = Person.objects.select_for_update().filter(email=email, is_bot=False).first()
    if person is None:
        new = {"first_name": email.partition("@")[0], "last_name": "", **values}
        return persons.ROWS.create(
            values={**new, "email": email, "password": secrets.token_urlsafe(32)}, links=links
        )
    if not person.active:
        return person
    differing = {name: value for name, value in values.items() if getattr(person, name) != value}
    if links and set(person.departments.values_list("pk", flat=True)) == set(ids):
        links = {}
    if differing or links:
        persons.ROWS.update(row=person, values=differing, links=links)
    return person


def department_ids(given: list[str]) -> list:
    """The departments that a provider names by id or by name; it may know of more than the studio has."""
    named = Q(name__in=given) | Q(pk__in=filter(None, map(as_id, given)))
    return list(Department.objects.filter(named).values_list("pk", flat=True))


def studio_id(given: str | None):
    """The studio that a provider names by id or by name, if there is such."""
    if not given:
        return None
    return Studio.objects.filter(Q(pk=as_id(given)) | Q(name=given)).values_list("pk", flat=True).first()


def as_id(text: str) -> uuid.UUID | None:
    """An id, where the text is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def refused(message: str) -> Invalid:
    """A sign-in that failed: clients of these routes look for the text under `error`."""
    return Invalid(message, more={"error": message})
