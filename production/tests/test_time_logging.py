"""Time spent: who logs it for whom, the sums, the tables, the quotas (notes on tasks, section 5)."""

import datetime

import pytest

from accounts.models import Person
from kitsu_site.models import ApiEvent
from production.models import Task, TimeSpent
from production.services.person_quotas import business_days


def path(studio, day="2030-04-01", who="animator", task="first_animation") -> str:
    task = getattr(studio, task).pk
    return f"/actions/tasks/{task}/time-spents/{day}/persons/{studio.people[who].pk}"


def test_time_is_set_added_and_taken_back_and_the_task_sums_it(studio, api):
    assert api("animator").post(path(studio), {"duration": 240}).status_code == 201
    assert api("animator").post(path(studio), {"duration": 300}).json()["duration"] == 300
    assert api("animator").post(f"{path(studio)}/add", {"duration": 60.5}).json()["duration"] == 360.5
    api("animator").post(path(studio, day="2030-04-02"), {"duration": 10})
    assert Task.objects.get(pk=studio.first_animation.pk).duration == 370.5
    gone = api("animator").delete(path(studio))
    assert (gone.status_code, gone.json()["duration"]) == (201, 0)
    assert api("animator").delete(path(studio)).status_code == 404
    assert Task.objects.get(pk=studio.first_animation.pk).duration == 10
    log = ApiEvent.objects.order_by("created_at").values_list("name", flat=True)
    verbs = ("new", "update", "update", "new", "delete")
    assert list(log) == [name for verb in verbs for name in (f"time-spent:{verb}", "task:update")]
    event = ApiEvent.objects.filter(name="time-spent:delete").get()
    assert set(event.data) == {"time_spent_id", "project_id"}
    studio.animator.refresh_from_db()
    assert studio.animator.last_presence == datetime.date(2030, 4, 2)


RIGHTS = {
    # who: for the animator, who is assigned; for oneself
    "admin": (201, 403),
    "manager": (201, 403),
    "supervisor": (403, 403),
    "animator": (201, 201),
    "modeler": (403, 403),
    "vendor": (403, 403),
    "client": (403, 403),
    "outsider": (403, 403),
}


@pytest.mark.parametrize(("who", "statuses"), RIGHTS.items())
def test_who_logs_for_whom(studio, api, who, statuses):
    answers = [api(who).post(path(studio, who=person), {"duration": 5}) for person in ("animator", who)]
    assert tuple(answer.status_code for answer in answers) == statuses


@pytest.mark.parametrize(
    "body", [{}, {"duration": 0}, {"duration": -5}, {"duration": "x"}, {"duration": 1e300}]
)
def test_durations_are_minutes_above_zero(studio, api, body):
    assert api("admin").post(path(studio), body).status_code == 400


def test_wrong_days_people_and_tasks(studio, api):
    assert api("admin").post(path(studio, day="tomorrow"), {"duration": 5}).status_code == 400
    unknown = "8e0e6b1c-0000-4000-8000-00000000000a"
    wrong = path(studio).replace(str(studio.animator.pk), unknown)
    assert api("admin").post(wrong, {"duration": 5}).status_code == 404
    wrong = path(studio).replace(str(studio.first_animation.pk), unknown)
    assert api("admin").post(wrong, {"duration": 5}).status_code == 404
    task = studio.first_animation.pk
    assert api("admin").get(f"/actions/tasks/{task}/time-spents/soon").status_code == 400
    assert api("animator").get("/data/user/tasks/wrong/time-spents/2030-04-01").status_code == 400
    assert api("animator").get(f"/data/user/tasks/{task}/time-spents/2030-04-01").json() is None


@pytest.fixture
def logged(studio):
    """Two animators' days, the modeler's, and one in the series."""
    rows = (
        (studio.first_animation, studio.animator, "2030-07-01", 300),
        (studio.first_animation, studio.animator, "2030-07-02", 100),
        (studio.second_animation, studio.vendor, "2030-07-09", 60),
        (studio.hero_modeling, studio.modeler, "2030-08-01", 480),
        (studio.robot_modeling, studio.modeler, "2029-12-31", 90),
    )
    TimeSpent.objects.bulk_create(
        TimeSpent(task=task, person=person, date=date, duration=minutes)
        for task, person, date, minutes in rows
    )


TABLES = {
    # who: the minutes by month of 2030
    "admin": {"7": 460, "8": 480},
    "manager": {"7": 460, "8": 480},
    "supervisor": {"7": 460},
    "animator": {"7": 400},
    "modeler": {"8": 480},
    "outsider": {},
}


@pytest.mark.parametrize(("who", "minutes"), TABLES.items())
def test_tables_show_what_one_leads_or_did(api, logged, who, minutes):
    table = api(who).get("/data/persons/time-spents/month-table/2030").json()
    assert {month: sum(people.values()) for month, people in table.items()} == minutes


