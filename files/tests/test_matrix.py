"""Which role gets what from every route of previews, files and playlists.

A row is a route, a column a caller, an entry the status that is answered. All but the outsider are on the
team of the production; the animator and the vendor have a task each, the one of the previews is the
animator's. `nobody` brings no token. Rules: notes on files and on what is stricter.
"""

import pytest
from django.db import transaction

from files.models import BuildJob, FileStatus, OutputFile, OutputType, PreviewFile, WorkingFile
from files.services import file_trees, playlist_builds, preview_places, working_files
from kitsu_site import storage
from kitsu_site.tests import media, rights
from production.models import (
    AssetInstance,
    Comment,
    CommentPreviewLink,
    Entity,
    EntityType,
    Playlist,
    PlaylistShareLink,
    PreviewBackgroundFile,
    Project,
)

CALLERS = ("admin", "manager", "supervisor", "animator", "client", "vendor", "outsider", "nobody")

MATRIX = """
POST /actions/playlists/{playlist}/add-entities                                              200 200 200 403 403 403 403 401
POST /actions/playlists/{playlist}/add-entity                                                200 200 200 403 403 403 403 401
GET /actions/preview-files/{preview}/extract-annotated-frame                                 400 400 403 403 403 403 403 401
GET /actions/preview-files/{preview}/extract-annotated-frames                                400 400 403 403 403 403 403 401
GET /actions/preview-files/{preview}/extract-annotated-frames-pdf                            400 400 403 403 403 403 403 401
GET /actions/preview-files/{preview}/extract-frame?frame_number=1                            404 404 403 403 403 403 403 401
GET /actions/preview-files/{preview}/extract-tile                                            400 400 400 400 400 403 403 401
PUT /actions/preview-files/{preview}/set-main-preview                                        200 200 200 200 403 403 403 401
PUT /actions/preview-files/{preview}/update-annotations                                      200 200 200 403 200 403 403 401
PUT /actions/preview-files/{preview}/update-position                                         200 200 200 200 403 403 403 401
POST /actions/projects/{project}/set-file-tree                                               200 200 403 403 403 403 403 401
POST /actions/projects/{project}/task-types/{task_type}/set-shot-nb-frames                   200 200 403 403 403 403 403 401
POST /actions/tasks/batch-comment                                                            400 400 400 400 400 400 400 401
PUT /actions/tasks/set-main-preview                                                          200 200 200 200 403 403 403 401
POST /actions/tasks/{task}/batch-comment                                                     400 400 400 400 400 400 403 401
POST /actions/tasks/{task}/comments/{comment}/add-preview                                    201 201 201 201 403 403 403 401
DELETE /actions/tasks/{task}/comments/{comment}/preview-files/{preview}                      204 204 204 204 403 403 403 401
POST /actions/tasks/{task}/comments/{comment}/preview-files/{preview}                        201 201 201 201 403 403 403 401
PUT /actions/tasks/{task}/set-main-preview                                                   200 200 200 200 403 403 403 401
PUT /actions/tasks/{task}/to-review                                                          200 200 200 200 200 403 403 401
PUT /actions/working-files/{working_file}/comment                                            200 200 200 200 200 403 403 401
PUT /actions/working-files/{working_file}/modified                                           200 200 200 200 200 403 403 401
POST /data/asset-instances/{instance}/entities/{shot}/output-file-path                       200 200 200 200 200 403 403 401
GET /data/asset-instances/{instance}/entities/{shot}/output-files/last-revisions             200 200 200 200 200 403 403 401
POST /data/asset-instances/{instance}/entities/{shot}/output-files/new                       201 201 201 201 403 403 403 401
POST /data/asset-instances/{instance}/entities/{shot}/output-files/next-revision             200 200 200 200 200 403 403 401
GET /data/asset-instances/{instance}/entities/{shot}/output-types                            200 200 200 200 200 403 403 401
GET /data/asset-instances/{instance}/entities/{shot}/output-types/{output_type}/output-files 200 200 200 200 200 403 403 401
GET /data/asset-instances/{instance}/output-files                                            200 200 200 200 200 403 403 401
GET /data/concepts/{concept}/preview-files                                                   200 200 200 200 403 403 403 401
GET /data/edits/{edit}/preview-files                                                         200 200 200 200 200 403 403 401
POST /data/entities/guess-from-path                                                          200 200 200 200 200 200 403 401
POST /data/entities/guess_from_path                                                          200 200 200 200 200 200 403 401
POST /data/entities/{entity}/output-file-path                                                200 200 200 200 200 403 403 401
GET /data/entities/{entity}/output-files                                                     200 200 200 200 200 403 403 401
GET /data/entities/{entity}/output-files/last-revisions                                      200 200 200 200 200 403 403 401
POST /data/entities/{entity}/output-files/new                                                201 201 201 201 403 403 403 401
POST /data/entities/{entity}/output-files/next-revision                                      200 200 200 200 200 403 403 401
GET /data/entities/{entity}/output-types                                                     200 200 200 200 200 403 403 401
GET /data/entities/{entity}/output-types/{output_type}/output-files                          200 200 200 200 200 403 403 401
GET /data/entities/{entity}/preview-files                                                    200 200 200 200 200 403 403 401
GET /data/entities/{entity}/working-files                                                    200 200 200 200 200 403 403 401
GET /data/file-status                                                                        200 200 200 200 200 200 200 401
POST /data/file-status                                                                       201 403 403 403 403 403 403 401
DELETE /data/file-status/{free_status}                                                       204 403 403 403 403 403 403 401
GET /data/file-status/{file_status}                                                          200 200 200 200 200 200 200 401
PUT /data/file-status/{file_status}                                                          200 403 403 403 403 403 403 401
GET /data/files/{working_file}                                                               200 200 200 200 200 403 403 401
GET /data/output-files                                                                       200 200 200 200 200 403 200 401
POST /data/output-files                                                                      201 403 403 403 403 403 403 401
DELETE /data/output-files/{output_file}                                                      204 403 403 403 403 403 403 401
GET /data/output-files/{output_file}                                                         200 200 200 200 200 403 403 401
PUT /data/output-files/{output_file}                                                         200 200 403 200 403 403 403 401
GET /data/output-types                                                                       200 200 200 200 200 200 200 401
POST /data/output-types                                                                      201 403 403 403 403 403 403 401
DELETE /data/output-types/{free_type}                                                        204 403 403 403 403 403 403 401
GET /data/output-types/{output_type}                                                         200 200 200 200 200 200 200 401
PUT /data/output-types/{output_type}                                                         200 403 403 403 403 403 403 401
GET /data/playlists/entities/{entity}/preview-files                                          200 200 200 200 200 403 403 401
GET /data/playlists/preview-files/running                                                    200 403 403 403 403 403 403 401
GET /data/playlists/{playlist}/build/mp4                                                     400 400 403 403 403 403 403 401
GET /data/playlists/{playlist}/download/zip                                                  200 200 200 403 403 403 403 401
DELETE /data/playlists/{playlist}/jobs/{build_job}                                           204 204 403 403 403 403 403 401
GET /data/playlists/{playlist}/jobs/{build_job}                                              200 200 403 403 403 403 403 401
GET /data/playlists/{playlist}/jobs/{build_job}/build/mp4                                    400 400 400 403 403 403 403 401
POST /data/playlists/{playlist}/notify-clients                                               200 200 403 403 403 403 403 401
GET /data/playlists/{playlist}/share                                                         200 200 403 403 403 403 403 401
POST /data/playlists/{playlist}/share                                                        201 201 403 403 403 403 403 401
DELETE /data/playlists/{playlist}/share/{token}                                              200 200 403 403 403 403 403 401
POST /data/playlists/{playlist}/share/{token}/invite                                         200 200 403 403 403 403 403 401
GET /data/preview-files                                                                      200 200 200 200 200 200 200 401
POST /data/preview-files                                                                     201 403 403 403 403 403 403 401
DELETE /data/preview-files/{preview}                                                         204 204 403 403 403 403 403 401
GET /data/preview-files/{preview}                                                            200 200 200 200 200 403 403 401
PUT /data/preview-files/{preview}                                                            200 200 403 403 403 403 403 401
GET /data/projects/{project}/build-jobs                                                      200 403 403 403 403 403 403 401
GET /data/projects/{project}/episodes/{episode}/playlists                                    404 404 404 404 404 403 403 401
GET /data/projects/{project}/output-files                                                    200 200 403 403 403 403 403 401
GET /data/projects/{project}/playlists                                                       200 200 200 200 200 403 403 401
GET /data/projects/{project}/playlists/all                                                   200 403 403 403 403 403 403 401
POST /data/projects/{project}/playlists/temp                                                 200 200 200 200 200 403 403 401
GET /data/projects/{project}/playlists/{playlist}                                            200 200 200 200 403 403 403 401
GET /data/projects/{project}/preview-files                                                   200 403 403 403 403 403 403 401
GET /data/shots/{shot}/preview-files                                                         200 200 200 200 200 403 403 401
GET /data/tasks/{task}/previews                                                              200 200 200 200 200 403 403 401
POST /data/tasks/{task}/working-file-path                                                    200 200 200 200 200 403 403 401
GET /data/tasks/{task}/working-files                                                         200 200 200 200 200 403 403 401
GET /data/tasks/{task}/working-files/last-revisions                                          200 200 200 200 200 403 403 401
POST /data/tasks/{task}/working-files/new                                                    201 201 201 201 403 403 403 401
GET /data/working-files                                                                      200 200 200 200 200 403 200 401
POST /data/working-files                                                                     201 403 403 403 403 403 403 401
DELETE /data/working-files/{working_file}                                                    204 403 403 403 403 403 403 401
GET /data/working-files/{working_file}                                                       200 200 200 200 200 403 403 401
PUT /data/working-files/{working_file}                                                       200 200 200 200 200 403 403 401
GET /data/working-files/{working_file}/file                                                  404 404 404 404 404 403 403 401
POST /data/working-files/{working_file}/file                                                 201 201 201 201 403 403 403 401
GET /movies/low/preview-files/{preview}.mp4                                                  404 404 404 404 404 403 403 401
GET /movies/originals/preview-files/{preview}.mp4                                            404 404 404 404 404 403 403 401
GET /movies/originals/preview-files/{preview}/download                                       404 404 404 404 404 403 403 401
GET /movies/source/preview-files/{preview}.mp4                                               404 404 404 404 404 403 403 401
GET /movies/tiles/preview-files/{preview}.png                                                404 404 404 404 404 403 403 401
GET /pictures/originals/preview-files/{preview}.png                                          200 200 200 200 200 403 403 401
GET /pictures/originals/preview-files/{preview}.zip                                          404 404 404 404 404 403 403 401
GET /pictures/originals/preview-files/{preview}/download                                     200 200 200 200 200 403 403 401
POST /pictures/preview-background-files/{background}                                         400 403 403 403 403 403 403 401
GET /pictures/preview-background-files/{background}.hdr                                      404 404 404 404 404 404 404 401
POST /pictures/preview-files/{fresh}                                                         201 201 201 201 403 403 403 401
GET /pictures/previews/preview-files/{preview}.png                                           404 404 404 404 404 403 403 401
GET /pictures/thumbnails-square/preview-files/{preview}.png                                  404 404 404 404 404 403 403 401
GET /pictures/thumbnails/preview-background-files/{background}.png                           404 404 404 404 404 404 404 401
POST /pictures/thumbnails/preview-background-files/{background}.png                          400 403 403 403 403 403 403 401
GET /pictures/thumbnails/preview-files/{preview}.png                                         404 404 404 404 404 403 403 401
GET /stats                                                                                   200 403 403 403 403 403 403 401
"""  # noqa: E501 - a table
PUBLISHED = {"output_type_id": "{output_type}", "task_type_id": "{task_type}", "name": "main"}
NAMED = {"name": "Another"}
TASKS = {"task_ids": ["{task}"]}
PATH = {"project_id": "{project}", "file_path": "/elsewhere"}
BODIES = {
    "POST /actions/playlists/{playlist}/add-entities": {"entities": [{"entity_id": "{entity}"}]},
    "POST /actions/playlists/{playlist}/add-entity": {"entity_id": "{entity}"},
    "PUT /actions/preview-files/{preview}/update-position": {"position": 1},
    "POST /actions/projects/{project}/set-file-tree": {"tree_name": "simple"},
    "POST /actions/projects/{project}/task-types/{task_type}/set-shot-nb-frames": {},
    "PUT /actions/tasks/set-main-preview": TASKS,
    "PUT /actions/tasks/{task}/to-review": {"comment": "Ready"},
    "PUT /actions/working-files/{working_file}/comment": {"comment": "Ready"},
    "POST /data/asset-instances/{instance}/entities/{shot}/output-file-path": PUBLISHED,
    "POST /data/asset-instances/{instance}/entities/{shot}/output-files/new": PUBLISHED,
    "POST /data/asset-instances/{instance}/entities/{shot}/output-files/next-revision": PUBLISHED,
    "POST /data/entities/guess-from-path": PATH,
    "POST /data/entities/guess_from_path": PATH,
    "POST /data/entities/{entity}/output-file-path": PUBLISHED,
    "POST /data/entities/{entity}/output-files/new": PUBLISHED,
    "POST /data/entities/{entity}/output-files/next-revision": PUBLISHED,
    "POST /data/file-status": {**NAMED, "color": "#123456"},
    "PUT /data/file-status/{file_status}": NAMED,
    "POST /data/output-files": {"name": "o", "revision": 9, "file_status_id": "{file_status}"},
    "PUT /data/output-files/{output_file}": {"comment": "Fine"},
    "POST /data/output-types": {**NAMED, "short_name": "an"},
    "PUT /data/output-types/{output_type}": NAMED,
    "POST /data/playlists/{playlist}/share/{token}/invite": {"emails": ["ana@example.com"]},
    "POST /data/preview-files": {**NAMED, "task_id": "{task}"},
    "PUT /data/preview-files/{preview}": NAMED,
    "POST /data/projects/{project}/playlists/temp": TASKS,
    "POST /data/tasks/{task}/working-file-path": NAMED,
    "POST /data/tasks/{task}/working-files/new": NAMED,
    "POST /data/working-files": NAMED,
    "PUT /data/working-files/{working_file}": NAMED,
}


