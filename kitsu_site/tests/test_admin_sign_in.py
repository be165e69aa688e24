"""Who signs in to the back office, and what those who do not are told."""

import pytest
from django.test import Client

from accounts.models import LoginLog, Person
from kitsu_site.tests.world import PASSWORD

LOGIN = "/admin/login/?next=/admin/"


def sign_in(login: str, password: str = PASSWORD):
    """A new browser, and what it was answered."""
    browser = Client()
    return browser, browser.post(LOGIN, {"username": login, "password": password})


@pytest.mark.parametrize("name", ["admin", "manager", "supervisor"])
def test_admins_managers_and_supervisors_sign_in_by_email(studio, name):
    browser, answer = sign_in(f"{name}@example.com")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert browser.get("/admin/").status_code == 200


def test_one_signs_in_by_desktop_login(studio):
    Person.objects.filter(pk=studio.manager.pk).update(desktop_login="mona.m")
    assert sign_in("mona.m")[1].status_code == 302


def test_a_sign_in_is_logged(studio):
    sign_in("manager@example.com")
    assert list(LoginLog.objects.values_list("person", "ip_address", "origin")) == [
        (studio.manager.pk, "127.0.0.1", "web")
    ]


def refusal(login: str, password: str = PASSWORD) -> list[str]:
    browser, answer = sign_in(login, password)
    assert answer.status_code == 200
    assert "_auth_user_id" not in browser.session
    return answer.context["form"].non_field_errors()


@pytest.mark.parametrize("name", ["animator", "vendor", "client"])
def test_others_are_told_whom_it_is_for(studio, name):
    assert refusal(f"{name}@example.com") == ["The back office is for admins, managers and supervisors."]


def test_who_is_not_active_is_told_so(studio):
    Person.objects.filter(pk=studio.manager.pk).update(active=False)
    assert refusal("manager@example.com") == ["This account is not active."]


def test_a_bot_has_no_password_that_fits(studio):
    Person.objects.filter(pk=studio.bot.pk).update(role="admin", password=studio.admin.password)
    assert refusal("bot@example.com") == ["Wrong login or password."]


def test_a_wrong_password_is_counted(studio):
    assert refusal("manager@example.com", "wrong") == ["Wrong login or password."]
    assert Person.objects.get(pk=studio.manager.pk).login_failed_attemps == 1


def test_too_many_attempts_are_told_to_wait(studio, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "guesses_per_account": "1/minute"}
    sign_in("manager@example.com", "wrong")
    answer = sign_in("manager@example.com")[1]
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60


@pytest.mark.parametrize("change", [{"role": "user"}, {"active": False}, {"is_bot": True}])
def test_a_session_ends_with_the_right_to_it(studio, change):
    browser, _ = sign_in("manager@example.com")
    Person.objects.filter(pk=studio.manager.pk).update(**change)
    answer = browser.get("/admin/production/task/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/production/task/")


def change_password(browser, **values):
    form = {"old_password": PASSWORD, "new_password1": "another-one-1", "new_password2": "another-one-1"}
    return browser.post("/admin/password_change/", {**form, **values})


def test_one_changes_ones_own_password(studio):
    browser, _ = sign_in("manager@example.com")
    assert change_password(browser).status_code == 302
    assert Person.objects.get(pk=studio.manager.pk).check_password("another-one-1")
    assert browser.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"old_password": "wrong"}, "old_password", "Wrong login or password."),
        ({"new_password2": "another-one-2"}, "new_password2", "The two passwords differ."),
        (
            {"new_password1": "short", "new_password2": "short"},
            "new_password2",
            "At least 8 characters are wanted.",
        ),
    ],
)
def test_a_password_that_will_not_do_is_refused(studio, values, field, message):
    browser, _ = sign_in("manager@example.com")
    answer = change_password(browser, **values)
    assert answer.context["form"].errors == {field: [message]}
    assert Person.objects.get(pk=studio.manager.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("path", "kind"), [("/admin/nowhere/", "text/html"), ("/nowhere", "application/json")]
)
def test_an_unknown_address_is_a_page_in_the_back_office_and_json_elsewhere(studio, path, kind):
    browser, _ = sign_in("manager@example.com")
    answer = browser.get(path)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (404, kind)


def test_a_page_that_is_not_ones_own_is_a_403_to_read(studio):
    browser, _ = sign_in("manager@example.com")
    answer = browser.get("/admin/accounts/salaryscale/")
    assert answer.status_code == 403
    assert "Your role does not allow that here." in answer.content.decode()


def test_a_zero_byte_in_an_address_is_a_400(studio):
    browser, _ = sign_in("manager@example.com")
    answer = browser.get("/admin/production/task/?q=%00")
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (400, "text/html")
