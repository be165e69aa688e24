"""Tokens and sessions (notes on accounts, sections 1 and 2.2)."""

import datetime

import jwt
import pytest

from accounts import tokens
from accounts.models import Person, RevokedToken
from accounts.services import persons, revocations, sessions
from kitsu_site.db.base import utcnow

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)


def bearer(token) -> dict:
    return {"headers": {"Authorization": f"Bearer {token}"}}


def authenticated(api, token) -> int:
    return api().get("/auth/authenticated", **bearer(token)).status_code


@pytest.fixture
def session(studio):
    """The tokens of a session of the animator."""
    return sessions.open_session(studio.animator)


def test_an_access_token_says_who_asks_but_not_their_role(studio, session, settings):
    claims = jwt.decode(session["access_token"], settings.SECRET_KEY, algorithms=["HS256"])
    refresh = jwt.decode(session["refresh_token"], settings.SECRET_KEY, algorithms=["HS256"])
    assert {name: claims[name] for name in ("fresh", "type", "sub", "identity_type", "refresh_jti")} == {
        "fresh": False,
        "type": "access",
        "sub": str(studio.animator.pk),
        "identity_type": "person",
        "refresh_jti": refresh["jti"],
    }
    assert claims["exp"] - claims["iat"] == 7 * 24 * 3600
    assert refresh["exp"] - refresh["iat"] == 15 * 24 * 3600
    assert "role" not in claims


def test_authenticated_answers_the_person_and_the_studio(studio, api):
    answer = api("animator").get("/auth/authenticated").json()
    assert answer["authenticated"] is True
    assert answer["user"]["departments"] == [str(studio.animation_department.pk)]
    assert answer["user"]["fido_devices"] == []
    assert answer["organisation"]["name"] == "Little Studio"


@pytest.mark.parametrize(("who", "shown"), [("admin", True), ("manager", False), ("client", False)])
def test_the_chat_secrets_of_the_studio_are_shown_to_admins_only(studio, api, who, shown):
    organisation = api(who).get("/auth/authenticated").json()["organisation"]
    assert ("chat_token_slack" in organisation) is shown


def test_a_call_without_token_is_refused(studio, api):
    response = api().get("/auth/authenticated")
    assert response.status_code == 401
    assert response.json()["msg"] == "Authentication credentials were not provided."


def test_another_kind_of_authorization_is_none(studio, api):
    assert api().get("/auth/authenticated", headers={"Authorization": "Basic YTpi"}).status_code == 401


def test_the_cookie_is_looked_at_before_the_header(studio, api, session):
    caller = api("admin")
    caller.client.cookies["access_token_cookie"] = session["access_token"]
    answer = caller.get("/auth/authenticated").json()
    assert answer["user"]["id"] == str(studio.animator.pk)


@pytest.mark.parametrize("token", ["nonsense", "a.b.c"])
def test_a_token_that_is_none_is_unprocessable(studio, api, token):
    assert authenticated(api, token) == 422


def test_a_token_signed_by_another_server_is_unprocessable(studio, api, session, settings):
    claims = jwt.decode(session["access_token"], settings.SECRET_KEY, algorithms=["HS256"])
    forged = jwt.encode(claims, "another-secret-0123456789-abcdefghijklmnop", algorithm="HS256")
    assert authenticated(api, forged) == 422


def test_a_token_without_signature_is_unprocessable(studio, api, session, settings):
    claims = jwt.decode(session["access_token"], settings.SECRET_KEY, algorithms=["HS256"])
    assert authenticated(api, jwt.encode(claims, None, algorithm="none")) == 422


def test_a_refresh_token_opens_nothing_but_the_refresh(studio, api, session):
    assert authenticated(api, session["refresh_token"]) == 422


def test_an_access_token_does_not_refresh(studio, api, session):
    assert api().get("/auth/refresh-token", **bearer(session["access_token"])).status_code == 422


def test_a_token_without_a_name_counts_as_revoked(studio, api, session, settings):
    claims = jwt.decode(session["access_token"], settings.SECRET_KEY, algorithms=["HS256"])
    del claims["jti"]
    assert authenticated(api, jwt.encode(claims, settings.SECRET_KEY, algorithm="HS256")) == 401


def test_a_token_may_end_after_the_calendar(studio, api, session, settings):
    claims = jwt.decode(session["access_token"], settings.SECRET_KEY, algorithms=["HS256"])
    late = jwt.encode({**claims, "exp": 253_402_300_800}, settings.SECRET_KEY, algorithm="HS256")
    assert authenticated(api, late) == 200


def test_an_expired_token_is_refused(studio, api):
    token = tokens.session_access(studio.animator, tokens.session_refresh(studio.animator))
    token.set_exp(from_time=datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=8))
    assert authenticated(api, token) == 401


def test_a_refresh_answers_a_script_a_new_access_token(studio, api, session):
    response = api().get("/auth/refresh-token", **bearer(session["refresh_token"]))
    assert set(response.json()) == {"access_token"}
    assert authenticated(api, response.json()["access_token"]) == 200


def test_a_refresh_gives_a_browser_a_cookie_and_takes_the_other(studio, api, session):
    caller = api()
    caller.client.cookies["refresh_token_cookie"] = session["refresh_token"]
    response = caller.get("/auth/refresh-token", headers={"User-Agent": CHROME})
    assert response.json() == {"refresh": True}
    assert authenticated(api, response.cookies["access_token_cookie"].value) == 200
    assert (
        response.cookies["refresh_token_cookie"].value,
        response.cookies["refresh_token_cookie"]["max-age"],
    ) == (
        "",
        0,
    )


