"""Who is signed in where: what the back office shows of tokens, and how it ends them."""

import datetime

import pytest
from django.core.management import call_command

from accounts.models import IssuedToken, Person
from accounts.services import issued_tokens, passwords, persons, sessions
from kitsu_site.db.base import utcnow
from kitsu_site.tests.client import Api
from kitsu_site.tests.office import Office, said, text
from kitsu_site.tests.world import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def status(token: str, path: str = "/auth/authenticated") -> int:
    return Api().get(path, headers={"Authorization": f"Bearer {token}"}).status_code


def sign_in(agent: str = "python-requests/2.34") -> dict:
    body = {"email": "animator@example.com", "password": PASSWORD}
    return Api().post("/auth/login", body, headers={"User-Agent": agent, "X-Real-IP": "10.1.2.3"}).json()


def known() -> set[tuple[str, str]]:
    return set(IssuedToken.objects.values_list("person__first_name", "kind"))


@pytest.mark.parametrize(
    ("sent", "shown"), [(FIREFOX, "Firefox 140, Linux"), ("python-requests/2.34", "python-requests/2.34")]
)
def test_a_sign_in_opens_a_session_that_is_known(studio, sent, shown):
    sign_in(sent)
    session = IssuedToken.objects.get()
    assert (session.person, session.kind, session.ip_address, session.agent) == (
        studio.animator,
        "session",
        "10.1.2.3",
        shown,
    )
    assert session.expires_at - session.created_at > datetime.timedelta(days=14)


def test_a_session_that_is_revoked_ends_with_all_its_tokens(studio):
    ended, other = sign_in(), sign_in()
    headers = {"Authorization": f"Bearer {ended['refresh_token']}"}
    drawn = Api().get("/auth/refresh-token", headers=headers).json()["access_token"]
    issued_tokens.revoke(IssuedToken.objects.order_by("created_at", "pk").get(jti=jti_of(ended)))
    assert [status(token) for token in (ended["access_token"], drawn, other["access_token"])] == [
        401,
        401,
        200,
    ]
    assert status(ended["refresh_token"], "/auth/refresh-token") == 401
    assert IssuedToken.objects.count() == 1


def jti_of(opened: dict) -> str:
    from accounts.tokens import RefreshToken

    return RefreshToken(opened["refresh_token"])["jti"]


def test_signing_out_forgets_the_session(studio):
    token = sign_in()["access_token"]
    Api().get("/auth/logout", headers={"Authorization": f"Bearer {token}"})
    assert known() == set()


def test_a_new_password_forgets_the_sessions(studio):
    sign_in()
    passwords.change(person=studio.animator, password="another-one-1")
    assert known() == set()


def test_the_session_that_changes_the_password_stays(studio):
    mine, _ = sign_in(), sign_in()
    body = {"old_password": PASSWORD, "password": "another-one-1", "password_2": "another-one-1"}
    Api().post("/auth/change-password", body, headers={"Authorization": f"Bearer {mine['access_token']}"})
    assert IssuedToken.objects.get().jti == jti_of(mine)


def test_the_token_of_a_bot_is_known_until_another_is_drawn(studio, api):
    body = {"first_name": "Farm", "last_name": "Bot", "is_bot": True, "expiration_date": "2040-01-31"}
    made = api("admin").post("/data/persons", body).json()
    first = IssuedToken.objects.get(kind="bot")
    assert (str(first.person_id), first.expires_at) == (
        made["id"],
        datetime.datetime(2040, 1, 31, 23, 59, 59),
    )
    api("admin").put(f"/data/persons/{made['id']}", {"expiration_date": None})
    second = IssuedToken.objects.get(kind="bot")
    assert (second.jti != first.jti, second.expires_at) == (True, None)


def test_the_token_of_a_bot_that_is_revoked_opens_nothing(studio, api, events):
    bot = persons.ROWS.create(values={"first_name": "Farm", "last_name": "Bot", "is_bot": True})
    assert status(bot.access_token) == 200
    issued_tokens.revoke(IssuedToken.objects.get(), by=studio.admin)
    assert status(bot.access_token) == 401
    assert events()[-1] == ("person:update", {"person_id": str(bot.pk)})


def test_tokens_that_another_server_issued_are_found(studio):
    Person.objects.filter(pk=studio.bot.pk).update(jti="elsewhere")
    Person.objects.filter(pk=studio.manager.pk).update(jti="there", expiration_date="2040-01-31")
    issued_tokens.note_api_tokens()
    issued_tokens.note_api_tokens()
    assert known() == {("Render", "bot"), ("Mona", "person_api")}


def test_what_ended_is_forgotten(studio):
    sign_in()
    IssuedToken.objects.update(expires_at=utcnow() - datetime.timedelta(seconds=1))
    call_command("clean_tokens")
    assert known() == set()


# The page


def test_an_admin_sees_and_revokes_them(studio):
    bot = persons.ROWS.create(values={"first_name": "Farm", "last_name": "Bot", "is_bot": True})
    session = sessions.open_session(studio.animator, ip_address="10.1.2.3", agent="Firefox 140")
    office = Office(studio.admin)
    page = text(office.rows(IssuedToken))
    assert "API token of a bot Farm Bot" in page
    assert "10.1.2.3 Firefox 140" in page
    answer = office.act(IssuedToken, "revoke", IssuedToken.objects.all())
    assert said(answer) == ["2 tokens are revoked."]
    assert [status(token) for token in (bot.access_token, session["access_token"])] == [401, 401]


def test_others_have_no_such_page(studio):
    sessions.open_session(studio.animator)
    office = Office(studio.manager)
    assert office.rows(IssuedToken).status_code == 403
    assert office.act(IssuedToken, "revoke", IssuedToken.objects.all()).status_code == 403
    assert IssuedToken.objects.count() == 1
