"""Single sign-on by SAML 2, with a real provider on a local port (notes on accounts, section 2.5)."""

import base64
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.management import call_command
from django.test import Client
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from saml2.xmldsig import DIGEST_SHA1, SIG_RSA_SHA1

from accounts.models import Department, LoginLog, Person, Studio
from accounts.services import persons, saml
from accounts.tests import saml_provider
from kitsu_site.tests.client import Api

HOME = "https://localhost:8080"
SSO = "/api/auth/saml/sso"
INVALID = "The answer of the provider does not verify."
ANOTHER = "The answer of the provider belongs to another sign-in."
NOT_BEGUN = "The sign-in was not begun in this browser, or took too long."


@pytest.fixture(scope="module")
def local_provider(tmp_path_factory):
    with saml_provider.running(tmp_path_factory.mktemp("provider"), saml.metadata()) as provider:
        yield provider


@pytest.fixture
def provider(local_provider, settings, studio):
    """The provider, with everything as it should be; single sign-on is on."""
    local_provider.person, local_provider.options = dict(saml_provider.ANN), {}
    settings.SAML_ENABLED = True
    settings.SAML_METADATA_URL = local_provider.metadata_url
    return local_provider


class Browser:
    """Goes to the provider and comes back."""

    def __init__(self):
        self.client = Client()

    def leave(self) -> str:
        """To the provider: the address."""
        answer = self.client.get("/api/auth/saml/login")
        assert answer.status_code == 302
        return answer["Location"]

    def post(self, answer: str):
        return self.client.post(SSO, {"SAMLResponse": answer, "RelayState": HOME})

    def sign_in(self):
        return self.post(requests.get(self.leave(), timeout=10).text)


def asked(url: str) -> str:
    return parse_qs(urlsplit(url).query)["SAMLRequest"][0]


def refusal(answer) -> str:
    assert answer.status_code == 400
    assert "access_token_cookie" not in answer.cookies
    return answer.json()["error"]


def changed(answer: str, pattern: str, replacement: str) -> str:
    """An answer with another text in its XML."""
    xml = base64.b64decode(answer).decode()
    forged = re.sub(pattern, replacement, xml, flags=re.S)
    assert forged != xml
    return base64.b64encode(forged.encode()).decode()


def test_who_comes_back_has_a_session_at_the_client(provider, studio):
    answer = Browser().sign_in()
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    token = answer.cookies["access_token_cookie"].value
    who = Api().get("/auth/authenticated", headers={"Authorization": f"Bearer {token}"}).json()
    assert who["user"]["id"] == str(studio.animator.pk)
    assert "refresh_token_cookie" in answer.cookies
    assert LoginLog.objects.get().origin == "web"


@pytest.mark.parametrize(
    "options", [{"sign_response": True, "sign_assertion": False}, {"sign_response": True}]
)
def test_the_whole_answer_may_be_signed(provider, options):
    provider.options = options
    assert Browser().sign_in().status_code == 302


def test_what_the_provider_tells_is_taken_over(provider, studio):
    north = Studio.objects.create(name="North", color="#000000")
    provider.person |= {
        "first_name": "Anna",
        "phone": "+47 1",
        "country": "no",
        "departments": ["Modeling", "Unheard of"],
        "studio_id": str(north.pk),
    }
    Browser().sign_in()
    person = Person.objects.get(pk=studio.animator.pk)
    assert (person.first_name, person.phone, person.country, person.studio) == ("Anna", "+47 1", "NO", north)
    assert list(person.departments.all()) == [Department.objects.get(name="Modeling")]


def test_who_is_new_is_created(provider, events):
    provider.person = {"email": "nea@example.com", "first_name": "Nea", "last_name": "Wood"}
    Browser().sign_in()
    person = Person.objects.get(email="nea@example.com")
    assert (person.full_name, person.role) == ("Nea Wood", "user")
    assert events() == [("person:new", {"person_id": str(person.pk)})]


def test_the_address_may_be_the_name_of_the_subject(provider, studio):
    provider.person, provider.options = {"first_name": "Ann"}, {"name": "animator@example.com"}
    assert Browser().sign_in().status_code == 302
    assert LoginLog.objects.get().person == studio.animator


def test_deprecated_signatures_are_refused(provider):
    provider.options = {"sign_alg": SIG_RSA_SHA1, "digest_alg": DIGEST_SHA1}
    assert refusal(Browser().sign_in()) == INVALID


def test_who_is_not_active_comes_back_without_a_session(provider, studio):
    persons.set_active(person=studio.animator, active=False)
    answer = Browser().sign_in()
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert "access_token_cookie" not in answer.cookies


def test_an_answer_is_good_once(provider):
    browser = Browser()
    answer = provider.answer(asked(browser.leave()))
    kept = browser.client.cookies["saml"].value
    assert browser.post(answer).status_code == 302
    browser.client.cookies["saml"] = kept
    assert refusal(browser.post(answer)) == "This answer of the provider was used before."