def test_logout_revokes_at_once_the_access_and_the_refresh_token(studio, api, session):
    response = api().get("/auth/logout", **bearer(session["access_token"]))
    assert response.json() == {"logout": True}
    assert authenticated(api, session["access_token"]) == 401
    assert api().get("/auth/refresh-token", **bearer(session["refresh_token"])).status_code == 401


def test_logout_leaves_other_access_tokens_of_the_session_alone(studio, api, session):
    other = api().get("/auth/refresh-token", **bearer(session["refresh_token"])).json()["access_token"]
    api().get("/auth/logout", **bearer(session["access_token"]))
    assert authenticated(api, other) == 200


def test_logout_leaves_other_sessions_alone(studio, api, session):
    other = sessions.open_session(studio.animator)
    api().get("/auth/logout", **bearer(session["access_token"]))
    assert authenticated(api, other["access_token"]) == 200


def test_logout_empties_the_cookies_of_a_browser(studio, api):
    cookies = api("animator").get("/auth/logout", headers={"User-Agent": CHROME}).cookies
    assert {name: (c.value, c["path"]) for name, c in cookies.items()} == {
        "access_token_cookie": ("", "/"),
        "refresh_token_cookie": ("", "/auth/refresh-token"),
    }


def test_what_is_kept_of_a_revoked_token_opens_nothing(studio, api, session):
    api().get("/auth/logout", **bearer(session["access_token"]))
    kept = RevokedToken.objects.values_list("jti", flat=True)
    assert sorted(map(len, kept)) == [36, 36]
    assert all(jti not in session.values() for jti in kept)


def test_a_session_token_met_while_inactive_is_revoked_for_good(studio, api, session):
    persons.set_active(person=studio.animator, active=False)
    assert authenticated(api, session["access_token"]) == 401
    persons.set_active(person=studio.animator, active=True)
    assert authenticated(api, session["access_token"]) == 401
    assert api().get("/auth/refresh-token", **bearer(session["refresh_token"])).status_code == 401


def test_a_bots_token_works_again_with_the_bot(studio, api):
    caller = api("bot")
    persons.set_active(person=studio.bot, active=False)
    assert caller.get("/auth/authenticated").status_code == 401
    persons.set_active(person=studio.bot, active=True)
    assert caller.get("/auth/authenticated").status_code == 200


def test_the_token_of_a_removed_person_is_refused(studio, api):
    person = Person.objects.create(first_name="Short", last_name="Stay", email="short@example.com")
    token = sessions.open_session(person)["access_token"]
    person.delete()
    assert authenticated(api, token) == 401


def test_a_new_role_counts_at_the_next_call(studio, api):
    caller = api("animator")
    assert caller.get("/data/hardware-items").status_code == 403
    Person.objects.filter(pk=studio.animator.pk).update(role="admin")
    assert caller.get("/data/hardware-items").status_code == 200


def test_an_api_token_is_good_to_the_end_of_its_day(studio):
    studio.animator.expiration_date = datetime.date(2031, 12, 31)
    token = tokens.api_token(studio.animator)
    assert token["identity_type"] == "person_api"
    assert datetime.datetime.fromtimestamp(token["exp"], datetime.UTC) == datetime.datetime(
        2031, 12, 31, 23, 59, 59, tzinfo=datetime.UTC
    )


def test_an_api_token_without_a_date_does_not_end(studio):
    token = tokens.api_token(studio.bot)
    assert token["identity_type"] == "bot"
    assert "exp" not in token.payload


def test_a_superseded_api_token_is_refused(studio, api):
    former = api("bot")
    newer = api("bot")
    assert former.get("/auth/authenticated").status_code == 401
    assert newer.get("/auth/authenticated").status_code == 200


def test_logout_with_a_personal_api_token_revokes_nothing(studio, api):
    token = (
        api("animator")
        .put(f"/data/persons/{studio.animator.pk}", {"expiration_date": None})
        .json()["access_token"]
    )
    assert api().get("/auth/logout", **bearer(token)).json() == {"logout": True}
    assert authenticated(api, token) == 200


@pytest.mark.parametrize(("method", "path"), [("GET", "/auth/logout"), ("POST", "/auth/change-password")])
def test_bots_have_no_session_and_no_password(studio, api, method, path):
    assert api("bot").call(method, path, {}).status_code == 403


def test_revocations_are_kept_as_long_as_the_tokens_would_live(studio, session):
    revocations.revoke(tokens.AccessToken(session["access_token"]))
    ends = sorted(RevokedToken.objects.values_list("expires_at", flat=True))
    days = [round((end - utcnow()).total_seconds() / 86400) for end in ends]
    assert days == [7, 15]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/auth/saml/login"),
        ("POST", "/auth/saml/sso"),
        ("GET", "/auth/oidc/login"),
        ("GET", "/auth/oidc/callback"),
    ],
)
def test_single_sign_on_is_off(studio, api, method, path):
    response = api().call(method, path)
    assert response.status_code == 400
    assert "error" in response.json()


@pytest.mark.parametrize("path", ["/auth/authenticated", "/config", "/nowhere"])
def test_every_answer_forbids_sniffing_and_framing(studio, api, path):
    headers = api().get(path).headers
    assert {name: headers[name] for name in EXPECTED_HEADERS} == EXPECTED_HEADERS


EXPECTED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
