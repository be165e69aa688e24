"""Milestones and schedule items (notes on production, section 6)."""

import pytest

from kitsu_site.db.base import utcnow
from kitsu_site.tests import world
from kitsu_site.tests.client import Api
from kitsu_site.tests.concurrency import at_once
from production.models import Entity, Milestone, ScheduleItem, Task

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"


# Milestones


@pytest.fixture
def milestone(studio):
    return Milestone.objects.create(project=studio.feature, name="Lock", date="2030-05-06")


def test_the_milestones_of_a_production_are_short(studio, api, milestone):
    rows = api("animator").get(f"/data/projects/{studio.feature.pk}/milestones").json()
    assert rows == [
        {
            "id": str(milestone.pk),
            "date": "2030-05-06",
            "name": "Lock",
            "project_id": str(studio.feature.pk),
            "task_type_id": None,
        }
    ]


MILESTONES = {  # of the production, one, make, change, remove
    "admin": (200, 200, 201, 200, 204),
    "manager": (200, 200, 201, 200, 204),
    "supervisor": (200, 200, 403, 403, 403),
    "animator": (200, 200, 403, 403, 403),
    "client": (200, 200, 403, 403, 403),
    "vendor": (200, 403, 403, 403, 403),
    "outsider": (403, 403, 403, 403, 403),
}


@pytest.mark.parametrize("who", MILESTONES)
def test_who_sees_and_sets_milestones(studio, api, milestone, who):
    caller, path = api(who), f"/data/milestones/{milestone.pk}"
    found = (
        caller.get(f"/data/projects/{studio.feature.pk}/milestones").status_code,
        caller.get(path).status_code,
        caller.post("/data/milestones", {"project_id": str(studio.feature.pk), "name": "New"}).status_code,
        caller.put(path, {"name": "Later"}).status_code,
        caller.delete(path).status_code,
    )
    assert found == MILESTONES[who]


@pytest.mark.parametrize(("project", "status"), [(UNKNOWN, 200), ("x", 400)])
def test_milestones_of_no_production(studio, api, project, status):
    assert api("admin").get(f"/data/projects/{project}/milestones").status_code == status


# Schedule items


ROUTES = ("", "/task-types", "/{t}/asset-types", "/{t}/episodes", "/{t}/sequences", "/{t}/edits")


def items(studio, api, route: str, project="feature", who="manager", **params):
    """The items of a route of a production, `{t}` being the task type Animation."""
    pk = getattr(studio, project).pk
    path = f"/data/projects/{pk}/schedule-items{route.format(t=studio.animation.pk)}"
    return api(who).get(path, params)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin", 200),
        ("manager", 200),
        ("supervisor", 200),
        ("animator", 200),
        ("client", 200),
        ("vendor", 403),
        ("outsider", 403),
    ],
)
@pytest.mark.parametrize("route", ROUTES)
def test_who_reads_the_schedule(studio, api, route, who, status):
    assert items(studio, api, route, who=who).status_code == status


def test_reading_makes_an_item_for_each_task_type_with_tasks(studio, api, events):
    rows = items(studio, api, "/task-types").json()
    today = utcnow().date()
    assert {row["task_type_id"] for row in rows} == {
        str(studio.modeling.pk),
        str(studio.animation.pk),
        str(studio.compositing.pk),
    }
    assert set(rows[0]) == {
        "id",
        "start_date",
        "end_date",
        "man_days",
        "project_id",
        "task_type_id",
        "object_id",
    }
    assert {row["start_date"] for row in rows} == {today.isoformat()}
    payloads = {row["id"]: str(studio.feature.pk) for row in rows}
    assert [name for name, _ in events()] == ["schedule-item:new"] * 3
    assert {data["schedule_item_id"]: data["project_id"] for _, data in events()} == payloads


