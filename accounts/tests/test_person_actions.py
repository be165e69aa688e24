"""What admins do to a person: /actions/persons (notes on accounts, section 3.3); passwords stand apart."""

import pytest

from accounts.models import Person
from accounts.services import devices
from kitsu_site.tests.world import PASSWORD


def stored(person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_an_admin_puts_a_person_in_a_department(studio, api, events):
    path = f"/actions/persons/{studio.animator.pk}/departments/add"
    response = api("admin").post(path, {"department_id": str(studio.modeling_department.pk)})
    assert response.status_code == 201
    assert set(response.json()["departments"]) == {
        str(studio.animation_department.pk),
        str(studio.modeling_department.pk),
    }
    assert events() == [("person:update", {"person_id": str(studio.animator.pk)})]


@pytest.mark.parametrize("value", ["6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10", "x", None])
def test_a_department_must_be_one(studio, api, value):
    path = f"/actions/persons/{studio.animator.pk}/departments/add"
    assert api("admin").post(path, {"department_id": value}).status_code == 400


def test_an_admin_takes_a_person_out_of_a_department(studio, api, events):
    path = f"/actions/persons/{studio.animator.pk}/departments/{studio.animation_department.pk}"
    assert api("admin").delete(path).status_code == 204
    assert studio.animator.departments.count() == 0
    assert events() == [("person:update", {"person_id": str(studio.animator.pk)})]


ACTIONS = [
    ("POST", "change-password"),
    ("POST", "reset-password-link"),
    ("GET", "invite"),
    ("DELETE", "disable-two-factor-authentication"),
    ("POST", "departments/add"),
    ("DELETE", "departments/6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"),
    ("DELETE", "clear-avatar"),
]


@pytest.mark.parametrize(("method", "action"), ACTIONS)
@pytest.mark.parametrize("who", ["manager", "supervisor", "animator", "vendor", "client", "bot"])
def test_only_admins_act_on_people(studio, api, who, method, action):
    assert api(who).call(method, f"/actions/persons/{studio.animator.pk}/{action}", {}).status_code == 403


@pytest.mark.parametrize(("method", "action"), ACTIONS)
def test_nobody_acts_without_signing_in(studio, api, method, action):
    assert api().call(method, f"/actions/persons/{studio.animator.pk}/{action}", {}).status_code == 401


@pytest.mark.parametrize(("method", "action"), ACTIONS)
@pytest.mark.parametrize("pk", ["6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10", "not-an-id"])
def test_who_is_unknown_is_not_found(studio, api, method, action, pk):
    assert api("admin").call(method, f"/actions/persons/{pk}/{action}", {}).status_code == 404


@pytest.mark.parametrize(("method", "action"), ACTIONS[:4])
def test_bots_are_not_invited_nor_given_passwords(studio, api, method, action):
    assert api("admin").call(method, f"/actions/persons/{studio.bot.pk}/{action}", {}).status_code == 403


def test_an_admin_clears_somebodys_picture(studio, api, events):
    Person.objects.filter(pk=studio.animator.pk).update(has_avatar=True)
    assert api("admin").delete(f"/actions/persons/{studio.animator.pk}/clear-avatar").status_code == 204
    assert stored(studio.animator).has_avatar is False
    assert events() == [("person:update", {"person_id": str(studio.animator.pk)})]


def test_everybody_clears_their_own_picture(studio, api):
    Person.objects.update(has_avatar=True)
    assert api("client").delete("/actions/user/clear-avatar").status_code == 204
    assert set(Person.objects.filter(has_avatar=False)) == {studio.client}


@pytest.fixture
def protected_by_codes(studio):
    """The animator signs in with a second factor."""
    Person.objects.filter(pk=studio.animator.pk).update(
        totp_enabled=True, preferred_two_factor_authentication="totp"
    )
    devices.replace(studio.animator, "totp", key="a1" * 20)
    devices.replace(studio.animator, "email_otp", key="a1" * 20, confirmed=False)
    devices.replace_recovery_codes(studio.animator, [b"code"])
    return studio.animator


def test_an_admin_takes_the_second_factors_away(
    studio, api, protected_by_codes, mailoutbox, django_capture_on_commit_callbacks
):
    path = f"/actions/persons/{protected_by_codes.pk}/disable-two-factor-authentication"
    with django_capture_on_commit_callbacks(execute=True):
        assert api("admin").delete(path).json() == {"success": True}
    person = stored(protected_by_codes)
    assert person.totp_enabled is False
    assert [devices.of(person, method) for method in devices.MODELS] == [None, None, None]
    assert person.preferred_two_factor_authentication is None
    assert [mail.to for mail in mailoutbox] == [["animator@example.com"]]
    assert api().post("/auth/login", {"email": person.email, "password": PASSWORD}).status_code == 200


def test_there_must_be_a_second_factor_to_take_away(studio, api):
    path = f"/actions/persons/{studio.animator.pk}/disable-two-factor-authentication"
    assert api("admin").delete(path).status_code == 400


def test_another_admins_second_factors_stay(studio, api, protected_by_codes):
    Person.objects.filter(pk=protected_by_codes.pk).update(role="admin")
    path = f"/actions/persons/{protected_by_codes.pk}/disable-two-factor-authentication"
    assert api("admin").delete(path).status_code == 400
    assert stored(protected_by_codes).totp_enabled is True
