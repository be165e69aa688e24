"""What people are told, and what they follow (notes on tasks, section 3)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kitsu_site.models import ApiEvent
from production.models import Notification, ProjectPersonLink, Subscription


@pytest.fixture
def told(studio, api):
    """The manager's comment with a mention of the animator and the client, who follows the task."""
    answer = api("manager").post(
        f"/actions/tasks/{studio.first_animation.pk}/comment",
        {"task_status_id": str(studio.wfa.pk), "comment": "Look @Ann Animator"},
    )
    ApiEvent.objects.all().delete()
    return answer.json()


def test_a_notification_says_what_it_is_about(studio, api, told):
    rows = api("animator").get("/data/user/notifications", {"type": "comment"}).json()
    assert rows == [
        {
            "id": str(Notification.objects.get(type="comment").pk),
            "type": "Notification",
            "notification_type": "comment",
            "author_id": str(studio.manager.pk),
            "comment_id": told["id"],
            "task_id": str(studio.first_animation.pk),
            "task_type_id": str(studio.animation.pk),
            "task_status_id": str(studio.wfa.pk),
            "mentions": [str(studio.animator.pk)],
            "department_mentions": [],
            "reply_mentions": [],
            "reply_department_mentions": [],
            "preview_file_id": None,
            "project_id": str(studio.feature.pk),
            "project_name": "Big Buck",
            "comment_text": "Look @Ann Animator",
            "reply_text": "",
            "created_at": rows[0]["created_at"],
            "read": False,
            "change": True,
            "full_entity_name": "SQ01 / SH010",
            "episode_id": None,
            "entity_preview_file_id": None,
            "subscription_id": None,
            "playlist_id": None,
            "playlist_name": "",
            "playlist_for_entity": "",
            "playlist_is_for_all": False,
        }
    ]


def test_notifications_are_marked_one_by_one_or_all(studio, api, told):
    rows = api("animator").get("/data/user/notifications").json()
    assert len(rows) == 2
    path = f"/data/user/notifications/{rows[0]['id']}"
    assert api("animator").put(path, {"read": True}).json()["read"] is True
    assert api("animator").put(path, {"read": False}).json()["read"] is False
    assert api("modeler").put(path, {"read": True}).status_code == 404
    assert api("animator").get("/data/user/notifications/wrong").status_code == 400
    done = api("animator").post("/actions/user/notifications/mark-all-as-read")
    assert done.json() == {"success": True}
    assert api("animator").get("/data/user/notifications", {"read": "false"}).json() == []
    me = {"person_id": str(studio.animator.pk)}
    one = {**me, "notification_id": rows[0]["id"]}
    log = ApiEvent.objects.order_by("created_at").values_list("name", "data", "project_id")
    assert list(log) == [
        ("notification:read", one, None),
        ("notification:unread", one, None),
        ("notification:all-read", me, None),
    ]


@pytest.mark.parametrize("name", ["after", "before", "task_type_id", "task_status_id", "read", "watching"])
def test_wrong_filters_are_400(studio, api, name):
    assert api("animator").get("/data/user/notifications", {name: "wrong"}).status_code == 400


def test_who_left_the_team_reads_nothing_of_it_any_more(studio, api, told):
    ProjectPersonLink.objects.filter(person=studio.animator).delete()
    assert api("animator").get("/data/user/notifications").json() == []


def test_a_list_of_notifications_takes_a_constant_number_of_queries(
    studio, api, told, django_assert_max_num_queries
):
    animator = api("animator")
    with django_assert_max_num_queries(8):
        assert animator.get("/data/user/notifications").status_code == 200


def test_following_a_task_twice_is_one_subscription(studio, api):
    path = f"/actions/user/tasks/{studio.first_animation.pk}"
    first = api("supervisor").post(f"{path}/subscribe")
    assert first.status_code == 201
    assert api("supervisor").post(f"{path}/subscribe").json() == first.json()
    following = f"/data/user/tasks/{studio.first_animation.pk}/subscribed"
    assert api("supervisor").get(following).json() is True
    assert api("supervisor").get("/data/tasks/x/full").status_code == 404
    assert api("supervisor").delete(f"{path}/unsubscribe").status_code == 204
    assert api("supervisor").delete(f"{path}/unsubscribe").status_code == 204
    assert api("supervisor").get(following).json() is False


FOLLOW = {
    # who: a task, several, its sequence
    "admin": (201, 201, 201),
    "animator": (201, 201, 201),
    "vendor": (403, 403, 403),
    "client": (201, 201, 201),
    "outsider": (403, 403, 403),
}


@pytest.mark.parametrize(("who", "statuses"), FOLLOW.items())
def test_who_has_access_may_follow(studio, api, who, statuses):
    task = str(studio.first_animation.pk)
    sequence = f"{studio.sequence.pk}/task-types/{studio.animation.pk}"
    answers = (
        api(who).post(f"/actions/user/tasks/{task}/subscribe"),
        api(who).post("/actions/user/tasks/subscribe", {"task_ids": [task]}),
        api(who).post(f"/actions/user/sequences/{sequence}/subscribe"),
    )
    assert tuple(answer.status_code for answer in answers) == statuses


@pytest.mark.parametrize("pk", ["wrong", "8e0e6b1c-0000-4000-8000-000000000008"])
def test_a_task_that_does_not_exist_cannot_be_followed(studio, api, pk):
    assert api("admin").post(f"/actions/user/tasks/{pk}/subscribe").status_code == 404
    assert api("admin").get(f"/data/user/tasks/{pk}/subscribed").json() is False


def test_who_follows_a_sequence_is_told_of_its_tasks_of_that_type(studio, api):
    sequence = f"{studio.sequence.pk}/task-types/{studio.animation.pk}"
    api("supervisor").post(f"/actions/user/sequences/{sequence}/subscribe")
    api("manager").post(
        f"/actions/tasks/{studio.second_animation.pk}/comment",
        {"task_status_id": str(studio.wip.pk), "comment": "Go"},
    )
    told = Notification.objects.values_list("person__first_name", flat=True)
    assert sorted(told) == ["Sam", "Vera"]
    mine = f"/data/user/projects/{studio.feature.pk}/task-types/{studio.animation.pk}/sequence-subscriptions"
    assert api("supervisor").get(mine).json() == [str(studio.sequence.pk)]


def test_lists_of_a_production_are_for_admins(studio, api, told):
    Subscription.objects.create(person=studio.animator, task=studio.first_animation)
    for kind, count in (("notifications", 2), ("subscriptions", 1)):
        path = f"/data/projects/{studio.feature.pk}/{kind}"
        assert len(api("admin").get(path).json()) == count
        assert api("manager").get(path).status_code == 403


def test_following_many_tasks_takes_as_many_queries_as_following_one(studio, api):
    def queries(*tasks) -> int:
        body = {"task_ids": [str(task.pk) for task in tasks]}
        with CaptureQueriesContext(connection) as captured:
            assert api("manager").post("/actions/user/tasks/subscribe", body).status_code == 201
        return len(captured)

    few = queries(studio.hero_modeling)
    assert queries(studio.first_animation, studio.second_animation, studio.lamp_modeling) == few


def test_following_an_unknown_task_among_others_follows_none(studio, api):
    ids = [str(studio.hero_modeling.pk), "8e0e6b1c-0000-4000-8000-000000000004"]
    assert api("manager").post("/actions/user/tasks/subscribe", {"task_ids": ids}).status_code == 404
    assert Subscription.objects.count() == 0
