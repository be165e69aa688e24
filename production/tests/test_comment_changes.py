"""What is done to a comment: edits, deletion, replies, moves, files (notes on tasks, section 2)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kitsu_site.models import ApiEvent
from production.models import AttachmentFile, Comment, News, Notification, Task

HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def told(studio, api):
    """A comment of the animator that asks for a review; the log starts after it."""
    made = api("animator").post(
        f"/actions/tasks/{studio.first_animation.pk}/comment",
        {"task_status_id": str(studio.wfa.pk), "comment": "Look @Mona Manager", "checklist": CHECKLIST},
    )
    ApiEvent.objects.all().delete()
    return Comment.objects.get(pk=made.json()["id"])


CHECKLIST = [{"text": "Arcs", "checked": False}]


def log() -> list[str]:
    return list(ApiEvent.objects.order_by("created_at").values_list("name", flat=True))


def data_path(studio, comment, more="") -> str:
    return f"/data/tasks/{studio.first_animation.pk}/comments/{comment.pk}{more}"


def action_path(studio, comment, more="") -> str:
    return f"/actions{data_path(studio, comment, more).removeprefix('/data')}"


def test_an_edit_is_signed_mentions_follow_and_so_does_the_status(studio, api, told):
    answer = api("animator").put(
        f"/data/comments/{told.pk}", {"text": "Wait @Sam Supervisor", "task_status_id": str(studio.wip.pk)}
    )
    assert answer.status_code == 200
    assert answer.json()["editor_id"] == str(studio.animator.pk)
    assert list(told.mentions.values_list("first_name", flat=True)) == ["Sam"]
    mentioned = Notification.objects.filter(type="mention").values_list("person__first_name", flat=True)
    assert list(mentioned) == ["Sam"]
    assert Task.objects.get(pk=studio.first_animation.pk).task_status == studio.wip
    assert log() == ["task:update", "task:status-changed", "comment:update", "comment:update"]
    rich, bare = ApiEvent.objects.filter(name="comment:update").order_by("created_at")
    assert rich.data == {
        "comment_id": str(told.pk),
        "task_id": str(studio.first_animation.pk),
        "project_id": str(studio.feature.pk),
    }
    assert (bare.data, bare.project_id) == ({"comment_id": str(told.pk)}, None)


def test_any_edit_tells_anew_whom_the_text_mentions_its_author_included(studio, api, told):
    Comment.objects.filter(pk=told.pk).update(text="Look @Mona Manager @Ann Animator")
    Notification.objects.update(read=True)
    assert api("supervisor").put(f"/data/comments/{told.pk}", {"pinned": True}).status_code == 200
    mentioned = Notification.objects.filter(type="mention").order_by("person__first_name")
    assert list(mentioned.values_list("person__first_name", "read")) == [("Ann", False), ("Mona", False)]


@pytest.mark.parametrize("columns", [("for_client",), ("pinned",), ("person_id", "object_id")])
def test_what_is_sent_as_it_is_changes_nothing_that_others_decide(studio, api, told, columns):
    kept = {
        "for_client": False,
        "pinned": False,
        "person_id": str(studio.animator.pk),
        "object_id": str(studio.first_animation.pk),
    }
    body = {"text": "Again", **{name: kept[name] for name in columns}}
    assert api("animator").put(f"/data/comments/{told.pk}", body).status_code == 200
    told.refresh_from_db()
    assert told.text == "Again"


@pytest.mark.parametrize("checklist", [["Arcs"], [None], [{"text": "Arcs"}, 5], "text", {"a": 1}, 5])
def test_a_checklist_is_a_list_of_objects(api, told, checklist):
    for who in ("manager", "animator", "modeler"):
        answer = api(who).put(f"/data/comments/{told.pk}", {"checklist": checklist})
        assert (answer.status_code, answer.json()["data"]["errors"][0]["field"]) == (400, "checklist")
    told.refresh_from_db()
    assert told.checklist == CHECKLIST


def test_a_comment_keeps_a_status(studio, api, told):
    answer = api("animator").put(f"/data/comments/{told.pk}", {"task_status_id": None})
    assert (answer.status_code, answer.json()["data"]["errors"][0]["field"]) == (400, "task_status_id")
    Comment.objects.filter(pk=told.pk).update(task_status=None)  # as imports leave some
    body = {"task_status_id": None, "text": "Imported"}
    assert api("animator").put(f"/data/comments/{told.pk}", body).status_code == 200


def test_what_was_stored_oddly_long_ago_hinders_no_edit(api, told):
    Comment.objects.filter(pk=told.pk).update(checklist="Arcs", replies=[{"text": "Yes"}])
    assert api("animator").put(f"/data/comments/{told.pk}", {"text": "Again"}).status_code == 200


def test_replies_are_not_written_with_their_comment(studio, api, told):
    forged = [{"id": str(told.pk), "person_id": str(studio.manager.pk), "text": "Approved"}]
    for who in ("animator", "admin"):
        assert api(who).put(f"/data/comments/{told.pk}", {"replies": forged}).status_code == 200
    told.refresh_from_db()
    assert told.replies == []


@pytest.mark.parametrize("replies", ["text", [None], ["text"], [{}], [{"id": 5, "person_id": 5}], {"a": 1}])
def test_replies_of_a_new_row_are_a_list_of_who_said_what(studio, api, replies):
    row = {"object_id": str(studio.first_animation.pk), "object_type": "Task", "replies": replies}
    body = {**row, "person_id": str(studio.animator.pk)}
    assert api("admin").post("/data/comments", body).status_code == 400
    rows = [{**body, "id": "11111111-1111-4111-8111-111111111111"}]
    assert api("admin").post("/import/kitsu/comments", rows).status_code == 400


EDITS = {
    # who: the text, pinned, for_client, a tick
    "admin": (200, 200, 200, 200),
    "manager": (200, 200, 200, 200),
    "supervisor": (403, 200, 403, 200),
    "animator": (200, 403, 403, 200),
    "modeler": (403, 403, 403, 403),
    "vendor": (403, 403, 403, 403),
    "client": (403, 403, 403, 403),
    "outsider": (403, 403, 403, 403),
}


@pytest.mark.parametrize(("who", "statuses"), EDITS.items())
def test_who_edits_what(api, told, who, statuses):
    bodies = ({"text": "x"}, {"pinned": True}, {"for_client": True}, {"checklist": TICKED})
    answers = [api(who).put(f"/data/comments/{told.pk}", body) for body in bodies]
    assert tuple(answer.status_code for answer in answers) == statuses


TICKED = [{"text": "Arcs", "checked": True}]


def test_a_comment_stays_in_its_production(studio, api, told):
    moved = api("admin").put(f"/data/comments/{told.pk}", {"object_id": str(studio.robot_modeling.pk)})
    assert moved.status_code == 400


def test_a_deleted_comment_takes_its_news_and_the_task_is_recounted(studio, api, told):
    assert api("animator").delete(data_path(studio, told)).status_code == 204
    assert (Comment.objects.count(), News.objects.count(), Notification.objects.count()) == (0, 0, 0)
    task = Task.objects.get(pk=studio.first_animation.pk)
    assert (task.task_status, task.last_comment_date, task.end_date) == (studio.todo, None, None)
    assert log() == ["comment:delete", "task:update", "task:status-changed"]


DELETES = {"manager": 204, "supervisor": 403, "modeler": 403, "vendor": 403, "client": 403, "outsider": 403}


@pytest.mark.parametrize(("who", "status"), DELETES.items())
def test_who_deletes_a_comment_of_another(studio, api, told, who, status):
    assert api(who).delete(data_path(studio, told)).status_code == status


def test_a_comment_is_looked_for_on_its_own_task(studio, api, told):
    path = f"/data/tasks/{studio.second_animation.pk}/comments/{told.pk}"
    assert api("admin").get(path).status_code == 404
    assert api("admin").delete(path).status_code == 404
    assert api("admin").post(f"{path}/ack").status_code == 404
    assert api("admin").post(f"{path}/reply", {"text": "x"}).status_code == 403


def test_a_reply_is_kept_in_the_comment_and_told(studio, api, told):
    answer = api("supervisor").post(data_path(studio, told, "/reply"), {"text": "Yes @Ann Animator"})
    assert answer.status_code == 200
    reply = answer.json()
    assert reply == {
        "id": reply["id"],
        "date": reply["created_at"],
        "created_at": reply["created_at"],
        "person_id": str(studio.supervisor.pk),
        "text": "Yes @Ann Animator",
        "mentions": [str(studio.animator.pk)],
        "department_mentions": [],
        "person": {
            "id": str(studio.supervisor.pk),
            "first_name": "Sam",
            "last_name": "Supervisor",
            "full_name": "Sam Supervisor",
            "has_avatar": False,
            "role": "supervisor",
        },
    }
    assert log() == ["comment:reply"]
    rows = Notification.objects.filter(reply_id=reply["id"]).values_list("person__first_name", "type")
    assert sorted(rows) == [("Ann", "reply"), ("Ann", "reply-mention")]
    assert api("manager").delete(data_path(studio, told, f"/reply/{reply['id']}")).status_code == 403
    assert api("supervisor").delete(data_path(studio, told, f"/reply/{reply['id']}")).status_code == 200
    assert not Notification.objects.filter(reply_id=reply["id"]).exists()
    assert api("supervisor").delete(data_path(studio, told, f"/reply/{reply['id']}")).status_code == 404


def test_clients_answer_only_clients_of_their_studio_and_nothing_they_do_not_read(studio, api, told):
    assert api("client").post(data_path(studio, told, "/reply"), {"text": "x"}).status_code == 403
    Comment.objects.filter(pk=told.pk).update(for_client=True)
    assert api("client").post(data_path(studio, told, "/reply"), {"text": "x"}).status_code == 200


def test_an_acknowledgement_is_taken_back_the_second_time_and_not_logged(studio, api, told):
    path = data_path(studio, told, "/ack")
    assert api("manager").post(path).json()["acknowledgements"] == [str(studio.manager.pk)]
    assert api("manager").post(path).json()["acknowledgements"] == []
    assert api("outsider").post(path).status_code == 403
    assert log() == []


def test_a_moved_comment_recounts_both_tasks(studio, api, told):
    body = {"target_task_id": str(studio.first_compositing.pk)}
    assert api("animator").post(action_path(studio, told, "/move"), body).status_code == 403
    assert api("manager").post(action_path(studio, told, "/move"), body).status_code == 200
    statuses = Task.objects.filter(entity=studio.first_shot).order_by("task_type__name")
    assert list(statuses.values_list("task_status__short_name", flat=True)) == ["todo", "wfa"]
    assert log() == ["news:delete", "task:update", "task:update", "comment:delete", "comment:new", "news:new"]


@pytest.mark.parametrize("target", ["first_animation", "second_animation"])
def test_a_comment_moves_to_another_task_of_its_entity_alone(studio, api, told, target):
    body = {"target_task_id": str(getattr(studio, target).pk)}
    assert api("manager").post(action_path(studio, told, "/move"), body).status_code == 400


def test_files_are_downloads_whatever_they_are_called_unless_they_are_safe_pictures(studio, api, told):
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
        "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
    )
    form = {
        "a": SimpleUploadedFile("page.html", HTML),
        "b": SimpleUploadedFile("fake.png", HTML),
        "c": SimpleUploadedFile("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        "d": SimpleUploadedFile("real.txt", png),
    }
    made = api("animator").post(action_path(studio, told, "/add-attachment"), form=form)
    assert made.status_code == 201
    found = {}
    for row in made.json():
        file = api("manager").get(f"/data/attachment-files/{row['id']}/file/{row['name']}")
        found[row["name"]] = file["Content-Type"], file.get("Content-Disposition", "").partition(";")[0]
    assert found == {
        "page.html": ("application/octet-stream", "attachment"),
        "fake.png": ("application/octet-stream", "attachment"),
        "drawing.svg": ("application/octet-stream", "attachment"),
        "real.txt": ("image/png", ""),
    }


def test_who_attaches_reads_and_removes_files(studio, api, told):
    path = action_path(studio, told, "/add-attachment")
    made = api("animator").post(path, form={"file": SimpleUploadedFile("a.txt", b"text")}).json()[0]
    content = f"/data/attachment-files/{made['id']}/file/a.txt"
    assert {
        who: api(who).get(content).status_code for who in ("supervisor", "client", "vendor", "outsider")
    } == {
        "supervisor": 200,
        "client": 403,
        "vendor": 403,
        "outsider": 403,
    }
    assert api("supervisor").post(path, form={"file": SimpleUploadedFile("b.txt", b"x")}).status_code == 403
    remove = data_path(studio, told, f"/attachments/{made['id']}")
    assert api("supervisor").delete(remove).status_code == 403
    assert api("animator").delete(remove).status_code == 204
    assert AttachmentFile.objects.count() == 0
