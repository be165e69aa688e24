"""Security keys, with a key in software that really signs (notes on accounts, section 2.4)."""

import pytest
from django.core import signing

from accounts.models import Person
from accounts.services import devices, security_keys
from accounts.tests.authenticator import SecurityKey
from kitsu_site.tests.client import Api
from kitsu_site.tests.concurrency import at_once
from kitsu_site.tests.world import PASSWORD

LOGIN = {"email": "animator@example.com", "password": PASSWORD}
ASKING = {"email": "animator@example.com"}


def register(caller: Api, key: SecurityKey, name: str = "blue key"):
    options = caller.put("/auth/fido", {}).json()
    return caller.post("/auth/fido", {"registration_response": key.register(options), "device_name": name})


def sign_in(key: SecurityKey, caller: Api | None = None):
    caller = caller or Api()
    options = caller.get("/auth/fido", ASKING).json()
    return caller.post("/auth/login", {**LOGIN, "fido_authentication_response": key.sign(options)})


def stored(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def key(studio, api) -> SecurityKey:
    """The animator's registered key."""
    key = SecurityKey()
    assert register(api("animator"), key).status_code == 200
    return key


def test_the_options_of_a_registration_are_the_contracts(studio, api):
    options = api("animator").put("/auth/fido", {}).json()
    assert options["rp"] == {"name": "Kitsu", "id": "localhost"}
    assert options["user"]["name"] == "animator@example.com"
    assert options["user"]["displayName"] == "Ann Animator"
    assert options["authenticatorSelection"] == {
        "authenticatorAttachment": "cross-platform",
        "residentKey": "discouraged",
        "userVerification": "preferred",
        "requireResidentKey": False,
    }


def test_the_challenge_is_kept_in_a_cookie_that_scripts_of_pages_cannot_read(studio, api):
    cookie = api("animator").put("/auth/fido", {}).cookies["session"]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/", "Lax")


def test_the_first_key_turns_the_method_on_with_recovery_codes_and_a_new_session(studio, api):
    answer = register(api("animator"), SecurityKey()).json()
    person = stored(studio.animator)
    assert set(answer) == {"otp_recovery_codes", "access_token", "refresh_token"}
    assert len(answer["otp_recovery_codes"]) == 16
    assert (person.fido_enabled, person.preferred_two_factor_authentication) == (True, "fido")
    assert [device["device_name"] for device in person.fido_credentials] == ["blue key"]


def test_a_key_signs_in(key):
    response = sign_in(key)
    assert response.status_code == 200
    assert response.json()["user"]["fido_enabled"] is True


def test_several_keys_are_known_by_name_and_each_signs_in(studio, api, key):
    other = SecurityKey()
    assert register(api("animator"), other, "red key").json()["otp_recovery_codes"] is None
    names = api("animator").get("/auth/authenticated").json()["user"]["fido_devices"]
    assert names == ["blue key", "red key"]
    assert [sign_in(one).status_code for one in (key, other)] == [200, 200]


def test_the_request_options_name_the_keys_of_the_person(key, api):
    options = api().get("/auth/fido", ASKING).json()
    assert [allowed["id"] for allowed in options["allowCredentials"]] == [key.id]
    assert options["rpId"] == "localhost"


def test_a_registered_key_is_excluded_from_the_next_registration(studio, api, key):
    options = api("animator").put("/auth/fido", {}).json()
    assert [excluded["id"] for excluded in options["excludeCredentials"]] == [key.id]


def test_a_key_is_not_registered_twice(studio, api, key):
    assert register(api("animator"), key, "again").status_code == 400
    assert len(stored(studio.animator).fido_credentials) == 1


def test_another_key_does_not_sign_in_and_counts_as_a_failure(studio, key):
    response = sign_in(SecurityKey())
    assert (response.status_code, response.json()["wrong_OTP"]) == (400, True)
    assert stored(studio.animator).login_failed_attemps == 1


def test_a_signature_of_another_key_under_the_right_id_is_refused(key):
    thief = SecurityKey()
    thief.id = key.id
    assert sign_in(thief).json()["wrong_OTP"] is True


def test_a_signature_for_another_site_is_refused(key):
    key.origin = "https://localhost.evil.example.com"
    assert sign_in(key).json()["wrong_OTP"] is True


def test_a_challenge_signs_in_once(key):
    caller = Api()
    options = caller.get("/auth/fido", ASKING).json()
    body = {**LOGIN, "fido_authentication_response": key.sign(options)}
    assert [caller.post("/auth/login", body).status_code for _ in range(2)] == [200, 400]


@pytest.mark.django_db(transaction=True)
def test_a_challenge_signs_in_once_however_many_bring_it_at_the_same_time(studio):
    key, asking = SecurityKey(), Api()
    register(Api.of("animator"), key)
    options = asking.get("/auth/fido", ASKING).json()
    ceremony = asking.client.cookies["session"].value
    body = {**LOGIN, "fido_authentication_response": key.sign(options)}

    def call():
        caller = Api()
        caller.client.cookies["session"] = ceremony
        return caller.post("/auth/login", body).status_code

    assert sorted(at_once(*[call] * 4)) == [200, 400, 400, 400]


def test_a_challenge_is_good_for_five_minutes(key, monkeypatch):
    caller = Api()
    options = caller.get("/auth/fido", ASKING).json()
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 301)
    body = {**LOGIN, "fido_authentication_response": key.sign(options)}
    assert caller.post("/auth/login", body).json()["wrong_OTP"] is True


