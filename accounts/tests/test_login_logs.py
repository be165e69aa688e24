"""Who signed in when (notes on accounts, section 7)."""

import datetime

import pytest

from accounts.models import DesktopLoginLog, LoginLog, Person

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"


def path_of(person) -> str:
    return f"/data/persons/{person.pk}/desktop-login-logs"


def test_one_reports_ones_own(studio, api, events):
    response = api("animator").post(path_of(studio.animator), {"date": "2031-05-06T08:30:00"})
    assert response.status_code == 201
    row = response.json()
    assert {name: row[name] for name in ("person_id", "date", "type")} == {
        "person_id": str(studio.animator.pk),
        "date": "2031-05-06T08:30:00",
        "type": "DesktopLoginLog",
    }
    assert events() == [("person:update", {"person_id": str(studio.animator.pk)})]


@pytest.mark.parametrize("body", [{}, {"date": None}])
def test_it_is_now_where_no_date_is_given(studio, api, body):
    assert api("animator").post("/data/user/desktop-login-logs", body).status_code == 201
    ago = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - DesktopLoginLog.objects.get().date
    assert ago < datetime.timedelta(minutes=1)


@pytest.mark.parametrize("body", [{"date": "yesterday"}, {"date": 12}])
def test_a_date_must_be_one(studio, api, body):
    assert api("animator").post("/data/user/desktop-login-logs", body).status_code == 400
    assert api("admin").post(path_of(studio.animator), body).status_code == 400
    assert not DesktopLoginLog.objects.exists()


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("admin", 200, 201),
        ("manager", 200, 403),
        ("supervisor", 403, 403),
        ("modeler", 403, 403),
        ("vendor", 403, 403),
        ("client", 403, 403),
    ],
)
def test_others_logins_are_for_managers_to_read_and_admins_to_write(studio, api, who, reads, writes):
    assert api(who).get(path_of(studio.animator)).status_code == reads
    assert api(who).post(path_of(studio.animator), {"date": "2031-05-09"}).status_code == writes


@pytest.mark.parametrize("pk", [UNKNOWN, "not-an-id"])
def test_the_unknown_are_not_found(studio, api, pk):
    assert api("admin").get(f"/data/persons/{pk}/desktop-login-logs").status_code == 404
    assert api("admin").post(f"/data/persons/{pk}/desktop-login-logs", {}).status_code == 404


def test_the_latest_comes_first(studio, api):
    for date in ("2031-05-06", "2031-05-08", "2031-05-07"):
        api("animator").post("/data/user/desktop-login-logs", {"date": date})
    dates = [row["date"] for row in api("animator").get("/data/user/desktop-login-logs").json()]
    assert dates == ["2031-05-08T00:00:00", "2031-05-07T00:00:00", "2031-05-06T00:00:00"]


def presence(person) -> str:
    return str(Person.objects.get(pk=person.pk).last_presence)


def test_the_latest_day_is_the_last_presence(studio, api):
    api("animator").post("/data/user/desktop-login-logs", {"date": "2031-05-08"})
    api("animator").post("/data/user/desktop-login-logs", {"date": "2031-05-06"})
    assert presence(studio.animator) == "2031-05-08"


def test_time_spent_counts_as_presence(studio, api):
    studio.animator.time_spents.create(
        task=studio.first_animation, date=datetime.date(2031, 6, 1), duration=60
    )
    api("animator").post("/data/user/desktop-login-logs", {"date": "2031-05-08"})
    assert presence(studio.animator) == "2031-06-01"


def test_presence_is_a_table_of_the_active_by_name(studio, api):
    Person.objects.exclude(pk__in=[studio.animator.pk, studio.admin.pk]).update(active=False)
    Person.objects.create(first_name="Guest", last_name="Passing", is_guest=True)
    studio.animator.desktop_login_logs.create(date=datetime.datetime(2031, 2, 3, 23, 59))
    response = api("admin").get("/data/persons/presence-logs/2031-02")
    assert response.content.decode() == (
        "2031;1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28\r\n"
        "Ada Admin" + ";" * 28 + "\r\n"
        "Ann Animator;;;X" + ";" * 25 + "\r\n"
    )
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == "attachment; filename=kitsu_export.csv"


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"])
def test_a_name_is_no_formula_in_the_table(studio, api, name):
    Person.objects.exclude(pk=studio.admin.pk).update(active=False)
    Person.objects.filter(pk=studio.admin.pk).update(first_name=name, last_name="")
    lines = api("admin").get("/data/persons/presence-logs/2031-02").content.decode().splitlines()
    assert lines[1].startswith(f"'{name};")


def test_the_last_month_of_the_calendar_is_one_too(studio, api):
    studio.admin.desktop_login_logs.create(date=datetime.datetime(9999, 12, 31, 23, 59, 59))
    table = api("admin").get("/data/persons/presence-logs/9999-12").content.decode().splitlines()
    assert table[1] == "Ada Admin" + ";" * 31 + "X"


@pytest.mark.parametrize("month", ["2031-13", "2031", "0000-01", "2031-00", "soon"])
def test_a_month_must_be_one(studio, api, month):
    assert api("admin").get(f"/data/persons/presence-logs/{month}").status_code == 400


@pytest.mark.parametrize("path", ["/data/persons/presence-logs/2031-05", "/data/events/login-logs/last"])
@pytest.mark.parametrize("who", ["manager", "supervisor", "animator", "vendor", "client"])
def test_everybodys_logins_are_for_admins(studio, api, who, path):
    assert api(who).get(path).status_code == 403


@pytest.fixture
def logins(studio) -> list[LoginLog]:
    """Three sign-ins, the oldest first: the animator's, the modeler's, the animator's."""
    people = [studio.animator, studio.modeler, studio.animator]
    return [
        LoginLog.objects.create(
            person=person, origin="web", ip_address="203.0.113.7", created_at=datetime.datetime(2031, 1, day)
        )
        for day, person in enumerate(people, start=1)
    ]


def found(api, params) -> list[str]:
    return [
        row["created_at"][8:10] for row in api("admin").get("/data/events/login-logs/last", params).json()
    ]


def test_a_sign_in_is_answered_with_five_facts(studio, api, logins):
    assert api("admin").get("/data/events/login-logs/last", {"limit": 1}).json() == [
        {
            "id": str(logins[2].pk),
            "created_at": "2031-01-03T00:00:00",
            "ip_address": "203.0.113.7",
            "person_id": str(studio.animator.pk),
            "origin": "web",
        }
    ]


def test_sign_ins_come_latest_first(studio, api, logins):
    assert found(api, {}) == ["03", "02", "01"]
    assert found(api, {"limit": 2}) == ["03", "02"]
    assert found(api, {"before": "2031-01-03"}) == ["02", "01"]
    assert found(api, {"after": "2031-01-01T10:00:00"}) == ["03", "02"]
    assert found(api, {"cursor_login_log_id": logins[1].pk}) == ["01"]
    assert found(api, {"person_ids": [studio.modeler.pk]}) == ["02"]
    assert found(api, {"person_ids": [studio.modeler.pk, studio.animator.pk]}) == ["03", "02", "01"]


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "many"},
        {"limit": "0"},
        {"limit": "-1"},
        {"before": "lately"},
        {"after": "soon"},
        {"cursor_login_log_id": UNKNOWN},
        {"cursor_login_log_id": "x"},
        {"person_ids": "x"},
    ],
)
def test_parameters_that_do_not_fit_are_refused(studio, api, logins, params):
    assert api("admin").get("/data/events/login-logs/last", params).status_code == 400
