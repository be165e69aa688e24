"""The demo's pictures: painted once, whole, and shown by its playlists."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from files.models import MediaJob, PreviewFile
from files.services import demo_pictures, preview_places
from kitsu_site import storage
from kitsu_site.media import movies
from production.models import Entity, Playlist
from production.services import demo


@pytest.fixture
def demo_studio(db, settings, tmp_path, monkeypatch):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    monkeypatch.setattr(demo_pictures, "SHOTS", 2)
    demo.load(password="mysecretpassword")


def test_the_demo_shows_its_assets_and_shots_painted_once(demo_studio, capsys):
    call_command("load_demo_pictures")
    assert "Demo pictures: " in capsys.readouterr().out
    shown = Entity.objects.filter(preview_file__isnull=False)
    assert shown.filter(entity_type__name="Shot").count() == 4
    assert shown.filter(entity_type__name="Character").exists()
    for entity in shown:
        assert storage.exists(preview_places.picture(entity.preview_file_id, "thumbnails"))
    placed = [shot["preview_file_id"] for row in Playlist.objects.all() for shot in row.shots]
    assert any(placed)
    job = MediaJob.objects.select_related("preview_file").first()
    assert (job.status, job.preview_file.status) == ("waiting", "processing")
    with storage.on_disk(preview_places.movie(job.preview_file_id, preview_places.SOURCE)) as path:
        assert movies.count_frames(path) == 36
    with pytest.raises(CommandError, match="has its pictures already"):
        call_command("load_demo_pictures")


def test_without_a_demo_nothing_is_painted(db):
    with pytest.raises(CommandError, match="There is no demo to paint"):
        call_command("load_demo_pictures")
    assert not PreviewFile.objects.exists()
