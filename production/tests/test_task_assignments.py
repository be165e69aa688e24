"""Assigning, taking off, priorities (notes on tasks, section 1, "Assigning")."""

import pytest

from kitsu_site.models import ApiEvent
from production.models import Notification, ProjectPersonLink, Task


def told() -> list[tuple]:
    return list(ApiEvent.objects.order_by("created_at").values_list("name", "data"))


def assignees(task) -> set[str]:
    return set(Task.objects.get(pk=task.pk).assignees.values_list("first_name", flat=True))


def test_who_is_assigned_joins_the_team_and_is_told(studio, api):
    path = f"/actions/tasks/{studio.first_animation.pk}/assign"
    answer = api("manager").put(path, {"person_id": str(studio.outsider.pk)})
    assert answer.status_code == 200
    assert sorted(answer.json()["assignees"]) == sorted([str(studio.animator.pk), str(studio.outsider.pk)])
    assert answer.json()["assigner_id"] == str(studio.manager.pk)
    task, project = {"task_id": str(studio.first_animation.pk)}, {"project_id": str(studio.feature.pk)}
    assert told() == [
        ("task:assign", {**task, "person_id": str(studio.outsider.pk), **project}),
        ("task:update", {**task, **project}),
        ("project:update", project),
    ]
    notification = Notification.objects.get()
    assert (notification.type, notification.person, notification.author) == (
        "assignation",
        studio.outsider,
        studio.manager,
    )
    assert ProjectPersonLink.objects.filter(project=studio.feature, person=studio.outsider).exists()


def test_who_assigns_themselves_is_not_told(studio, api):
    path = f"/actions/tasks/{studio.second_animation.pk}/assign"
    assert api("animator").put(path, {"person_id": str(studio.animator.pk)}).status_code == 200
    assert Notification.objects.count() == 0


RIGHTS = {
    # who: the animator on an animation, the modeler on it, oneself on it
    "admin": (200, 200, 200),
    "manager": (200, 200, 200),
    "supervisor": (200, 403, 200),
    "animator": (200, 403, 200),
    "modeler": (403, 403, 403),
    "vendor": (403, 403, 403),
    "client": (403, 403, 403),
    "outsider": (403, 403, 403),
}


@pytest.mark.parametrize(("who", "statuses"), RIGHTS.items())
def test_who_assigns_whom(studio, api, who, statuses):
    people = (studio.animator, studio.modeler, studio.people[who])
    path = f"/actions/tasks/{studio.second_animation.pk}/assign"
    answers = [api(who).put(path, {"person_id": str(person.pk)}) for person in people]
    assert tuple(answer.status_code for answer in answers) == statuses


@pytest.mark.parametrize(
    "body", [{}, {"person_id": "wrong"}, {"person_id": "8e0e6b1c-0000-4000-8000-000000000003"}]
)
def test_a_person_who_is_none_is_400(studio, api, body):
    path = f"/actions/tasks/{studio.second_animation.pk}/assign"
    assert api("admin").put(path, body).status_code == 400
    unknown = "/actions/tasks/8e0e6b1c-0000-4000-8000-000000000003/assign"
    assert api("admin").put(unknown, {"person_id": str(studio.animator.pk)}).status_code == 404


def test_bots_are_assigned_where_the_production_lets_them(studio, api):
    path, body = f"/actions/tasks/{studio.second_animation.pk}/assign", {"person_id": str(studio.bot.pk)}
    assert api("admin").put(path, body).status_code == 403
    studio.feature.is_bot_collaboration_enabled = True
    studio.feature.save()
    assert api("admin").put(path, body).status_code == 200


def test_many_tasks_are_assigned_and_those_that_one_may_not_are_passed_over(studio, api):
    ids = [str(studio.second_animation.pk), str(studio.lamp_modeling.pk)]
    body = {"task_ids": [*ids, "8e0e6b1c-0000-4000-8000-000000000003"]}
    done = api("supervisor").put(f"/actions/persons/{studio.animator.pk}/assign", body)
    assert [row["id"] for row in done.json()] == [str(studio.second_animation.pk)]
    assert (
        api("admin").put(f"/actions/persons/{studio.animator.pk}/assign", {"task_ids": []}).status_code == 400
    )
    nobody = api("admin").put("/actions/persons/x/assign", body)
    assert (nobody.status_code, nobody.json()["data"]["errors"][0]["field"]) == (400, "person_id")


def test_taking_everybody_off_tells_each_and_the_task(studio, api):
    body = {"task_ids": [str(studio.first_animation.pk), str(studio.hero_modeling.pk)]}
    done = api("supervisor").put("/actions/tasks/clear-assignation", body)
    assert done.json() == [str(studio.first_animation.pk)]  # modeling is not their department
    assert assignees(studio.first_animation) == set()
    assert assignees(studio.hero_modeling) == {"Moe"}
    task = {"task_id": str(studio.first_animation.pk), "project_id": str(studio.feature.pk)}
    assert told() == [
        ("task:unassign", {**task, "person_id": str(studio.animator.pk)}),
        ("task:update", task),
    ]


def test_an_artist_takes_oneself_off_and_nobody_else(studio, api):
    task_ids = [str(studio.first_animation.pk)]
    clear = "/actions/tasks/clear-assignation"
    assert api("animator").put(clear, {"task_ids": task_ids}).json() == []
    own = {"task_ids": task_ids, "person_id": str(studio.animator.pk)}
    assert api("modeler").put(clear, own).json() == []
    assert api("animator").put(clear, own).json() == task_ids


def test_priorities_are_set_where_one_supervises(studio, api):
    ids = [str(studio.first_animation.pk), str(studio.hero_modeling.pk)]
    done = api("supervisor").put("/actions/tasks/set-priority", {"task_ids": ids, "priority": 3})
    assert [(row["id"], row["priority"]) for row in done.json()] == [(ids[0], 3)]
    assert "assignees" not in done.json()[0]
    assert [name for name, _ in told()] == ["task:update"]
    for body in ({"task_ids": [], "priority": 1}, {"task_ids": ids, "priority": -1}):
        assert api("admin").put("/actions/tasks/set-priority", body).status_code == 400


def test_the_general_route_replaces_assignees_and_tells_the_newcomers(studio, api):
    path = f"/data/tasks/{studio.first_animation.pk}"
    assert api("manager").put(path, {"assignees": [str(studio.modeler.pk)]}).status_code == 200
    task = {"task_id": str(studio.first_animation.pk), "project_id": str(studio.feature.pk)}
    assert told() == [
        ("task:assign", {**task, "person_id": str(studio.modeler.pk)}),
        ("task:unassign", {**task, "person_id": str(studio.animator.pk)}),
        ("task:update", task),
    ]
    assert list(Notification.objects.values_list("person__first_name", "type")) == [("Moe", "assignation")]