def test_tables_by_year_week_and_day(studio, api, logged):
    animator, vendor, modeler = (str(studio.people[n].pk) for n in ("animator", "vendor", "modeler"))
    tables = "/data/persons/time-spents"
    assert api("admin").get(f"{tables}/year-table").json() == {
        "2030": {animator: 400.0, vendor: 60.0, modeler: 480.0},
        "2029": {modeler: 90.0},
    }
    assert api("manager").get(f"{tables}/week-table/2030").json() == {
        "27": {animator: 400.0},
        "28": {vendor: 60.0},
        "31": {modeler: 480.0},
    }
    assert api("manager").get(f"{tables}/day-table/2030/07").json() == {
        "1": {animator: 300.0},
        "2": {animator: 100.0},
        "9": {vendor: 60.0},
    }
    of_series = {"project_id": str(studio.series.pk)}
    assert api("manager").get(f"{tables}/year-table", of_series).status_code == 403
    other = {"department_id": str(studio.modeling_department.pk)}
    assert api("supervisor").get(f"{tables}/year-table", other).status_code == 400
    for wrong in ("month-table/x", "week-table/x", "day-table/2030/13", "day-table/2030/x"):
        assert api("admin").get(f"{tables}/{wrong}").status_code == 400


PERSON = {"admin": 200, "manager": 200, "supervisor": 200, "animator": 200, "modeler": 403, "client": 403}


@pytest.mark.parametrize(("who", "status"), PERSON.items())
def test_who_reads_the_time_of_the_animator(studio, api, logged, who, status):
    answer = api(who).get(f"/data/persons/{studio.animator.pk}/time-spents/month/2030/7")
    assert answer.status_code == status
    if status == 200:
        assert answer.json() == [
            {
                "task_id": str(studio.first_animation.pk),
                "task_type_id": str(studio.animation.pk),
                "project_id": str(studio.feature.pk),
                "project_name": "Big Buck",
                "entity_name": "SH010",
                "entity_type_name": "Shot",
                "sequence_name": "SQ01",
                "episode_name": None,
                "duration": 400.0,
            }
        ]


def test_quotas_weigh_shots_by_the_time_spent_in_a_week(studio, api, logged):
    Task.objects.filter(pk=studio.first_animation.pk).update(
        duration=400, end_date=datetime.datetime(2030, 7, 2, 10)
    )
    params = {"project_id": str(studio.feature.pk), "task_type_id": str(studio.animation.pk)}
    day = f"/data/persons/{studio.animator.pk}/quota-shots/day/2030/7/2"
    rows = api("animator").get(day, params).json()
    assert [(row["full_name"], row["weight"]) for row in rows] == [("SQ01 / SH010", 0.25)]
    assert api("animator").get(day, {**params, "count_mode": "best"}).status_code == 400
    assert api("supervisor").get(day, params).status_code == 403
    assert api("admin").get(day).json() == []


def test_time_that_moves_to_another_task_is_summed_there_and_no_longer_here(studio, api):
    row = TimeSpent.objects.create(
        task=studio.first_animation, person=studio.animator, date="2030-04-01", duration=60
    )
    Task.objects.filter(pk=studio.first_animation.pk).update(duration=60)
    body = {"task_id": str(studio.first_compositing.pk)}
    assert api("admin").put(f"/data/time-spents/{row.pk}", body).status_code == 200
    sums = [Task.objects.get(pk=t.pk).duration for t in (studio.first_animation, studio.first_compositing)]
    assert sums == [0, 60]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Mars/Base"])
@pytest.mark.parametrize("period", ["month/1/1", "week/1/1", "day/1/1/1", "month/9999/12", "day/9999/12/31"])
@pytest.mark.parametrize("count_mode", ["weighted", "done"])
def test_quotas_at_the_ends_of_the_calendar_are_empty(studio, api, zone, period, count_mode):
    Person.objects.filter(pk=studio.animator.pk).update(timezone=zone)
    params = {"project_id": str(studio.feature.pk), "task_type_id": str(studio.animation.pk)}
    path = f"/data/persons/{studio.animator.pk}/quota-shots/{period}"
    answer = api("animator").get(path, {**params, "count_mode": count_mode})
    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2030-07-04", "2030-07-04", 1),
        ("2030-07-04", "2030-07-10", 5),
        ("2030-07-05", "2030-07-08", 2),
        ("2030-07-06", "2030-07-07", 1),
        ("2030-07-01", "2030-07-15", 11),
        ("2030-07-04T22:00", "2030-07-05T08:00", 1),
        ("2030-07-04T08:00", "2030-07-05T22:00", 2),
        ("2030-07-05T08:00", "2030-07-04T08:00", 1),
    ],
)
def test_business_days(start, end, days):
    begun, ended = datetime.datetime.fromisoformat(start), datetime.datetime.fromisoformat(end)
    assert business_days(begun, ended) == days
