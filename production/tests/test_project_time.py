"""Time spent in a production, and days off of its team (notes on production, section 8)."""

import pytest

from accounts.models import DayOff
from production.models import TimeSpent

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"


@pytest.fixture
def time(studio):
    """Three days of work on the hero and one on a shot; two people are away."""
    for task, person, day in (
        ("hero_modeling", "modeler", "2030-03-05"),
        ("hero_modeling", "modeler", "2030-03-07"),
        ("hero_modeling", "animator", "2030-04-02"),
        ("first_animation", "animator", "2030-03-05"),
        ("robot_modeling", "modeler", "2030-03-05"),
    ):
        TimeSpent.objects.create(
            task=getattr(studio, task), person=getattr(studio, person), date=day, duration=60
        )
    for person, start, end in (
        ("modeler", "2030-03-11", "2030-03-13"),
        ("animator", "2030-03-20", "2030-03-20"),
        ("outsider", "2030-03-12", "2030-03-12"),
    ):
        DayOff.objects.create(person=getattr(studio, person), date=start, end_date=end, description="Rest")
    return studio


RIGHTS = {  # time spent, by task type, days off
    "admin": (200, 200, 200),
    "manager": (200, 200, 200),
    "supervisor": (200, 403, 200),
    "animator": (200, 403, 200),
    "vendor": (200, 403, 403),
    "client": (200, 403, 403),
    "outsider": (403, 403, 403),
}


@pytest.mark.parametrize("who", RIGHTS)
def test_who_sees_the_time_of_a_production(time, api, who):
    base = f"/data/projects/{time.feature.pk}"
    paths = ("time-spents", f"task-types/{time.modeling.pk}/time-spents", "day-offs")
    assert tuple(api(who).get(f"{base}/{path}").status_code for path in paths) == RIGHTS[who]


def test_the_time_of_a_production_is_a_list(time, api):
    rows = api("manager").get(f"/data/projects/{time.feature.pk}/time-spents").json()
    assert len(rows) == 4
    assert {row["type"] for row in rows} == {"TimeSpent"}


def test_vendors_get_the_time_of_the_entities_in_their_reach(time, api):
    for task in (time.first_animation, time.second_animation):
        TimeSpent.objects.create(task=task, person=time.modeler, date="2030-03-06", duration=60)
    rows = api("vendor").get(f"/data/projects/{time.feature.pk}/time-spents").json()
    assert [row["task_id"] for row in rows] == [str(time.second_animation.pk)]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, {"modeler": ["2030-03-07", "2030-03-05"], "animator": ["2030-04-02"]}),
        ({"start_date": "2030-03-06"}, {"modeler": ["2030-03-07"], "animator": ["2030-04-02"]}),
        ({"start_date": "2030-03-05", "end_date": "2030-03-05"}, {"modeler": ["2030-03-05"]}),
        ({"end_date": "2030-01-01"}, {}),
    ],
)
def test_the_time_of_a_task_type_is_by_person_latest_first(time, api, params, found):
    path = f"/data/projects/{time.feature.pk}/task-types/{time.modeling.pk}/time-spents"
    answer = api("manager").get(path, params).json()
    days = {person: [row["date"] for row in rows] for person, rows in answer.items()}
    assert days == {str(getattr(time, name).pk): dates for name, dates in found.items()}


@pytest.mark.parametrize(
    ("task_type", "params", "status"),
    [("x", {}, 400), (UNKNOWN, {}, 200), (None, {"start_date": "soon"}, 400)],
)
def test_wrong_parameters(time, api, task_type, params, status):
    task_type = task_type or time.modeling.pk
    path = f"/data/projects/{time.feature.pk}/task-types/{task_type}/time-spents"
    assert api("manager").get(path, params).status_code == status


@pytest.mark.parametrize(
    ("who", "described"),
    [
        ("admin", {"modeler", "animator"}),
        ("manager", {"modeler", "animator"}),
        ("supervisor", set()),
        ("animator", {"animator"}),
    ],
)
def test_why_somebody_is_away_is_for_managers_and_for_oneself(time, api, who, described):
    answer = api(who).get(f"/data/projects/{time.feature.pk}/day-offs").json()
    assert set(answer) == {str(time.modeler.pk), str(time.animator.pk)}
    told = {person for person, rows in answer.items() if "description" in rows[0]}
    assert told == {str(getattr(time, name).pk) for name in described}


@pytest.mark.parametrize(
    ("params", "away"),
    [
        ({"start_date": "2030-03-13", "end_date": "2030-03-19"}, {"modeler"}),
        ({"start_date": "2030-03-14"}, {"animator"}),
        ({"end_date": "2030-03-11"}, {"modeler"}),
    ],
)
def test_days_off_that_touch_a_period(time, api, params, away):
    answer = api("manager").get(f"/data/projects/{time.feature.pk}/day-offs", params).json()
    assert set(answer) == {str(getattr(time, name).pk) for name in away}
