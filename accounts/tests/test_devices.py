"""Where the secrets of second factors are: in devices of django-otp, never in the columns of people."""

import datetime
import io
import json

import bcrypt
import pyotp
import pytest
from django.core.management import call_command
from django.utils import timezone
from django_otp import devices_for_user
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import MailDevice, Person, RecoveryCode, RecoveryDevice
from accounts.services import devices, two_factors
from kitsu_site.tests.client import Api
from kitsu_site.tests.world import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KEY = "48656c6c6f21deadbeef48656c6c6f21deadbeef"  # the same in hexadecimal
OTHER = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
MINUTE = datetime.timedelta(minutes=1)


def stored(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def login(**factors):
    return Api().post("/auth/login", {"email": "animator@example.com", "password": PASSWORD, **factors})


def hashed(code: str) -> bytes:
    return bcrypt.hashpw(code.encode(), bcrypt.gensalt(4))


def write_columns(person: Person, **columns) -> None:
    """What another server leaves in the columns of a person."""
    Person.objects.filter(pk=person.pk).update(**columns)


def columns(person: Person) -> tuple:
    row = stored(person)
    return row.totp_secret, row.email_otp_secret, row.otp_recovery_codes


@pytest.fixture
def app(studio) -> TOTPDevice:
    """The animator's authenticator app, which is on."""
    write_columns(studio.animator, totp_enabled=True, preferred_two_factor_authentication="totp")
    return devices.replace(studio.animator, "totp", key=KEY)


# Setting up


def test_an_authenticator_app_is_a_device_that_counts_once_it_is_confirmed(studio, api):
    caller = api("animator")
    secret = caller.put("/auth/totp").json()["otp_secret"]
    assert list(devices_for_user(studio.animator)) == []
    caller.post("/auth/totp", {"totp": pyotp.TOTP(secret).now()})
    device = TOTPDevice.objects.get(user=studio.animator)
    assert (device.confirmed, devices.secret_of(device), device.tolerance) == (True, secret, 1)
    assert RecoveryDevice.objects.get(user=studio.animator).codes.count() == 16
    assert columns(studio.animator) == (None, None, None)


def test_a_secret_drawn_anew_voids_the_former(studio, api):
    caller = api("animator")
    former = caller.put("/auth/totp").json()["otp_secret"]
    caller.put("/auth/totp")
    answer = caller.post("/auth/totp", {"totp": pyotp.TOTP(former).now()})
    assert answer.json()["wrong_OTP"] is True
    assert TOTPDevice.objects.filter(user=studio.animator).count() == 1


def test_a_code_before_there_is_a_secret_is_wrong(studio, api):
    for path, name in (("/auth/totp", "totp"), ("/auth/email-otp", "email_otp")):
        assert api("animator").post(path, {name: "123456"}).json()["wrong_OTP"] is True


def test_no_answer_and_no_page_tells_a_key(studio, api, app):
    for path in (f"/data/persons/{studio.animator.pk}", "/data/persons", "/data/user/context"):
        text = api("admin").get(path).content.decode()
        assert KEY not in text
        assert SECRET not in text


def test_the_devices_go_with_the_person(studio, api, app):
    devices.replace(studio.animator, "email_otp", key=KEY)
    devices.replace_recovery_codes(studio.animator, [b"hash"])
    assert api("admin").delete(f"/data/persons/{studio.animator.pk}?force=true").status_code == 204
    assert [model.objects.count() for model in (TOTPDevice, MailDevice, RecoveryDevice, RecoveryCode)] == [
        0
    ] * 4


def test_turning_one_method_off_leaves_the_other_and_the_recovery_codes(studio, api, app):
    write_columns(studio.animator, email_otp_enabled=True)
    devices.replace(studio.animator, "email_otp", key=KEY)
    devices.replace_recovery_codes(studio.animator, [hashed("ABCDEFGH23")])
    api("animator").call("DELETE", "/auth/totp", {"totp": pyotp.TOTP(SECRET).now()})
    assert devices.of(studio.animator, "totp") is None
    assert devices.of(studio.animator, "email_otp").key == KEY
    assert login(recovery_code="ABCDEFGH23").status_code == 200


# Throttling


def after_lock_out(person: Person) -> None:
    """The minute of the account's lock-out is over."""
    Person.objects.filter(pk=person.pk).update(last_login_failed=timezone.now() - MINUTE)


def fail(device, count: int, *, ago: datetime.timedelta = datetime.timedelta()) -> None:
    type(device).objects.filter(pk=device.pk).update(
        throttling_failure_count=count, throttling_failure_timestamp=timezone.now() - ago
    )


def test_every_wrong_code_is_counted_and_a_right_one_forgets_them(app):
    login(totp="abc")
    login(totp="abc")
    app.refresh_from_db()
    assert app.throttling_failure_count == 2
    assert login(totp=pyotp.TOTP(SECRET).now()).status_code == 200
    app.refresh_from_db()
    assert (app.throttling_failure_count, app.throttling_failure_timestamp) == (0, None)


def test_who_goes_on_after_the_lock_out_waits_longer_each_time(studio, app):
    fail(app, 8, ago=2 * MINUTE)
    refused = login(totp=pyotp.TOTP(SECRET).now()).json()
    assert (refused["too_many_failed_login_attemps"], refused["message"]) == (
        True,
        "Too many failures: try again in a minute.",
    )
    fail(app, 10, ago=MINUTE)
    assert login(totp=pyotp.TOTP(SECRET).now()).json()["message"] == (
        "Too many failures: try again in 8 minutes."
    )
    assert stored(studio.animator).login_failed_attemps == 0
    fail(app, 8, ago=datetime.timedelta(seconds=129))
    assert login(totp=pyotp.TOTP(SECRET).now()).status_code == 200


def test_a_code_that_is_refused_unread_does_not_prolong_the_wait(app):
    fail(app, 9)
    login(totp="abc")
    app.refresh_from_db()
    assert app.throttling_failure_count == 9


def test_five_wrong_codes_are_the_lock_outs_alone(studio, app):
    for _ in range(5):
        login(totp="abc")
    fail(app, 5, ago=MINUTE)
    after_lock_out(studio.animator)
    assert login(totp=pyotp.TOTP(SECRET).now()).status_code == 200


def test_another_factor_signs_in_while_one_is_throttled(studio, app):
    devices.replace_recovery_codes(studio.animator, [hashed("ABCDEFGH23")])
    fail(app, 9)
    assert login(recovery_code="ABCDEFGH23").status_code == 200


@pytest.mark.parametrize("factor", ["email_otp", "recovery_code"])
def test_codes_by_mail_and_recovery_codes_are_throttled_as_well(studio, app, factor):
    write_columns(studio.animator, totp_enabled=False, email_otp_enabled=True)
    devices.replace_recovery_codes(studio.animator, [hashed("ABCDEFGH23")])
    devices.replace(studio.animator, "email_otp", key=KEY)
    device = devices.of(studio.animator, factor)
    login(**{factor: "000000"})
    device.refresh_from_db()
    assert device.throttling_failure_count == 1
    fail(device, 12)
    assert login(**{factor: "ABCDEFGH23"}).json()["too_many_failed_login_attemps"] is True


def test_codes_that_set_an_app_up_are_throttled_too(studio, api):
    caller = api("animator")
    secret = caller.put("/auth/totp").json()["otp_secret"]
    fail(devices.of(studio.animator, "totp"), 12)
    answer = caller.post("/auth/totp", {"totp": pyotp.TOTP(secret).now()})
    assert (answer.status_code, answer.json()["too_many_failed_login_attemps"]) == (400, True)


# Databases of another server


@pytest.fixture
def adopted(studio) -> Person:
    """The animator as another server left them: everything in columns."""
    write_columns(
        studio.animator,
        totp_enabled=True,
        totp_secret=SECRET,
        email_otp_secret=OTHER,
        otp_recovery_codes=[hashed("ABCDEFGH23"), b"", b"no hash"],
    )
    write_columns(studio.manager, totp_secret="not base32!", otp_recovery_codes=[])
    return studio.animator


def test_secrets_in_columns_become_devices(studio, adopted):
    devices.move_in(Person.objects.all())
    app, mail = TOTPDevice.objects.get(), MailDevice.objects.get()
    assert (app.user, app.key, app.confirmed) == (adopted, KEY, True)
    assert (mail.user, devices.secret_of(mail), mail.confirmed) == (adopted, OTHER, False)
    assert RecoveryCode.objects.filter(device__user=adopted).count() == 2
    assert columns(adopted) == (None, None, None)
    assert columns(studio.manager) == ("not base32!", None, [])


def test_as_many_queries_for_many_people_as_for_one(studio, django_assert_max_num_queries):
    codes = [b"hash"]
    write_columns(studio.animator, totp_secret=SECRET, email_otp_secret=OTHER, otp_recovery_codes=codes)
    with django_assert_max_num_queries(16):
        devices.move_in(Person.objects.all())
    Person.objects.update(totp_secret=SECRET, email_otp_secret=OTHER, otp_recovery_codes=codes)
    with django_assert_max_num_queries(16):
        devices.move_in(Person.objects.all())
    assert TOTPDevice.objects.count() == Person.objects.count() == RecoveryCode.objects.count()


@pytest.mark.parametrize("factor", ["totp", "recovery_code"])
def test_the_first_use_moves_what_another_server_wrote(adopted, factor):
    right = {"totp": pyotp.TOTP(SECRET).now(), "recovery_code": "ABCDEFGH23"}
    assert login(**{factor: right[factor]}).status_code == 200
    assert columns(adopted) == (None, None, None)
    assert TOTPDevice.objects.get(user=adopted).key == KEY


def test_what_another_server_wrote_since_takes_the_place_of_the_device(studio, app):
    write_columns(studio.animator, totp_secret=OTHER)
    assert login(totp=pyotp.TOTP(SECRET).now()).json()["wrong_OTP"] is True
    assert login(totp=pyotp.TOTP(OTHER).now()).status_code == 200
    assert TOTPDevice.objects.filter(user=studio.animator).count() == 1


def test_an_admin_takes_away_what_was_never_moved(studio, adopted):
    two_factors.disable(person=stored(adopted))
    assert columns(adopted) == (None, None, None)
    assert login().status_code == 200


def test_codes_by_mail_work_though_the_secret_that_another_server_left_is_none(
    studio, mailoutbox, django_capture_on_commit_callbacks
):
    write_columns(studio.animator, email_otp_enabled=True, email_otp_secret="not base32!")
    with django_capture_on_commit_callbacks(execute=True):
        Api().get("/auth/email-otp", {"email": "animator@example.com"})
    [code] = [
        word.strip(".") for word in mailoutbox[0].body.split() if word.strip(".").isdigit() and len(word) >= 6
    ]
    assert login(email_otp=code).status_code == 200


def test_a_database_that_is_handed_back_has_the_secrets_in_its_columns(studio, app):
    devices.replace(studio.animator, "email_otp", key="00" * 16)
    devices.replace_recovery_codes(studio.animator, [b"first", b"second"])
    devices.replace(studio.modeler, "totp", key=KEY)
    out = io.StringIO()
    call_command("hand_back_database", stdout=out)
    assert out.getvalue() == "The second factors of 2 people are where Kitsu looks for them.\n"
    assert columns(studio.animator) == (SECRET, "A" * 26, [b"first", b"second"])
    assert columns(studio.modeler) == (SECRET, None, None)
    assert [model.objects.count() for model in (TOTPDevice, MailDevice, RecoveryDevice, RecoveryCode)] == [
        0
    ] * 4


def test_handing_back_and_taking_over_lose_nothing(studio, adopted):
    hashes = stored(adopted).otp_recovery_codes
    devices.move_in(Person.objects.all())
    devices.move_out()
    assert columns(adopted) == (SECRET, OTHER, [h for h in hashes if h])
    assert login(totp=pyotp.TOTP(SECRET).now()).status_code == 200


def test_the_exports_and_the_events_know_nothing_of_devices(studio, api, app):
    exported = b"".join(api("admin").get("/export/csv/persons.csv").streaming_content).decode()
    events = json.dumps(api("admin").get("/data/events/last").json())
    assert KEY not in exported + events
    assert SECRET not in exported + events
