"""Single sign-on by OpenID Connect, with a real provider on a local port (notes on accounts, section 2.5)."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from joserfc.jwk import RSAKey

from accounts.models import LoginLog, Person
from accounts.services import persons
from accounts.tests.openid_provider import ANN, CLIENT_ID, CLIENT_SECRET, running
from kitsu_site.tests.client import Api

HOME = "https://localhost:8080"


@pytest.fixture(scope="module")
def local_provider():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # of the provider: it speaks no https
        with running() as provider:
            yield provider


@pytest.fixture
def provider(local_provider, settings, studio):
    """The provider, with everything as it should be; single sign-on is on."""
    local_provider.person, local_provider.lies = dict(ANN), {}
    settings.OIDC_ENABLED = True
    settings.OIDC_ISSUER = local_provider.issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    return local_provider


class Browser:
    """Goes to the provider and comes back."""

    def __init__(self):
        self.client = Client()

    def leave(self) -> str:
        """To the provider: the address."""
        answer = self.client.get("/api/auth/oidc/login")
        assert answer.status_code == 302
        return answer["Location"]

    def return_from(self, url: str, **changes):
        """Signs in there and comes back with what the provider says, or with `changes` of it."""
        back = requests.get(url, allow_redirects=False, timeout=10).headers["Location"]
        assert back.startswith(f"{HOME}/api/auth/oidc/callback?")
        said = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
        return self.come({**said, **changes})

    def come(self, said: dict):
        return self.client.get("/api/auth/oidc/callback", said)

    def sign_in(self, **changes):
        return self.return_from(self.leave(), **changes)


def refusal(answer) -> str:
    assert answer.status_code == 400
    assert "access_token_cookie" not in answer.cookies
    return answer.json()["error"]


def test_the_way_to_the_provider_has_state_nonce_and_pkce(provider):
    url = urlsplit(Browser().leave())
    asked = parse_qs(url.query)
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{provider.issuer}/authorize"
    assert asked["redirect_uri"] == ["https://localhost:8080/api/auth/oidc/callback"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid email profile"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)


def test_who_comes_back_has_a_session_at_the_client(provider, studio):
    answer = Browser().sign_in()
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    token = answer.cookies["access_token_cookie"].value
    who = Api().get("/auth/authenticated", headers={"Authorization": f"Bearer {token}"}).json()
    assert who["user"]["id"] == str(studio.animator.pk)
    assert answer.cookies["refresh_token_cookie"]["path"] == "/auth/refresh-token"


def test_the_sign_in_is_logged_as_one_of_the_web(provider, studio):
    Browser().sign_in()
    assert list(LoginLog.objects.values_list("person", "origin")) == [(studio.animator.pk, "web")]


def test_the_names_of_the_provider_are_taken_over(provider, studio, events):
    provider.person |= {"given_name": "Anna", "family_name": "Moser"}
    Browser().sign_in()
    person = Person.objects.get(pk=studio.animator.pk)
    assert (person.first_name, person.last_name) == ("Anna", "Moser")
    assert events() == [("person:update", {"person_id": str(person.pk)})]


def test_nothing_is_written_where_nothing_differs(provider, studio, events):
    provider.person |= {
        "given_name": studio.animator.first_name,
        "family_name": studio.animator.last_name,
    }
    Browser().sign_in()
    assert events() == []


def test_who_is_new_is_created_with_a_password_that_nobody_knows(provider, events):
    provider.person |= {"sub": "nea", "email": "nea@example.com", "given_name": "Nea", "family_name": "Wood"}
    assert Browser().sign_in().status_code == 302
    person = Person.objects.get(email="nea@example.com")
    assert (person.full_name, person.role, person.has_usable_password()) == ("Nea Wood", "user", True)
    assert events() == [("person:new", {"person_id": str(person.pk)})]


def test_the_user_limit_holds_for_who_is_new(provider, settings):
    settings.USER_LIMIT = 1
    provider.person |= {"email": "nea@example.com"}
    answer = Browser().sign_in()
    assert (answer.status_code, answer.json()["data"]) == (400, {"limit": 1})
    assert not Person.objects.filter(email="nea@example.com").exists()


def test_who_is_not_active_comes_back_without_a_session(provider, studio):
    persons.set_active(person=studio.animator, active=False)
    answer = Browser().sign_in()
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert "access_token_cookie" not in answer.cookies


@pytest.mark.parametrize("claim", [{"email_verified": False}, {"email_verified": None}])
def test_an_address_that_is_not_verified_does_not_count(provider, claim):
    provider.lies = claim
    assert refusal(Browser().sign_in()) == "The provider has not verified that email address."


def test_an_address_need_not_be_verified_where_the_studio_says_so(provider, settings):
    settings.OIDC_REQUIRE_VERIFIED_EMAIL = False
    provider.lies = {"email_verified": None}
    assert Browser().sign_in().status_code == 302


def test_without_an_address_nobody_signs_in(provider):
    provider.lies = {"email": None}
    assert refusal(Browser().sign_in()) == "The provider tells no email address (scope `email`)."


def test_the_answer_to_another_state_is_refused(provider):
    message = "The answer of the provider belongs to another sign-in."
    assert refusal(Browser().sign_in(state="another")) == message


def test_an_answer_that_another_browser_asked_for_is_refused(provider):
    url = Browser().leave()
    message = "The sign-in was not begun in this browser, or took too long."
    assert refusal(Browser().return_from(url)) == message


def test_a_code_of_another_sign_in_is_refused(provider):
    """PKCE: the code is bound to the verifier of the browser that asked for it."""
    thief, victim = Browser(), Browser()
    stolen = requests.get(victim.leave(), allow_redirects=False, timeout=10).headers["Location"]
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    assert refusal(thief.sign_in(code=code)) == "The answer of the provider does not verify."


def test_a_code_is_good_once(provider):
    browser = Browser()
    url = browser.leave()
    kept = browser.client.cookies["oidc"].value
    assert browser.return_from(url).status_code == 302
    browser.client.cookies["oidc"] = kept
    state = parse_qs(urlsplit(url).query)["state"][0]
    assert refusal(browser.come({"code": "spent", "state": state}))


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example.com"},
        {"aud": "another-client"},
        {"exp": 1_000_000_000},
        {"at_hash": "AAAA"},
        {"alg": "HS256"},
        {"alg": "none"},
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(provider, lie):
    provider.lies = lie
    assert refusal(Browser().sign_in()) == "The answer of the provider does not verify."


def test_a_token_that_somebody_else_signed_is_refused(provider, monkeypatch):
    Browser().sign_in()  # the keys are known from here on
    monkeypatch.setattr(provider, "key", RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}))
    assert refusal(Browser().sign_in()) == "The answer of the provider does not verify."


def test_a_new_key_of_the_provider_is_found(provider, monkeypatch):
    Browser().sign_in()
    monkeypatch.setattr(provider, "key", RSAKey.generate_key(2048, {"kid": "second", "use": "sig"}))
    assert Browser().sign_in().status_code == 302


def test_a_refusal_of_the_provider_is_told(provider):
    browser = Browser()
    state = parse_qs(urlsplit(browser.leave()).query)["state"][0]
    answer = browser.come({"error": "access_denied", "error_description": "Not today.", "state": state})
    assert refusal(answer) == "The provider refused: Not today."


def test_a_provider_that_does_not_answer_is_named(provider, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    answer = Client().get("/api/auth/oidc/login")
    assert (answer.status_code, answer.json()["error"]) == (400, "The provider cannot be reached.")


def test_local_sign_in_stays(provider):
    body = {"email": "admin@example.com", "password": "mysecretpassword"}
    assert Api().post("/auth/login", body).status_code == 200


def test_clients_are_told_that_it_is_on(provider, settings):
    settings.OIDC_IDP_NAME = "Studio account"
    answer = Api().get("/config").json()
    assert (answer["oidc_enabled"], answer["oidc_idp_name"]) == (True, "Studio account")
