"""Versions of the schedule: copied and applied as wholes (notes on production, section 7)."""

import datetime

import pytest

from production.models import (
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    Project,
    Task,
)

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"
ACTIONS = "/actions/production-schedule-versions"
MARCH, APRIL = datetime.datetime(2030, 3, 4), datetime.datetime(2030, 4, 1)


@pytest.fixture
def plan(studio):
    """Two empty versions of the feature, one of the series; the animation of the first shot has dates."""
    Task.objects.filter(pk=studio.first_animation.pk).update(start_date=MARCH, due_date=APRIL, estimation=960)
    make = ProductionScheduleVersion.objects.create
    studio.plan_a = make(name="Plan A", project=studio.feature)
    studio.plan_b = make(name="Plan B", project=studio.feature)
    studio.plan_c = make(name="Plan A", project=studio.series)
    return studio


def links(version) -> dict:
    """{entity and task type: (start, due, estimation, people)} of a version."""
    return {
        f"{link.task.entity} {link.task.task_type}": (
            link.start_date,
            link.due_date,
            link.estimation,
            sorted(person.first_name for person in link.assignees.all()),
        )
        for link in version.task_links.select_related("task__entity", "task__task_type")
    }


COPIED = {
    "Hero Modeling": (None, None, 0.0, ["Moe"]),
    "Lamp Modeling": (None, None, 0.0, []),
    "SH010 Animation": (MARCH, APRIL, 960.0, ["Ann"]),
    "SH020 Animation": (None, None, 0.0, ["Vera"]),
    "SH010 Compositing": (None, None, 0.0, []),
}


def test_a_version_takes_the_plan_of_every_task_of_the_production(plan, api, events):
    response = api("manager").post(f"{ACTIONS}/{plan.plan_a.pk}/set-task-links-from-production")
    assert response.json() == {"success": True, "task_link_count": 5}
    assert links(plan.plan_a) == COPIED
    payload = {
        "production_schedule_version_id": str(plan.plan_a.pk),
        "project_id": str(plan.feature.pk),
    }
    assert events() == [("production_schedule_version:update", payload)]


def test_links_that_are_there_keep_their_ids_and_are_overwritten(plan, api):
    path = f"{ACTIONS}/{plan.plan_a.pk}/set-task-links-from-production"
    api("manager").post(path)
    before = set(plan.plan_a.task_links.values_list("pk", flat=True))
    plan.plan_a.task_links.update(estimation=1)
    for link in plan.plan_a.task_links.all():
        link.assignees.set([plan.supervisor])
    api("manager").post(path)
    assert links(plan.plan_a) == COPIED
    assert set(plan.plan_a.task_links.values_list("pk", flat=True)) == before


def test_a_version_takes_another_one_over_and_keeps_what_that_lacks(plan, api, events):
    kept = ProductionScheduleVersionTaskLink.objects.create(
        production_schedule_version=plan.plan_b, task=plan.hero_modeling, estimation=7
    )
    kept.assignees.set([plan.supervisor])
    source = ProductionScheduleVersionTaskLink.objects.create(
        production_schedule_version=plan.plan_a, task=plan.first_animation, start_date=MARCH, estimation=60
    )
    source.assignees.set([plan.animator, plan.vendor])
    path = f"{ACTIONS}/{plan.plan_b.pk}/set-task-links-from-production-schedule-version"
    response = api("manager").post(path, {"production_schedule_version_id": str(plan.plan_a.pk)})
    assert response.json() == {"success": True, "task_link_count": 1}
    assert links(plan.plan_b) == {
        "Hero Modeling": (None, None, 7.0, ["Sam"]),
        "SH010 Animation": (MARCH, None, 60.0, ["Ann", "Vera"]),
    }
    plan.plan_b.refresh_from_db()
    assert plan.plan_b.production_schedule_from_id == plan.plan_a.pk
    assert [name for name, _ in events()] == ["production_schedule_version:update"]


@pytest.mark.parametrize(
    ("source", "status"), [("plan_b", 400), ("plan_c", 400), (UNKNOWN, 404), ("x", 400), (None, 400)]
)
def test_a_version_comes_from_another_one_of_its_production(plan, api, source, status):
    path = f"{ACTIONS}/{plan.plan_b.pk}/set-task-links-from-production-schedule-version"
    pk = str(getattr(getattr(plan, source or "", None), "pk", source))
    body = {"production_schedule_version_id": pk} if source else {}
    assert api("admin").post(path, body).status_code == status
    assert not plan.plan_b.task_links.exists()


def test_a_version_of_another_production_is_403_for_who_manages_this_one_only(plan, api):
    path = f"{ACTIONS}/{plan.plan_b.pk}/set-task-links-from-production-schedule-version"
    body = {"production_schedule_version_id": str(plan.plan_c.pk)}
    assert api("manager").post(path, body).status_code == 403


