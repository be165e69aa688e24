"""A second factor that must be set up before anything else (notes on accounts, section 2.6)."""

import pyotp
import pytest

from accounts.models import Person
from kitsu_site.tests.client import Api
from kitsu_site.tests.world import PASSWORD

SET_UP = [
    ("PUT", "/auth/totp"),
    ("PUT", "/auth/totp/"),
    ("PUT", "/api/auth/totp"),
    ("PUT", "/auth/email-otp"),
    ("PUT", "/auth/fido"),
    ("GET", "/auth/authenticated"),
    ("GET", "/auth/logout"),
]
OTHERS = [
    ("GET", "/data/persons"),
    ("GET", "/api/data/persons"),
    ("GET", "/data/user/day-offs/2030-01-07"),
    ("POST", "/auth/change-password"),
    ("DELETE", "/actions/user/clear-avatar"),
]


@pytest.fixture(autouse=True)
def _enforced(settings, studio):
    settings.ENFORCE_2FA = True


def login(email="animator@example.com", **factors) -> dict:
    return Api().post("/auth/login", {"email": email, "password": PASSWORD, **factors}).json()


def call(token: str, method: str, path: str, body=None):
    return Api().call(method, path, body, headers={"Authorization": f"Bearer {token}"})


def set_up(token: str) -> dict:
    """Enable an authenticator app; the answer, with its secret."""
    secret = call(token, "PUT", "/auth/totp").json()["otp_secret"]
    return {
        "secret": secret,
        **call(token, "POST", "/auth/totp", {"totp": pyotp.TOTP(secret).now()}).json(),
    }


def test_a_sign_in_says_that_it_is_required():
    assert login()["two_factor_authentication_required"] is True


@pytest.mark.parametrize(("method", "path"), SET_UP)
def test_such_a_session_opens_the_set_up(method, path):
    assert call(login()["access_token"], method, path).status_code == 200


@pytest.mark.parametrize(("method", "path"), OTHERS)
def test_such_a_session_opens_nothing_else(method, path):
    response = call(login()["access_token"], method, path)
    answer = response.json()
    assert response.status_code == 403
    assert (answer["error"], answer["two_factor_authentication_required"]) == (True, True)


def test_an_enabled_method_gives_a_session_that_opens_everything():
    opened = set_up(login()["access_token"])
    assert call(opened["access_token"], "GET", "/data/persons").status_code == 200


def test_who_has_a_second_factor_signs_in_as_ever():
    secret = set_up(login()["access_token"])["secret"]
    answer = login(totp=pyotp.TOTP(secret).now())
    assert "two_factor_authentication_required" not in answer
    assert call(answer["access_token"], "GET", "/data/persons").status_code == 200


def test_a_refreshed_token_opens_no_more_than_the_former():
    refresh = login()["refresh_token"]
    access = call(refresh, "GET", "/auth/refresh-token").json()["access_token"]
    assert call(access, "GET", "/data/persons").status_code == 403


def test_a_session_begun_before_it_was_required_is_not_refreshed_in_full(settings):
    settings.ENFORCE_2FA = False
    refresh = login()["refresh_token"]
    settings.ENFORCE_2FA = True
    access = call(refresh, "GET", "/auth/refresh-token").json()["access_token"]
    assert call(access, "GET", "/data/persons").status_code == 403


@pytest.mark.parametrize(("method", "path"), [*SET_UP, *OTHERS])
def test_who_only_knows_the_password_gets_nothing_once_another_set_a_factor_up(method, path):
    guessed = login()
    set_up(login()["access_token"])
    assert call(guessed["access_token"], method, path).status_code == 401


def test_who_only_knows_the_password_is_not_refreshed_once_another_set_a_factor_up():
    guessed = login()
    set_up(login()["access_token"])
    assert call(guessed["refresh_token"], "GET", "/auth/refresh-token").status_code == 401


@pytest.mark.parametrize("exempt", ["Animator@example.com", "aanimator"])
def test_who_is_exempt_signs_in_as_ever(settings, studio, exempt):
    Person.objects.filter(pk=studio.animator.pk).update(desktop_login="aanimator")
    settings.TWO_FACTOR_EXEMPT_USERS = [exempt]
    assert call(login()["access_token"], "GET", "/data/persons").status_code == 200


def test_bots_keep_working():
    assert Api.of("bot").get("/data/persons").status_code == 200


@pytest.mark.parametrize(("email", "status"), [("manager@example.com", 403), ("animator@example.com", 200)])
def test_it_may_be_required_of_some_roles_only(settings, email, status):
    settings.ENFORCE_2FA, settings.ENFORCE_2FA_ROLES = False, ["admin", "manager"]
    assert call(login(email)["access_token"], "GET", "/data/persons").status_code == status
