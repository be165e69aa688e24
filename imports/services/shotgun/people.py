"""People, from ShotGrid."""

from django.conf import settings

from accounts.models import Department, Person
from accounts.services import persons
from imports.services import batches, links
from imports.services.shotgun.kind import Kind, PassedOver, may, need, own_id
from kitsu_site.exceptions import Invalid
from kitsu_site.roles import Role

PLACEHOLDER = "changeme@email.com"
ROLES = {"Manager": Role.MANAGER.value, "Admin": Role.ADMIN.value}


class Persons(Kind):
    """Found by their id, else by their address: then nothing but the department changes."""

    model = Person

    def load(self):
        self.found = self.here()
        addresses = {a.lower() for row in self.rows if isinstance(a := may(row, "email"), str)}
        people = Person.objects.filter(is_bot=False)
        self.by_email = {p.email: p for p in batches.found(people, "email", addresses)}
        self.departments = self.named(Department, color="#000000")
        self.members = {}
        active = Person.objects.filter(active=True, is_bot=False, is_guest=False).count()
        self.seats = settings.USER_LIMIT - active

    def plan(self, row):
        shotgun_id, email = own_id(row), need(row, "email")
        names = {"first_name": need(row, "firstname"), "last_name": need(row, "lastname")}
        login = need(row, "login")
        if email == PLACEHOLDER:
            raise PassedOver("email: it is a placeholder.", expected=True)
        if not isinstance(email, str) or not email.strip():
            raise PassedOver("email: it is missing.")
        email = persons.checked_email(email)
        person = self.found.get(shotgun_id) or self.by_email.get(email)
        if person is None:
            person = self.create(
                shotgun_id=shotgun_id,
                email=email,
                desktop_login=login,
                active=may(row, "sg_status_list", "act") == "act",
                role=ROLES.get(may(row, "permission_rule_set.name"), Role.USER.value),
                **names,
            )
            self.take_seat(person)
            self.found[shotgun_id] = self.by_email[email] = person
        elif self.adopts and person.shotgun_id is None:
            self.found[shotgun_id] = self.change(person, shotgun_id=shotgun_id)
        if department := may(row, "department.name"):
            self.members[person.pk] = [self.departments.get(department).pk]
        return person

    def take_seat(self, person: Person) -> None:
        """Raise `Invalid` where the studio has as many active people as it may."""
        self.seats -= bool(person.active)
        if person.active and self.seats < 0:
            raise Invalid(
                f"the limit of {settings.USER_LIMIT} active people is reached (setting USER_LIMIT).",
                field="sg_status_list",
            )

    def link(self):
        links.write(Person, "departments", self.members, replace=True)
