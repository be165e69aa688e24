"""When tokens end before their time: with the password, or by command (notes on accounts, section 1)."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from accounts import tokens
from accounts.models import MailedCode, PasswordReset, Person, RevokedToken
from accounts.services import passwords, persons, revocations, sessions
from kitsu_site.db.base import utcnow
from kitsu_site.tests.client import Api
from kitsu_site.tests.world import PASSWORD

NEW = "another password"


def status(token: str, path: str = "/auth/authenticated") -> int:
    return Api().get(path, headers={"Authorization": f"Bearer {token}"}).status_code


def session(person: Person) -> dict:
    return sessions.open_session(Person.objects.with_generation().get(pk=person.pk))


def change(token: str):
    body = {"old_password": PASSWORD, "password": NEW, "password_2": NEW}
    return Api().post("/auth/change-password", body, headers={"Authorization": f"Bearer {token}"})


def test_changing_ones_password_ends_the_other_sessions(studio):
    mine, other = session(studio.animator), session(studio.animator)
    assert change(mine["access_token"]).status_code == 200
    assert status(other["access_token"]) == 401
    assert status(other["refresh_token"], "/auth/refresh-token") == 401


def test_the_session_that_changed_the_password_goes_on_and_is_refreshed(studio):
    mine = session(studio.animator)
    change(mine["access_token"])
    answer = Api().get("/auth/refresh-token", headers={"Authorization": f"Bearer {mine['refresh_token']}"})
    assert status(mine["access_token"]) == 200
    assert status(answer.json()["access_token"]) == 200


def test_a_session_opened_after_the_change_is_good(studio):
    passwords.change(person=studio.animator, password=NEW)
    answer = Api().post("/auth/login", {"email": "animator@example.com", "password": NEW}).json()
    assert status(answer["access_token"]) == 200


def test_a_session_kept_by_one_change_ends_with_the_next(studio):
    mine = session(studio.animator)
    change(mine["access_token"])
    passwords.change(person=studio.animator, password=PASSWORD)
    assert status(mine["access_token"]) == 401


def test_a_personal_api_token_ends_with_the_password(studio, api):
    drawn = api("animator").put(f"/data/persons/{studio.animator.pk}", {"expiration_date": None}).json()
    change(session(studio.animator)["access_token"])
    assert status(drawn["access_token"]) == 401


def test_the_personal_api_token_that_changes_the_password_is_kept(studio, api):
    drawn = api("animator").put(f"/data/persons/{studio.animator.pk}", {"expiration_date": None}).json()
    session_token = session(studio.animator)["access_token"]
    assert change(drawn["access_token"]).status_code == 200
    assert (status(drawn["access_token"]), status(session_token)) == (200, 401)


def test_an_admin_who_chooses_a_password_ends_every_session(studio, api):
    mine = session(studio.animator)
    path = f"/actions/persons/{studio.animator.pk}/change-password"
    assert api("admin").post(path, {"password": NEW, "password_2": NEW}).status_code == 200
    assert status(mine["access_token"]) == 401


def test_a_reset_ends_every_session(studio, api):
    mine = session(studio.animator)
    token = passwords.reset_token("animator@example.com", hours=2)
    body = {"email": "animator@example.com", "token": token, "password": NEW, "password2": NEW}
    assert api().put("/auth/reset-password", body).status_code == 200
    assert status(mine["access_token"]) == 401


def test_the_sessions_of_others_go_on(studio):
    other = session(studio.modeler)
    passwords.change(person=studio.animator, password=NEW)
    assert status(other["access_token"]) == 200


def test_a_sign_in_with_the_old_password_that_ends_after_the_change_opens_nothing(studio):
    person = sessions.check(login="animator@example.com", password=PASSWORD)
    passwords.change(person=Person.objects.get(pk=studio.animator.pk), password=NEW)
    assert status(sessions.open_session(person)["access_token"]) == 401


def test_an_inactive_persons_tokens_open_nothing(studio):
    mine = session(studio.animator)
    persons.set_active(person=studio.animator, active=False)
    assert status(mine["access_token"]) == 401
    assert status(mine["refresh_token"], "/auth/refresh-token") == 401


def test_the_tokens_of_a_person_are_revoked_by_command(studio, capsys):
    mine, other = session(studio.animator), session(studio.modeler)
    call_command("revoke_tokens", "animator@example.com")
    assert capsys.readouterr().out == "The tokens of 1 account are revoked.\n"
    assert (status(mine["access_token"]), status(other["access_token"])) == (401, 200)


def test_the_token_of_a_bot_is_revoked_by_command(studio):
    token = tokens.api_token(studio.bot)
    Person.objects.filter(pk=studio.bot.pk).update(jti=token["jti"])
    call_command("revoke_tokens", bot=str(studio.bot.pk))
    assert status(str(token)) == 401


def test_everybodys_tokens_are_revoked_by_command(studio, capsys):
    everybody = [session(person)["access_token"] for person in (studio.admin, studio.animator)]
    call_command("revoke_tokens", all=True)
    assert capsys.readouterr().out == "The tokens of 9 accounts are revoked.\n"
    assert [status(token) for token in everybody] == [401, 401]


@pytest.mark.parametrize("arguments", [["nobody@example.com"], ["--bot", "nonsense"]])
def test_the_command_names_an_account_that_is_not_there(studio, arguments):
    with pytest.raises(CommandError, match=f"There is no account {arguments[-1]}"):
        call_command("revoke_tokens", *arguments)


def test_what_ended_is_forgotten_and_the_rest_kept(studio, capsys):
    past, future = (utcnow() + datetime.timedelta(days=days) for days in (-1, 1))
    RevokedToken.objects.bulk_create(
        [RevokedToken(jti="past", expires_at=past), RevokedToken(jti="future", expires_at=future)]
    )
    MailedCode.objects.create(person=studio.animator, counter=1, expires_at=past)
    PasswordReset.objects.create(email="past@example.com", nonce="x", expires_at=past)
    call_command("clean_tokens")
    assert capsys.readouterr().out == "3 rows removed.\n"
    assert list(RevokedToken.objects.values_list("jti", flat=True)) == ["future"]


def test_a_removed_person_leaves_no_codes_and_generations(studio):
    person = Person.objects.create(first_name="Short", last_name="Stay", email="short@example.com")
    revocations.revoke_all(person)
    MailedCode.objects.create(person=person, counter=1, expires_at=utcnow())
    persons.ROWS.delete(row=person)
    assert not MailedCode.objects.exists()