@pytest.fixture
def ids(studio, settings, tmp_path) -> dict[str, str]:
    """The ids that the table names."""
    Project.objects.filter(pk=studio.feature.pk).update(file_tree=file_trees.shipped("simple"))
    stored = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": stored}
    task, shot = studio.first_animation, studio.first_shot
    comment = Comment.objects.create(
        object_id=task.pk, object_type="Task", person=studio.animator, task_status=studio.wip
    )
    preview = PreviewFile.objects.create(
        name="p", task=task, person=studio.animator, extension="png", original_name="p", status="ready"
    )
    CommentPreviewLink.objects.create(comment=comment, preview_file=preview)
    storage.save(preview_places.picture(preview.pk), media.upload("p.png", media.png()))
    working = WorkingFile.objects.create(name="main", task=task, entity=shot, revision=1)
    kind = OutputType.objects.create(name="Cache", short_name="cache")
    status = FileStatus.objects.create(name="Fine", color="#000000")
    shots = [{"entity_id": str(shot.pk), "preview_file_id": str(preview.pk)}]
    playlist = Playlist.objects.create(name="Dailies", project=studio.feature, shots=shots)
    link = PlaylistShareLink.objects.create(
        token="a-token-of-the-table", playlist=playlist, created_by=studio.manager
    )
    kinds = {name: EntityType.objects.get_or_create(name=name)[0] for name in ("Edit", "Concept")}
    rows = {
        "project": studio.feature,
        "task": task,
        "task_type": studio.animation,
        "comment": comment,
        "preview": preview,
        "fresh": PreviewFile.objects.create(name="f", task=task, revision=2),
        "working_file": working,
        "entity": shot,
        "shot": shot,
        "edit": Entity.objects.create(name="Cut", entity_type=kinds["Edit"], project=studio.feature),
        "concept": Entity.objects.create(name="Mood", entity_type=kinds["Concept"], project=studio.feature),
        "episode": studio.episode,
        "output_type": kind,
        "free_type": OutputType.objects.create(name="Free", short_name="free"),
        "file_status": status,
        "free_status": FileStatus.objects.create(name="Free", color="#000000"),
        "output_file": OutputFile.objects.create(
            name="main",
            entity=shot,
            output_type=kind,
            task_type=studio.animation,
            file_status=status,
            revision=1,
        ),
        "instance": AssetInstance.objects.create(asset=studio.hero, name="Hero 1", number=1),
        "playlist": playlist,
        "build_job": playlist.build_jobs.create(),
        "background": PreviewBackgroundFile.objects.create(name="Sky", extension="hdr"),
    }
    return {**{name: str(row.pk) for name, row in rows.items()}, "token": link.token}


