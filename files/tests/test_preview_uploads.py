"""Uploads of previews: pictures, movies and files, good ones and hostile ones."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from files import worker
from files.models import MediaJob, PreviewFile
from files.services import comment_previews, media_jobs, preview_places
from kitsu_site import storage
from kitsu_site.models import ApiEvent
from kitsu_site.tests import media
from production.models import Comment, Entity, Project, Task


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of its own for each test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


@pytest.fixture
def preview(studio):
    """A preview of the first shot's animation that waits for its file."""
    Project.objects.filter(pk=studio.feature.pk).update(resolution="100x100")
    studio.feature.refresh_from_db()
    studio.first_animation.project = studio.feature
    return new_preview(studio)


def new_preview(studio) -> PreviewFile:
    task = studio.first_animation
    comment = Comment.objects.create(
        object_id=task.pk, object_type="Task", person=studio.animator, task_status=studio.wip
    )
    return comment_previews.add(comment=comment, task=task, by=studio.animator)


def send(api, preview, name, content, who="animator", **params):
    path = f"/pictures/preview-files/{preview.pk}"
    return api(who).post(path, form={"file": media.upload(name, content)}, params=params)


def events_since(count: int) -> list[str]:
    return list(ApiEvent.objects.order_by("created_at").values_list("name", flat=True))[count:]


def stored(folder) -> list[str]:
    return sorted("/".join(p.relative_to(folder).parts[:2]) for p in folder.rglob("*") if p.is_file())


def test_a_picture_is_ready_at_once(api, studio, preview, folder):
    count = ApiEvent.objects.count()
    answer = send(api, preview, "Hero.Front.JPG", media.jpeg((64, 36)))
    assert answer.status_code == 201
    row = answer.json()
    shown = ("original_name", "extension", "status", "width", "height", "duration", "revision", "position")
    assert {name: row[name] for name in shown} == {
        "original_name": "Hero.Front",
        "extension": "png",
        "status": "ready",
        "width": 64,
        "height": 36,
        "duration": 0.0,
        "revision": 1,
        "position": 1,
    }
    assert row["file_size"] == storage.facts(preview_places.picture(preview.pk)).size
    assert stored(folder) == [
        "pictures/original",
        "pictures/previews",
        "pictures/thumbnails",
        "pictures/thumbnails-square",
    ]
    assert events_since(count) == ["preview-file:update", "comment:update", "preview-file:add-file"]
    assert Task.objects.get(pk=studio.first_animation.pk).last_preview_file_id == preview.pk
    assert Entity.objects.get(pk=studio.first_shot.pk).preview_file_id is None


def test_a_production_may_take_it_as_the_picture_of_the_entity(api, studio, preview):
    Project.objects.filter(pk=studio.feature.pk).update(is_set_preview_automated=True)
    count = ApiEvent.objects.count()
    send(api, preview, "hero.png", media.png())
    assert Entity.objects.get(pk=studio.first_shot.pk).preview_file_id == preview.pk
    assert events_since(count)[3:] == ["preview-file:set-main", "shot:update"]


def test_the_last_upload_is_the_last_preview_of_the_task(api, studio, preview):
    later = new_preview(studio)
    for one in (later, preview):
        send(api, one, "hero.png", media.png())
        assert Task.objects.get(pk=studio.first_animation.pk).last_preview_file_id == one.pk


def test_there_is_no_second_upload(api, preview):
    send(api, preview, "one.png", media.png())
    assert send(api, preview, "two.png", media.png()).status_code == 400
    assert PreviewFile.objects.get(pk=preview.pk).original_name == "one"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.png", b""),
        ("empty.mp4", b""),
        ("empty.pdf", b""),
        ("cut.png", media.png((200, 200))[:80]),
        ("gif.png", media.encoded(Image.new("RGB", (9, 9)), "GIF")),
        ("page.png", b"<html><script>alert(1)</script></html>"),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("page.gif", b"<html></html>"),
        ("notes.txt", b"notes"),
        ("none", b"notes"),
        ("page.html", b"<html></html>"),
        ("../../etc/passwd", b"root"),
    ],
)
def test_what_is_of_no_use_is_refused_and_leaves_nothing(api, preview, folder, name, content):
    answer = send(api, preview, name, content)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("file: ")
    assert not PreviewFile.objects.filter(pk=preview.pk).exists()
    assert stored(folder) == []


def test_a_picture_of_too_many_pixels_is_refused(api, preview, settings):
    settings.PICTURE_MAX_PIXELS = 100
    answer = send(api, preview, "large.png", media.png((11, 11)))
    assert answer.json()["message"] == "file: The picture has more than 100 pixels."


