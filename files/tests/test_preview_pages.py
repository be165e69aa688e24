"""Previews, jobs and storage in the back office: looked at by who may, tried again by who manages."""

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils.html import strip_tags

from files.admin import storage_use
from files.models import MediaJob, PreviewFile, WorkingFile
from files.services import media_jobs, preview_places, working_files
from kitsu_site import avatars, storage
from kitsu_site.admin.resources import Scope
from kitsu_site.tests import media
from kitsu_site.tests.office import Office
from production.models import Playlist, PlaylistShareLink, ProjectPersonLink


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of its own for each test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }


@pytest.fixture
def office(studio):
    return lambda name: Office(studio.people[name])


@pytest.fixture
def preview(studio, api):
    row = PreviewFile.objects.create(
        name="p", revision=3, position=1, task=studio.first_animation, person=studio.animator, extension="mp4"
    )
    form = {"file": media.upload("shot.png", media.png())}
    assert api("admin").post(f"/pictures/preview-files/{row.pk}", form=form).status_code == 201
    row.refresh_from_db()
    return row


@pytest.fixture
def failed(studio, preview):
    PreviewFile.objects.filter(pk=preview.pk).update(extension="mp4", status="broken")
    return MediaJob.objects.create(preview_file=preview, status="failed", message="moov atom not found")


def shown(office, preview, what: str):
    return office.client.get(f"/admin/files/previewfile/{preview.pk}/show/{what}")


def test_the_list_is_a_gallery(office, preview):
    page = office("manager").rows(PreviewFile).content.decode()
    assert f"/admin/files/previewfile/{preview.pk}/show/thumbnail" in page
    assert "SH010" in page
    assert "v3" in page


def test_a_preview_stands_on_its_page(office, preview):
    page = office("manager").change(preview).content.decode()
    assert f"/admin/files/previewfile/{preview.pk}/show/preview" in page


@pytest.mark.parametrize(
    ("what", "size"), [("thumbnail", (150, 100)), ("preview", (1200, 675)), ("original", (64, 36))]
)
def test_its_pictures_are_sent_to_the_session(office, preview, what, size):
    answer = shown(office("manager"), preview, what)
    assert (answer.status_code, media.picture_of(answer).size) == (200, size)


@pytest.mark.parametrize("what", ["movie", "tiles", "secret", "..", "file.png"])
def test_what_is_not_there_is_not_found(office, preview, what):
    assert shown(office("manager"), preview, what).status_code == 404


def test_a_file_is_saved_under_the_name_of_the_work(office, preview):
    header = shown(office("manager"), preview, "file")["Content-Disposition"]
    assert header.startswith("attachment; filename=")
    assert header.endswith("_v3.png")


@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("manager", 200), ("outsider", 302)])
def test_pictures_go_to_who_may_see_them(office, preview, who, status):
    assert shown(office(who), preview, "preview").status_code == status


def test_nobody_sees_a_picture_without_signing_in(client, preview):
    assert client.get(f"/admin/files/previewfile/{preview.pk}/show/thumbnail").status_code == 302


def test_the_manager_of_another_production_sees_nothing(office, studio, preview):
    ProjectPersonLink.objects.filter(person=studio.manager, project=studio.feature).delete()
    assert shown(office("manager"), preview, "thumbnail").status_code == 404


# Jobs


def test_a_failed_job_tells_the_last_words(office, preview, failed):
    assert "moov atom not found" in office("manager").rows(MediaJob).content.decode()
    assert "moov atom not found" in office("manager").change(preview).content.decode()


@pytest.fixture
def queue(monkeypatch):
    monkeypatch.setattr(media_jobs, "has_queue", lambda: True)


def test_a_failed_job_is_tried_again_from_its_page(office, failed, preview, queue):
    page = f"/admin/files/mediajob/{failed.pk}/retry/"
    office("manager").client.post(page, {"_form_submitted": "on"})
    failed.refresh_from_db()
    preview.refresh_from_db()
    assert (failed.status, failed.message, preview.status) == ("waiting", "", "processing")


def test_selected_jobs_are_tried_again(office, failed, queue):
    done = MediaJob.objects.create(preview_file=failed.preview_file, status="done")
    office("manager").act(MediaJob, "retry_selected", [failed, done])
    assert list(MediaJob.objects.order_by("created_at").values_list("status", flat=True)) == [
        "waiting",
        "done",
    ]


