"""Posting comments: the answer, the effects in their order, who may (notes on tasks, section 2)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from kitsu_site.models import ApiEvent
from production.models import (
    AttachmentFile,
    Comment,
    Delivery,
    Entity,
    News,
    Notification,
    Project,
    ProjectPersonLink,
    ProjectStatusAutomationLink,
    StatusAutomation,
    Subscription,
    Task,
    TaskPersonLink,
)


@pytest.fixture
def comment(studio, api):
    """Posts a comment on a task of the studio, by the names of things."""

    def post(who, task, status, text="", **more):
        path = f"/actions/tasks/{getattr(studio, task).pk}/comment"
        body = {"task_status_id": str(getattr(studio, status).pk), "comment": text, **more}
        return api(who).post(path, body)

    return post


def events_since(count: int) -> list[str]:
    return list(ApiEvent.objects.order_by("created_at").values_list("name", flat=True))[count:]


def test_a_comment_is_answered_with_its_author_and_its_status(studio, comment):
    answer = comment("animator", "first_animation", "wfa", "Please look @Mona Manager")
    assert answer.status_code == 201
    row = answer.json()
    assert row["created_at"] == row["updated_at"]
    assert {name: row[name] for name in row if name not in ("id", "created_at", "updated_at")} == {
        "shotgun_id": None,
        "object_id": str(studio.first_animation.pk),
        "object_type": "Task",
        "text": "Please look @Mona Manager",
        "data": None,
        "replies": [],
        "checklist": [],
        "pinned": None,
        "links": [],
        "task_status_id": str(studio.wfa.pk),
        "person_id": str(studio.animator.pk),
        "editor_id": None,
        "preview_file_id": None,
        "for_client": False,
        "type": "Comment",
        "previews": [],
        "mentions": [str(studio.manager.pk)],
        "department_mentions": [],
        "acknowledgements": [],
        "attachment_files": [],
        "task_status": {
            "id": str(studio.wfa.pk),
            "created_at": "2030-01-07T09:00:00",
            "updated_at": row["task_status"]["updated_at"],
            "type": "TaskStatus",
            "name": "Waiting For Approval",
            "short_name": "wfa",
            "description": None,
            "color": "#999999",
            "priority": 1,
            "archived": False,
            "is_done": False,
            "is_artist_allowed": True,
            "is_client_allowed": True,
            "is_retake": False,
            "is_feedback_request": True,
            "is_default": False,
            "is_wip": False,
            "shotgun_id": None,
            "for_concept": False,
        },
        "person": {
            "id": str(studio.animator.pk),
            "first_name": "Ann",
            "last_name": "Animator",
            "full_name": "Ann Animator",
            "has_avatar": False,
            "active": True,
            "studio_id": None,
            "role": "user",
            "desktop_login": None,
            "is_bot": False,
            "departments": [str(studio.animation_department.pk)],
            "type": "Person",
        },
    }


def test_a_comment_that_asks_for_review_emits_events_in_order(studio, comment):
    comment("animator", "first_animation", "wfa", "Look")
    made = Comment.objects.get()
    task = {"task_id": str(studio.first_animation.pk), "project_id": str(studio.feature.pk)}
    change = {
        "new_task_status_id": str(studio.wfa.pk),
        "previous_task_status_id": str(studio.wip.pk),
        "person_id": str(studio.animator.pk),
    }
    log = ApiEvent.objects.order_by("created_at")
    assert [(e.name, e.data, e.user_id, e.project_id) for e in log] == [
        (name, data, studio.animator.pk, studio.feature.pk)
        for name, data in (
            ("comment:new", {"comment_id": str(made.pk), "task_status_id": str(studio.wfa.pk), **task}),
            ("task:update", task),
            ("task:status-changed", {**task, **change}),
            ("task:to-review", {**task, **change, "comment_id": str(made.pk)}),
            (
                "news:new",
                {
                    "news_id": str(News.objects.get().pk),
                    "task_status_id": str(studio.wfa.pk),
                    "task_type_id": str(studio.animation.pk),
                    "project_id": str(studio.feature.pk),
                },
            ),
        )
    ]


def test_statuses_move_the_dates_and_count_the_retakes(studio, comment):
    task = studio.first_animation
    for status in ("wip", "wfa", "retake", "retake", "wip", "retake", "wfa", "done"):
        assert comment("manager", "first_animation", status).status_code == 201
    task.refresh_from_db()
    assert task.task_status == studio.done
    assert task.retake_count == 2
    assert task.end_date is not None
    assert task.done_date is not None
    comment("manager", "first_animation", "wip")
    task.refresh_from_db()
    assert (task.end_date, task.done_date) == (None, None)


def test_a_comment_older_than_the_last_one_recounts_the_task(studio, comment):
    for day, status in (("07", "wip"), ("09", "wfa"), ("10", "retake"), ("08", "wip")):
        comment("manager", "second_animation", status, created_at=f"2030-01-{day} 10:00:00")
    task = Task.objects.get(pk=studio.second_animation.pk)
    assert task.task_status == studio.retake
    assert task.retake_count == 1
    assert str(task.real_start_date) == "2030-01-07 10:00:00"
    assert str(task.end_date) == "2030-01-09 10:00:00"
    assert str(task.last_comment_date) == "2030-01-10 10:00:00"


def test_no_retake_beyond_the_cap_of_the_production_and_nothing_is_saved(studio, comment):
    studio.feature.max_retakes = 1
    studio.feature.save()
    assert comment("manager", "first_animation", "retake").status_code == 201
    assert comment("manager", "first_animation", "wip").status_code == 201
    before = ApiEvent.objects.count(), Comment.objects.count()
    assert comment("manager", "first_animation", "retake").status_code == 400
    assert (ApiEvent.objects.count(), Comment.objects.count()) == before
    Entity.objects.filter(pk=studio.first_shot.pk).update(data={"max_retakes": 2})
    assert comment("manager", "first_animation", "retake").status_code == 201


@pytest.mark.parametrize(
    ("own", "status"),
    [(2, 201), ("2", 201), (1, 400), (0, 400), ("many", 400), (None, 400), ("nan", 400), (-1, 400)],
)
def test_the_metadata_of_an_entity_may_allow_more_retakes(studio, comment, own, status):
    Project.objects.filter(pk=studio.feature.pk).update(max_retakes=1)
    Task.objects.filter(pk=studio.first_animation.pk).update(retake_count=1)
    Entity.objects.filter(pk=studio.first_shot.pk).update(data={"max_retakes": own})
    assert comment("manager", "first_animation", "retake").status_code == status


def test_a_hashtag_takes_a_comment_to_another_task_with_its_own_status(studio, comment):
    comment("manager", "first_animation", "wip", "Camera moved #compositing")
    copy = Comment.objects.get(object_id=studio.first_compositing.pk)
    assert copy.text == "Camera moved #compositing\n\n____\nFrom Animation task"
    assert copy.task_status == studio.todo
    assert events_since(0) == [
        "comment:new",
        "comment:new",
        "task:update",
        "news:new",
        "task:update",
        "news:new",
    ]


def test_who_follows_a_task_is_told_and_who_is_mentioned_twice(studio, comment):
    Subscription.objects.create(person=studio.supervisor, task=studio.first_animation)
    comment("manager", "first_animation", "wip", "See @Ann Animator, or @Modeling")
    told = Notification.objects.values_list("person__first_name", "type").order_by("person__first_name")
    assert sorted(told) == [("Ann", "comment"), ("Moe", "mention"), ("Sam", "comment")]
    comment("manager", "first_animation", "wfa", "See @Ann Animator")
    last = Notification.objects.filter(comment__task_status=studio.wfa, person=studio.animator)
    assert sorted(last.values_list("type", "change")) == [("comment", True), ("mention", False)]


def test_only_people_who_still_have_access_are_told(studio, comment):
    for person in (studio.outsider, studio.vendor):
        Subscription.objects.create(person=person, task=studio.first_animation)
    comment("manager", "first_animation", "wip", "Hello")
    assert list(Notification.objects.values_list("person__first_name", flat=True)) == ["Ann"]


def test_clients_are_told_of_what_is_meant_for_them_alone(studio, comment):
    Subscription.objects.create(person=studio.client, task=studio.first_animation)
    comment("manager", "first_animation", "wip", "Inside")
    comment("manager", "first_animation", "wip", "Outside", for_client=True)
    mine = Notification.objects.filter(person=studio.client)
    assert list(mine.values_list("comment__text", flat=True)) == ["Outside"]


def test_an_automation_moves_the_next_task_with_a_comment_that_says_why(studio, comment):
    automate(studio, "animation", "done", out_task_type=studio.compositing, out_task_status=studio.wip)
    comment("manager", "first_animation", "done", "Final")
    made = Comment.objects.get(object_id=studio.first_compositing.pk)
    assert made.text == "Change triggered by Animation set to Done"
    assert (made.person, made.task_status) == (studio.manager, studio.wip)
    assert events_since(0) == ["comment:new", "task:update", "task:status-changed", "news:new"] * 2


def test_an_automation_follows_the_status_of_the_task_not_that_of_an_older_comment(studio, comment):
    automate(studio, "animation", "retake", out_task_type=studio.compositing, out_task_status=studio.wip)
    comment("manager", "first_animation", "done")
    comment("manager", "first_animation", "retake", created_at="2020-01-07 10:00:00")
    assert Comment.objects.filter(object_id=studio.first_compositing.pk).count() == 0


def test_automations_that_feed_each_other_come_to_an_end(studio, comment):
    automate(studio, "animation", "wip", out_task_type=studio.compositing, out_task_status=studio.wip)
    automate(studio, "compositing", "wip", out_task_type=studio.animation, out_task_status=studio.wip)
    studio.feature.task_type_links.update(priority=1)
    assert comment("manager", "first_animation", "wip").status_code == 201
    assert Comment.objects.count() == 3


def test_an_automation_does_not_go_back_to_a_type_that_comes_before(studio, comment):
    automate(studio, "compositing", "done", out_task_type=studio.animation, out_task_status=studio.wip)
    comment("manager", "first_compositing", "done")
    assert Comment.objects.count() == 1


def test_an_asset_made_ready_is_counted_on_the_shots_that_cast_it(studio, comment):
    studio.feature.task_type_links.filter(task_type=studio.animation).update(priority=1)
    automate(
        studio,
        "modeling",
        "done",
        entity_type="asset",
        out_field_type="ready_for",
        out_task_type=studio.animation,
    )
    comment("manager", "hero_modeling", "done")
    assert Entity.objects.get(pk=studio.hero.pk).ready_for == studio.animation
    counts = Task.objects.filter(entity=studio.first_shot).order_by("task_type__name")
    assert list(counts.values_list("task_type__name", "nb_assets_ready")) == [
        ("Animation", 1),
        ("Compositing", 0),
    ]
    assert events_since(0)[-2:] == ["asset:update", "asset:update"]


def automate(studio, task_type, status, **columns) -> None:
    made = StatusAutomation.objects.create(
        **{
            "entity_type": "shot",
            "in_task_type": getattr(studio, task_type),
            "in_task_status": getattr(studio, status),
            **columns,
        }
    )
    ProjectStatusAutomationLink.objects.create(project=studio.feature, status_automation=made)


def test_files_come_with_a_comment_in_a_form(studio, api):
    form = {
        "task_status_id": str(studio.wip.pk),
        "comment": "See files",
        "checklist": '[{"text": "Arcs", "checked": false}]',
        "file-1": SimpleUploadedFile("notes.txt", b"some notes"),
        "file-2": SimpleUploadedFile("../../evil.png", b"<html>"),
    }
    answer = api("animator").post(f"/actions/tasks/{studio.first_animation.pk}/comment", form=form)
    assert answer.status_code == 201
    assert answer.json()["checklist"] == [{"text": "Arcs", "checked": False}]
    files = answer.json()["attachment_files"]
    assert [(f["name"], f["extension"], f["size"]) for f in files] == [
        ("notes.txt", "txt", 10),
        ("evil.png", "png", 6),
    ]
    types = AttachmentFile.objects.order_by("name").values_list("name", "mimetype")
    assert list(types) == [("evil.png", "application/octet-stream"), ("notes.txt", "text/plain")]


def test_a_file_that_is_too_large_is_refused_and_nothing_stays(studio, api, settings, tmp_path):
    settings.ATTACHMENT_MAX_SIZE = 12
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    form = {
        "task_status_id": str(studio.wip.pk),
        "file-1": SimpleUploadedFile("small.txt", b"small"),
        "file-2": SimpleUploadedFile("large.txt", b"much too large"),
    }
    answer = api("animator").post(f"/actions/tasks/{studio.first_animation.pk}/comment", form=form)
    assert answer.status_code == 400
    assert "ATTACHMENT_MAX_SIZE" in answer.json()["message"]
    assert Comment.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


MAY_COMMENT = {
    # who: on a task with the same status, on the task with a status that artists may not set
    "admin": (201, 201),
    "manager": (201, 201),
    "supervisor": (201, 201),
    "animator": (201, 403),
    "modeler": (403, 403),
    "vendor": (403, 403),
    "client": (201, 201),
    "outsider": (403, 403),
}


@pytest.mark.parametrize(("who", "statuses"), MAY_COMMENT.items())
def test_who_may_comment_the_first_animation(comment, who, statuses):
    answers = [comment(who, "first_animation", status, "x") for status in ("wip", "retake")]
    assert tuple(answer.status_code for answer in answers) == statuses


def test_vendors_set_no_status_that_artists_may_not(comment):
    assert comment("vendor", "second_animation", "wip").status_code == 201
    assert comment("vendor", "second_animation", "done").status_code == 403


def test_who_is_mentioned_answers_but_leaves_the_status(comment):
    comment("manager", "first_animation", "wip", "What about the rig, @Moe Modeler")
    assert comment("modeler", "first_animation", "wip", "It is fine").status_code == 201
    assert comment("modeler", "first_animation", "wfa", "It is fine").status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"task_status_id": None}, 400),
        ({"task_status_id": "wrong"}, 404),
        ({"task_status_id": "8e0e6b1c-0000-4000-8000-000000000004"}, 404),
        ({"comment": 5}, 400),
        ({"checklist": "x"}, 400),
        ({"checklist": ["x"]}, 400),
        ({"links": [1]}, 400),
        ({"person_id": "8e0e6b1c-0000-4000-8000-000000000004"}, 404),
        ({"person_id": 5}, 404),
        ({"created_at": "yesterday"}, 201),
        ({"created_at": 5}, 201),
    ],
)
def test_bodies_that_are_wrong(studio, api, body, status):
    whole = {"task_status_id": str(studio.wip.pk), **body} if body else {}
    path = f"/actions/tasks/{studio.first_animation.pk}/comment"
    assert api("manager").post(path, whole).status_code == status


@pytest.mark.parametrize("pk", ["wrong", "8e0e6b1c-0000-4000-8000-000000000004"])
def test_an_unknown_task_is_404(studio, api, pk):
    assert api("admin").post(f"/actions/tasks/{pk}/comment", {}).status_code == 404
    assert api("admin").get(f"/data/tasks/{pk}/comments").status_code == 404
    assert api("admin").get(f"/data/tasks/{pk}/full").status_code == 404


def test_posting_a_comment_takes_at_most_forty_queries(studio, api):
    manager = api("animator")
    path = f"/actions/tasks/{studio.first_animation.pk}/comment"
    body = {"task_status_id": str(studio.wfa.pk), "comment": "@Mona Manager, @Modeling #nothing"}
    with CaptureQueriesContext(connection) as queries:
        assert manager.post(path, body).status_code == 201
    assert len(queries) <= 40


def crowd(studio, size: int) -> None:
    """So many more on the team and on the task, each of whom wants mails."""
    people = [
        Person(
            first_name=f"P{number}",
            last_name="Crowd",
            email=f"p{number}@example.com",
            role="client" if number % 3 == 0 else "user",
            notifications_enabled=True,
        )
        for number in range(size)
    ]
    Person.objects.bulk_create(people)
    ProjectPersonLink.objects.bulk_create(ProjectPersonLink(project=studio.feature, person=p) for p in people)
    TaskPersonLink.objects.bulk_create(TaskPersonLink(task=studio.first_animation, person=p) for p in people)


@pytest.mark.parametrize("size", [3, 60])
def test_posting_a_comment_takes_at_most_forty_queries_whatever_the_size_of_the_team(studio, api, size):
    crowd(studio, size)
    form = {
        "task_status_id": str(studio.wfa.pk),
        "comment": "@Mona Manager @Modeling @P1 Crowd #nothing",
        "file-1": SimpleUploadedFile("notes.txt", b"notes"),
    }
    path = f"/actions/tasks/{studio.first_animation.pk}/comment"
    with CaptureQueriesContext(connection) as queries:
        assert api("supervisor").post(path, form=form).status_code == 201
    assert len(queries) <= 40
    assert Delivery.objects.count() == size - (size + 2) // 3  # clients are not told of what is not for them


def test_comments_are_listed_newest_first_with_who_wrote_them(studio, api, comment):
    comment("animator", "first_animation", "wip", "First")
    comment("manager", "first_animation", "wfa", "Second")
    rows = api("supervisor").get(f"/data/tasks/{studio.first_animation.pk}/comments").json()
    assert [(row["text"], row["person"]) for row in rows] == [
        (
            "Second",
            {
                "id": str(studio.manager.pk),
                "first_name": "Mona",
                "last_name": "Manager",
                "full_name": "Mona Manager",
                "has_avatar": False,
                "role": "manager",
            },
        ),
        (
            "First",
            {
                "id": str(studio.animator.pk),
                "first_name": "Ann",
                "last_name": "Animator",
                "full_name": "Ann Animator",
                "has_avatar": False,
                "role": "user",
            },
        ),
    ]
    assert rows[0]["task_status"] == {
        "id": str(studio.wfa.pk),
        "name": "Waiting For Approval",
        "short_name": "wfa",
        "color": "#999999",
    }


def test_clients_read_what_is_meant_for_them_and_artists_nothing_by_clients(studio, api, comment):
    comment("animator", "first_animation", "wip", "Between us")
    comment("manager", "first_animation", "wip", "For you", for_client=True)
    comment("client", "first_animation", "wip", "Thanks")
    path = f"/data/tasks/{studio.first_animation.pk}/comments"

    def read(who):
        return [
            (row["text"], row["person"] and row["person"]["first_name"]) for row in api(who).get(path).json()
        ]

    assert read("client") == [("Thanks", "Clay"), ("For you", None)]
    assert read("animator") == [("For you", "Mona"), ("Between us", "Ann")]
    assert read("supervisor") == [("Thanks", "Clay"), ("For you", "Mona"), ("Between us", "Ann")]