def status(caller, method: str, path: str, ids: dict) -> int:
    uploads = method == "POST" and (path.startswith("/pictures/") or path.endswith("/file"))
    files = {"file": media.upload("scene.zip", b"PK\x03\x04")} if uploads else None
    return rights.status(caller, method, path, ids, BODIES, files)


@pytest.mark.parametrize("name", CALLERS)
def test_each_role_gets_from_every_route_what_it_may(studio, api, ids, name):
    caller, column = api() if name == "nobody" else api(name), CALLERS.index(name)
    assert rights.wrong(MATRIX, column, lambda method, path: status(caller, method, path, ids)) == {}


# What the table answers with 400 or 404 to who is allowed, for want of content: here there is some


@pytest.fixture
def movie(studio, ids) -> str:
    """The id of a movie that was uploaded, with all its versions, and drawn upon."""
    task, drawn = studio.first_animation, [{"time": 0, "drawing": {"objects": [{"id": "a", "type": "rect"}]}}]
    row = PreviewFile.objects.create(
        name="m", task=task, extension="mp4", original_name="m", status="ready", annotations=drawn
    )
    for version in (preview_places.NORMALISED, preview_places.LOW, preview_places.SOURCE):
        storage.save(preview_places.movie(row.pk, version), media.upload("m.mp4", media.movie()))
    for variant in (*preview_places.VARIANTS, preview_places.TILES):
        storage.save(preview_places.picture(row.pk, variant), media.upload("p.png", media.png()))
    shots = [{"entity_id": ids["shot"], "preview_file_id": str(row.pk)}]
    Playlist.objects.filter(pk=ids["playlist"]).update(shots=shots)
    return str(row.pk)


