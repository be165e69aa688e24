"""Days off (notes on accounts, section 6)."""

import datetime

import pytest

from accounts.models import DayOff
from accounts.services import day_offs
from kitsu_site.tests.concurrency import at_once

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def book(api, who, person, date, end_date):
    body = {"person_id": str(person.pk), "date": date, "end_date": end_date}
    return api(who).post("/data/day-offs", body)


@pytest.fixture
def skiing(studio):
    """The animator is away from 24 to 28 February 2031."""
    return DayOff.objects.create(
        person=studio.animator, date=day("2031-02-24"), end_date=day("2031-02-28"), description="Skiing"
    )


def test_one_books_ones_own(studio, api, events):
    response = book(api, "animator", studio.animator, "2031-02-24", "2031-02-28")
    row = response.json()
    assert response.status_code == 201
    assert {name: row[name] for name in ("date", "end_date", "person_id", "description", "type")} == {
        "date": "2031-02-24",
        "end_date": "2031-02-28",
        "person_id": str(studio.animator.pk),
        "description": None,
        "type": "DayOff",
    }
    assert events() == [("day-off:new", {"day_off_id": row["id"]})]


@pytest.mark.parametrize("who", ["manager", "supervisor", "modeler", "vendor", "client"])
def test_only_admins_book_for_others(studio, api, who):
    assert book(api, who, studio.animator, "2031-04-10", "2031-04-10").status_code == 403
    assert book(api, "admin", studio.animator, "2031-04-10", "2031-04-10").status_code == 201


@pytest.mark.parametrize(
    ("date", "end_date"),
    [
        ("2031-02-28", "2031-03-02"),
        ("2031-02-20", "2031-02-24"),
        ("2031-02-20", "2031-03-05"),
        ("2031-02-26", "2031-02-26"),
        ("2031-04-10", "2031-04-01"),
    ],
)
def test_bookings_that_share_a_day_or_end_before_they_start_are_refused(studio, api, skiing, date, end_date):
    assert book(api, "animator", studio.animator, date, end_date).status_code == 400
    assert DayOff.objects.count() == 1


@pytest.mark.parametrize(("date", "end_date"), [("2031-03-01", "2031-03-01"), ("2031-02-20", "2031-02-23")])
def test_bookings_may_touch(studio, api, skiing, date, end_date):
    assert book(api, "animator", studio.animator, date, end_date).status_code == 201


def test_others_days_do_not_clash(studio, api, skiing):
    assert book(api, "modeler", studio.modeler, "2031-02-26", "2031-02-26").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_two_bookings_at_once_that_overlap_one_is_refused(studio):
    def booking(start, end):
        values = {"person_id": studio.animator.pk, "date": day(start), "end_date": day(end)}
        return lambda: day_offs.ROWS.create(values=values)

    results = at_once(booking("2031-02-01", "2031-02-05"), booking("2031-02-05", "2031-02-09"))
    assert sorted(type(result).__name__ for result in results) == ["DayOff", "Invalid"]
    assert DayOff.objects.count() == 1


@pytest.mark.parametrize("missing", ["person_id", "date", "end_date"])
def test_nothing_may_be_missing(studio, api, missing):
    body = {"person_id": str(studio.animator.pk), "date": "2031-04-10", "end_date": "2031-04-10"}
    del body[missing]
    response = api("admin").post("/data/day-offs", body)
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["data"]["errors"]] == [missing]


@pytest.mark.parametrize("body", [{"date": "2031-03-05"}, {"person_id": None}, {"end_date": "soon"}])
def test_a_change_is_checked_too(studio, api, skiing, body):
    assert api("admin").put(f"/data/day-offs/{skiing.pk}", body).status_code == 400
    skiing.refresh_from_db()
    assert (skiing.date, skiing.end_date, skiing.person) == (
        day("2031-02-24"),
        day("2031-02-28"),
        studio.animator,
    )


def test_only_an_admin_hands_a_day_off_on(studio, api, skiing):
    body = {"person_id": str(studio.modeler.pk)}
    assert api("animator").put(f"/data/day-offs/{skiing.pk}", body).status_code == 403
    assert api("admin").put(f"/data/day-offs/{skiing.pk}", body).json()["person_id"] == str(studio.modeler.pk)


@pytest.mark.parametrize("who", ["manager", "supervisor", "modeler", "vendor", "client"])
def test_nobody_else_sees_changes_or_removes_it(studio, api, skiing, who):
    path = f"/data/day-offs/{skiing.pk}"
    answers = [api(who).get(path), api(who).put(path, {"description": "mine"}), api(who).delete(path)]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.parametrize("who", ["animator", "admin"])
def test_one_and_admins_remove_it(studio, api, skiing, who, events):
    assert api(who).delete(f"/data/day-offs/{skiing.pk}").status_code == 204
    assert events() == [("day-off:delete", {"day_off_id": str(skiing.pk)})]


