"""People: creating, changing and removing them (notes on accounts, section 3)."""

import zoneinfo

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from email_validator import EmailNotValidError, validate_email

from accounts import passwords, tokens
from accounts.models import Department, IssuedToken, Organisation, PasswordReset, Person
from accounts.services import revocations, two_factors
from kitsu_site import avatars, events, storage
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid, Refused
from kitsu_site.roles import Role
from kitsu_site.services import Rows

DATE_FORMATS = ("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY")
LOCALE_LENGTH = 10


class PersonRows(Rows):
    """Creates, changes and removes people.

    Where an API token is drawn it stands on the answered row as `access_token`, the only
    time that it is known: the row keeps its `jti` alone.
    """

    def create(self, *, values: dict, links: dict | None = None, by=None) -> Person:
        """A new person, without a second factor; a `password` in `values` is hashed whatever its length."""
        values = {name: value for name, value in values.items() if name not in two_factors.NO_FACTORS}
        if password := values.pop("password", None):
            values["password"] = passwords.hashed(password)
        return super().create(values=values, links=links, by=by)

    def check(self, row, *, values, by, created):
        stored = Person.objects.select_for_update().filter(pk=row.pk).first()
        normalise(row, values)
        if created or values.keys() & {"email", "is_bot"}:
            check_email_free(row)
        if stored is not None:
            check_protected(stored, row, by=by)
        if counts(row) and (stored is None or not counts(stored)):
            check_user_limit(lock=True)
        if "expiration_date" in values:
            check_expiration(row, stored)
        if (row.is_bot if created else "expiration_date" in values) and not is_past(row.expiration_date):
            draw_token(row, values)

    def clear(self, row, *, by, force):
        if is_protected(row):
            raise Refused("This account is protected (setting PROTECTED_ACCOUNTS).")
        if force:
            forget(row)
        if row.has_avatar:
            storage.remove_on_commit([avatars.place(row.pk)])
        if row.email:
            PasswordReset.objects.filter(email=row.email).delete()


ROWS = PersonRows(Person)


def create_admin(*, email: str, password: str | None) -> tuple[Person, bool]:
    """The admin with that address, and whether the account is new; somebody else is raised to admin.

    Raises `Invalid`: password too short or missing, address not valid, user limit reached.
    """
    email = checked_email(email)
    person = Person.objects.filter(email=email, is_bot=False).first()
    if person is not None:
        if person.role != Role.ADMIN:
            person.role = Role.ADMIN
            person.save(update_fields=["role", "updated_at"])
        return person, False
    if not password:
        raise Invalid("A new account needs a password.", field="password")
    passwords.check_length(password)
    check_user_limit()
    person = Person(
        first_name="Super", last_name="Admin", email=email, phone="", desktop_login="", role=Role.ADMIN
    )
    person.set_password(password)
    person.save(force_insert=True)
    return person, True


@transaction.atomic
def add_department(*, person: Person, department: Department, by: Person) -> None:
    """Put a person in a department, where they may be already."""
    person.departments.add(department)
    changed(person, by=by)


@transaction.atomic
def remove_department(*, person: Person, department: Department, by: Person) -> None:
    """Take a person out of a department, where they need not be."""
    person.departments.remove(department)
    changed(person, by=by)


@transaction.atomic
def clear_avatar(*, person: Person, by: Person) -> None:
    """The person has no picture any more; its file stays without REMOVE_FILES (notes on accounts, 2.6)."""
    person.has_avatar = False
    person.save(update_fields=["has_avatar", "updated_at"])
    if settings.REMOVE_FILES:
        storage.remove_on_commit([avatars.place(person.pk)])
    changed(person, by=by)


def set_active(*, person: Person, active: bool, by: Person | None = None) -> Person:
    """Let a person sign in, or not. Raises `Invalid` where the user limit is reached."""
    return ROWS.update(row=person, values={"active": active}, by=by)


@transaction.atomic
def deactivate(*, person: Person, by: Person | None = None) -> Person:
    """Keep a person out for good: no token of theirs, API tokens included, is ever good again.

    The API's own `active` only keeps them out for as long as it is off (notes on accounts, section 1).
    """
    person = set_active(person=person, active=False, by=by)
    revocations.revoke_all(person)
    return person


def changed(person: Person, *, by: Person | None) -> None:
    """Say that a person changed."""
    events.emit("person:update", by=by, person_id=person.pk)


# Checks


def normalise(row: Person, values: dict) -> None:
    """Bring what was sent into the form that is stored; raises `Invalid` for what cannot be."""
    if values.get("email"):
        row.email = checked_email(row.email)
    elif "email" in values:
        row.email = None
    if "country" in values:
        row.country = checked_country(row.country)
    if values.get("locale") is not None:
        check_locale(row.locale)
    if values.get("timezone") is not None and row.timezone not in zoneinfo.available_timezones():
        raise Invalid(f"There is no time zone {row.timezone!r}.", field="timezone")
    if values.get("display_date_format") is not None and row.display_date_format not in DATE_FORMATS:
        raise Invalid(f"One of {', '.join(DATE_FORMATS)} expected.", field="display_date_format")


