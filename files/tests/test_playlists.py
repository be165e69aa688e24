"""Playlists: what is in them, their archives and films."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from files import worker
from files.models import BuildJob, MediaJob, PreviewFile
from files.services import comment_previews, media_jobs
from kitsu_site.models import ApiEvent
from kitsu_site.tests import media
from production.models import Comment, Entity, Notification, Playlist, Project, Task


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of its own for each test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


@pytest.fixture
def movies(studio, api):
    """A movie of each shot's animation, as they were uploaded."""
    Project.objects.filter(pk=studio.feature.pk).update(resolution="100x100")
    made = []
    for task in (studio.first_animation, studio.second_animation):
        comment = Comment.objects.create(
            object_id=task.pk, object_type="Task", person=studio.animator, task_status=studio.wip
        )
        preview = comment_previews.add(comment=comment, task=task, by=studio.animator)
        form = {"file": media.upload("shot.mp4", media.movie(sound=True))}
        path = f"/pictures/preview-files/{preview.pk}"
        assert api("admin").post(path, form=form, params={"normalize": "false"}).status_code == 201
        made.append(preview)
    return made


@pytest.fixture
def playlist(studio, movies):
    shots = [
        {"entity_id": str(shot.pk), "preview_file_id": str(movie.pk)}
        for shot, movie in zip((studio.first_shot, studio.second_shot), movies, strict=True)
    ]
    return Playlist.objects.create(name="Storm, Morning", project=studio.feature, shots=shots)


def names_since(count: int) -> list[str]:
    return list(ApiEvent.objects.order_by("created_at").values_list("name", flat=True))[count:]


def test_a_playlist_comes_with_the_previews_of_what_it_shows(api, studio, playlist, movies):
    row = api("animator").get(f"/data/projects/{studio.feature.pk}/playlists/{playlist.pk}").json()
    shot = row["shots"][0]
    preview = PreviewFile.objects.get(pk=movies[0].pk)
    shown = {
        "id": str(preview.pk),
        "revision": 1,
        "extension": "mp4",
        "width": 64,
        "height": 36,
        "duration": 0.4,
        "status": "Ready",
        "created_at": preview.created_at.isoformat(timespec="seconds"),
        "task_id": str(studio.first_animation.pk),
        "previews": [],
    }
    assert shot == {
        "entity_id": str(studio.first_shot.pk),
        "id": str(studio.first_shot.pk),
        "preview_file_id": str(preview.pk),
        "preview_files": {str(studio.animation.pk): [shown]},
        "preview_file_extension": "mp4",
        "preview_file_revision": 1,
        "preview_file_width": 64,
        "preview_file_height": 36,
        "preview_file_duration": 0.4,
        "preview_file_status": "Ready",
        "preview_file_task_id": str(studio.first_animation.pk),
        "preview_file_previews": [],
    }
    assert row["build_jobs"] == []


def test_a_playlist_is_not_opened_through_another_production(api, studio, playlist):
    path = f"/data/projects/{studio.series.pk}/playlists/{playlist.pk}"
    assert api("modeler").get(path).status_code == 404


def test_the_builds_of_a_production_are_listed_for_admins(api, studio):
    here, there = (
        Playlist.objects.create(name="Day", project=project) for project in (studio.feature, studio.series)
    )
    job = here.build_jobs.create(job_type=BuildJob.JobType.ARCHIVE, status=BuildJob.Status.FAILED)
    there.build_jobs.create()
    [row] = api("admin").get(f"/data/projects/{studio.feature.pk}/build-jobs").json()
    assert (row["id"], row["playlist_id"], row["status"]) == (str(job.pk), str(here.pk), "failed")
    assert (row["job_type"], row["type"]) == ("archive", "BuildJob")


def test_entities_are_added_once_with_their_latest_preview(api, studio, movies):
    playlist = Playlist.objects.create(name="New", project=studio.feature)
    count = ApiEvent.objects.count()
    entry = {"entity_id": str(studio.first_shot.pk)}
    path = f"/actions/playlists/{playlist.pk}/add-entities"
    row = api("manager").post(path, {"entities": [entry, entry, {"entity_id": str(studio.hero.pk)}]}).json()
    assert row["shots"] == [
        {"entity_id": str(studio.first_shot.pk), "preview_file_id": str(movies[0].pk)},
        {"entity_id": str(studio.hero.pk)},
    ]
    assert names_since(count) == ["playlist:add_entity", "playlist:add_entity"]


def test_nothing_of_another_production_is_added(api, studio, movies):
    playlist = Playlist.objects.create(name="New", project=studio.feature)
    path = f"/actions/playlists/{playlist.pk}/add-entity"
    assert api("admin").post(path, {"entity_id": str(studio.robot.pk)}).status_code == 400
    mixed = {"entity_id": str(studio.hero.pk), "preview_file_id": str(movies[0].pk)}
    assert api("admin").post(path, mixed).status_code == 400