def test_a_version_does_not_come_from_elsewhere_by_its_columns_either(plan, api):
    path = f"/data/production-schedule-versions/{plan.plan_b.pk}"
    body = {"production_schedule_from": str(plan.plan_c.pk)}
    assert api("manager").put(path, body).status_code == 400


def test_an_applied_version_gives_its_dates_to_the_tasks(plan, api, events):
    link = ProductionScheduleVersionTaskLink.objects.create(
        production_schedule_version=plan.plan_a,
        task=plan.second_animation,
        start_date=MARCH,
        due_date=APRIL,
        estimation=1200,
    )
    link.assignees.set([plan.animator])
    response = api("manager").post(f"{ACTIONS}/{plan.plan_a.pk}/apply-to-production")
    assert response.json() == {"success": True, "task_count": 1}
    task = Task.objects.get(pk=plan.second_animation.pk)
    assert (task.start_date, task.due_date, task.estimation) == (MARCH, APRIL, 1200.0)
    assert [person.first_name for person in task.assignees.all()] == ["Vera"]
    assert Task.objects.get(pk=plan.first_animation.pk).estimation == 960  # not in the version
    plan.plan_a.refresh_from_db()
    assert plan.plan_a.locked
    assert Project.objects.get(pk=plan.feature.pk).from_schedule_version_id == plan.plan_a.pk
    here = {"project_id": str(plan.feature.pk)}
    assert events() == [
        ("task:update", {"task_id": str(task.pk), **here}),
        (
            "production_schedule_version:update",
            {"production_schedule_version_id": str(plan.plan_a.pk), **here},
        ),
        ("project:update", here),
    ]


VERB_RIGHTS = {  # read, links, copy, take over, apply, remove (empty)
    "admin": (200, 200, 200, 200, 200, 204),
    "manager": (200, 200, 200, 200, 200, 403),
    "supervisor": (200, 200, 403, 403, 403, 403),
    "animator": (200, 200, 403, 403, 403, 403),
    "vendor": (403, 403, 403, 403, 403, 403),
    "client": (403, 403, 403, 403, 403, 403),
    "outsider": (403, 403, 403, 403, 403, 403),
}


@pytest.mark.parametrize("who", VERB_RIGHTS)
def test_who_reads_and_applies_versions(plan, api, who):
    caller, read = api(who), f"/data/production-schedule-versions/{plan.plan_a.pk}"
    source = {"production_schedule_version_id": str(plan.plan_b.pk)}
    act = f"{ACTIONS}/{plan.plan_a.pk}"
    empty = ProductionScheduleVersion.objects.create(name="Empty", project=plan.feature)
    found = (
        caller.get(read).status_code,
        caller.get(f"{read}/task-links").status_code,
        caller.post(f"{act}/set-task-links-from-production").status_code,
        caller.post(f"{act}/set-task-links-from-production-schedule-version", source).status_code,
        caller.post(f"{act}/apply-to-production").status_code,
        caller.delete(f"/data/production-schedule-versions/{empty.pk}").status_code,
    )
    assert found == VERB_RIGHTS[who]


def test_the_links_of_a_version_are_narrowed_by_task_type(plan, api):
    api("manager").post(f"{ACTIONS}/{plan.plan_a.pk}/set-task-links-from-production")
    path = f"/data/production-schedule-versions/{plan.plan_a.pk}/task-links"
    rows = api("animator").get(path, {"task_type_id": str(plan.animation.pk), "relations": "true"}).json()
    assert sorted(row["assignees"] for row in rows) == sorted(
        [[str(plan.animator.pk)], [str(plan.vendor.pk)]]
    )
    assert len(api("animator").get(path).json()) == 5
    assert api("animator").get(path, {"task_type_id": "x"}).status_code == 400


@pytest.mark.parametrize("verb", ["set-task-links-from-production", "apply-to-production"])
@pytest.mark.parametrize(("pk", "status"), [(UNKNOWN, 404), ("x", 400)])
def test_a_version_that_is_not_there(plan, api, verb, pk, status):
    assert api("admin").post(f"{ACTIONS}/{pk}/{verb}").status_code == status


@pytest.mark.parametrize(
    ("verb", "count"),
    [("set-task-links-from-production", 9), ("apply-to-production", 12)],
)
def test_many_tasks_take_as_many_queries_as_few(plan, api, django_assert_num_queries, verb, count):
    caller, path = api("manager"), f"{ACTIONS}/{plan.plan_a.pk}"
    caller.post(f"{path}/set-task-links-from-production")
    Task.objects.bulk_create(
        Task(name=f"extra {n}", project=plan.feature, entity=plan.hero, task_type=plan.modeling)
        for n in range(60)
    )
    caller.post(f"{path}/set-task-links-from-production")
    with django_assert_num_queries(count):
        assert caller.post(f"{path}/{verb}").status_code == 200