ALL, MANAGERS = ("admin", "manager", "supervisor", "animator", "client"), ("admin", "manager")
CONTENTS = (
    # path, who gets it, media type, first bytes
    ("/movies/originals/preview-files/{movie}.mp4", ALL, "video/mp4", b"\0\0\0"),
    ("/movies/originals/preview-files/{movie}/download", ALL, "video/mp4", b"\0\0\0"),
    ("/movies/low/preview-files/{movie}.mp4", ALL, "video/mp4", b"\0\0\0"),
    ("/movies/source/preview-files/{movie}.mp4", ALL, "application/octet-stream", b"\0\0\0"),
    ("/movies/tiles/preview-files/{movie}.png", ALL, "image/png", b"\x89PNG"),
    ("/pictures/previews/preview-files/{movie}.png", ALL, "image/png", b"\x89PNG"),
    ("/pictures/thumbnails/preview-files/{movie}.png", ALL, "image/png", b"\x89PNG"),
    ("/pictures/thumbnails-square/preview-files/{movie}.png", ALL, "image/png", b"\x89PNG"),
    ("/pictures/originals/preview-files/{archive}.zip", ALL, "application/octet-stream", b"PK"),
    ("/data/working-files/{working_file}/file", ALL, "application/octet-stream", b"PK"),
    ("/actions/preview-files/{movie}/extract-tile", ALL, "image/png", b"\x89PNG"),
    ("/actions/preview-files/{movie}/extract-frame?frame_number=1", MANAGERS, "image/png", b"\x89PNG"),
    (
        "/actions/preview-files/{movie}/extract-annotated-frame?frame_number=1",
        MANAGERS,
        "image/png",
        b"\x89PNG",
    ),
    ("/actions/preview-files/{movie}/extract-annotated-frames", MANAGERS, "application/zip", b"PK"),
    ("/actions/preview-files/{movie}/extract-annotated-frames-pdf", MANAGERS, "application/pdf", b"%PDF"),
    ("/data/playlists/{playlist}/download/zip", (*MANAGERS, "supervisor"), "application/zip", b"PK"),
    ("/data/playlists/{playlist}/build/mp4", MANAGERS, "application/json", b"{"),
    ("/data/playlists/{playlist}/jobs/{film}/build/mp4", (*MANAGERS, "supervisor"), "video/mp4", b"\0\0\0"),
)


