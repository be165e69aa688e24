"""Creating tasks for many entities, and deleting many (notes on tasks, section 1)."""

import pytest

from kitsu_site.models import ApiEvent
from production.models import Comment, Entity, News, Notification, Task, TaskStatus, TaskType


def told() -> list[tuple]:
    return list(ApiEvent.objects.order_by("created_at").values_list("name", "data"))


def create_path(studio, task_type="compositing", kind="shots") -> str:
    task_type = getattr(studio, task_type).pk
    return f"/actions/projects/{studio.feature.pk}/task-types/{task_type}/{kind}/create-tasks"


def test_entities_that_have_such_a_task_already_are_passed_over(studio, api):
    answer = api("manager").post(create_path(studio), [])
    assert answer.status_code == 201
    made = Task.objects.get(entity=studio.second_shot, task_type=studio.compositing)
    assert answer.json() == [
        {
            "id": str(made.pk),
            "created_at": answer.json()[0]["created_at"],
            "updated_at": answer.json()[0]["updated_at"],
            "type": "Task",
            "name": "main",
            "description": None,
            "priority": 0,
            "difficulty": 3,
            "duration": 0.0,
            "estimation": 0.0,
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
            "task_type_id": str(studio.compositing.pk),
            "task_status_id": str(studio.todo.pk),
            "entity_id": str(studio.second_shot.pk),
            "assigner_id": str(studio.manager.pk),
            "assignees": [],
            "task_status_name": "Todo",
            "task_status_short_name": "todo",
            "task_status_color": "#999999",
            "task_type_name": "Compositing",
            "task_type_color": "#FFFFFF",
            "task_type_priority": 1,
        }
    ]
    assert told() == [("task:new", {"task_id": str(made.pk), "project_id": str(studio.feature.pk)})]


def test_named_entities_of_elsewhere_are_left_out(studio, api):
    ids = [str(studio.episode_shot.pk), str(studio.second_shot.pk), str(studio.hero.pk)]
    made = api("admin").post(create_path(studio), ids).json()
    assert [row["entity_id"] for row in made] == [str(studio.second_shot.pk)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"ids": ["x"]}, 400),
        (["kite"], 400),
        (["8e0e6b1c-0000-4000-8000-000000000001"], 404),
        ({}, 201),
        (None, 201),
    ],
)
def test_bodies(studio, api, body, status):
    assert api("admin").post(create_path(studio), body).status_code == status


def test_any_entity_type_by_its_name_and_the_first_status_is_made_where_there_is_none(studio, api):
    TaskStatus.objects.filter(is_default=True).update(is_default=False)
    TaskStatus.objects.filter(short_name="todo").update(short_name="old")
    path = f"/actions/projects/{studio.feature.pk}/task-types/{studio.compositing.pk}/create-tasks"
    made = api("admin").post(f"{path}/sequence", []).json()
    assert [(row["entity_id"], row["task_status_name"], row["task_status_color"]) for row in made] == [
        (str(studio.sequence.pk), "Todo", "#f5f5f5")
    ]
    assert [name for name, _ in told()] == ["task-status:new", "task:new"]
    assert api("admin").post(f"{path}/Spaceship", []).status_code == 404


RIGHTS = {
    # who: through the production, concepts, by entity, delete many, delete a type
    "admin": (201, 201, 201, 200, 204),
    "manager": (201, 201, 201, 200, 403),
    "supervisor": (403, 201, 201, 403, 403),
    "animator": (403, 201, 201, 403, 403),
    "vendor": (403, 403, 403, 403, 403),
    "client": (403, 403, 403, 403, 403),
    "outsider": (403, 403, 403, 403, 403),
}


@pytest.mark.parametrize(("who", "statuses"), RIGHTS.items())
def test_who_creates_and_deletes_tasks(studio, api, who, statuses):
    person, projects = api(who), f"/actions/projects/{studio.feature.pk}"
    answers = (
        person.post(create_path(studio), []),
        person.post(create_path(studio, kind="concepts"), []),
        person.post(f"/data/entities/{studio.second_shot.pk}/tasks", {"task_type_ids": []}),
        person.post(f"{projects}/delete-tasks", [str(studio.lamp_modeling.pk)]),
        person.delete(f"{projects}/task-types/{studio.modeling.pk}/delete-tasks"),
    )
    assert tuple(answer.status_code for answer in answers) == statuses


def test_tasks_come_in_the_order_of_the_entities_asked_for(studio, api):
    Task.objects.filter(task_type=studio.compositing).delete()
    for shots in ([studio.second_shot, studio.first_shot], [studio.first_shot, studio.second_shot]):
        asked = [str(shot.pk) for shot in shots]
        made = api("manager").post(create_path(studio), asked).json()
        assert [task["entity_id"] for task in made] == asked
        Task.objects.filter(task_type=studio.compositing).delete()