def test_task_types_come_by_start_date_and_those_without_one_last(studio, api):
    for kind, start in (
        (studio.modeling, None),
        (studio.compositing, "2031-01-02"),
        (studio.animation, "2031-01-01"),
    ):
        ScheduleItem.objects.create(project=studio.feature, task_type=kind, start_date=start)
    rows = items(studio, api, "/task-types").json()
    assert [row["start_date"] for row in rows] == ["2031-01-01", "2031-01-02", None]


def test_reading_again_makes_nothing(studio, api, events):
    for _ in range(2):
        items(studio, api, "/task-types")
        items(studio, api, "/{t}/sequences")
    assert len(events()) == ScheduleItem.objects.count() == 4


def test_task_types_whose_tasks_are_gone_are_left_out_and_stay(studio, api):
    items(studio, api, "/task-types")
    Task.objects.filter(task_type=studio.compositing).delete()
    rows = items(studio, api, "/task-types").json()
    assert str(studio.compositing.pk) not in {row["task_type_id"] for row in rows}
    assert ScheduleItem.objects.filter(task_type=studio.compositing).exists()


def names(response) -> list[str]:
    return [row["name"] for row in response.json()]


def test_items_are_made_by_what_they_plan(studio, api):
    kind = {"project": studio.series, "entity_type": studio.edit_type, "parent": studio.episode}
    Entity.objects.create(name="Cut", **kind)
    Entity.objects.create(name="Dropped", canceled=True, **kind)
    found = {route: names(items(studio, api, route, "series", "modeler")) for route in ROUTES[2:]}
    assert found == {
        "/{t}/asset-types": ["Character"],
        "/{t}/episodes": ["E01"],
        "/{t}/sequences": ["E01_SQ01"],
        "/{t}/edits": ["Cut"],
    }


def test_an_episode_narrows_what_is_planned(studio, api):
    other = Entity.objects.create(name="E02", project=studio.series, entity_type=studio.episode_type)
    for route in ROUTES[2:]:
        assert names(items(studio, api, route, "series", "modeler", episode_id=str(other.pk))) == (
            ["E02"] if route.endswith("episodes") else []
        )
    assert len(names(items(studio, api, "/{t}/sequences", "series", "modeler", episode_id=""))) == 1


def test_ids_of_the_path_and_the_query_are_checked(studio, api):
    base = f"/data/projects/{studio.feature.pk}/schedule-items"
    assert api("admin").get(f"{base}/x/sequences").status_code == 400
    assert api("admin").get(f"{base}/{UNKNOWN}/sequences").status_code == 404
    assert api("admin").get("/data/projects/x/schedule-items/task-types").status_code == 400
    assert items(studio, api, "/{t}/episodes", episode_id="x").status_code == 400


def test_an_item_is_changed_by_the_supervisor_of_its_department(studio, api):
    items(studio, api, "/task-types")
    found = {
        item.task_type.name: api("supervisor")
        .put(f"/data/schedule-items/{item.pk}", {"man_days": 3})
        .status_code
        for item in ScheduleItem.objects.select_related("task_type")
    }
    assert found == {"Animation": 200, "Modeling": 403, "Compositing": 403}


def test_a_first_reading_takes_as_many_queries_for_many_sequences(studio, api, django_assert_num_queries):
    def make(count):
        Entity.objects.bulk_create(
            Entity(name=f"{count}-{n}", project=studio.feature, entity_type=studio.sequence_type)
            for n in range(count)
        )

    items(studio, api, "/{t}/sequences")
    make(2)
    with django_assert_num_queries(16):
        items(studio, api, "/{t}/sequences")
    make(40)
    with django_assert_num_queries(16):
        assert len(items(studio, api, "/{t}/sequences").json()) == 43


@pytest.mark.django_db(transaction=True)
def test_two_first_readers_make_one_item():
    studio = world.build()
    callers = [Api(person) for person in (studio.manager, studio.supervisor, studio.admin, studio.animator)]
    path = f"/data/projects/{studio.feature.pk}/schedule-items/task-types"
    answers = at_once(*((lambda caller=caller: caller.get(path)) for caller in callers))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert ScheduleItem.objects.count() == 3
