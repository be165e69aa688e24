"""The back office asks for the second factor of who has one."""

import json
import re

import pyotp
import pytest
from django.core import mail
from django.test import Client
from fido2.utils import websafe_encode

from accounts.models import Person
from accounts.services import devices, one_time_codes, recovery_codes, revocations, two_factors
from accounts.tests.authenticator import SecurityKey
from kitsu_site.tests.world import PASSWORD

LOGIN = "/admin/login/?next=/admin/production/task/"


@pytest.fixture
def manager(studio):
    """A manager with codes of an app."""
    devices.replace(studio.manager, "totp", key=one_time_codes.new_key())
    return with_factors(studio.manager, totp_enabled=True)


def with_factors(person: Person, **columns) -> Person:
    Person.objects.filter(pk=person.pk).update(**columns)
    person.refresh_from_db()
    return person


def shown(person: Person) -> str:
    """The code that the person's app shows."""
    return pyotp.TOTP(devices.secret_of(devices.of(person, "totp"))).now()


class Door:
    """Somebody at the door, who sent the right password."""

    def __init__(self, login: str = "manager@example.com"):
        self.browser = Client()
        self.page = self.browser.post(LOGIN, {"username": login, "password": PASSWORD})

    @property
    def form(self):
        return self.page.context["form"]

    def send(self, **values):
        names = ("half", "ceremony")
        kept = {name: self.form[name].value() or "" for name in names}
        self.page = self.browser.post(
            LOGIN, {**kept, "code": "", "key": "", "next": "/admin/production/task/", **values}
        )
        return self.page

    def is_in(self) -> bool:
        return self.browser.get("/admin/").status_code == 200


def test_a_right_password_alone_opens_nothing(manager):
    door = Door()
    assert [label for _, label in door.form.fields["method"].choices] == [
        "Code of the authenticator app",
        "Recovery code",
    ]
    assert not door.is_in()


def test_the_code_of_the_app_lets_in_and_leads_on(manager):
    door = Door()
    answer = door.send(method="totp", code=shown(manager))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/production/task/")
    assert door.is_in()


def test_a_wrong_code_is_counted_like_a_wrong_password(manager):
    door = Door()
    door.send(method="totp", code="000000")
    assert door.form.non_field_errors() == ["A wrong second factor."]
    assert Person.objects.get(pk=manager.pk).login_failed_attemps == 1
    assert not door.is_in()


def test_five_wrong_codes_lock_the_door(manager):
    door = Door()
    for _ in range(5):
        door.send(method="totp", code="000000")
    door.send(method="totp", code=shown(manager))
    assert door.form.non_field_errors() == ["Too many failures: try again in a minute."]
    assert not door.is_in()


def test_a_recovery_code_lets_in_once(manager):
    codes, hashes = recovery_codes.draw()
    devices.replace_recovery_codes(manager, hashes)
    assert Door().send(method="recovery_code", code=f" {codes[0]} ").status_code == 302
    assert Door().send(method="recovery_code", code=codes[0]).status_code == 200


def test_a_code_is_mailed_on_demand(studio, django_capture_on_commit_callbacks):
    with_factors(studio.manager, email_otp_enabled=True)
    door = Door()
    with django_capture_on_commit_callbacks(execute=True):
        door.send(method="email_otp", mail="1")
    assert door.form.told == "A code was mailed to you."
    [message] = mail.outbox
    assert door.send(method="email_otp", code=re.search(r"\d{6}", message.body)[0]).status_code == 302


def test_mails_are_limited(studio, settings):
    with_factors(studio.manager, email_otp_enabled=True)
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "mails_per_account": "1/hour"}
    door = Door()
    door.send(method="email_otp", mail="1")
    door.send(method="email_otp", mail="1")
    assert door.form.told == "Too many mails: try again later."


def test_no_code_is_mailed_to_who_does_not_use_them(manager, django_capture_on_commit_callbacks):
    door = Door()
    with django_capture_on_commit_callbacks(execute=True):
        door.send(method="totp", mail="1")
    assert (door.form.told, mail.outbox) == ("Codes by mail are not enabled.", [])


@pytest.fixture
def key(studio) -> SecurityKey:
    """The manager's key."""
    key = SecurityKey()
    stored = {"device_name": "key", "credential": websafe_encode(key.credential)}
    with_factors(studio.manager, fido_enabled=True, fido_credentials=[stored])
    return key


def test_a_security_key_lets_in(key):
    door = Door()
    assert door.send(method="fido", key=json.dumps(key.sign(door.form.options))).status_code == 302
    assert door.is_in()


def test_a_keys_answer_is_good_once(key):
    door = Door()
    sent = {"key": json.dumps(key.sign(door.form.options)), "ceremony": door.form["ceremony"].value()}
    assert door.send(method="fido", **sent).status_code == 302
    assert Door().send(method="fido", **sent).status_code == 200


def test_a_failed_key_is_given_another_challenge(key):
    door = Door()
    first = door.form.options["challenge"]
    door.send(method="fido", key="nonsense")
    assert door.form.options["challenge"] != first
    assert door.send(method="fido", key=json.dumps(key.sign(door.form.options))).status_code == 302


@pytest.mark.parametrize("half", ["", "nonsense"])
def test_without_a_right_password_no_factor_counts(manager, half):
    code = shown(manager)
    answer = Door().send(method="totp", code=code, half=half)
    assert answer.context["form"].non_field_errors() == ["That took too long: sign in again."]


def test_the_first_step_ends_with_the_tokens(manager):
    door = Door()
    revocations.revoke_all(manager)
    door.send(method="totp", code=shown(manager))
    assert not door.is_in()


def test_a_session_ends_with_the_tokens(manager):
    door = Door()
    door.send(method="totp", code=shown(manager))
    revocations.revoke_all(manager)
    assert not door.is_in()


def test_who_may_not_in_is_told_before_the_second_factor(studio):
    with_factors(studio.animator, totp_enabled=True)
    page = Door("animator@example.com").page
    assert page.context["form"].non_field_errors() == [
        "The back office is for admins, managers and supervisors."
    ]


def test_who_lacks_a_required_factor_sets_it_up_first(studio, settings):
    settings.ENFORCE_2FA = True
    assert two_factors.is_required(studio.manager)
    page = Door().page
    assert page.context["form"].non_field_errors() == [
        "A second factor is required: set one up in the web client first."
    ]
