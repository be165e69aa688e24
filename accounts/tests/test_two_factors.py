"""Authenticator apps, mailed codes, recovery codes (notes on accounts, section 2.4)."""

import re

import bcrypt
import pyotp
import pytest
from django_otp import oath

from accounts.models import MailedCode, Person, RecoveryCode
from accounts.services import devices, one_time_codes, recovery_codes
from kitsu_site.db.base import utcnow
from kitsu_site.tests.client import Api
from kitsu_site.tests.concurrency import at_once
from kitsu_site.tests.world import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KEY = "48656c6c6f21deadbeef48656c6c6f21deadbeef"  # the same in hexadecimal
NOW = 1_900_000_000  # as the codes see it, in seconds
LOGIN = {"email": "animator@example.com", "password": PASSWORD}
CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)
MANY = {"error": True, "login": False, "too_many_failed_login_attemps": True}


@pytest.fixture(autouse=True)
def _the_clock_stands_still(monkeypatch):
    monkeypatch.setattr(oath, "time", lambda: NOW)


def now(secret: str = SECRET, seconds: int = 0) -> str:
    """The code that an authenticator app shows, so many seconds from now."""
    return pyotp.TOTP(secret).at(NOW + seconds)


def wrong(secret: str = SECRET) -> str:
    """A code of six digits that is not good about now."""
    good = {now(secret, seconds) for seconds in range(-90, 120, 30)}
    return next(
        code for code in ("000000", "111111", "222222", *map(str, range(333333, 333350))) if code not in good
    )