@pytest.fixture
def contents(studio, ids, movie) -> dict[str, str]:
    """The ids of what has content."""
    archive = PreviewFile.objects.create(
        name="z", task=studio.first_animation, extension="zip", original_name="z", status="ready"
    )
    film = BuildJob.objects.create(playlist_id=ids["playlist"], status=BuildJob.Status.SUCCEEDED)
    zipped = media.upload("z.zip", b"PK\x03\x04")
    storage.save(preview_places.file(archive.pk), zipped)
    storage.save(working_files.place(ids["working_file"]), zipped)
    storage.save(playlist_builds.place(film.pk), media.upload("f.mp4", media.movie()))
    return {**ids, "movie": movie, "archive": str(archive.pk), "film": str(film.pk)}


def test_who_may_have_what_is_stored_or_made_of_it_gets_it_and_nobody_else(api, contents):
    found = {}
    for path, allowed, kind, start in CONTENTS:
        for name in CALLERS:
            with transaction.atomic():
                answer = (api() if name == "nobody" else api(name)).get(rights.filled(path, contents))
                transaction.set_rollback(True)
            refused = 401 if name == "nobody" else 403
            expected = (200, kind, True) if name in allowed else (refused, "application/json", False)
            got = (
                answer.status_code,
                answer["Content-Type"],
                answer.status_code == 200 and media.body_of(answer).startswith(start),
            )
            if got != expected:
                found[name, path] = got
    assert found == {}


