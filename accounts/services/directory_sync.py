"""Making people of the directory's entries, and keeping them like those (notes on commands, accounts)."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, transaction

from accounts.models import Person
from accounts.services import avatars, persons
from accounts.services.ldap import Directory, Entry
from kitsu_site.exceptions import Invalid, StudioError

MADE, CHANGED, DISABLED, FAILED = "made", "changed", "disabled", "failed"


class LimitReached(StudioError):
    """The studio has as many active people as it may."""


def read() -> tuple[list[Entry], dict]:
    """Everybody in the directory, and `{dn: role}` where the settings say which group has which.

    Raises `Unavailable`; and `Invalid` for a directory that lists nobody, which would keep everybody out.
    """
    with Directory() as directory:
        entries = directory.people()
        roles = directory.roles(entries) if settings.LDAP_ROLE_GROUPS else {}
    if not entries:
        raise Invalid("The directory lists nobody: nothing is changed (settings LDAP_BASE_DN, LDAP_GROUP).")
    return entries, roles


def apply(entries: list[Entry], roles: dict, *, photos: bool = True) -> Iterator[tuple[str, str]]:
    """Bring people up to date with the directory: yields what happened, and to whom, as it goes.

    Somebody is found again by the directory's id, else the desktop login, else an address. Who is new
    and active is made; who was made from the directory and is not listed any more is deactivated. Each is a
    transaction of their own. `photos`: take the directory's pictures of who has none. Raises `LimitReached`.
    """
    known, listed = Known(), set()
    for entry in entries:
        name = f"{entry.first_name} {entry.last_name} ({entry.login})"
        person, outcome = known.find(entry), None
        listed.add(person and person.pk)
        try:
            person, outcome = bring_up_to_date(entry, person, roles.get(entry.dn))
            listed.add(person and person.pk)
            if photos and entry.photo and person is not None and not person.has_avatar:
                avatars.set_of_person(person=person, file=ContentFile(entry.photo, "photo.jpg"), by=None)
        except REFUSALS as error:
            if getattr(error, "data", None) and "limit" in error.data:
                raise LimitReached(error.message) from None
            yield FAILED, f"{name}: {words(error)}"
        if outcome:
            yield outcome, name
    gone = Person.objects.filter(is_generated_from_ldap=True, active=True, is_bot=False)
    for person in gone.exclude(pk__in=listed - {None}):
        try:
            persons.deactivate(person=person)
            yield DISABLED, str(person)
        except StudioError as error:
            yield FAILED, f"{person}: {error.message}"


REFUSALS = (StudioError, ValidationError, IntegrityError, DataError)


def words(error) -> str:
    """Why somebody was left as they are."""
    if isinstance(error, StudioError):
        return error.message
    return " ".join(error.messages) if isinstance(error, ValidationError) else "a value does not fit"


@transaction.atomic
def bring_up_to_date(
    entry: Entry, person: Person | None, role: str | None
) -> tuple[Person | None, str | None]:
    """Make or change the person of an entry; answers who it is, and what was done."""
    if person is None and not entry.active:
        return None, None
    values = {
        "first_name": entry.first_name,
        "last_name": entry.last_name,
        "email": entry.email,
        "active": entry.active,
        "desktop_login": entry.login,
        "ldap_uid": entry.uid or entry.login,
        "is_generated_from_ldap": True,
        **({"role": role} if role else {}),
    }
    if person is None:
        return persons.ROWS.create(values=values), MADE
    differing = {name: value for name, value in values.items() if getattr(person, name) != value}
    outcome = CHANGED if differing else None
    if differing.get("active") is False:
        persons.deactivate(person=person)
        outcome = DISABLED
        del differing["active"]
    if differing:
        persons.ROWS.update(row=person, values=differing)
    return person, outcome


class Known:
    """The people that there are, by what an entry may know of them."""

    def __init__(self):
        people = list(Person.objects.filter(is_bot=False))
        self.by_uid = {person.ldap_uid: person for person in people if person.ldap_uid}
        self.by_login = {person.desktop_login: person for person in people if person.desktop_login}
        self.by_email = {person.email: person for person in people if person.email}

    def find(self, entry: Entry) -> Person | None:
        found = self.by_uid.get(entry.uid) or self.by_login.get(entry.login)
        addresses = (email.lower() for email in (*entry.emails, entry.email) if email)
        return found or next((self.by_email[a] for a in addresses if a in self.by_email), None)
