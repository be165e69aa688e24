"""Setting one's own second factors up in the back office."""

import json
import re

import pyotp
import pytest
from django.urls import reverse

from accounts.models import Person
from accounts.services import devices, recovery_codes
from accounts.tests.authenticator import SecurityKey
from kitsu_site.tests.office import Office

KEY = "a1" * 20


@pytest.fixture
def lead(studio) -> Office:
    """A supervisor in the back office."""
    return Office(studio.supervisor)


def step(office: Office, do: str = "", **form):
    path = reverse("admin:own_second_factors")
    return office.client.post(path, {"do": do, **form}) if do else office.client.get(path)


def enabled(office: Office) -> bool:
    return Person.objects.get(pk=office.person.pk).totp_enabled


def turn_on(office: Office) -> pyotp.TOTP:
    """An app that is on."""
    Person.objects.filter(pk=office.person.pk).update(totp_enabled=True)
    return pyotp.TOTP(devices.secret_of(devices.replace(office.person, "totp", key=KEY)))


def test_an_app_is_set_up_with_a_picture_and_the_recovery_codes_are_shown_once(lead):
    page = step(lead, "begin", method="totp")
    secret = re.search(r'id="secret">([A-Z2-7]{32})<', page.content.decode())[1]
    assert "<svg" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    page = step(lead, "confirm", method="totp", code=pyotp.TOTP(secret).now())
    codes = re.findall(r"<li>([A-Z0-9]{10})</li>", page.content.decode())
    assert (len(codes), enabled(lead)) == (16, True)
    later = step(lead).content.decode()
    assert secret not in later
    assert codes[0] not in later


def test_a_wrong_first_code_turns_nothing_on_and_counts(lead):
    step(lead, "begin", method="totp")
    page = step(lead, "confirm", method="totp", code="abc")
    assert (page.status_code, page.context["refusal"], page.context["asked"]) == (
        400,
        "A wrong code.",
        "totp",
    )
    assert Person.objects.get(pk=lead.person.pk).login_failed_attemps == 1
    assert not enabled(lead)


def test_codes_by_mail_are_set_up_with_the_first_one(lead, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        step(lead, "begin", method="email_otp")
    code = re.search(r"\b\d{6}\b", mailoutbox[0].body)[0]
    assert len(step(lead, "confirm", method="email_otp", code=code).context["codes"]) == 16


def test_a_method_is_turned_off_and_codes_are_renewed_only_with_a_factor(lead):
    app = turn_on(lead)
    codes, hashes = recovery_codes.draw()
    devices.replace_recovery_codes(lead.person, hashes)
    for do in ("turn_off", "renew"):
        assert step(lead, do, method="totp", proof="totp", code="abc").status_code == 400
    assert enabled(lead)
    renewed = step(lead, "renew", proof="recovery_code", code=codes[0]).context["codes"]
    assert len(set(renewed) - set(codes)) == 16
    assert step(lead, "turn_off", method="totp", proof="totp", code=app.now()).status_code == 200
    assert not enabled(lead)


def test_a_security_key_is_registered_and_removed(lead):
    page = step(lead, "begin", method="fido")
    key = SecurityKey()
    sent = {"device_name": "blue", "ceremony": page.context["ceremony"]}
    sent["key"] = json.dumps(key.register(page.context["key_options"]))
    codes = step(lead, "register", **sent).context["codes"]
    page = step(lead)
    assert (len(codes), page.context["keys"]) == (16, ["blue"])
    step(lead, "turn_off", method="fido:blue", proof="recovery_code", code=codes[0])
    assert Person.objects.get(pk=lead.person.pk).fido_enabled is False


@pytest.mark.parametrize(
    "form",
    [
        {"do": "dance"},
        {"do": "confirm", "method": "fido"},
        {"do": "renew", "proof": "ceremony"},
        {"do": "mail"},
        {"do": "register", "key": "{}"},
        {"do": "register", "key": "[]", "device_name": "blue"},
        {"do": "register", "key": "{}", "device_name": "blue", "ceremony": "nonsense"},
    ],
)
def test_steps_that_there_are_not_are_refused(lead, form):
    assert step(lead, **form).status_code == 400


def test_only_who_is_in_the_back_office_gets_there(studio, client):
    assert client.get(reverse("admin:own_second_factors")).status_code == 302
    assert step(Office(studio.animator)).status_code == 302


def test_guesses_are_limited(lead, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "guesses_per_account": "1/hour"}
    step(lead, "confirm", method="totp", code="abc")
    answer = step(lead, "confirm", method="totp", code="abc")
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