def stored(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def login(**factors):
    return Api().post("/auth/login", {**LOGIN, **factors})


@pytest.fixture
def totp(studio) -> str:
    """The animator's enabled authenticator app: its secret."""
    Person.objects.filter(pk=studio.animator.pk).update(
        totp_enabled=True, preferred_two_factor_authentication="totp"
    )
    devices.replace(studio.animator, "totp", key=KEY)
    return SECRET


@pytest.fixture
def mailed(studio, mailoutbox, django_capture_on_commit_callbacks):
    """The animator gets codes by mail: a function that asks for one and reads the mail."""
    Person.objects.filter(pk=studio.animator.pk).update(
        email_otp_enabled=True, preferred_two_factor_authentication="email_otp"
    )
    devices.replace(studio.animator, "email_otp", key=KEY)

    def ask() -> str:
        with django_capture_on_commit_callbacks(execute=True):
            Api().get("/auth/email-otp", {"email": "animator@example.com"})
        return re.search(r"\b\d{6}\b", mailoutbox[-1].body)[0]

    return ask


def give_recovery_codes(person: Person) -> list[str]:
    codes, hashes = recovery_codes.draw()
    devices.replace_recovery_codes(person, hashes)
    return codes


def hashes_of(person: Person) -> list[bytes]:
    """The hashes of the recovery codes that are left."""
    codes = RecoveryCode.objects.filter(device__user=person).order_by("pk")
    return [bytes(value) for value in codes.values_list("hash", flat=True)]


# Authenticator apps


def test_setting_an_app_up_answers_a_secret_and_its_address_for_a_picture(studio, api):
    answer = api("animator").put("/auth/totp").json()
    assert re.fullmatch("[A-Z2-7]{32}", answer["otp_secret"])
    assert answer["totp_provisionning_uri"] == (
        "otpauth://totp/Kitsu%20Little%20Studio:animator%40example.com"
        f"?secret={answer['otp_secret']}&issuer=Kitsu%20Little%20Studio"
    )


def test_nothing_is_on_before_a_code_was_sent(studio, api):
    api("animator").put("/auth/totp")
    assert login().status_code == 200


def test_a_right_code_turns_it_on(studio, api):
    caller = api("animator")
    secret = caller.put("/auth/totp").json()["otp_secret"]
    answer = caller.post("/auth/totp", {"totp": now(secret)}).json()
    person = stored(studio.animator)
    assert set(answer) == {"otp_recovery_codes", "access_token", "refresh_token"}
    assert len(set(answer["otp_recovery_codes"])) == 16
    assert all(re.fullmatch("[A-Z0-9]{10}", code) for code in answer["otp_recovery_codes"])
    assert (person.totp_enabled, person.preferred_two_factor_authentication) == (True, "totp")


def test_a_browser_gets_the_new_session_as_cookies(studio, api):
    caller = api("animator")
    secret = caller.put("/auth/totp").json()["otp_secret"]
    cookies = caller.post("/auth/totp", {"totp": now(secret)}, headers={"User-Agent": CHROME}).cookies
    assert set(cookies) == {"access_token_cookie", "refresh_token_cookie"}


def test_a_wrong_code_turns_nothing_on_and_counts(studio, api):
    caller = api("animator")
    secret = caller.put("/auth/totp").json()["otp_secret"]
    response = caller.post("/auth/totp", {"totp": wrong(secret)})
    person = stored(studio.animator)
    assert (response.status_code, response.json()["wrong_OTP"]) == (400, True)
    assert (person.totp_enabled, person.login_failed_attemps) == (False, 1)


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_code_signs_in_half_a_minute_early_or_late(totp, seconds):
    assert login(totp=now(seconds=seconds)).status_code == 200


@pytest.mark.parametrize("seconds", [-90, 90])
def test_a_code_of_another_time_does_not(totp, seconds):
    assert login(totp=now(seconds=seconds)).json()["wrong_OTP"] is True


@pytest.mark.parametrize(
    "code",
    ["1234567", "12345", "12 456", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "-12345", "1" * 5000],
)
def test_a_code_that_is_none_is_wrong(totp, code):
    assert login(totp=code).json()["wrong_OTP"] is True


@pytest.mark.parametrize("secret", ["not base32!", "1", "", "====", "\u00e9"])
def test_a_secret_that_is_none_fits_nothing(studio, secret):
    Person.objects.filter(pk=studio.animator.pk).update(totp_enabled=True, totp_secret=secret)
    assert login(totp="000000").status_code == 400


def test_a_code_of_an_adopted_secret_signs_in(studio, totp):
    Person.objects.filter(pk=studio.animator.pk).update(totp_secret="jbswy3dpehpk3pxpjbswy3dpeh")
    assert login(totp=now("jbswy3dpehpk3pxpjbswy3dpeh")).status_code == 200
    assert stored(studio.animator).totp_secret is None
    assert login(totp=now("jbswy3dpehpk3pxpjbswy3dpeh")).status_code == 200


def test_a_factor_that_is_not_on_is_none(totp):
    answer = login(email_otp="123456").json()
    assert answer["missing_OTP"] is True
    assert answer["two_factor_authentication_enabled"] == ["recovery_code", "totp"]


def test_the_first_factor_that_is_on_is_checked_and_the_others_ignored(studio, totp):
    [code, *_] = give_recovery_codes(studio.animator)
    assert login(totp=wrong(), recovery_code=code).json()["wrong_OTP"] is True
    assert login(email_otp="123456", recovery_code=code).status_code == 200


def test_five_wrong_codes_lock_even_the_right_one_out(totp):
    answers = [login(totp=wrong()).json() for _ in range(5)]
    assert all(answer["wrong_OTP"] for answer in answers)
    locked = login(totp=now()).json()
    assert {name: locked[name] for name in MANY} == MANY


def test_a_right_password_does_not_forget_wrong_codes(studio, totp):
    login(totp=wrong())
    login()
    assert stored(studio.animator).login_failed_attemps == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_wrong_codes_at_once_no_more_than_five_are_answered(totp):
    answers = [response.json() for response in at_once(*[lambda: login(totp=wrong())] * 8)]
    assert sum(answer.get("wrong_OTP", False) for answer in answers) == 5
    assert sum(answer.get("too_many_failed_login_attemps", False) for answer in answers) == 3


def test_codes_tried_by_whoever_holds_a_session_count_too(studio, api, totp):
    caller = api("animator")
    for _ in range(5):
        caller.call("DELETE", "/auth/totp", {"totp": wrong()})
    answer = caller.call("DELETE", "/auth/totp", {"totp": now()}).json()
    assert answer["too_many_failed_login_attemps"] is True
    assert stored(studio.animator).totp_enabled is True


def test_it_is_turned_off_with_a_code(studio, api, totp):
    give_recovery_codes(studio.animator)
    assert api("animator").call("DELETE", "/auth/totp", {"totp": now()}).json() == {"success": True}
    person = stored(studio.animator)
    assert (person.totp_enabled, devices.of(person, "totp"), hashes_of(person)) == (False, None, [])
    assert login().status_code == 200


def test_a_secret_is_not_drawn_anew_while_it_is_on(api, totp, studio):
    assert api("animator").put("/auth/totp").status_code == 400
    assert devices.of(studio.animator, "totp").key == KEY


@pytest.mark.parametrize(
    ("off", "left", "preferred"),
    [
        ("totp", {"email_otp": True, "fido": True}, "fido"),
        ("totp", {"email_otp": True}, "email_otp"),
        ("email_otp", {"totp": True, "fido": True}, "fido"),
        ("email_otp", {"totp": True}, "totp"),
        ("totp", {}, None),
    ],
)
def test_another_method_is_preferred_once_the_preferred_one_is_off(studio, api, off, left, preferred):
    flags = {f"{name}_enabled": True for name in {off, *left}}
    Person.objects.filter(pk=studio.animator.pk).update(preferred_two_factor_authentication=off, **flags)
    [code, *_] = give_recovery_codes(studio.animator)
    api("animator").call("DELETE", f"/auth/{off.replace('_', '-')}", {"recovery_code": code})
    assert stored(studio.animator).preferred_two_factor_authentication == preferred


# Codes by mail


def test_a_mailed_code_signs_in_once(mailed):
    code = mailed()
    assert login(email_otp=code).status_code == 200
    assert login(email_otp=code).json()["wrong_OTP"] is True


def test_a_new_mailed_code_voids_the_former(studio, mailed):
    first = mailed()
    MailedCode.objects.update(counter=1)
    second = one_time_codes.code_of(KEY, 1)
    assert first != second
    assert login(email_otp=first).json()["wrong_OTP"] is True
    assert login(email_otp=second).status_code == 200


def test_a_mailed_code_is_good_for_five_minutes(mailed):
    code = mailed()
    pending = MailedCode.objects.get()
    assert 290 < (pending.expires_at - utcnow()).total_seconds() <= 300
    MailedCode.objects.update(expires_at=utcnow())
    assert login(email_otp=code).json()["wrong_OTP"] is True


@pytest.mark.django_db(transaction=True)
def test_a_mailed_code_signs_in_once_however_many_bring_it_at_the_same_time(studio):
    Person.objects.filter(pk=studio.animator.pk).update(email_otp_enabled=True)
    code = one_time_codes.draw_mailed(devices.replace(studio.animator, "email_otp", key=KEY))
    calls = at_once(*[lambda: login(email_otp=code).status_code] * 4)
    assert sorted(calls) == [200, 400, 400, 400]


@pytest.mark.parametrize("email", ["nobody@example.com", "modeler@example.com", "bot@example.com"])
def test_who_does_not_use_them_is_mailed_no_code_and_nobody_is_told(
    studio, api, mailoutbox, django_capture_on_commit_callbacks, email
):
    with django_capture_on_commit_callbacks(execute=True):
        assert api().get("/auth/email-otp", {"email": email}).json() == {"success": True}
    assert mailoutbox == []


def test_the_inactive_are_mailed_no_code(studio, api, mailoutbox, django_capture_on_commit_callbacks):
    Person.objects.filter(pk=studio.animator.pk).update(
        email_otp_enabled=True, email_otp_secret=SECRET, active=False
    )
    with django_capture_on_commit_callbacks(execute=True):
        api().get("/auth/email-otp", {"email": "animator@example.com"})
    assert mailoutbox == []


def test_codes_by_mail_are_set_up_with_the_first_one(
    studio, api, mailoutbox, django_capture_on_commit_callbacks
):
    caller = api("animator")
    with django_capture_on_commit_callbacks(execute=True):
        assert caller.put("/auth/email-otp").json() == {"success": True}
    assert [mail.to for mail in mailoutbox] == [["animator@example.com"]]
    code = re.search(r"\b\d{6}\b", mailoutbox[0].body)[0]
    assert len(caller.post("/auth/email-otp", {"email_otp": code}).json()["otp_recovery_codes"]) == 16
    assert stored(studio.animator).email_otp_enabled is True


def test_who_has_no_address_gets_no_codes_by_mail(studio, api):
    caller = api("animator")
    Person.objects.filter(pk=studio.animator.pk).update(email=None)
    assert caller.put("/auth/email-otp").status_code == 400


# Recovery codes


def test_a_recovery_code_signs_in_once(studio, totp):
    [code, *_] = give_recovery_codes(studio.animator)
    assert login(recovery_code=code).status_code == 200
    assert login(recovery_code=code).json()["wrong_OTP"] is True
    assert len(hashes_of(studio.animator)) == 15


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_signs_in_once_however_many_bring_it_at_the_same_time(studio, totp):
    [code, *_] = give_recovery_codes(studio.animator)
    calls = at_once(*[lambda: login(recovery_code=code).status_code] * 4)
    assert sorted(calls) == [200, 400, 400, 400]
    assert len(hashes_of(studio.animator)) == 15


@pytest.mark.django_db(transaction=True)
def test_two_recovery_codes_at_once_are_both_spent(studio, totp):
    first, second, *_ = give_recovery_codes(studio.animator)
    calls = at_once(*[lambda code=code: login(recovery_code=code).status_code for code in (first, second)])
    assert calls == [200, 200]
    assert len(hashes_of(studio.animator)) == 14


def test_a_recovery_code_of_an_adopted_database_signs_in(studio, totp):
    hashed = bcrypt.hashpw(b"ABCDEFGH23", bcrypt.gensalt(4))
    Person.objects.filter(pk=studio.animator.pk).update(otp_recovery_codes=[b"no hash", hashed])
    assert login(recovery_code="ABCDEFGH23").status_code == 200
    assert (hashes_of(studio.animator), stored(studio.animator).otp_recovery_codes) == ([b"no hash"], None)


def test_recovery_codes_are_stored_hashed(studio, totp):
    codes = give_recovery_codes(studio.animator)
    hashes = hashes_of(studio.animator)
    assert all(h.startswith(b"$2b$") for h in hashes)
    assert not any(code.encode() in b"".join(hashes) for code in codes)


def test_new_recovery_codes_void_the_former(studio, api, totp):
    former = give_recovery_codes(studio.animator)
    answer = api("animator").put("/auth/recovery-codes", {"totp": now()}).json()
    assert len(answer["otp_recovery_codes"]) == 16
    assert login(recovery_code=former[0]).json()["wrong_OTP"] is True
    assert login(recovery_code=answer["otp_recovery_codes"][0]).status_code == 200


def test_a_second_method_leaves_the_recovery_codes(studio, api, totp):
    codes = give_recovery_codes(studio.animator)
    code = one_time_codes.draw_mailed(devices.replace(studio.animator, "email_otp", key=KEY))
    answer = api("animator").post("/auth/email-otp", {"email_otp": code}).json()
    assert answer["otp_recovery_codes"] is None
    assert login(recovery_code=codes[0]).status_code == 200


# Who


ROUTES = [
    ("PUT", "/auth/totp"),
    ("POST", "/auth/totp"),
    ("DELETE", "/auth/totp"),
    ("PUT", "/auth/email-otp"),
    ("POST", "/auth/email-otp"),
    ("DELETE", "/auth/email-otp"),
    ("PUT", "/auth/fido"),
    ("POST", "/auth/fido"),
    ("DELETE", "/auth/fido"),
    ("PUT", "/auth/recovery-codes"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_bots_and_strangers_have_no_second_factor(studio, api, method, path):
    assert api("bot").call(method, path, {}).status_code == 403
    assert api().call(method, path, {}).status_code == 401


@pytest.mark.parametrize("value", [1, ["000000"], {"a": 1}])
@pytest.mark.parametrize("name", ["totp", "email_otp", "recovery_code"])
def test_codes_are_texts(totp, name, value):
    assert login(**{name: value}).json()["data"]["errors"][0]["field"] == name


def test_a_signature_is_an_object(totp):
    errors = login(fido_authentication_response="text").json()["data"]["errors"]
    assert errors[0]["field"] == "fido_authentication_response"