def test_names_cannot_leave_the_storage(api, preview, folder):
    answer = send(api, preview, "..\\..\\/etc/cron.d/e\u202evil\n.obj", b"v 0 0 0\n")
    assert answer.status_code == 201
    assert "/" not in answer.json()["original_name"]
    assert stored(folder) == ["files/previews"]


@pytest.mark.parametrize("extension", sorted(preview_places.KEPT_AS_IS))
def test_other_files_are_taken_as_they_are(api, preview, extension):
    answer = send(api, preview, f"Take.One.{extension.upper()}", b"whatever")
    shown = ("original_name", "extension", "status", "file_size", "width")
    assert [answer.json()[name] for name in shown] == ["Take.One", extension, "ready", 8, 0]


@pytest.mark.parametrize("name", ["badge.svg", "scene.ma"])
def test_files_kept_as_they_are_never_run_in_a_browser(api, preview, name):
    assert send(api, preview, name, b"<svg xmlns='http://www.w3.org/2000/svg'/>").status_code == 201
    extension = name.rpartition(".")[2]
    answer = api("animator").get(f"/pictures/originals/preview-files/{preview.pk}.{extension}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_movie_without_queue_is_done_before_the_answer(api, studio, preview, folder):
    answer = send(api, preview, "shot.v1.MOV", media.movie())
    row = answer.json()
    shown = ("original_name", "extension", "status", "width", "height", "duration", "data")
    assert (answer.status_code, {name: row[name] for name in shown}) == (
        201,
        {
            "original_name": "shot.v1",
            "extension": "mp4",
            "status": "ready",
            "width": 100,
            "height": 100,
            "duration": 0.4,
            "data": {
                "original_width": 64,
                "original_height": 36,
                "original_duration": 0.4,
                "original_file_size": len(media.movie()),
            },
        },
    )
    assert stored(folder) == [
        "movies/lowdef",
        "movies/previews",
        "pictures/original",
        "pictures/previews",
        "pictures/thumbnails",
        "pictures/thumbnails-square",
        "pictures/tiles",
    ]
    tiles = api("animator").get(f"/movies/tiles/preview-files/{preview.pk}.png")
    assert media.picture_of(tiles).size == (800, 200)


def test_a_movie_may_be_stored_as_it_is(api, preview):
    send(api, preview, "shot.mp4", media.movie(), normalize="false")
    for version in ("originals", "low"):
        answer = api("animator").get(f"/movies/{version}/preview-files/{preview.pk}.mp4")
        assert media.body_of(answer) == media.movie()


def test_a_movie_that_cannot_be_read_is_broken_and_kept(api, studio, preview, folder):
    count = ApiEvent.objects.count()
    answer = send(api, preview, "bad.mp4", b"this is no movie")
    assert (answer.status_code, answer.json()["status"]) == (201, "broken")
    assert events_since(count) == ["preview-file:update", "comment:update", "preview-file:add-file"]
    assert Task.objects.get(pk=studio.first_animation.pk).last_preview_file_id is None
    assert stored(folder) == ["movies/source"]
    assert api("animator").get(f"/movies/originals/preview-files/{preview.pk}.mp4").status_code == 404
    source = api("animator").get(f"/movies/source/preview-files/{preview.pk}.mp4")
    assert media.body_of(source) == b"this is no movie"
    assert source["Content-Disposition"].startswith("attachment")


# Jobs


@pytest.fixture
def queue(monkeypatch):
    """A server with a worker, whose work the test does itself."""
    monkeypatch.setattr(worker, "is_running", lambda: True)


def test_with_a_worker_the_upload_answers_at_once(api, preview, queue):
    answer = send(api, preview, "shot.mp4", media.movie())
    assert (answer.status_code, answer.json()["status"]) == (201, "processing")
    job = MediaJob.objects.get()
    assert (job.preview_file_id, job.status, job.progress) == (preview.pk, "waiting", 0)
    count = ApiEvent.objects.count()
    media_jobs.run(job.pk)
    job.refresh_from_db()
    preview.refresh_from_db()
    assert (job.status, job.progress, job.attempts, preview.status) == ("done", 100, 1, "ready")
    assert events_since(count) == ["preview-file:update", "comment:update", "preview-file:add-file"]
    assert not storage.exists(preview_places.movie(preview.pk, preview_places.SOURCE))


def test_a_job_that_ends_late_does_not_hide_a_later_revision(api, studio, preview, queue):
    send(api, preview, "shot.mp4", media.movie())
    later = new_preview(studio)
    send(api, later, "hero.png", media.png())
    media_jobs.run(MediaJob.objects.get().pk)
    assert Task.objects.get(pk=studio.first_animation.pk).last_preview_file_id == later.pk


def test_a_job_that_fails_tells_ffmpegs_words_and_can_be_tried_again(api, preview, queue):
    send(api, preview, "shot.mp4", b"no movie")
    job = MediaJob.objects.get()
    media_jobs.run(job.pk)
    job.refresh_from_db()
    preview.refresh_from_db()
    assert (job.status, preview.status) == ("failed", "broken")
    assert "Invalid data found when processing input" in job.message
    source = preview_places.movie(preview.pk, preview_places.SOURCE)
    storage.save(source, media.upload("good.mp4", media.movie()))
    media_jobs.retry(job=job)
    media_jobs.run(job.pk)
    preview.refresh_from_db()
    assert preview.status == "ready"


def test_a_job_is_run_once(api, preview, queue):
    send(api, preview, "shot.mp4", media.movie())
    job = MediaJob.objects.get()
    assert [media_jobs.run(job.pk), media_jobs.run(job.pk)] == [True, False]


def test_a_job_of_a_killed_process_is_resumed(api, preview, queue):
    send(api, preview, "shot.mp4", media.movie())
    dead = media_jobs.identity().rsplit(":", 1)[0] + ":1.00"
    MediaJob.objects.update(status="running", worker=dead, attempts=1, seen_at=media_jobs.utcnow())
    assert [job.pk for job in media_jobs.resume_abandoned()] == [MediaJob.objects.get().pk]
    assert MediaJob.objects.get().status == "waiting"


def test_a_job_at_work_is_left_alone(api, preview, queue):
    send(api, preview, "shot.mp4", media.movie())
    MediaJob.objects.update(status="running", worker=media_jobs.identity(), seen_at=media_jobs.utcnow())
    assert media_jobs.resume_abandoned() == []


def test_a_job_that_takes_the_server_down_is_given_up(api, preview, queue):
    send(api, preview, "shot.mp4", media.movie())
    MediaJob.objects.update(status="running", worker="here:1:1.00", attempts=3, seen_at="2020-01-01")
    assert media_jobs.resume_abandoned() == []
    preview.refresh_from_db()
    assert (MediaJob.objects.get().status, preview.status) == ("failed", "broken")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin", 201),
        ("manager", 201),
        ("supervisor", 201),
        ("animator", 201),
        ("modeler", 403),
        ("vendor", 403),
        ("client", 403),
        ("outsider", 403),
        (None, 401),
    ],
)
def test_who_may_upload(api, preview, who, status):
    assert send(api, preview, "mesh.obj", b"v 0 0 0\n", who=who).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin", 200),
        ("manager", 200),
        ("modeler", 200),
        ("client", 200),
        ("vendor", 403),
        ("outsider", 403),
        (None, 401),
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "/pictures/thumbnails/preview-files/{}.png",
        "/pictures/thumbnails-square/preview-files/{}.png",
        "/pictures/previews/preview-files/{}.png",
        "/pictures/originals/preview-files/{}.png",
        "/pictures/originals/preview-files/{}/download",
    ],
)
def test_who_may_see(api, preview, path, who, status):
    send(api, preview, "hero.png", media.png())
    assert api(who).get(path.format(preview.pk)).status_code == status