def test_a_type_for_no_kind_fits_every_entity(studio, api):
    TaskType.objects.filter(pk=studio.compositing.pk).update(for_entity=None)
    made = api("manager").post(f"/data/entities/{studio.lamp.pk}/tasks", {}).json()
    assert [task["task_type_id"] for task in made] == [str(studio.compositing.pk)]
    body = {"task_type_id": str(studio.compositing.pk), "entity_id": str(studio.hero.pk)}
    assert api("manager").post("/data/tasks", body).status_code == 201


def test_tasks_of_an_entity_are_of_types_that_fit(studio, api):
    path = f"/data/entities/{studio.lamp.pk}/tasks"
    wrong = api("manager").post(path, {"task_type_ids": [str(studio.animation.pk)]})
    assert wrong.status_code == 400
    assert "Animation is for Shot, not for Asset" in wrong.json()["message"]
    unknown = {"task_type_ids": ["8e0e6b1c-0000-4000-8000-000000000001"]}
    assert api("manager").post(path, unknown).status_code == 404
    shot = f"/data/entities/{studio.second_shot.pk}/tasks"
    made = api("manager").post(shot, {"task_type_ids": []}).json()
    assert [row["task_type_name"] for row in made] == ["Compositing"]
    studio.feature.task_type_links.filter(task_type=studio.compositing).delete()
    not_enabled = api("manager").post(shot, {"task_type_ids": [str(studio.compositing.pk)]})
    assert not_enabled.status_code == 400


def test_deleted_tasks_take_all_with_them_and_unknown_ids_are_echoed(studio, api):
    api("manager").post(
        f"/actions/tasks/{studio.first_animation.pk}/comment",
        {"task_status_id": str(studio.wip.pk), "comment": "Hello"},
    )
    ApiEvent.objects.all().delete()
    ids = [str(studio.first_animation.pk), "8e0e6b1c-0000-4000-8000-000000000001"]
    ids.append(str(studio.robot_modeling.pk))  # of another production: it stays
    answer = api("manager").post(f"/actions/projects/{studio.feature.pk}/delete-tasks", ids)
    assert answer.json() == ids
    left = (Comment.objects.count(), News.objects.count(), Notification.objects.count())
    assert left == (0, 0, 0)
    assert Task.objects.filter(pk=studio.robot_modeling.pk).exists()
    assert told() == [
        (
            "task:delete",
            {
                "task_id": str(studio.first_animation.pk),
                "entity_id": str(studio.first_shot.pk),
                "task_type_id": str(studio.animation.pk),
                "project_id": str(studio.feature.pk),
            },
        )
    ]


def test_a_task_is_not_moved_to_an_entity_of_another_production(studio, api):
    path = f"/data/tasks/{studio.first_animation.pk}"
    assert api("admin").put(path, {"entity_id": str(studio.episode_shot.pk)}).status_code == 400


def test_the_number_of_queries_does_not_grow_with_the_entities(studio, api, django_assert_max_num_queries):
    shots = Entity.objects.bulk_create(
        Entity(name=f"X{n:03}", project=studio.feature, entity_type=studio.shot_type, parent=studio.sequence)
        for n in range(60)
    )
    admin = api("admin")
    with django_assert_max_num_queries(16):
        made = admin.post(create_path(studio), [str(shot.pk) for shot in shots]).json()
    ids = [row["id"] for row in made]
    assert len(ids) == 60
    with django_assert_max_num_queries(16):
        admin.put(f"/actions/persons/{studio.animator.pk}/assign", {"task_ids": ids})
    with django_assert_max_num_queries(70):
        admin.post(f"/actions/projects/{studio.feature.pk}/delete-tasks", ids)
    assert not Task.objects.filter(pk__in=ids).exists()
    assert ApiEvent.objects.filter(name="task:delete").count() == 60


def test_a_task_with_nothing_but_a_comment_goes_with_force_alone(studio, api):
    task = studio.first_compositing
    Comment.objects.create(object_id=task.pk, object_type="Task", person=studio.manager, text="x")
    assert api("manager").delete(f"/data/tasks/{task.pk}").status_code == 400
    assert api("manager").delete(f"/data/tasks/{task.pk}", {"force": "true"}).status_code == 204
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("name", ["task_type_id", "entity_id"])
def test_a_task_keeps_its_type_and_its_entity(studio, api, name):
    answer = api("manager").put(f"/data/tasks/{studio.first_animation.pk}", {name: None})
    assert (answer.status_code, answer.json()["data"]["errors"][0]["field"]) == (400, name)


def test_a_task_that_lost_its_type_is_shown_all_the_same(studio, api):
    Task.objects.filter(pk=studio.first_animation.pk).update(task_type=None, task_status=None)
    answer = api("animator").get(f"/data/tasks/{studio.first_animation.pk}/full")
    assert (answer.status_code, answer.json()["task_type"], answer.json()["task_status"]) == (200, None, None)
    body = {"task_status_id": str(studio.wip.pk), "comment": "Still here #all"}
    path = f"/actions/tasks/{studio.first_animation.pk}/comment"
    assert api("animator").post(path, body).status_code == 201
