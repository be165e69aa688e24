"""POST /auth/login (notes on accounts, section 2.1)."""

import datetime

import pytest

from accounts import passwords
from accounts.models import LoginLog, Person
from kitsu_site.db.base import utcnow
from kitsu_site.tests.concurrency import at_once
from kitsu_site.tests.world import PASSWORD

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)
LOCKED = {"error": True, "login": False, "too_many_failed_login_attemps": True}


def login(api, email="animator@example.com", password=PASSWORD, **options):
    return api().post("/auth/login", {"email": email, "password": password}, **options)


def without_message(response) -> dict:
    return {name: value for name, value in response.json().items() if name != "message"}


def failures(person: Person) -> int:
    return Person.objects.get(pk=person.pk).login_failed_attemps


def test_a_script_gets_its_tokens_in_the_answer_and_no_cookie(studio, api):
    response = login(api)
    assert response.status_code == 200
    assert set(response.json()) == {"user", "organisation", "login", "access_token", "refresh_token"}
    assert dict(response.cookies) == {}


def test_a_browser_gets_cookies_that_scripts_of_pages_cannot_read(studio, api):
    cookies = login(api, headers={"User-Agent": CHROME}).cookies
    assert {name: (c["path"], c["httponly"], c["samesite"], c["max-age"]) for name, c in cookies.items()} == {
        "access_token_cookie": ("/", True, "Lax", 31540000),
        "refresh_token_cookie": ("/auth/refresh-token", True, "Lax", 31540000),
    }


