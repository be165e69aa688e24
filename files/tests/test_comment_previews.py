"""Previews published with comments, comments many at once, automations that bring previews along."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from files.models import PreviewFile
from files.services import comment_previews
from kitsu_site.models import ApiEvent
from kitsu_site.tests import media
from kitsu_site.tests.concurrency import at_once
from production.models import Comment, News, ProjectStatusAutomationLink, StatusAutomation, Task


@pytest.fixture
def post(studio, api):
    """Posts a comment of the manager; answers its path under /actions."""

    def post(task="first_animation", status="wfa"):
        task = getattr(studio, task).pk
        body = {"task_status_id": str(getattr(studio, status).pk), "comment": "x"}
        made = api("manager").post(f"/actions/tasks/{task}/comment", body).json()
        return f"/actions/tasks/{task}/comments/{made['id']}"

    return post


def numbers(answer) -> tuple:
    return answer.status_code, answer.json()["revision"], answer.json()["position"]


def test_a_comments_previews_share_a_revision_and_each_comment_has_its_own(studio, api, post):
    comment = post()
    ApiEvent.objects.all().delete()
    first = api("manager").post(f"{comment}/add-preview", {})
    assert numbers(first) == (201, 1, 1)
    assert list(ApiEvent.objects.order_by("created_at").values_list("name", flat=True)) == [
        "preview-file:new",
        "comment:update",
    ]
    assert str(News.objects.get().preview_file_id) == first.json()["id"]
    assert numbers(api("manager").post(f"{comment}/add-preview", {})) == (201, 1, 2)
    beside = f"{comment}/preview-files/{first.json()['id']}"
    assert numbers(api("manager").post(beside, {})) == (201, 1, 3)
    second = post()
    assert api("manager").post(f"{second}/add-preview", {"revision": 1}).status_code == 400
    assert numbers(api("manager").post(f"{second}/add-preview", {"revision": 5})) == (201, 5, 1)
    assert numbers(api("manager").post(f"{post()}/add-preview", {})) == (201, 6, 1)
    rows = api("animator").get(f"/data/tasks/{studio.first_animation.pk}/previews").json()
    assert [row["revision"] for row in rows] == [6, 5, 1, 1, 1]


def comments_on(task, count: int, studio) -> list[Comment]:
    return [
        Comment.objects.create(
            object_id=task.pk, object_type="Task", person=studio.animator, task_status=studio.wfa
        )
        for _ in range(count)
    ]


@pytest.mark.django_db(transaction=True)
def test_twenty_comments_that_ask_at_once_get_twenty_revisions(studio):
    task = studio.first_animation

    def ask(comment):
        def call():
            preview = comment_previews.add(comment=comment, task=task, by=studio.animator)
            return preview.revision, preview.position

        return call

    found = at_once(*[ask(comment) for comment in comments_on(task, 20, studio)])
    assert sorted(found) == [(revision, 1) for revision in range(1, 21)]


@pytest.mark.django_db(transaction=True)
def test_twenty_previews_of_a_comment_that_come_at_once_get_twenty_positions(studio):
    task = studio.first_animation
    [comment] = comments_on(task, 1, studio)

    def ask():
        preview = comment_previews.add(comment=comment, task=task, by=studio.animator)
        return preview.revision, preview.position

    assert sorted(at_once(*[ask] * 20)) == [(1, position) for position in range(1, 21)]


def test_a_revision_is_taken_until_its_last_position_is_gone(api, post):
    first, second = post(), post()
    made = [api("manager").post(f"{first}/add-preview", {}).json()["id"] for _ in range(2)]
    for preview, taken in ((made[0], 400), (made[1], 201)):
        api("manager").delete(f"{first}/preview-files/{preview}")
        assert api("manager").post(f"{second}/add-preview", {"revision": 1}).status_code == taken


def test_the_main_preview_of_a_task_is_the_first_made_of_its_last_revision(studio, api, post):
    comment = post()
    first, second = (api("manager").post(f"{comment}/add-preview", {}).json()["id"] for _ in range(2))
    api("manager").put(f"/actions/preview-files/{second}/update-position", {"position": 1})
    entity = api("manager").put(f"/actions/tasks/{studio.first_animation.pk}/set-main-preview", {}).json()
    assert entity["preview_file_id"] == first


def test_one_preview_a_revision_where_the_production_wants_it(studio, api, post):
    studio.feature.is_single_preview_per_revision = True
    studio.feature.save()
    comment = post()
    assert api("manager").post(f"{comment}/add-preview", {}).status_code == 201
    assert api("manager").post(f"{comment}/add-preview", {}).status_code == 400


RIGHTS = {
    # who: add, remove
    "admin": (201, 204),
    "manager": (201, 204),
    "supervisor": (201, 204),
    "animator": (201, 204),
    "modeler": (403, 204),
    "vendor": (403, 403),
    "client": (403, 403),
    "outsider": (403, 403),
}


@pytest.mark.parametrize(("who", "statuses"), RIGHTS.items())
def test_who_adds_and_removes_previews(api, post, who, statuses):
    comment = post()
    made = api("manager").post(f"{comment}/add-preview", {}).json()["id"]
    answers = (
        api(who).post(f"{comment}/add-preview", {}),
        api(who).delete(f"{comment}/preview-files/{made}"),
    )
    assert tuple(answer.status_code for answer in answers) == statuses


def test_a_preview_is_removed_through_its_own_comment(api, post):
    comment, other = post(), post()
    made = api("manager").post(f"{comment}/add-preview", {}).json()["id"]
    assert api("manager").delete(f"{other}/preview-files/{made}").status_code == 404
    assert api("manager").delete(f"{comment}/preview-files/wrong").status_code == 400


def test_many_comments_are_posted_all_or_none(studio, api):
    wip, wfa = str(studio.wip.pk), str(studio.wfa.pk)
    rows = [{"text": "First", "task_status_id": wip}, {"text": "Second", "task_status_id": wfa}]
    path = f"/actions/tasks/{studio.first_animation.pk}/batch-comment"
    made = api("animator").post(path, {"comments": rows})
    assert made.status_code == 201
    assert [(row["text"], row["preview_files"]) for row in made.json()] == [("First", []), ("Second", [])]
    mixed = [
        {"task_id": str(studio.first_animation.pk), "text": "Mine", "task_status_id": wip},
        {"task_id": str(studio.hero_modeling.pk), "text": "Not mine", "task_status_id": wip},
    ]
    assert api("animator").post("/actions/tasks/batch-comment", {"comments": mixed}).status_code == 403
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    "body", [{}, {"comments": "x"}, {"comments": ["x"]}, {"comments": [{"text": "no status"}]}]
)
def test_wrong_batches_are_400(studio, api, body):
    path = f"/actions/tasks/{studio.first_animation.pk}/batch-comment"
    assert api("admin").post(path, body).status_code == 400


def test_the_files_of_a_batch_go_with_their_comments(studio, api):
    form = {
        "comments": f'[{{"text": "a", "task_status_id": "{studio.wip.pk}"}},'
        f' {{"text": "b", "task_status_id": "{studio.wip.pk}"}}]',
        "attachment_file-1": SimpleUploadedFile("b.txt", b"b"),
    }
    made = api("animator").post(f"/actions/tasks/{studio.first_animation.pk}/batch-comment", form=form)
    assert [[file["name"] for file in row["attachment_files"]] for row in made.json()] == [[], ["b.txt"]]


def batch(studio, *names: str, **files) -> dict:
    """The form of a batch of comments, one for each of the files' names, with the files."""
    rows = ",".join(f'{{"text": "{name}", "task_status_id": "{studio.wip.pk}"}}' for name in names)
    return {"comments": f"[{rows}]", **{name.replace("__", "-"): file for name, file in files.items()}}


