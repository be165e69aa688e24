"""Previews of no task and tasks of no entity, as imports leave them: plain answers, never a 500."""

import pytest

from files.models import PreviewFile
from files.services import file_trees, preview_places
from kitsu_site import storage
from kitsu_site.tests import media
from production.models import Project, Task


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of its own for each test."""
    stored = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": stored}


def picture(task=None) -> PreviewFile:
    """A preview with a picture that is drawn upon."""
    drawn = [{"time": 0, "drawing": {"objects": [{"id": "a", "type": "rect"}]}}]
    values = {"extension": "png", "status": "ready", "original_name": "p", "annotations": drawn}
    preview = PreviewFile.objects.create(name="Loose one", task=task, **values)
    for variant in ("original", "previews"):
        storage.save(preview_places.picture(preview.pk, variant), media.upload("p.png", media.png()))
    return preview


ROUTES = (
    ("PUT", "/actions/preview-files/{}/update-position", 400),
    ("PUT", "/actions/preview-files/{}/set-main-preview", 403),
    ("PUT", "/actions/preview-files/{}/update-annotations", 200),
    ("GET", "/actions/preview-files/{}/extract-annotated-frame", 200),
    ("GET", "/actions/preview-files/{}/extract-annotated-frames", 200),
    ("GET", "/actions/preview-files/{}/extract-annotated-frames-pdf", 200),
    ("GET", "/actions/preview-files/{}/extract-frame", 404),
    ("GET", "/pictures/originals/preview-files/{}.png", 200),
    ("GET", "/pictures/originals/preview-files/{}/download", 200),
    ("GET", "/movies/source/preview-files/{}.mp4", 404),
    ("PUT", "/data/preview-files/{}", 200),
    ("DELETE", "/data/preview-files/{}", 204),
)


def test_a_preview_of_no_task_is_for_admins(studio, api):
    preview = picture()
    answers = {
        (method, path): api("admin").call(method, path.format(preview.pk), {}).status_code
        for method, path, _ in ROUTES
    }
    assert answers == {(method, path): code for method, path, code in ROUTES}
    assert api("manager").get(f"/pictures/originals/preview-files/{picture().pk}.png").status_code == 403


def test_a_preview_of_no_task_is_downloaded_under_its_own_name(studio, api):
    answer = api("admin").get(f"/pictures/originals/preview-files/{picture().pk}/download")
    assert answer["Content-Disposition"] == "attachment; filename=loose_one_v1.png"


@pytest.fixture
def task(studio):
    """A task of no entity."""
    values = {"file_tree": file_trees.shipped("simple"), "is_set_preview_automated": True}
    Project.objects.filter(pk=studio.feature.pk).update(**values)
    return Task.objects.create(
        name="main", project=studio.feature, task_type=studio.animation, task_status=studio.wip
    )


def test_a_task_of_no_entity_has_no_place_for_files(studio, api, task):
    preview = picture(task)
    listed = {"task_ids": [str(task.pk)]}
    calls = (
        ("POST", f"/data/tasks/{task.pk}/working-file-path", {}),
        ("POST", f"/data/tasks/{task.pk}/working-files/new", {"name": "main"}),
        ("PUT", f"/actions/preview-files/{preview.pk}/set-main-preview", {}),
        ("PUT", f"/actions/tasks/{task.pk}/set-main-preview", {}),
        ("POST", f"/data/projects/{studio.feature.pk}/playlists/temp", listed),
    )
    assert [api("manager").call(*call).status_code for call in calls] == [400] * 5


def test_a_task_of_no_entity_takes_previews(studio, api, task):
    preview = PreviewFile.objects.create(name="fresh", task=task)
    form = {"file": media.upload("a.png", media.png())}
    assert api("manager").post(f"/pictures/preview-files/{preview.pk}", form=form).status_code == 201
    assert Task.objects.get(pk=task.pk).last_preview_file_id == preview.pk