def test_the_picture_of_a_shared_asset_is_seen_by_other_productions(api, studio, preview):
    send(api, preview, "hero.png", media.png())
    Entity.objects.filter(pk=studio.first_shot.pk).update(is_shared=True, preview_file=preview)
    answers = {
        name: api("outsider").get(f"/pictures/{name}/preview-files/{preview.pk}.png").status_code
        for name in ("thumbnails", "originals", "previews")
    }
    assert answers == {"thumbnails": 200, "originals": 200, "previews": 403}


def test_a_forced_deletion_removes_what_is_stored(api, preview, folder, django_capture_on_commit_callbacks):
    send(api, preview, "hero.png", media.png())
    with django_capture_on_commit_callbacks(execute=True):
        answer = api("manager").delete(f"/data/preview-files/{preview.pk}", {"force": "true"})
    assert (answer.status_code, stored(folder)) == (204, [])


def test_a_download_has_the_name_of_the_work(api, preview):
    send(api, preview, "hero.png", media.png())
    answer = api("animator").get(f"/pictures/originals/preview-files/{preview.pk}/download")
    assert answer["Content-Disposition"] == "attachment; filename=big_buck_sq01_sh010_animation_v1.png"
    assert Image.open(io.BytesIO(media.body_of(answer))).size == (64, 36)


def test_the_default_storage_of_tests_is_theirs(folder):
    assert str(default_storage.location) == str(folder)