def test_the_previews_of_a_batch_are_published_with_their_comments(studio, api):
    path = f"/actions/tasks/{studio.first_animation.pk}/batch-comment"
    pair = {
        "preview_file__1": SimpleUploadedFile("front.png", media.png()),
        "preview_file__1__2": SimpleUploadedFile("back.png", media.png((48, 24))),
    }
    answer = api("animator").post(path, form=batch(studio, "a", "b", **pair))
    assert answer.status_code == 201
    shown = [
        [(p["original_name"], p["revision"], p["position"], p["status"]) for p in row["preview_files"]]
        for row in answer.json()
    ]
    assert shown == [[], [("front", 1, 1, "ready"), ("back", 1, 2, "ready")]]
    comment = Comment.objects.get(text="b")
    assert set(comment.previews.values_list("original_name", flat=True)) == {"front", "back"}


@pytest.mark.django_db(transaction=True)
def test_the_movie_of_a_batch_is_prepared_before_the_answer_where_nobody_else_would(studio, api):
    path = f"/actions/tasks/{studio.first_animation.pk}/batch-comment"
    form = batch(studio, "a", preview_file__0=SimpleUploadedFile("a.mp4", media.movie()))
    shown = api("animator").post(path, form=form).json()[0]["preview_files"]
    assert [(p["extension"], p["status"], p["is_movie"]) for p in shown] == [("mp4", "ready", False)]


