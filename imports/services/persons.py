"""Sheets of people (notes on imports, section 1, "Persons")."""

from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.models import Department, Organisation, Person, Studio
from accounts.models.person import DepartmentLink, Position, Seniority
from accounts.services import persons as services
from imports.services import values
from imports.services.breakdown import replace
from imports.services.names import NameBook, essence
from imports.services.plans import Action, Change
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid
from kitsu_site.roles import Role

BATCH = 1000
REQUIRED = {"First Name": "first_name", "Last Name": "last_name", "Email": "email"}
ROLES = {
    Role.USER: "Artist",
    Role.ADMIN: "Studio Manager",
    Role.SUPERVISOR: "Supervisor",
    Role.MANAGER: "Production Manager",
    Role.CLIENT: "Client",
    Role.VENDOR: "Vendor",
}


def labels(choices) -> dict[str, str]:
    """{code: label} as sheets write them: `open-ended` or `Open-ended`."""
    return {code: code.capitalize() for code in choices.values}


CHOICES = {
    "Role": ("role", {role.value: label for role, label in ROLES.items()}),
    "Contract Type": ("contract_type", labels(Person.ContractType)),
    "Position": ("position", labels(Position)),
    "Seniority": ("seniority", labels(Seniority)),
}
COLUMNS = (
    "first_name",
    "last_name",
    "phone",
    "role",
    "contract_type",
    "position",
    "seniority",
    "studio",
    "country",
    "daily_salary",
    "active",
)


class PersonImporter:
    """Plans people, found by their email; `update`: whether known ones are changed."""

    def __init__(self, *, by, update: bool = False):
        self.by, self.update = by, update

    def prepare(self) -> None:
        list(Organisation.objects.select_for_update().values_list("pk"))  # one import at a time
        self.studios = {studio.name: studio.pk for studio in Studio.objects.all()}
        self.departments = {department.name: department.pk for department in Department.objects.all()}
        people = Person.objects.filter(is_bot=False).order_by("created_at", "pk")
        if self.update:
            people = people.select_for_update(no_key=True)
        self.people = {person.email: person for person in people if person.email}
        self.active = sum(services.counts(person) for person in people)
        self.links: dict[UUID, set[UUID]] = {}
        for person_id, department_id in DepartmentLink.objects.values_list("person_id", "department_id"):
            self.links.setdefault(person_id, set()).add(department_id)
        self.names, self.warnings = NameBook(), []
        for person in people:
            self.names.add("Person", person.full_name)
        self.new: dict[UUID, Person] = {}
        self.changed: dict[UUID, Person] = {}
        self.relinked: dict[UUID, set[UUID]] = {}
        self.answered: list[UUID] = []

    def plan(self, row) -> Change:
        columns, departments = self.read(row)
        email = columns.pop("email")
        person = self.people.get(email)
        is_new = person is None
        if is_new:
            person = Person(email=email)
        changed = {}
        if is_new or self.update:
            changed = {name: value for name, value in columns.items() if getattr(person, name) != value}
            self.check_may(person, changed, is_new=is_new)
            self.put(person, changed, is_new=is_new)
            if departments is not None and departments != self.links.get(person.pk, set()):
                self.links[person.pk] = self.relinked[person.pk] = departments
                changed = {**changed, "departments": row.get("Departments")}
        if is_new:
            self.people[email] = self.new[person.pk] = person
            if other := self.names.known.get(("Person", essence(person.full_name))):
                self.warnings.append((row.line, f"{email} is new, but there is another {other} already."))
            self.names.add("Person", person.full_name)
        elif changed and person.pk not in self.new:
            self.changed[person.pk] = person
        self.answered.append(person.pk)
        action = Action.CREATE if is_new else Action.UPDATE if changed else Action.UNCHANGED
        return Change(row.line, action, "person", email, readable(changed), target=person)

    def check_may(self, person: Person, changed: dict, *, is_new: bool) -> None:
        """Refuse what the studio does not allow, on the person as it would be."""
        after = Person(
            email=person.email,
            role=changed.get("role", person.role),
            active=changed.get("active", person.active),
            is_guest=person.is_guest,
        )
        after.pk = person.pk
        if not is_new:
            services.check_protected(person, after, by=self.by)
        joins = services.counts(after) and (is_new or not services.counts(person))
        if joins and self.active >= settings.USER_LIMIT:
            raise Invalid(
                f"The limit of {settings.USER_LIMIT} active people is reached (setting USER_LIMIT)."
            )

    def put(self, person: Person, changed: dict, *, is_new: bool) -> None:
        counted = not is_new and services.counts(person)
        for name, value in changed.items():
            setattr(person, name, value)
        self.active += services.counts(person) - counted

    def read(self, row) -> tuple[dict[str, Any], set[UUID] | None]:
        """The columns of a row by attribute, and its departments. Empty cells are left out."""
        first, last, email = row.required(*REQUIRED)
        if not email.strip():
            raise Invalid("Email: it is empty.", field="Email")
        found: dict[str, Any] = {"first_name": first, "last_name": last, "email": self.email(email)}
        if text := row.get("Phone"):
            found["phone"] = text
        for column, (name, choices) in CHOICES.items():
            if text := row.get(column):
                found[name] = values.choice(column, text, choices)
        if text := row.get("Country"):
            found["country"] = self.country(text)
        if text := row.get("Daily Salary"):
            found["daily_salary"] = values.integer("Daily Salary", text)
        if text := row.get("Active"):
            found["active"] = values.boolean("Active", text)
        if text := row.get("Studio"):
            if text not in self.studios:
                raise Invalid(f"Studio: there is no studio {text[:80]!r}.", field="Studio")
            found["studio_id"] = self.studios[text]
        for name, value in found.items():
            if isinstance(value, str):
                column = next(
                    (c for c, attribute in REQUIRED.items() if attribute == name), name.capitalize()
                )
                values.fitting(column, value, Person._meta.get_field(name))
        return found, self.named_departments(row.get("Departments"))

    def email(self, text: str) -> str:
        try:
            return services.checked_email(text)
        except Invalid as refusal:
            raise Invalid(f"Email: {refusal.message}", field="Email") from None

    def country(self, text: str) -> str | None:
        try:
            return services.checked_country(text)
        except Invalid as refusal:
            raise Invalid(f"Country: {refusal.message}", field="Country") from None

    def named_departments(self, text: str | None) -> set[UUID] | None:
        if not text:
            return None
        names = [name.strip() for name in text.split(",") if name.strip()]
        unknown = [name for name in names if name not in self.departments]
        if unknown:
            raise Invalid(f"Departments: there is no department {unknown[0][:80]!r}.", field="Departments")
        return {self.departments[name] for name in names}

    def write(self, *, complete: bool) -> list[UUID]:
        """Write what was planned, without a word to listeners; answers the ids in the order of the rows."""
        Person.objects.bulk_create(self.new.values(), batch_size=BATCH)
        replace(list(self.changed.values()), COLUMNS)
        for part in parts(self.relinked):
            DepartmentLink.objects.filter(person_id__in=part).delete()
        DepartmentLink.objects.bulk_create(
            (
                DepartmentLink(person_id=person_id, department_id=department_id)
                for person_id, departments in self.relinked.items()
                for department_id in departments
            ),
            batch_size=BATCH,
        )
        return self.answered


def readable(changed: dict[str, Any]) -> dict[str, Any]:
    """Values for people to read."""
    return {
        name.removesuffix("_id"): value if isinstance(value, (str, int, bool, type(None))) else str(value)
        for name, value in changed.items()
    }
