"""Who may do what with people, departments and the studio (notes on accounts; notes on crud, section 6)."""

from kitsu_site.api.policies import Policy
from kitsu_site.roles import Role

# What only an admin changes of somebody...
FOR_ADMINS = {
    "role",
    "departments",
    "active",
    "is_bot",
    "archived",
    "login_failed_attemps",
    "last_login_failed",
    "is_generated_from_ldap",
    "ldap_uid",
    "last_presence",
    "studio_id",
}
# ... and what nobody changes of themselves (notes on what is stricter, B).
FOR_OTHERS = {"daily_salary", "position", "seniority", "role", "is_guest"}


class People(Policy):
    """Everybody reads; oneself and admins change; admins create, and remove others."""

    def may_list(self, scope, params) -> bool:
        return True

    def may_read(self, scope, row) -> bool:
        return True

    def may_update(self, scope, row, values: dict) -> bool:
        return is_oneself_or_admin(scope, row)

    def may_delete(self, scope, row) -> bool:
        return scope.is_admin and row.pk != scope.person.pk


class DaysOff(Policy):
    """One's own, and everybody's for admins; the list is for admins."""

    def may_read(self, scope, row) -> bool:
        return scope.is_admin or row.person_id == scope.person.pk

    def may_create(self, scope, values: dict) -> bool:
        return scope.is_admin or is_id_of(values.get("person_id"), scope.person)

    def may_update(self, scope, row, values: dict) -> bool:
        stays = "person_id" not in values or is_id_of(values["person_id"], scope.person)
        return scope.is_admin or (row.person_id == scope.person.pk and stays)

    def may_delete(self, scope, row) -> bool:
        return self.may_read(scope, row)


def is_id_of(value, person) -> bool:
    """Whether a value of a body is the id of a person."""
    return isinstance(value, str) and value.lower() == str(person.pk)


def is_admin(scope) -> bool:
    return scope.is_admin


def is_oneself_or_admin(scope, person) -> bool:
    return scope.is_admin or person.pk == scope.person.pk


def unwritable_of(scope, person) -> set[str]:
    """What of `person` the scope may not write, though it may change the rest: keys that are ignored."""
    names = set()
    if not scope.is_admin:
        names |= FOR_ADMINS
        if scope.person.is_bot:
            names.add("expiration_date")
    if person.pk == scope.person.pk:
        names |= FOR_OTHERS
    return names


def may_see_logins(scope, person) -> bool:
    """Whether the desktop logins of `person` are shown: one's own, and everybody's to managers."""
    return scope.is_manager or person.pk == scope.person.pk


def sees_whole_people(scope) -> bool:
    """Whether a list of people shows all their columns; else the short form."""
    return scope.is_admin


def sees_whole_person(scope) -> bool:
    """Whether one person is shown with all columns."""
    return scope.role in (Role.ADMIN, Role.MANAGER)


def may_reset_credentials(scope, person) -> bool:
    """Whether an admin may reset the password or the second factors of `person`.

    Not those of another admin who has a password: one admin must not take over another.
    """
    another_admin = person.role == Role.ADMIN and person.pk != scope.person.pk
    return not (another_admin and person.has_usable_password())