def test_a_challenge_of_ones_own_making_is_none(studio, key):
    caller = Api()
    options = caller.get("/auth/fido", ASKING).json()
    caller.client.cookies["session"] = signing.dumps(
        {
            "challenge": options["challenge"],
            "user_verification": None,
            "person": str(studio.animator.pk),
            "id": "x",
        },
        key="not the server's secret",
        salt=security_keys.SIGN_IN,
    )
    body = {**LOGIN, "fido_authentication_response": key.sign(options)}
    assert caller.post("/auth/login", body).json()["wrong_OTP"] is True


def test_the_challenge_of_a_registration_does_not_sign_in(studio, api, key):
    caller = api("animator")
    options = caller.put("/auth/fido", {}).json()
    body = {**LOGIN, "fido_authentication_response": key.sign({**options, "rpId": options["rp"]["id"]})}
    assert caller.post("/auth/login", body).json()["wrong_OTP"] is True


def test_the_challenge_of_somebody_else_does_not_register(studio, api):
    stranger = api("modeler")
    options = stranger.put("/auth/fido", {}).json()
    caller = api("animator")
    caller.client.cookies["session"] = stranger.client.cookies["session"].value
    body = {"registration_response": SecurityKey().register(options), "device_name": "blue key"}
    assert caller.post("/auth/fido", body).status_code == 400


BROKEN = [
    {},
    {"id": 1, "rawId": 1, "response": {}},
    {"id": "AAAA", "rawId": "BBBB", "response": {}},
    {"id": "AAAA", "rawId": "AAAA", "response": []},
    {"id": "AAAA", "rawId": "AAAA", "response": {"clientDataJSON": "AAAA", "attestationObject": "AAAA"}},
    {"id": "AAAA", "rawId": "AAAA", "response": {"clientDataJSON": "bnVsbA", "attestationObject": "oA"}},
    {
        "id": "AAAA",
        "rawId": "AAAA",
        "response": {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "A"},
    },
    {"id": "é", "rawId": "é", "response": {"clientDataJSON": None}},
]


@pytest.mark.parametrize("response", BROKEN)
def test_a_registration_that_is_none_is_refused(studio, api, response):
    caller = api("animator")
    caller.put("/auth/fido", {})
    body = {"registration_response": response, "device_name": "blue key"}
    assert caller.post("/auth/fido", body).status_code == 400
    assert stored(studio.animator).fido_enabled is False


@pytest.mark.parametrize("response", BROKEN)
def test_a_sign_in_that_is_none_is_refused(key, response):
    caller = Api()
    caller.get("/auth/fido", ASKING)
    answer = caller.post("/auth/login", {**LOGIN, "fido_authentication_response": response})
    assert answer.status_code == 400


@pytest.mark.parametrize("cut", range(0, 160, 7))
def test_a_registration_cut_short_is_refused(studio, api, cut):
    caller = api("animator")
    response = SecurityKey().register(caller.put("/auth/fido", {}).json())
    response["response"]["attestationObject"] = response["response"]["attestationObject"][:cut]
    body = {"registration_response": response, "device_name": "blue key"}
    assert caller.post("/auth/fido", body).status_code == 400


def test_a_key_is_removed_with_a_signature_and_the_last_one_turns_the_method_off(studio, api, key):
    caller = api("animator")
    options = caller.get("/auth/fido", ASKING).json()
    response = caller.call(
        "DELETE", "/auth/fido", {"device_name": "blue key", "fido_authentication_response": key.sign(options)}
    )
    person = stored(studio.animator)
    assert response.json() == {"success": True}
    assert (person.fido_enabled, person.fido_credentials) == (False, None)
    assert devices.of(person, "recovery_code") is None
    assert person.preferred_two_factor_authentication is None


def test_one_of_two_keys_is_removed_and_the_other_signs_in(studio, api, key):
    other, caller = SecurityKey(), api("animator")
    register(caller, other, "red key")
    options = caller.get("/auth/fido", ASKING).json()
    caller.call(
        "DELETE",
        "/auth/fido",
        {"device_name": "blue key", "fido_authentication_response": other.sign(options)},
    )
    assert [device["device_name"] for device in stored(studio.animator).fido_credentials] == ["red key"]
    assert sign_in(other).status_code == 200


def test_a_key_that_is_not_there_is_not_removed(studio, api, key):
    response = api("animator").call("DELETE", "/auth/fido", {"device_name": "green key"})
    assert (response.status_code, response.json()["data"]["errors"][0]["field"]) == (400, "device_name")


def test_a_key_in_a_form_of_another_server_cannot_sign_in_but_is_named(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(
        fido_enabled=True, fido_credentials=[{"device_name": "old key"}]
    )
    assert api().get("/auth/fido", ASKING).status_code == 400
    assert api("animator").get("/auth/authenticated").json()["user"]["fido_devices"] == ["old key"]


@pytest.mark.parametrize("email", ["nobody@example.com", "modeler@example.com", "bot@example.com"])
def test_strangers_and_people_without_a_key_are_told_the_same(studio, api, email):
    response = api().get("/auth/fido", {"email": email})
    assert (response.status_code, response.json()["message"]) == (
        400,
        "No security key is registered for this address.",
    )


def test_the_inactive_are_given_no_challenge(studio, api, key):
    Person.objects.filter(pk=studio.animator.pk).update(active=False)
    assert api().get("/auth/fido", ASKING).status_code == 400
