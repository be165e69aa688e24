"""What is to do, done, to check, and when people are busy (notes on tasks, section 6)."""

import datetime

import pytest

from production.models import Entity, EntityLink, Task


def names(answer) -> list[tuple]:
    return [(row["entity_name"], row["task_type_name"]) for row in answer.json()]


def test_open_tasks_come_in_order_with_the_sums_of_all_pages(studio, api):
    Task.objects.filter(pk=studio.first_animation.pk).update(duration=120, estimation=960)
    page = api("manager").get("/data/tasks/open-tasks", {"limit": 2}).json()
    assert [(row["entity_name"], row["type_name"]) for row in page["data"]] == [
        ("SH010", "Animation"),
        ("SH010", "Compositing"),
    ]
    amounts = {row["task_status_id"]: row["amount"] for row in page["stats"].pop("status")}
    assert amounts == {str(studio.todo.pk): 3, str(studio.wip.pk): 2}
    assert page["stats"] == {"total_duration": 120.0, "total_estimation": 960.0, "total": 5}
    assert (page["limit"], page["is_more"], page["page"]) == (2, True, 1)
    first = page["data"][0]
    assert {name: first[name] for name in first if name not in ("created_at", "updated_at")} == {
        "id": str(studio.first_animation.pk),
        "type": "Task",
        "name": "main",
        "description": None,
        "priority": 0,
        "difficulty": 3,
        "duration": 120.0,
        "estimation": 960.0,
        "completion_rate": 0,
        "retake_count": 0,
        "sort_order": 0,
        "start_date": None,
        "due_date": None,
        "real_start_date": None,
        "end_date": None,
        "done_date": None,
        "last_comment_date": None,
        "nb_assets_ready": 0,
        "data": None,
        "nb_drawings": 0,
        "shotgun_id": None,
        "last_preview_file_id": None,
        "project_id": str(studio.feature.pk),
        "task_type_id": str(studio.animation.pk),
        "task_status_id": str(studio.wip.pk),
        "entity_id": str(studio.first_shot.pk),
        "assigner_id": str(studio.manager.pk),
        "assignees": [str(studio.animator.pk)],
        "project_name": "Big Buck",
        "project_has_avatar": False,
        "entity_name": "SH010",
        "entity_description": None,
        "entity_data": None,
        "entity_preview_file_id": "",
        "entity_source_id": "",
        "entity_type_name": "Shot",
        "entity_canceled": False,
        "sequence_name": "SQ01",
        "episode_id": "",
        "episode_name": None,
        "task_type_for_entity": "Shot",
        "type_name": "Animation",
        "status_name": "Work In Progress",
        "type_color": "#FFFFFF",
        "status_color": "#999999",
        "status_short_name": "wip",
    }


def filters(studio) -> dict:
    return {
        "person": ({"person_id": str(studio.animator.pk)}, 1),
        "people": ({"person_id": f"{studio.animator.pk},{studio.vendor.pk}"}, 2),
        "nobody": ({"person_id": "unassigned"}, 2),
        "department": ({"department_id": str(studio.modeling_department.pk)}, 1),
        "type": ({"task_type_id": str(studio.animation.pk)}, 2),
        "status": ({"task_status_id": str(studio.done.pk)}, 0),
        "priority": ({"priority": "0"}, 5),
        "start": ({"start_date": "2030-01-01"}, 0),
    }


@pytest.mark.parametrize(
    "name", ["person", "people", "nobody", "department", "type", "status", "priority", "start"]
)
def test_open_tasks_are_narrowed(studio, api, name):
    params, count = filters(studio)[name]
    assert api("manager").get("/data/tasks/open-tasks", params).json()["stats"]["total"] == count


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "many"},
        {"page": 0},
        {"project_id": "x"},
        {"task_type_id": "x"},
        {"person_id": "x"},
        {"studio_id": "x"},
        {"start_date": "x"},
        {"priority": "high"},
    ],
)
def test_wrong_parameters_are_400(studio, api, params):
    assert api("admin").get("/data/tasks/open-tasks", params).status_code == 400


READERS = {"admin": 7, "manager": 5, "animator": 5, "modeler": 7, "vendor": 1, "client": 5, "outsider": 0}


@pytest.mark.parametrize(("who", "count"), READERS.items())
def test_people_see_the_open_tasks_of_their_productions(studio, api, who, count):
    assert api(who).get("/data/tasks/open-tasks").json()["stats"]["total"] == count
    table = api(who).get("/data/tasks/open-tasks/stats").json()
    assert sum(row["amount"] for row in table.values()) == count


def test_stats_by_production_type_and_status(studio, api):
    of_series = {"project_id": str(studio.series.pk)}
    assert api("animator").get("/data/tasks/open-tasks/stats", of_series).status_code == 403
    Task.objects.filter(pk=studio.robot_modeling.pk).update(task_status=studio.done, estimation=60)
    Task.objects.filter(pk=studio.episode_animation.pk).delete()
    sums = {"amount": 1, "amount_done": 1, "total_duration": 0.0, "total_estimation": 60.0}
    assert api("modeler").get("/data/tasks/open-tasks/stats").json()[str(studio.series.pk)] == {
        **sums,
        "task_types": [
            {
                "task_type_id": str(studio.modeling.pk),
                "task_status_id": str(studio.done.pk),
                "project_id": str(studio.series.pk),
                **sums,
            }
        ],
    }