def test_a_zip_has_every_movie_under_its_name(api, playlist):
    answer = api("manager").get(f"/data/playlists/{playlist.pk}/download/zip")
    assert answer["Content-Disposition"] == "attachment; filename=big_buck_storm_morning.zip"
    with zipfile.ZipFile(io.BytesIO(media.body_of(answer))) as archive:
        assert archive.namelist() == [
            "big_buck_sq01_sh010_animation_v1.mp4",
            "big_buck_sq01_sh020_animation_v1.mp4",
        ]
        assert archive.read(archive.namelist()[0]) == media.movie(sound=True)


def test_a_film_is_built_before_the_answer_without_a_queue(api, playlist):
    count = ApiEvent.objects.count()
    answer = api("manager").get(f"/data/playlists/{playlist.pk}/build/mp4")
    assert (answer.status_code, answer.json()["status"]) == (200, "succeeded")
    assert names_since(count) == ["build-job:new", "build-job:update"]
    film = api("manager").get(f"/data/playlists/{playlist.pk}/jobs/{answer.json()['id']}/build/mp4")
    assert film["Content-Type"] == "video/mp4"
    assert len(media.body_of(film)) > 1000


def test_with_a_queue_a_second_build_waits_for_the_first(api, playlist, monkeypatch):
    monkeypatch.setattr(worker, "is_running", lambda: True)
    first = api("manager").get(f"/data/playlists/{playlist.pk}/build/mp4")
    assert first.json()["status"] == "running"
    assert api("manager").get(f"/data/playlists/{playlist.pk}/build/mp4").status_code == 409
    media_jobs.run(MediaJob.objects.get().pk)
    assert BuildJob.objects.get().status == "succeeded"


def test_a_playlist_without_movies_is_not_built(api, studio):
    playlist = Playlist.objects.create(name="Empty", project=studio.feature)
    assert api("manager").get(f"/data/playlists/{playlist.pk}/build/mp4").status_code == 400


def test_a_job_is_that_of_its_playlist(api, studio, playlist):
    other = Playlist.objects.create(name="Other", project=studio.feature)
    job = BuildJob.objects.create(playlist=playlist)
    assert api("manager").get(f"/data/playlists/{other.pk}/jobs/{job.pk}").status_code == 404
    assert api("manager").delete(f"/data/playlists/{playlist.pk}/jobs/{job.pk}").status_code == 204
    assert not BuildJob.objects.exists()


def test_clients_are_told(api, studio, playlist):
    answer = api("manager").post(f"/data/playlists/{playlist.pk}/notify-clients", {})
    assert answer.json() == {"status": "success"}
    told = Notification.objects.values_list("person_id", "type", "playlist_id")
    assert list(told) == [(studio.client.pk, "playlist-ready", playlist.pk)]


@pytest.mark.parametrize(
    ("who", "zipped", "built"),
    [
        ("admin", 200, 400),
        ("manager", 200, 400),
        ("supervisor", 200, 403),
        ("animator", 403, 403),
        ("client", 403, 403),
        ("vendor", 403, 403),
        ("outsider", 403, 403),
        (None, 401, 401),
    ],
)
def test_who_may_download_and_build(api, studio, who, zipped, built):
    playlist = Playlist.objects.create(name="Empty", project=studio.feature)
    paths = (f"/data/playlists/{playlist.pk}/download/zip", f"/data/playlists/{playlist.pk}/build/mp4")
    assert [api(who).get(path).status_code for path in paths] == [zipped, built]


@pytest.mark.parametrize("name", ["entity_id", "preview_file_id"])
@pytest.mark.parametrize("odd", [[], {}, 0, False])
def test_the_entries_of_a_playlist_name_ids(api, studio, name, odd):
    body = {"name": "Odd", "project_id": str(studio.feature.pk), "shots": [{name: odd}]}
    answer = api("manager").post("/data/playlists", body)
    assert (answer.status_code, answer.json()["message"]) == (400, f"shots: {name}: an id expected.")


def test_a_temporary_playlist_takes_as_many_queries_for_many_tasks_as_for_few(api, studio):
    def ask(tasks) -> tuple[int, list]:
        path = f"/data/projects/{studio.feature.pk}/playlists/temp"
        with CaptureQueriesContext(connection) as taken:
            rows = api("manager").post(path, {"task_ids": [str(task.pk) for task in tasks]}).json()
        return len(taken), [row["preview_file_id"] for row in rows]

    made = []
    for number in range(6):
        shot = Entity.objects.create(
            name=f"SH{number}", entity_type=studio.shot_type, project=studio.feature, parent=studio.sequence
        )
        kinds = (studio.animation, studio.compositing)
        first, second = (
            Task.objects.create(name="main", project=studio.feature, entity=shot, task_type=kind)
            for kind in kinds
        )
        PreviewFile.objects.create(name="old", task=second)
        newest = PreviewFile.objects.create(name="new", task=second, revision=2)
        made.append((first, str(newest.pk)))  # of its own type there is none: of the next one
    few, _ = ask([task for task, _ in made[:1]])
    many, shown = ask([task for task, _ in made])
    assert (many, shown) == (few, [pk for _, pk in made])
