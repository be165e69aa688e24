"""Who may do what with people and the studio."""

import pytest

from accounts import policies
from accounts.models import DayOff, Person
from kitsu_site.api.scope import Scope

ROLES = ("admin", "manager", "supervisor", "user", "client", "vendor")


def person(role="user", **values) -> Person:
    return Person(first_name="Some", last_name="Body", role=role, **values)


def granted(rule) -> set[str]:
    """The roles for which `rule`, a function of a scope, holds."""
    return {role for role in ROLES if rule(Scope(person(role)))}


@pytest.mark.parametrize(
    ("rule", "roles"),
    [
        (policies.is_admin, {"admin"}),
        (policies.sees_whole_people, {"admin"}),
        (policies.sees_whole_person, {"admin", "manager"}),
        (lambda scope: policies.is_oneself_or_admin(scope, person()), {"admin"}),
        (lambda scope: policies.may_see_logins(scope, person()), {"admin", "manager"}),
        (lambda scope: policies.People().may_list(scope, {}), set(ROLES)),
        (lambda scope: policies.People().may_read(scope, person()), set(ROLES)),
        (lambda scope: policies.People().may_create(scope, {}), {"admin"}),
        (lambda scope: policies.People().may_update(scope, person(), {}), {"admin"}),
        (lambda scope: policies.People().may_delete(scope, person()), {"admin"}),
        (lambda scope: policies.DaysOff().may_list(scope, {}), {"admin"}),
        (lambda scope: policies.DaysOff().may_read(scope, DayOff(person=person())), {"admin"}),
        (lambda scope: policies.DaysOff().may_create(scope, {"person_id": str(person().pk)}), {"admin"}),
        (lambda scope: policies.DaysOff().may_update(scope, DayOff(person=person()), {}), {"admin"}),
        (lambda scope: policies.DaysOff().may_delete(scope, DayOff(person=person())), {"admin"}),
    ],
)
def test_by_role_for_somebody_else(rule, roles):
    assert granted(rule) == roles


@pytest.mark.parametrize("role", ROLES)
def test_for_oneself(role):
    me = person(role)
    scope, mine = Scope(me), DayOff(person=me)
    assert policies.People().may_update(scope, me, {})
    assert not policies.People().may_delete(scope, me)
    assert policies.may_see_logins(scope, me)
    assert policies.DaysOff().may_create(scope, {"person_id": str(me.pk).upper()})
    assert policies.DaysOff().may_read(scope, mine)
    assert policies.DaysOff().may_update(scope, mine, {"person_id": str(me.pk)})
    assert policies.DaysOff().may_delete(scope, mine)


@pytest.mark.parametrize("value", [None, 12, "", "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10", ["x"]])
def test_only_an_admin_hands_days_off_to_others(value):
    me = person()
    mine = DayOff(person=me)
    assert not policies.DaysOff().may_update(Scope(me), mine, {"person_id": value})
    assert not policies.DaysOff().may_create(Scope(me), {"person_id": value})
    assert policies.DaysOff().may_update(Scope(person("admin")), mine, {"person_id": value})


def test_an_admin_does_not_take_over_another():
    me = person("admin")
    assert policies.may_reset_credentials(Scope(me), me)
    assert policies.may_reset_credentials(Scope(me), person("manager", password=b"hash"))
    assert policies.may_reset_credentials(Scope(me), person("admin"))
    assert not policies.may_reset_credentials(Scope(me), person("admin", password=b"hash"))
