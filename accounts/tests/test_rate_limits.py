"""Routes that guess or mail something refuse too many calls, by address and by account."""

import pytest

from accounts.models import Person
from kitsu_site.tests.world import PASSWORD

LIMITS = {
    "guesses_per_address": "",
    "guesses_per_account": "",
    "mails_per_address": "",
    "mails_per_account": "",
}
GUESSES = [
    ("POST", "/auth/login", {"email": "animator@example.com", "password": PASSWORD}),
    ("PUT", "/auth/reset-password", {"email": "animator@example.com", "token": "x"}),
    ("GET", "/auth/fido?email=animator@example.com", None),
]
OWN_GUESSES = [
    ("POST", "/auth/change-password", {}),
    ("POST", "/auth/totp", {"totp": "000000"}),
    ("DELETE", "/auth/totp", {"totp": "000000"}),
    ("POST", "/auth/email-otp", {"email_otp": "000000"}),
    ("DELETE", "/auth/email-otp", {"email_otp": "000000"}),
    ("POST", "/auth/fido", {}),
    ("DELETE", "/auth/fido", {}),
    ("PUT", "/auth/recovery-codes", {}),
]
MAILS = [
    ("POST", "/auth/reset-password", {"email": "animator@example.com"}),
    ("GET", "/auth/email-otp?email=animator@example.com", None),
]


@pytest.fixture
def limit(settings):
    """Sets one limit, the others being off: `limit("guesses_per_address", "2/minute")`."""

    def put(name, rate):
        settings.RATE_LIMITS = {**LIMITS, name: rate}

    return put


@pytest.mark.parametrize("counted", ["guesses_per_address", "guesses_per_account"])
@pytest.mark.parametrize(("method", "path", "body"), GUESSES)
def test_a_route_that_guesses_refuses_too_many_calls(studio, api, limit, counted, method, path, body):
    limit(counted, "2/minute")
    *answered, refused = [api().call(method, path, body) for _ in range(3)]
    assert 429 not in [response.status_code for response in answered]
    assert refused.status_code == 429
    assert 58 <= int(refused["Retry-After"]) <= 60


@pytest.mark.parametrize("counted", ["guesses_per_address", "guesses_per_account"])
@pytest.mark.parametrize(("method", "path", "body"), OWN_GUESSES)
def test_so_does_one_that_guesses_with_a_session(studio, api, limit, counted, method, path, body):
    limit(counted, "1/minute")
    caller = api("animator")
    answered, refused = [caller.call(method, path, body) for _ in range(2)]
    assert answered.status_code != 429
    assert refused.status_code == 429
    assert 58 <= int(refused["Retry-After"]) <= 60


@pytest.mark.parametrize("counted", ["mails_per_address", "mails_per_account"])
@pytest.mark.parametrize(("method", "path", "body"), MAILS)
def test_so_does_one_that_mails_something(studio, api, limit, counted, method, path, body):
    limit(counted, "2/hour")
    *answered, refused = [api().call(method, path, body) for _ in range(3)]
    assert [response.status_code for response in answered] == [200, 200]
    assert (refused.status_code, int(refused["Retry-After"]) > 3500) == (429, True)


def test_strangers_are_limited_like_people(studio, api, limit):
    limit("guesses_per_account", "1/minute")
    body = {"email": "nobody@example.com", "password": "wrong"}
    assert [api().post("/auth/login", body).status_code for _ in range(2)] == [400, 429]


def test_another_account_is_not_limited(studio, api, limit):
    limit("guesses_per_account", "1/minute")
    statuses = [
        api().post("/auth/login", {"email": f"{name}@example.com", "password": PASSWORD}).status_code
        for name in ("animator", "modeler", "Animator")
    ]
    assert statuses == [200, 200, 429]


def sign_in_from(api, peer, real):
    caller = api()
    caller.client.defaults["REMOTE_ADDR"] = peer
    body = {"email": "animator@example.com", "password": PASSWORD}
    return caller.post("/auth/login", body, headers={"X-Real-IP": real}).status_code


@pytest.mark.parametrize(
    ("peer", "trusted", "statuses"),
    [
        ("127.0.0.1", False, [200, 200]),
        ("203.0.113.7", False, [200, 429]),
        ("203.0.113.7", True, [200, 200]),
    ],
)
def test_only_a_proxy_says_where_calls_come_from(studio, api, limit, settings, peer, trusted, statuses):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if trusted else None
    limit("guesses_per_address", "1/minute")
    assert [sign_in_from(api, peer, real) for real in ("198.51.100.1", "198.51.100.2")] == statuses


@pytest.mark.parametrize("body", ["[]", "{", '{"email": 12}', '"text"', '{"email": {"a": 1}}'])
def test_a_body_that_names_nobody_is_refused_as_ever(studio, api, body):
    assert api().post("/auth/login", raw=body).status_code == 400


def test_without_limits_every_call_is_answered(studio, api, settings):
    settings.RATE_LIMITS = LIMITS
    Person.objects.filter(pk=studio.animator.pk).update(active=False)
    method, path, body = GUESSES[0]
    assert {api().call(method, path, body).status_code for _ in range(12)} == {401}
