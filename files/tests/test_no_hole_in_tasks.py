"""Where tasks, comments and what hangs on them are closed, on purpose (notes on what is stricter)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.models import PreviewFile
from production.models import (
    AttachmentFile,
    Comment,
    CommentPreviewLink,
    Notification,
    ProjectPersonLink,
    Subscription,
    Task,
    TaskPersonLink,
    TaskStatus,
)
from production.services import comments, replies

PRIVATE = {"daily_salary", "phone", "email", "last_presence", "password", "totp_secret", "seniority"}


@pytest.fixture
def said(studio) -> Comment:
    """The supervisor's comment on the animator's task, with a file, a reply and a preview."""
    files = [SimpleUploadedFile("notes.txt", b"notes")]
    by = {"author": studio.supervisor, "by": studio.supervisor}
    comment = comments.post(task=studio.first_animation, status=studio.wip, text="Softer", files=files, **by)
    preview = PreviewFile.objects.create(name="p", revision=1, position=1, task=studio.first_animation)
    CommentPreviewLink.objects.create(comment=comment, preview_file=preview)
    replies.add(comment=comment, task=studio.first_animation, text="Yes", by=studio.animator)
    comment.refresh_from_db()
    return comment


# A. Every id is checked


THROUGH_TASKS = (
    ("GET", "/data/tasks/{task}/comments/{comment}"),
    ("DELETE", "/data/tasks/{task}/comments/{comment}"),
    ("POST", "/data/tasks/{task}/comments/{comment}/ack"),
    ("POST", "/data/tasks/{task}/comments/{comment}/reply"),
    ("DELETE", "/data/tasks/{task}/comments/{comment}/reply/{reply}"),
    ("DELETE", "/data/tasks/{task}/comments/{comment}/attachments/{file}"),
    ("POST", "/actions/tasks/{task}/comments/{comment}/add-attachment"),
    ("POST", "/actions/tasks/{task}/comments/{comment}/add-preview"),
    ("POST", "/actions/tasks/{task}/comments/{comment}/preview-files/{preview}"),
    ("DELETE", "/actions/tasks/{task}/comments/{comment}/preview-files/{preview}"),
    ("POST", "/actions/tasks/{task}/comments/{comment}/move"),
)


@pytest.mark.parametrize("other", ["second_animation", "robot_modeling"])
def test_what_hangs_on_a_comment_is_not_reached_through_another_task(studio, api, said, other):
    ids = {
        "task": getattr(studio, other).pk,
        "comment": said.pk,
        "reply": said.replies[0]["id"],
        "file": AttachmentFile.objects.get().pk,
        "preview": PreviewFile.objects.get().pk,
    }
    admin, body = api("admin"), {"text": "x", "target_task_id": str(studio.first_compositing.pk)}
    answers = {
        f"{method} {path}": admin.call(method, path.format(**ids), body).status_code
        for method, path in THROUGH_TASKS
    }
    assert {route: code for route, code in answers.items() if code not in (400, 403, 404)} == {}
    said.refresh_from_db()
    assert (said.object_id, len(said.replies)) == (studio.first_animation.pk, 1)
    assert (AttachmentFile.objects.count(), PreviewFile.objects.count()) == (1, 1)


def test_a_supervisor_of_the_department_has_no_right_in_a_production_of_others(studio, api):
    task = studio.episode_animation
    TaskPersonLink.objects.create(task=task, person=studio.modeler)
    far = Comment.objects.create(
        object_id=task.pk, object_type="Task", person=studio.modeler, task_status=studio.todo
    )
    who, ids = api("supervisor"), [str(task.pk)]
    me = {"person_id": str(studio.supervisor.pk)}
    status = {"task_status_id": str(studio.wip.pk)}
    assert who.put(f"/data/tasks/{task.pk}", {"priority": 2}).status_code == 403
    assert who.put(f"/actions/tasks/{task.pk}/assign", me).status_code == 403
    assert who.put(f"/data/comments/{far.pk}", {"pinned": True}).status_code == 403
    assert who.post(f"/actions/tasks/{task.pk}/comment", status).status_code == 403
    assert who.put("/actions/tasks/set-priority", {"task_ids": ids, "priority": 2}).json() == []
    assert who.put("/actions/tasks/clear-assignation", {"task_ids": ids}).json() == []
    assert who.put(f"/actions/persons/{studio.supervisor.pk}/assign", {"task_ids": ids}).json() == []
    assert list(task.assignees.all()) == [studio.modeler]
    rows = [{**status, "object_id": str(task.pk), "comment": "x"}]
    path = f"/actions/projects/{studio.feature.pk}/tasks/comment-many"
    assert who.post(path, rows).status_code == 404


def test_each_task_of_a_list_is_checked(studio, api):
    ids = [str(studio.first_animation.pk), str(studio.robot_modeling.pk)]
    assert api("manager").post(
        f"/actions/projects/{studio.feature.pk}/delete-tasks", [ids[1]]
    ).status_code == 200  # fmt: skip
    assert Task.objects.filter(pk=studio.robot_modeling.pk).exists()
    assert api("animator").post("/actions/user/tasks/subscribe", {"task_ids": ids}).status_code == 403
    assert not Subscription.objects.exists()
    done = api("manager").put("/actions/tasks/set-priority", {"task_ids": ids, "priority": 2}).json()
    assert [task["id"] for task in done] == ids[:1]


# B. Every mutation asks for a right


@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 201), ("animator", 201), ("client", 403), ("vendor", 403), ("outsider", 403)],
)
def test_who_makes_a_task_on_its_own(studio, api, who, status):
    body = {"entity_id": str(studio.lamp.pk), "task_type_id": str(studio.modeling.pk), "name": "second"}
    assert api(who).post("/data/tasks", body).status_code == status
    elsewhere = {**body, "name": "third", "project_id": str(studio.series.pk)}
    assert api(who).post("/data/tasks", elsewhere).status_code == (400 if status == 201 else 403)


@pytest.mark.parametrize("who", ["animator", "vendor"])
def test_a_status_that_artists_may_not_set_is_refused_in_comments_and_in_edits(studio, api, who):
    task = {"animator": studio.first_animation, "vendor": studio.second_animation}[who]
    done = {"task_status_id": str(studio.done.pk)}
    path = f"/actions/tasks/{task.pk}/comment"
    assert api(who).post(path, done).status_code == 403
    made = api(who).post(path, {"task_status_id": str(studio.wip.pk)}).json()
    assert api(who).put(f"/data/comments/{made['id']}", done).status_code == 403
    assert (
        api(who).put(f"/data/comments/{made['id']}", {"task_status_id": str(studio.wfa.pk)}).status_code
        == 200
    )
    assert (
        api(who)
        .post(f"/actions/tasks/{task.pk}/batch-comment", {"comments": [{**done, "text": "x"}]})
        .status_code
        == 403
    )


def test_who_left_is_neither_told_nor_listed(studio, api):
    Subscription.objects.create(person=studio.client, task=studio.first_animation)
    Subscription.objects.create(person=studio.vendor, task=studio.first_animation)
    ProjectPersonLink.objects.filter(project=studio.feature, person=studio.modeler).delete()
    TaskPersonLink.objects.create(task=studio.first_animation, person=studio.modeler)
    by = {"author": studio.supervisor, "by": studio.supervisor}
    comments.post(task=studio.first_animation, status=studio.wip, text="@Moe Modeler @Clay Client", **by)
    told = Notification.objects.values_list("person__first_name", "type").order_by(
        "person__first_name", "type"
    )
    assert list(told) == [("Ann", "comment"), ("Clay", "comment"), ("Clay", "mention")]
    assert len(api("animator").get("/data/user/notifications").json()) == 1
    ProjectPersonLink.objects.filter(project=studio.feature, person=studio.animator).delete()
    assert api("animator").get("/data/user/notifications").json() == []


# C. Nobody reads more through one door than through another


def keys_of(value) -> set:
    """Every key at any depth."""
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in keys_of(item)}
    return {key for item in value for key in keys_of(item)} if isinstance(value, list) else set()


def test_people_come_with_public_keys_where_tasks_name_them(studio, api, said):
    task = studio.first_animation
    calls = (
        ("GET", f"/data/tasks/{task.pk}/full", None),
        ("GET", f"/data/tasks/{task.pk}/comments", None),
        ("GET", f"/data/comments/{said.pk}", None),
        ("GET", f"/data/projects/{studio.feature.pk}/news", None),
        ("POST", f"/actions/tasks/{task.pk}/comment", {"task_status_id": str(studio.wip.pk)}),
        ("POST", f"/data/tasks/{task.pk}/comments/{said.pk}/reply", {"text": "x"}),
        ("PUT", f"/actions/tasks/{task.pk}/to-review", {"person_id": str(studio.animator.pk)}),
    )
    found = {}
    for method, path, body in calls:
        answer = api("animator").call(method, path, body)
        assert answer.status_code < 300, answer.content
        if more := keys_of(answer.json()) & PRIVATE:
            found[path] = more
    assert found == {}


@pytest.mark.parametrize("isolated", [False, True])
def test_what_the_list_of_a_client_leaves_out_is_closed_to_them_everywhere(studio, api, said, isolated):
    type(studio.feature).objects.filter(pk=studio.feature.pk).update(is_clients_isolated=isolated)
    CommentPreviewLink.objects.all().delete()
    file, client, task = AttachmentFile.objects.get(), api("client"), studio.first_animation.pk
    assert client.get(f"/data/tasks/{task}/comments").json() == []
    calls = (
        ("GET", f"/data/comments/{said.pk}"),
        ("GET", f"/data/tasks/{task}/comments/{said.pk}"),
        ("POST", f"/data/tasks/{task}/comments/{said.pk}/ack"),
        ("POST", f"/data/tasks/{task}/comments/{said.pk}/reply"),
        ("PUT", f"/data/comments/{said.pk}"),
        ("DELETE", f"/data/tasks/{task}/comments/{said.pk}"),
        ("GET", f"/data/attachment-files/{file.pk}"),
        ("GET", f"/data/attachment-files/{file.pk}/file/notes.txt"),
    )
    answers = {
        f"{method} {path}": client.call(method, path, {"text": "x"}).status_code for method, path in calls
    }
    assert {route: code for route, code in answers.items() if code != 403} == {}


# D. A failed action changes nothing


def test_comments_that_come_together_are_posted_together_or_not_at_all(studio, api):
    TaskStatus.objects.filter(pk=studio.done.pk).update(is_artist_allowed=False)
    good = {"task_status_id": str(studio.wip.pk), "text": "x", "comment": "x"}
    bad = {**good, "task_status_id": str(studio.done.pk)}
    task = {"task_id": str(studio.first_animation.pk), "object_id": str(studio.first_animation.pk)}
    who, rows = api("animator"), [{**good, **task}, {**bad, **task}]
    assert who.post("/actions/tasks/batch-comment", {"comments": rows}).status_code == 403
    assert who.post(f"/actions/projects/{studio.feature.pk}/tasks/comment-many", rows).status_code == 403
    assert (Comment.objects.count(), Notification.objects.count()) == (0, 0)


def test_a_deletion_that_is_refused_has_removed_nothing(studio, api, said):
    Subscription.objects.create(person=studio.manager, task=studio.first_animation)
    assert api("manager").delete(f"/data/tasks/{studio.first_animation.pk}").status_code == 400
    assert api("manager").delete(f"/data/sequences/{studio.sequence.pk}").status_code == 400
    assert api("admin").delete(f"/data/entities/{studio.first_shot.pk}").status_code == 400
    assert (Comment.objects.count(), AttachmentFile.objects.count()) == (1, 1)
    assert (Subscription.objects.count(), PreviewFile.objects.count()) == (1, 1)
    assert studio.first_shot.casting_links.count() == 1