@pytest.mark.parametrize("path", ["/actions/tasks/batch-comment", "/actions/tasks/{task}/batch-comment"])
def test_a_batch_is_posted_by_who_may_comment_each_of_its_tasks(studio, api, ids, path):
    studio.wip.is_client_allowed = True
    studio.wip.save()
    comment = {"task_id": ids["task"], "text": "Seen", "task_status_id": str(studio.wip.pk)}
    found = {}
    for name in CALLERS:
        with transaction.atomic():
            caller = api() if name == "nobody" else api(name)
            answer = caller.post(rights.filled(path, ids), {"comments": [comment]})
            texts = [row["text"] for row in answer.json()] if answer.status_code == 201 else []
            transaction.set_rollback(True)
        found[name] = answer.status_code, texts
    posted = dict.fromkeys(("admin", "manager", "supervisor", "animator", "client"), (201, ["Seen"]))
    assert found == {**posted, "vendor": (403, []), "outsider": (403, []), "nobody": (401, [])}


def shape(path: str) -> str:
    """A path without the names of its parameters."""
    return rights.shape(path.replace(".hdr", ".{}").replace(".zip", ".{}"))


def test_every_route_of_this_app_is_in_the_table():
    """But for those of guests, who have no account."""
    absent = rights.absent(MATRIX, {"files"}, shape=shape)
    assert [path for _, path in absent if not path.startswith("/shared/")] == []