def test_a_form_signs_in_too(studio, api):
    response = api().post(
        "/auth/login",
        raw="email=animator%40example.com&password=mysecretpassword",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert response.json()["login"] is True


def test_the_case_of_the_address_does_not_matter(studio, api):
    assert login(api, email="Animator@Example.COM").status_code == 200


def test_a_desktop_login_signs_in(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(desktop_login="aanimator")
    assert login(api, email="aanimator").json()["user"]["id"] == str(studio.animator.pk)


def test_an_empty_desktop_login_is_nobodys(studio, api):
    Person.objects.update(desktop_login="")
    response = login(api, email=" ")
    assert (response.status_code, without_message(response)) == (400, {"error": True, "login": False})


def test_bots_do_not_sign_in(studio, api):
    Person.objects.filter(pk=studio.bot.pk).update(password=passwords.hashed(PASSWORD))
    assert login(api, email="bot@example.com").status_code == 400


@pytest.mark.parametrize(
    ("email", "password"),
    [("animator@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("animator@example.com", "")],
)
def test_unknown_people_and_wrong_passwords_are_refused_alike(studio, api, email, password):
    response = login(api, email=email, password=password)
    assert response.status_code == 400
    assert response.json() == {"error": True, "message": "Wrong login or password.", "login": False}


@pytest.mark.parametrize("email", ["animator@example.com", "nobody@example.com", "nopassword@example.com"])
def test_one_password_comparison_is_made_whether_the_account_exists_or_not(studio, api, monkeypatch, email):
    Person.objects.create(first_name="No", last_name="Password", email="nopassword@example.com")
    compared = []
    monkeypatch.setattr(passwords.bcrypt, "checkpw", lambda *args: compared.append(args) and False)
    login(api, email=email, password="wrong")
    assert len(compared) == 1


def test_the_hash_compared_for_nobody_costs_what_others_cost_and_fits_nothing(settings):
    settings.BCRYPT_LOG_ROUNDS = 4
    passwords.nobodys_hash.cache_clear()
    assert passwords.nobodys_hash().startswith(b"$2b$04$")
    assert passwords.compare("", passwords.nobodys_hash()) is False


def test_a_hash_that_is_none_lets_nobody_in(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(password=b"plain text")
    assert login(api, password="plain text").status_code == 400


def test_the_inactive_are_told_so_when_their_password_is_right(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(active=False)
    response = login(api)
    assert response.status_code == 401
    assert without_message(response) == {"error": True, "login": False, "unactive": True}


def test_the_inactive_are_not_told_so_when_their_password_is_wrong(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(active=False)
    assert without_message(login(api, password="wrong")) == {"error": True, "login": False}


def test_a_second_factor_is_asked_for_and_its_absence_does_not_count(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(
        totp_enabled=True, preferred_two_factor_authentication="totp"
    )
    assert without_message(login(api)) == {
        "error": True,
        "login": False,
        "missing_OTP": True,
        "preferred_two_factor_authentication": "totp",
        "two_factor_authentication_enabled": ["recovery_code", "totp"],
    }
    assert failures(studio.animator) == 0


def test_the_default_password_opens_only_its_own_change(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(password=passwords.hashed("default"))
    answer = login(api, password="default").json()
    assert (answer["login"], answer["default_password"], len(answer["token"])) == (False, True, 64)
    change = {
        "email": "animator@example.com",
        "token": answer["token"],
        "password": "a new password",
        "password2": "a new password",
    }
    assert api().put("/auth/reset-password", change).json() == {"success": True}
    assert login(api, password="a new password").status_code == 200


def test_the_default_password_of_somebody_without_an_address_is_refused(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(
        password=passwords.hashed("default"), email=None, desktop_login="aanimator"
    )
    response = login(api, email="aanimator", password="default")
    assert (response.status_code, response.json()["token"]) == (400, None)


def test_the_body_must_name_an_address_of_text(studio, api):
    assert api().post("/auth/login", {"email": 12}).json()["data"] == {
        "errors": [{"field": "email", "message": "Text expected."}]
    }


def test_a_success_is_logged_with_where_it_came_from(studio, api):
    login(api, headers={"X-Real-IP": "203.0.113.7", "User-Agent": CHROME})
    assert list(LoginLog.objects.values_list("person_id", "ip_address", "origin")) == [
        (studio.animator.pk, "203.0.113.7", "web")
    ]


def test_a_failure_is_not_logged(studio, api):
    login(api, password="wrong")
    assert not LoginLog.objects.exists()


def test_signing_in_says_nothing_to_others(studio, api, events):
    login(api)
    assert events() == []


def test_five_failures_lock_even_the_right_password_out(studio, api):
    for _ in range(5):
        login(api, password="wrong")
    response = login(api)
    assert (response.status_code, without_message(response)) == (400, LOCKED)


def test_refused_sign_ins_do_not_prolong_the_lock(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(login_failed_attemps=5, last_login_failed=utcnow())
    before = Person.objects.get(pk=studio.animator.pk).last_login_failed
    login(api, password="wrong")
    assert Person.objects.get(pk=studio.animator.pk).last_login_failed == before


def test_the_count_starts_anew_a_minute_later(studio, api):
    long_ago = utcnow() - datetime.timedelta(seconds=61)
    Person.objects.filter(pk=studio.animator.pk).update(login_failed_attemps=5, last_login_failed=long_ago)
    assert without_message(login(api, password="wrong")) == {"error": True, "login": False}
    assert failures(studio.animator) == 1


def test_a_success_forgets_the_failures(studio, api):
    login(api, password="wrong")
    login(api)
    assert failures(studio.animator) == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_no_more_than_five_are_answered(studio, api):
    guesses = at_once(*[lambda: login(api, password="wrong")] * 8)
    answers = [without_message(guess) for guess in guesses]
    assert answers.count({"error": True, "login": False}) == 5
    assert answers.count(LOCKED) == 3
    assert failures(studio.animator) == 5


@pytest.mark.django_db(transaction=True)
def test_many_may_sign_in_with_one_account_at_once(studio, api):
    assert [response.status_code for response in at_once(*[lambda: login(api)] * 8)] == [200] * 8


def test_no_secret_is_in_the_answer(studio, api):
    answer = login(api).json()
    secrets = {"password", "totp_secret", "email_otp_secret", "otp_recovery_codes", "fido_credentials", "jti"}
    assert secrets.isdisjoint(answer["user"])
    assert {"chat_token_slack", "chat_webhook_mattermost", "chat_token_discord"}.isdisjoint(
        answer["organisation"]
    )