def test_who_only_looks_tries_nothing_again(office, failed, queue):
    office("supervisor").act(MediaJob, "retry_selected", [failed])
    failed.refresh_from_db()
    assert failed.status == "failed"


def test_a_job_that_has_not_failed_is_not_tried_again(failed):
    MediaJob.objects.filter(pk=failed.pk).update(status="running")
    with pytest.raises(media_jobs.Invalid):
        media_jobs.retry(job=failed)


def test_the_jobs_of_films_are_seen_by_who_sees_the_playlist(studio):
    playlist = Playlist.objects.create(name="Dailies", project=studio.feature)
    MediaJob.objects.create(build_job=playlist.build_jobs.create())
    seen = {
        name: MediaJob.objects.visible_to(Scope(studio.people[name])).count()
        for name in ("admin", "manager", "outsider", "vendor")
    }
    assert seen == {"admin": 1, "manager": 1, "outsider": 0, "vendor": 0}


# Storage and playlists


def keep(place, size: int) -> None:
    storage.save(place, ContentFile(b"x" * size))


def test_storage_use_counts_all_that_is_stored_by_production(studio, folder, django_assert_num_queries):
    here, there = (
        PreviewFile.objects.create(name="p", task=task)
        for task in (studio.first_animation, studio.robot_modeling)
    )
    for number, place in enumerate(preview_places.every(here.pk)):
        keep(place, 2**number)
    keep(preview_places.file(there.pk), 5)
    working = WorkingFile.objects.create(name="main", task=studio.first_animation, revision=1)
    keep(working_files.place(working.pk), 7)
    keep(avatars.place(studio.animator.pk), 11)
    cache.delete(storage_use.MEASURE)
    with django_assert_num_queries(6):
        measured = storage_use.measure()
    assert measured == {
        studio.feature.pk: {
            "pictures": 31,
            "movies": 224,
            "other previews": 256,
            "working files": 7,
        },
        studio.series.pk: {"other previews": 5},
        None: {"pictures": 11},
    }


def test_storage_use_is_that_of_the_productions_one_sees(office, studio, preview):
    keep(preview_places.movie(preview.pk), 3 * 1024 * 1024)
    cache.delete(storage_use.MEASURE)
    page = office("manager").client.get("/admin/files/previewfile/storage/").content.decode()
    assert studio.feature.name in page
    assert "3.0\xa0MB" in page
    assert "free on the disk" not in page
    keep(preview_places.movie(preview.pk), 5 * 1024 * 1024)
    address = "/admin/files/previewfile/storage/"
    assert "5.0\xa0MB" not in office("admin").client.get(address).content.decode()
    anew = office("admin").client.get(f"{address}?anew=1").content.decode()
    assert "5.0\xa0MB" in anew
    assert "free on the disk" in anew


def test_a_playlist_shows_its_pictures_and_links(office, studio, preview):
    shots = [{"entity_id": str(studio.first_shot.pk), "preview_file_id": str(preview.pk)}, {"entity_id": "x"}]
    playlist = Playlist.objects.create(name="Review", project=studio.feature, shots=shots)
    PlaylistShareLink.objects.create(
        playlist=playlist, created_by=studio.manager, token="secret-token", password="secret-hash"
    )
    page = office("manager").change(playlist).content.decode()
    assert f"/admin/files/previewfile/{preview.pk}/show/thumbnail" in page
    assert "with a password" in page
    assert "secret-" not in page
    assert "Share links</h" not in office("supervisor").change(playlist).content.decode()


def test_the_list_of_links_says_which_of_them_are_open(office, studio):
    playlist = Playlist.objects.create(name="Review", project=studio.feature)
    for token, values in {
        "a": {},
        "b": {"expiration_date": "2020-01-01"},
        "c": {"is_active": False, "expiration_date": "2020-01-01"},
    }.items():
        PlaylistShareLink.objects.create(token=token, playlist=playlist, created_by=studio.manager, **values)
    page = strip_tags(office("admin").rows(PlaylistShareLink).content.decode()).split()
    assert [page.count(state) for state in ("open", "over", "revoked")] == [1, 1, 1]