def test_the_whole_list_is_for_admins(studio, api, skiing):
    assert [row["description"] for row in api("admin").get("/data/day-offs").json()] == ["Skiing"]
    assert api("manager").get("/data/day-offs").status_code == 403


# What somebody has booked

PERIODS = [
    ("day-offs", ["Skiing"]),
    ("day-offs/week/2031/9", ["Skiing"]),
    ("day-offs/week/2031/10", []),
    ("day-offs/month/2031/2", ["Skiing"]),
    ("day-offs/month/2031/02", ["Skiing"]),
    ("day-offs/month/2031/3", []),
    ("day-offs/year/2031", ["Skiing"]),
    ("day-offs/year/2030", []),
]


@pytest.mark.parametrize(("path", "found"), PERIODS)
def test_those_that_touch_a_period(studio, api, skiing, path, found):
    rows = api("animator").get(f"/data/persons/{studio.animator.pk}/{path}").json()
    assert [row["description"] for row in rows] == found


@pytest.mark.parametrize(
    "path",
    [
        "week/2031/60",
        "week/2031/0",
        "week/none/1",
        "month/2031/13",
        "month/0/1",
        "month/99999/1",
        "year/nineteen",
        "2031-02-30",
    ],
)
def test_impossible_periods_are_refused(studio, api, path):
    path = f"/data/persons/{studio.animator.pk}/day-offs/{path}"
    assert api("animator").get(path).status_code == 400


@pytest.mark.parametrize(("date", "found"), [("2031-02-26", "Skiing"), ("2031-03-01", None)])
def test_the_one_of_a_day(studio, api, skiing, date, found):
    own = api("animator").get(f"/data/user/day-offs/{date}").json()
    assert own.get("description") == found
    assert api("admin").get(f"/data/persons/{studio.animator.pk}/day-offs/{date}").json() == own


@pytest.mark.parametrize("path", [path for path, _ in PERIODS] + ["day-offs/2031-02-26"])
def test_others_days_off_are_for_admins(studio, api, skiing, path):
    path = f"/data/persons/{studio.animator.pk}/{path}"
    assert api("admin").get(path).status_code == 200
    assert api("manager").get(path).status_code == 403
    assert api().get(path).status_code == 401


def test_bots_have_none_and_the_unknown_are_not_found(studio, api):
    assert api("admin").get(f"/data/persons/{studio.bot.pk}/day-offs").status_code == 403
    assert api("manager").get(f"/data/persons/{UNKNOWN}/day-offs").status_code == 404
    assert api("admin").get("/data/persons/not-an-id/day-offs").status_code == 404


def test_everybodys_month_shows_others_only_their_own(studio, api, skiing):
    path = "/data/persons/day-offs/2031/02"
    assert [len(api(who).get(path).json()) for who in ("admin", "animator", "manager")] == [1, 1, 0]


# Time logged on those days


@pytest.fixture
def worked(studio):
    """The animator logged an hour on each of three days."""
    task = studio.first_animation
    for date in ("2031-06-02", "2031-06-03", "2031-06-04"):
        studio.animator.time_spents.create(task=task, date=day(date), duration=60)
    studio.modeler.time_spents.create(task=task, date=day("2031-06-03"), duration=30)
    task.duration = 210
    task.save()
    return task


def logged(task) -> list[tuple[str, str]]:
    times = task.time_spents.order_by("date", "person__first_name")
    return [(str(date), name) for date, name in times.values_list("date", "person__first_name")]


def test_a_day_off_removes_the_persons_time_on_it_and_recounts_the_task(studio, api, worked, events):
    gone = str(studio.animator.time_spents.get(date="2031-06-03").pk)
    row = book(api, "admin", studio.animator, "2031-06-03", "2031-06-03").json()
    assert logged(worked) == [("2031-06-02", "Ann"), ("2031-06-03", "Moe"), ("2031-06-04", "Ann")]
    worked.refresh_from_db()
    assert worked.duration == 150
    project = {"project_id": str(studio.feature.pk)}
    assert events() == [
        ("day-off:new", {"day_off_id": row["id"]}),
        ("time-spent:delete", {"time_spent_id": gone, **project}),
        ("task:update", {"task_id": str(worked.pk), **project}),
    ]


def test_so_does_its_change(studio, api, worked):
    row = book(api, "admin", studio.animator, "2031-06-03", "2031-06-03").json()
    api("admin").put(f"/data/day-offs/{row['id']}", {"end_date": "2031-06-04"})
    assert logged(worked) == [("2031-06-02", "Ann"), ("2031-06-03", "Moe")]


def test_a_booking_that_is_refused_removes_no_time(studio, api, worked, skiing):
    assert book(api, "admin", studio.animator, "2031-02-28", "2031-06-03").status_code == 400
    assert len(logged(worked)) == 4