def test_work_takes_a_constant_number_of_queries(studio, api, django_assert_max_num_queries):
    animator = api("animator")
    with django_assert_max_num_queries(8):
        animator.get("/data/tasks/open-tasks")
    with django_assert_max_num_queries(9):
        animator.get("/data/user/tasks")


def test_ones_own_tasks_show_the_last_comment_that_is_no_clients(studio, api):
    for who, text in (("manager", "Go"), ("client", "Nice")):
        api(who).post(
            f"/actions/tasks/{studio.first_animation.pk}/comment",
            {"task_status_id": str(studio.wip.pk), "comment": text},
        )
    row = api("animator").get("/data/user/tasks").json()[0]
    assert row["last_comment"]["text"] == "Go"
    assert row["last_comment"]["person_id"] == str(studio.manager.pk)
    assert api("animator").get("/data/user/done-tasks").json() == []
    Task.objects.filter(pk=studio.first_animation.pk).update(task_status=studio.done)
    assert names(api("animator").get("/data/user/done-tasks")) == [("SH010", "Animation")]


def test_done_tasks_come_last_ended_first_after_those_without_an_end(studio, api):
    ended = {studio.hero_modeling: 3, studio.lamp_modeling: None, studio.robot_modeling: 4}
    for task, day in ended.items():
        task.assignees.set([studio.modeler])
        end_date = day and datetime.datetime(2030, 6, day)
        Task.objects.filter(pk=task.pk).update(task_status=studio.done, end_date=end_date)
    done = api("modeler").get("/data/user/done-tasks").json()
    assert [row["entity_name"] for row in done] == ["Lamp", "Robot", "Hero"]


def test_assets_name_the_episodes_that_cast_them(studio, api):
    for name in ("E03", "E02"):
        episode = Entity.objects.create(name=name, project=studio.series, entity_type=studio.episode_type)
        EntityLink.objects.create(entity_in=episode, entity_out=studio.robot)
    row = next(row for row in api("modeler").get("/data/user/tasks").json() if row["entity_name"] == "Robot")
    assert row["episode_names"] == ["E02", "E03"]


TO_CHECK = {"admin": 2, "manager": 2, "supervisor": 1, "animator": 0, "client": 0, "outsider": 0}


@pytest.mark.parametrize(("who", "count"), TO_CHECK.items())
def test_who_leads_checks(studio, api, who, count):
    waiting = [studio.first_animation.pk, studio.lamp_modeling.pk]
    Task.objects.filter(pk__in=waiting).update(task_status=studio.wfa)
    assert len(api(who).get("/data/user/tasks-to-check").json()) == count


OTHERS = {
    "admin": (200, 2),
    "manager": (200, 1),
    "animator": (200, 1),
    "vendor": (403, 0),
    "client": (200, 0),
}


@pytest.mark.parametrize(("who", "expected"), OTHERS.items())
def test_who_sees_the_tasks_of_the_modeler(studio, api, who, expected):
    answer = api(who).get(f"/data/persons/{studio.modeler.pk}/tasks")
    assert (answer.status_code, len(answer.json()) if answer.status_code == 200 else 0) == expected
    related = f"/data/persons/{studio.modeler.pk}/related-tasks/{studio.modeling.pk}"
    assert api(who).get(related).status_code == expected[0]


def test_vendors_see_all_tasks_of_the_entities_that_they_work_on(studio, api):
    beside = {"name": "main", "project": studio.feature, "task_type": studio.compositing}
    task = Task.objects.create(entity=studio.second_shot, task_status=studio.todo, **beside)
    vendor, both = api("vendor"), {str(task.pk), str(studio.second_animation.pk)}
    assert vendor.get(f"/data/tasks/{task.pk}").status_code == 200
    assert {row["id"] for row in vendor.get("/data/tasks/open-tasks").json()["data"]} == both
    assert {row["id"] for row in vendor.get(f"/data/projects/{studio.feature.pk}/tasks").json()} == both
    related = f"/data/persons/{studio.vendor.pk}/related-tasks/{studio.compositing.pk}"
    assert [row["id"] for row in vendor.get(related).json()] == [str(task.pk)]
    assert [row["id"] for row in vendor.get("/data/tasks").json()] == [str(studio.second_animation.pk)]


def test_related_tasks_are_of_ones_own_productions(studio, api):
    related = f"/data/persons/{studio.modeler.pk}/related-tasks/{studio.modeling.pk}"
    assert [row["id"] for row in api("animator").get(related).json()] == [str(studio.hero_modeling.pk)]


def test_the_work_of_other_productions_is_busy_periods_without_a_name(studio, api):
    dates = {"start_date": datetime.datetime(2030, 6, 3), "due_date": datetime.datetime(2030, 6, 7)}
    Task.objects.filter(pk=studio.robot_modeling.pk).update(**dates)
    path = "/data/persons/task-dates"
    rows = {row["person_id"]: row for row in api("manager").get(path).json()}
    assert rows[str(studio.modeler.pk)] == {
        "person_id": str(studio.modeler.pk),
        "min_date": "None",
        "max_date": "None",
        "busy_periods": [{"start_date": "2030-06-03 00:00:00", "end_date": "2030-06-07 00:00:00"}],
    }
    assert api("manager").get(path, {"project_id": str(studio.series.pk)}).status_code == 403
    assert api("animator").get(path).status_code == 403
    assert api("admin").get(path, {"project_id": "wrong"}).status_code == 400