def test_an_answer_that_another_browser_asked_for_is_refused(provider):
    answer = provider.answer(asked(Browser().leave()))
    assert refusal(Browser().post(answer)) == NOT_BEGUN
    other = Browser()
    other.leave()
    assert refusal(other.post(answer)) == INVALID


def test_an_answer_to_no_request_is_refused(provider):
    browser = Browser()
    assert refusal(browser.post(provider.answer(asked(browser.leave()), in_response_to=None)))


def test_an_unsigned_answer_is_refused(provider):
    browser = Browser()
    assert refusal(browser.post(provider.answer(asked(browser.leave()), sign_assertion=False))) == INVALID


def test_an_answer_that_was_changed_is_refused(provider):
    browser = Browser()
    answer = provider.answer(asked(browser.leave()))
    forged = changed(answer, "Animator@example.com", "admin@example.com")
    assert refusal(browser.post(forged)) == INVALID


def wrapped(answer: str, where: str) -> str:
    """A forged assertion beside the signed one, which still verifies (signature wrapping)."""
    xml = base64.b64decode(answer).decode()
    prefix = re.search(r"<(\w+):Assertion", xml)[1]
    signed = re.search(rf"<{prefix}:Assertion.*</{prefix}:Assertion>", xml, flags=re.S)[0]
    forged = re.sub(r"<(\w+):Signature .*?</\1:Signature>", "", signed, flags=re.S)
    forged = forged.replace("Animator@example.com", "admin@example.com").replace(' ID="', ' ID="forged-', 1)
    inside = forged.replace(f"</{prefix}:Assertion>", f"{signed}</{prefix}:Assertion>")
    advice = forged.replace(
        f"</{prefix}:Conditions>", f"</{prefix}:Conditions><{prefix}:Advice>{signed}</{prefix}:Advice>"
    )
    placed = {"before": forged + signed, "after": signed + forged, "inside": inside, "advice": advice}
    return base64.b64encode(xml.replace(signed, placed[where]).encode()).decode()


@pytest.mark.parametrize("where", ["before", "after", "inside", "advice"])
def test_a_forged_assertion_beside_the_signed_one_is_refused(provider, where):
    browser = Browser()
    forged = wrapped(provider.answer(asked(browser.leave())), where)
    assert refusal(browser.post(forged)) == INVALID


def test_a_comment_does_not_cut_an_address(provider):
    provider.person |= {"email": "admin@example.com.evil.example.com"}
    browser = Browser()
    answer = provider.answer(asked(browser.leave()))
    cut = changed(answer, r"admin@example\.com\.evil", "admin@example.com<!-- -->.evil")
    browser.post(cut)
    assert not LoginLog.objects.filter(person__email="admin@example.com").exists()


def test_an_answer_of_another_provider_is_refused(provider):
    browser = Browser()
    answer = provider.answer(asked(browser.leave()), entity_id="https://evil.example.com")
    assert refusal(browser.post(answer)) == INVALID


def test_an_answer_for_another_server_is_refused(provider, settings):
    browser = Browser()
    answer = provider.answer(asked(browser.leave()))
    settings.SAML_ENTITY_ID = "https://other.example.com"
    assert refusal(browser.post(answer)) == INVALID


def test_an_answer_that_is_over_is_refused(provider, monkeypatch):
    browser = Browser()
    answer = provider.answer(asked(browser.leave()))
    now = OneLogin_Saml2_Utils.now()
    monkeypatch.setattr(OneLogin_Saml2_Utils, "now", staticmethod(lambda: now + 3600))
    assert refusal(browser.post(answer)) == INVALID


@pytest.mark.parametrize(
    "answer", ["", "nonsense", base64.b64encode(b"<a/>").decode(), base64.b64encode(b"<!DOCTYPE a>").decode()]
)
def test_what_is_no_answer_is_refused(provider, answer):
    browser = Browser()
    browser.leave()
    assert refusal(browser.post(answer))


def test_metadata_that_cannot_be_read_are_named(provider, settings):
    settings.SAML_METADATA_URL = "/nowhere/metadata.xml"
    answer = Client().get("/auth/saml/login")
    assert answer.json()["error"] == (
        "The metadata of the provider cannot be read (setting SAML_METADATA_URL)."
    )


def test_metadata_may_be_a_file(provider, settings, tmp_path):
    settings.SAML_METADATA_URL = str(tmp_path / "metadata.xml")
    (tmp_path / "metadata.xml").write_text(requests.get(provider.metadata_url, timeout=10).text)
    assert Browser().sign_in().status_code == 302


def test_a_command_prints_what_the_provider_must_know(capsys):
    call_command("saml_metadata")
    printed = capsys.readouterr().out
    assert 'entityID="https://localhost:8080"' in printed
    assert 'Location="https://localhost:8080/api/auth/saml/sso"' in printed


def test_the_cookie_goes_along_from_another_site_over_https(provider):
    browser = Browser()
    browser.leave()
    cookie = browser.client.cookies["saml"]
    assert (cookie["samesite"], cookie["secure"], cookie["httponly"]) == ("None", True, True)