def checked_email(email: str) -> str:
    """The address in lower case; raises `Invalid` where it cannot be one."""
    email = email.strip().lower()
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Invalid(f"{email!r} is no email address: {error}", field="email") from None
    return email


def check_email_free(row: Person) -> None:
    """Raise `Invalid` where somebody else has that address; bots share theirs with anybody."""
    if row.email is None or row.is_bot:
        return
    if Person.objects.filter(email=row.email, is_bot=False).exclude(pk=row.pk).exists():
        raise Invalid("Email already in use.", field="email")


def checked_country(country: str | None) -> str | None:
    """A country code of two letters in upper case; blank is none. Raises `Invalid`."""
    country = (country or "").strip().upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Invalid("A country code of two letters expected.", field="country")
    return country or None


def check_locale(locale: str) -> None:
    """Raise `Invalid` for a locale that CLDR does not know."""
    try:
        if len(locale) > LOCALE_LENGTH:
            raise ValueError("too long")
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        raise Invalid(f"There is no locale {locale!r}.", field="locale") from None


def check_expiration(row: Person, stored: Person | None) -> None:
    """Raise `Invalid` for an end in the past, unless it is the one that stands already."""
    unchanged = stored is not None and stored.expiration_date == row.expiration_date
    if is_past(row.expiration_date) and not unchanged:
        raise Invalid("The expiration date is past.", field="expiration_date")


def is_past(day) -> bool:
    return day is not None and day < utcnow().date()


def check_user_limit(*, lock: bool = False) -> None:
    """Raise `Invalid` where the studio has as many active people as it may.

    `lock`: hold others back who would also add somebody, to the end of the transaction.
    """
    if lock:
        list(Organisation.objects.select_for_update().values_list("pk"))
    active = Person.objects.filter(active=True, is_bot=False, is_guest=False).count()
    if active >= settings.USER_LIMIT:
        raise Invalid(
            f"The limit of {settings.USER_LIMIT} active people is reached (setting USER_LIMIT).",
            data={"limit": settings.USER_LIMIT},
        )


def counts(row: Person) -> bool:
    """Whether the user limit counts them."""
    return bool(row.active) and not row.is_bot and not row.is_guest


def is_protected(row: Person) -> bool:
    """Whether the account is one that others may not take rights from (setting PROTECTED_ACCOUNTS)."""
    protected = {email.strip().lower() for email in settings.PROTECTED_ACCOUNTS}
    return bool(row.email) and row.email.lower() in protected


def check_protected(stored: Person, row: Person, *, by: Person | None) -> None:
    """Raise `Refused` where somebody else deactivates a protected account or changes its role.

    Nor do they take the address that it is protected by, or make it a bot, which does not sign in.
    """
    if by is not None and by.pk == row.pk:
        return
    taken = (
        stored.role != row.role
        or stored.is_bot != row.is_bot
        or (stored.active and not row.active)
        or not is_protected(row)
    )
    if taken and is_protected(stored):
        raise Refused("This account is protected (setting PROTECTED_ACCOUNTS).")


def draw_token(row: Person, values: dict) -> None:
    """Draw a new API token, which voids the former; the row only keeps its `jti`."""
    token = tokens.api_token(row)
    row.jti = values["jti"] = token["jti"]
    row.access_token = str(token)
    IssuedToken.objects.filter(person=row).exclude(kind=IssuedToken.Kind.SESSION).delete()
    IssuedToken.objects.create(
        person=row,
        jti=token["jti"],
        kind=token["identity_type"],
        created_at=utcnow(),
        expires_at=token.expires_at if "exp" in token else None,
    )


# Removal


def forget(person: Person) -> None:
    """Remove what a forced deletion takes along, and loosen what stays, table by table.

    What is not here (days off, entities they made, chats, budgets) still holds the person.
    """
    of_comments = Q(comment__person=person)
    rows_of("notifications").filter(Q(person=person) | Q(author=person) | of_comments).delete()
    rows_of("news").filter(of_comments).delete()
    rows_of("comments", "attachment_files").filter(of_comments).delete()
    rows_of("search_filters").filter(search_filter_group__person=person).update(search_filter_group=None)
    for name in REMOVED:
        getattr(person, name).all().delete()
    for name, column in LOOSENED.items():
        getattr(person, name).update(**{column: None})


# The relations of a person by name: their models are those of later apps.
REMOVED = (
    "acknowledgement_links",
    "mention_links",
    "comments",
    "search_filters",
    "search_filter_groups",
    "subscriptions",
    "time_spents",
    "task_links",
    "team_links",
    "schedule_version_task_links",
    "desktop_login_logs",
    "login_logs",
    "events",
)
LOOSENED = {
    "edited_comments": "editor",
    "tasks_assigned_to_others": "assigner",
    "output_files": "person",
    "working_files": "person",
    "preview_files": "person",
}


def rows_of(*path: str):
    """The rows of the model at the end of a path of relations that starts at a person."""
    model = Person
    for name in path:
        model = model._meta.get_field(name).related_model
    return model._base_manager.all()