def test_a_preview_of_no_use_leaves_nothing_of_its_batch(studio, api):
    path = f"/actions/tasks/{studio.first_animation.pk}/batch-comment"
    before = stored()
    files = {
        "attachment_file__0": SimpleUploadedFile("notes.txt", b"notes"),
        "preview_file__0": SimpleUploadedFile("a.png", media.png()),
        "preview_file__1": SimpleUploadedFile("b.png", b"no picture"),
    }
    answer = api("animator").post(path, form=batch(studio, "a", "b", **files))
    assert answer.status_code == 400
    assert (Comment.objects.count(), PreviewFile.objects.count()) == (0, 0)
    assert stored() == before


def stored() -> set[str]:
    """All that lies in the folder of stored files."""
    return {str(path) for path in Path(settings.PREVIEW_FOLDER).rglob("*") if path.is_file()}


def test_clients_publish_no_previews_with_a_batch(studio, api):
    studio.wip.is_client_allowed = True
    studio.wip.save()
    path = f"/actions/tasks/{studio.first_animation.pk}/batch-comment"
    form = batch(studio, "a", preview_file__0=SimpleUploadedFile("a.png", media.png()))
    assert api("client").post(path, form=form).status_code == 403
    assert Comment.objects.count() == 0


MANY = {"manager": 2, "supervisor": 1, "animator": 1, "modeler": 0, "client": 0}


@pytest.mark.parametrize(("who", "count"), MANY.items())
def test_of_many_comments_those_stay_that_one_may_post(studio, api, who, count):
    rows = [
        {"object_id": str(task.pk), "task_status_id": str(studio.wip.pk), "comment": "x"}
        for task in (studio.first_animation, studio.lamp_modeling)
    ]
    path = f"/actions/projects/{studio.feature.pk}/tasks/comment-many"
    made = api(who).post(path, [*rows, {"comment": "incomplete"}])
    assert made.status_code == 201
    assert len(made.json()) == count


def test_comments_of_many_are_on_tasks_of_that_production(studio, api):
    row = {"object_id": str(studio.robot_modeling.pk), "task_status_id": str(studio.wip.pk), "comment": "x"}
    path = f"/actions/projects/{studio.feature.pk}/tasks/comment-many"
    assert api("admin").post(path, [row]).status_code == 404
    assert api("admin").post(path, {"comment": "not a list"}).status_code == 400


def test_an_automation_copies_the_last_previews_to_its_comment(studio, api, post):
    made = StatusAutomation.objects.create(
        entity_type="shot",
        in_task_type=studio.animation,
        in_task_status=studio.done,
        out_task_type=studio.compositing,
        out_task_status=studio.wip,
        import_last_revision=True,
    )
    ProjectStatusAutomationLink.objects.create(project=studio.feature, status_automation=made)
    comment = post()
    for _ in range(2):
        api("manager").post(f"{comment}/add-preview", {})
    PreviewFile.objects.update(status="ready", extension="png", width=640)
    post(status="done")
    copies = PreviewFile.objects.filter(task=studio.first_compositing).order_by("position")
    assert list(copies.values_list("revision", "position", "extension", "width", "status")) == [
        (1, 1, "png", 640, "ready"),
        (1, 2, "png", 640, "ready"),
    ]
    target = Comment.objects.get(object_id=studio.first_compositing.pk)
    assert target.previews.count() == 2
    assert Task.objects.get(pk=studio.first_compositing.pk).last_preview_file_id == copies[0].pk
