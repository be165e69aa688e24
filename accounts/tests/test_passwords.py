"""Changing and resetting passwords (notes on accounts, sections 2.3 and 3.3)."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts import passwords as hashes
from accounts.models import PasswordReset, Person
from accounts.services import passwords
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from kitsu_site.tests.concurrency import at_once
from kitsu_site.tests.world import PASSWORD

NEW = "another password"


def signs_in(person, password: str) -> bool:
    return Person.objects.get(pk=person.pk).check_password(password)


def change(api, who, **body):
    return api(who).post(
        "/auth/change-password", {"old_password": PASSWORD, "password": NEW, "password_2": NEW, **body}
    )


def reset(api, token, email="animator@example.com", **body):
    return api().put(
        "/auth/reset-password",
        {"email": email, "token": token, "password": NEW, "password2": NEW, **body},
    )


def admins_change(api, who, person, password=NEW, again=NEW):
    return api(who).post(
        f"/actions/persons/{person.pk}/change-password", {"password": password, "password_2": again}
    )


# One's own


def test_one_changes_ones_password(studio, api):
    assert change(api, "animator").json() == {"success": True}
    assert signs_in(studio.animator, NEW)


@pytest.mark.parametrize(
    "body",
    [
        {"old_password": "wrong"},
        {"password": "short", "password_2": "short"},
        {"password_2": "something else"},
        {"old_password": ""},
        {"password_2": None},
    ],
)
def test_a_change_that_does_not_fit_changes_nothing(studio, api, body):
    assert change(api, "animator", **body).status_code == 400
    assert signs_in(studio.animator, PASSWORD)


def test_a_wrong_old_password_counts_as_a_failed_sign_in(studio, api):
    change(api, "animator", old_password="wrong")
    assert Person.objects.get(pk=studio.animator.pk).login_failed_attemps == 1


def test_nobody_locked_out_changes_their_password(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(login_failed_attemps=5, last_login_failed=utcnow())
    response = change(api, "animator")
    assert (response.status_code, response.json()["too_many_failed_login_attemps"]) == (400, True)


def test_the_person_is_told_by_mail_that_the_password_changed(
    studio, api, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change(api, "animator")
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["animator@example.com"], "Your password was changed")
    ]


def test_only_the_first_72_bytes_of_a_password_count(studio):
    studio.animator.set_password("é" * 36 + "one")
    assert studio.animator.check_password("é" * 36 + "another")
    assert not studio.animator.check_password("é" * 35)


# Forgotten ones


def token_of(email="animator@example.com", **options) -> str:
    return passwords.reset_token(email, **{"hours": 2, **options})


@pytest.mark.parametrize("email", ["animator@example.com", "nobody@example.com"])
def test_asking_for_a_reset_answers_the_same_whoever_it_is_for(studio, api, email):
    response = api().post("/auth/reset-password", {"email": email})
    assert (response.status_code, response.json()) == (200, {"success": "Reset token sent"})


def test_a_link_is_mailed_that_resets_the_password(
    studio, api, mailoutbox, django_capture_on_commit_callbacks, settings
):
    settings.DOMAIN_PROTOCOL, settings.DOMAIN_NAME = "https", "kitsu.example.com"
    with django_capture_on_commit_callbacks(execute=True):
        api().post("/auth/reset-password", {"email": "Animator@example.com"})
    link = urlsplit(re.search(r"https://\S+", mailoutbox[0].body)[0])
    query = {name: values[0] for name, values in parse_qs(link.query).items()}
    assert (link.netloc, link.path, query["email"]) == (
        "kitsu.example.com",
        "/reset-change-password",
        "animator@example.com",
    )
    assert reset(api, query["token"]).json() == {"success": True}
    assert signs_in(studio.animator, NEW)


@pytest.mark.parametrize("email", ["nobody@example.com", "bot@example.com", "gone@example.com"])
def test_nobody_else_is_mailed_a_link(studio, api, mailoutbox, django_capture_on_commit_callbacks, email):
    Person.objects.create(first_name="Gone", last_name="Away", email="gone@example.com", active=False)
    with django_capture_on_commit_callbacks(execute=True):
        api().post("/auth/reset-password", {"email": email})
    assert mailoutbox == []
    assert not PasswordReset.objects.exists()


def test_a_token_is_64_capitals_and_digits_that_are_not_stored(studio):
    token = token_of()
    assert re.fullmatch(r"[A-Z0-9]{64}", token)
    assert token not in str(PasswordReset.objects.values())


def test_a_token_is_spent_once(studio, api):
    token = token_of()
    assert reset(api, token).status_code == 200
    assert reset(api, token).status_code == 400


@pytest.mark.parametrize(
    "body", [{"password": "short", "password2": "short"}, {"password2": "something else"}]
)
def test_a_failed_check_leaves_the_token_usable(studio, api, body):
    token = token_of()
    assert reset(api, token, **body).status_code == 400
    assert reset(api, token).status_code == 200


def test_a_token_is_of_one_address_only(studio, api):
    assert reset(api, token_of("modeler@example.com")).status_code == 400
    assert signs_in(studio.animator, PASSWORD)


@pytest.mark.parametrize("token", ["", "A" * 64, "é" * 64, None])
def test_a_wrong_token_resets_nothing(studio, api, token):
    token_of()
    assert reset(api, token).status_code == 400
    assert signs_in(studio.animator, PASSWORD)


def test_an_expired_token_resets_nothing(studio, api):
    token = token_of()
    PasswordReset.objects.update(expires_at=utcnow() - datetime.timedelta(seconds=1))
    assert reset(api, token).status_code == 400


def test_another_token_comes_after_an_expired_one(studio):
    token = token_of()
    PasswordReset.objects.update(expires_at=utcnow() - datetime.timedelta(seconds=1))
    assert token_of() != token


def test_the_pending_token_is_used_again_and_lives_as_long_as_the_last_asked(studio):
    assert token_of(hours=2) == token_of(hours=168) == token_of(hours=2)
    left = PasswordReset.objects.get().expires_at - utcnow()
    assert datetime.timedelta(hours=167) < left <= datetime.timedelta(hours=168)


@pytest.mark.django_db(transaction=True)
def test_of_two_spends_of_a_token_at_once_one_wins(studio):
    token = token_of()

    def spend(password):
        return lambda: passwords.reset(
            email="animator@example.com", token=token, password=password, again=password
        )

    results = at_once(spend("the first password"), spend("the second password"))
    assert sorted(type(result).__name__ for result in results) == ["Invalid", "NoneType"]
    winner = ["the first password", "the second password"][results.index(None)]
    assert signs_in(studio.animator, winner)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_for_a_token_at_once_get_the_same(studio):
    first, second = at_once(token_of, token_of)
    assert first == second


# By admins


def test_an_admin_chooses_somebodys_password(studio, api, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert admins_change(api, "admin", studio.animator).json() == {"success": True}
    assert signs_in(studio.animator, NEW)
    assert [mail.to for mail in mailoutbox] == [["animator@example.com"]]


@pytest.mark.parametrize("who", ["manager", "supervisor", "animator", "vendor", "client"])
def test_nobody_else_does(studio, api, who):
    assert admins_change(api, who, studio.animator).status_code == 403
    assert signs_in(studio.animator, PASSWORD)


def test_an_admin_does_not_choose_another_admins_password(studio, api):
    Person.objects.filter(pk=studio.manager.pk).update(role="admin")
    assert admins_change(api, "admin", studio.manager).status_code == 400
    assert signs_in(studio.manager, PASSWORD)


def test_an_admin_chooses_the_first_password_of_another_admin(studio, api):
    other = Person.objects.create(first_name="New", last_name="Admin", email="new@example.com", role="admin")
    assert admins_change(api, "admin", other).status_code == 200


def test_an_admin_changes_ones_own(studio, api):
    assert admins_change(api, "admin", studio.admin).status_code == 200


@pytest.mark.parametrize(("password", "again"), [("short", "short"), (NEW, "other"), ("", "")])
def test_an_admins_choice_is_checked_too(studio, api, password, again):
    assert admins_change(api, "admin", studio.animator, password, again).status_code == 400


def test_a_bot_has_no_password(studio, api):
    assert admins_change(api, "admin", studio.bot).status_code == 403


def test_a_protected_account_keeps_its_password(studio, api, settings):
    settings.PROTECTED_ACCOUNTS = ["Animator@example.com"]
    assert admins_change(api, "admin", studio.animator).status_code == 400
    assert signs_in(studio.animator, PASSWORD)


@pytest.mark.parametrize("pk", ["6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10", "not-an-id"])
def test_an_unknown_person_is_not_found(studio, api, pk):
    body = {"password": NEW, "password_2": NEW}
    assert api("admin").post(f"/actions/persons/{pk}/change-password", body).status_code == 404


def test_an_admin_asks_for_the_link_that_resets(studio, api, settings):
    settings.DOMAIN_PROTOCOL, settings.DOMAIN_NAME = "https", "kitsu.example.com"
    response = api("admin").post(f"/actions/persons/{studio.animator.pk}/reset-password-link")
    token = token_of()
    assert response.json() == {
        "reset_password_link": "https://kitsu.example.com/reset-change-password"
        f"?email=animator%40example.com&token={token}"
    }


def test_there_is_no_link_for_somebody_without_an_address(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(email=None)
    response = api("admin").post(f"/actions/persons/{studio.animator.pk}/reset-password-link")
    assert response.status_code == 400


def test_an_invitation_is_mailed_and_lasts_a_week(
    studio, api, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = api("admin").get(f"/actions/persons/{studio.animator.pk}/invite")
    assert response.json() == {"success": True, "message": "Email sent"}
    assert mailoutbox[0].to == ["animator@example.com"]
    assert f"token={token_of()}&type=new" in mailoutbox[0].body
    assert PasswordReset.objects.get().expires_at - utcnow() > datetime.timedelta(days=6)


def test_no_mail_goes_out_where_mail_is_off(
    studio, api, mailoutbox, django_capture_on_commit_callbacks, settings
):
    settings.MAIL_ENABLED = False
    with django_capture_on_commit_callbacks(execute=True):
        response = api("admin").get(f"/actions/persons/{studio.animator.pk}/invite")
    assert response.status_code == 200
    assert mailoutbox == []


def test_the_least_length_is_a_setting(settings):
    settings.MIN_PASSWORD_LENGTH = 12
    with pytest.raises(Invalid, match="At least 12 characters"):
        hashes.check_length("elevenchars")
