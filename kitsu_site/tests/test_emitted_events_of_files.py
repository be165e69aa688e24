"""What each route of previews, files, playlists and shares tells (notes on events, on files)."""
# ruff: noqa: E501  the tables are as wide as their routes

from files.services import comment_previews, playlist_shares
from files.tests import test_matrix as files
from files.tests.test_matrix import ids  # noqa: F401  a fixture
from kitsu_site.tests import media
from kitsu_site.tests.contract.replay import HERE
from kitsu_site.tests.emitted import Call, expected, told, told_by
from production.models import Playlist, PlaylistShareLink, Task
from production.services import comments

SAMPLES = HERE / "files"
FILES = """
POST /actions/playlists/{playlist}/add-entities                                  playlist:add_entity
POST /actions/playlists/{playlist}/add-entity                                    playlist:add_entity
PUT /actions/preview-files/{preview}/set-main-preview                            preview-file:set-main shot:update
PUT /actions/preview-files/{preview}/update-annotations                          preview-file:annotation-update
PUT /actions/preview-files/{preview}/update-position
POST /actions/projects/{project}/set-file-tree                                   project:update
POST /actions/projects/{project}/task-types/{task_type}/set-shot-nb-frames
PUT /actions/tasks/set-main-preview                                              preview-file:set-main shot:update
POST /actions/tasks/{task}/comments/{comment}/add-preview                        preview-file:new comment:update
DELETE /actions/tasks/{task}/comments/{comment}/preview-files/{preview}
POST /actions/tasks/{task}/comments/{comment}/preview-files/{preview}            preview-file:new comment:update
PUT /actions/tasks/{task}/set-main-preview                                       preview-file:set-main shot:update
PUT /actions/tasks/{task}/to-review                                              !task-status:new !task:to-review
PUT /actions/working-files/{working_file}/comment                                working-file:update
PUT /actions/working-files/{working_file}/modified                               working-file:update
POST /data/asset-instances/{instance}/entities/{shot}/output-file-path
POST /data/asset-instances/{instance}/entities/{shot}/output-files/new           !file_status:new output-file:new
POST /data/asset-instances/{instance}/entities/{shot}/output-files/next-revision
POST /data/entities/guess-from-path
POST /data/entities/guess_from_path
POST /data/entities/{entity}/output-file-path
POST /data/entities/{entity}/output-files/new                                    !file_status:new output-file:new
POST /data/entities/{entity}/output-files/next-revision
POST /data/file-status                                                           !file-status:new
DELETE /data/file-status/{free_status}                                           !file-status:delete
PUT /data/file-status/{file_status}                                              !file-status:update
POST /data/output-files                                                          !output-file:new
DELETE /data/output-files/{output_file}                                          output-file:delete
PUT /data/output-files/{output_file}                                             output-file:update
POST /data/output-types                                                          !output-type:new
DELETE /data/output-types/{free_type}                                            !output-type:delete
PUT /data/output-types/{output_type}                                             !output-type:update
DELETE /data/playlists/{playlist}/jobs/{build_job}                               build-job:delete
POST /data/playlists/{playlist}/notify-clients                                   ~notification:new
POST /data/playlists/{playlist}/share
DELETE /data/playlists/{playlist}/share/{token}
POST /data/playlists/{playlist}/share/{token}/invite
POST /data/preview-files                                                         preview-file:new
DELETE /data/preview-files/{preview}                                             preview-file:delete
PUT /data/preview-files/{preview}                                                preview-file:update
POST /data/projects/{project}/playlists/temp
POST /data/tasks/{task}/working-file-path                                        !software:new
POST /data/tasks/{task}/working-files/new                                        !software:new task:assign task:update working-file:new
POST /data/working-files                                                         !working-file:new
DELETE /data/working-files/{working_file}                                        !working-file:delete
PUT /data/working-files/{working_file}                                           !working-file:update
POST /data/working-files/{working_file}/file
POST /pictures/preview-files/{fresh}                                             preview-file:update
"""
# Uploads to what a comment shows, playlists, and a guest of a shared one.
OTHERS = """
POST /pictures/preview-files/{commented}                                     preview-file:update comment:update preview-file:add-file
POST /pictures/preview-background-files/{background}                         !preview-background-file:update !preview-background-file:add-file
POST /pictures/thumbnails/preview-background-files/{background}.png          !preview-background-file:update !preview-background-file:add-file
POST /data/playlists                                                         playlist:new
PUT /data/playlists/{playlist}                                               playlist:update
DELETE /data/playlists/{playlist}                                            playlist:delete
POST /shared/playlists/{open_token}/guest                                    !person:new
PUT /shared/playlists/{open_token}/annotations                               preview-file:annotation-update
POST /shared/playlists/{open_token}/comments                                 comment:new task:update task:status-changed task:to-review ~notification:new news:new
PUT /shared/playlists/{open_token}/comments/{said}                           comment:update !comment:update
PUT /shared/playlists/{open_token}/comments/{said}?status                    task:update task:status-changed comment:update !comment:update
DELETE /shared/playlists/{open_token}/comments/{said}                        comment:delete task:update
POST /shared/playlists/{open_token}/comments/{said}/attachments
DELETE /shared/playlists/{open_token}/comments/{said}/attachments/{attached}
"""


def test_what_is_told_of_files(api, ids, emitted):  # noqa: F811
    assert told(files, api("admin"), ids, emitted) == expected(FILES)


def calls(guest_id: str) -> list[Call]:
    shared, own = "/shared/playlists/{open_token}", "/shared/playlists/{open_token}/comments/{said}"
    guest = {"guest_id": "{guest}"}
    picture, hdr, note = media.png(), (SAMPLES / "sky.hdr").read_bytes(), b"notes"
    return [
        Call("POST /pictures/preview-files/{commented}", form={"file": media.upload("p.png", picture)}),
        Call(
            "POST /pictures/preview-background-files/{background}",
            form={"file": media.upload("sky.hdr", hdr)},
        ),
        Call(
            "POST /pictures/thumbnails/preview-background-files/{background}.png",
            form={"file": media.upload("sky.hdr", hdr)},
        ),
        Call("POST /data/playlists", {"name": "Rushes", "project_id": "{project}"}),
        Call("PUT /data/playlists/{playlist}", {"name": "Rushes"}),
        Call("DELETE /data/playlists/{playlist}"),
        Call("POST " + shared + "/guest", {"first_name": "Nora"}, caller=""),
        Call(
            "PUT " + shared + "/annotations",
            {**guest, "preview_file_id": "{preview}", "additions": []},
            caller="",
        ),
        Call(
            "POST " + shared + "/comments",
            {**guest, "task_id": "{task}", "task_status_id": "{for_clients}", "text": "x"},
            caller="",
        ),
        Call("PUT " + own, {**guest, "text": "y"}, caller=""),
        Call("PUT " + own + "?status", {**guest, "task_status_id": "{for_clients}"}, caller=""),
        Call("DELETE " + own, guest, caller=""),
        Call(
            "POST " + own + "/attachments",
            form={"guest_id": guest_id, "file": media.upload("n.txt", note)},
            caller="",
        ),
        Call("DELETE " + own + "/attachments/{attached}", guest, caller=""),
    ]


def test_what_is_told_of_other_files(studio, api, ids, emitted):  # noqa: F811
    task = Task.objects.get(pk=studio.first_animation.pk)
    playlist = Playlist.objects.get()
    link = PlaylistShareLink.objects.create(token="open", playlist=playlist, created_by=studio.manager)
    guest, _ = playlist_shares.guest(link=link, first_name="Nina", last_name="Volk")
    said = comments.post(
        task=task, status=studio.wip, author=guest, by=guest, text="Hm", files=[media.upload("a.txt", b"a")]
    )
    commented = comment_previews.add(comment=said, task=task, by=studio.animator)
    more = {
        "open_token": link.token,
        "guest": str(guest.pk),
        "said": str(said.pk),
        "attached": str(said.attachment_files.get().pk),
        "commented": str(commented.pk),
        "for_clients": str(studio.wfa.pk),
    }
    assert told_by(calls(str(guest.pk)), api, {**ids, **more}, emitted) == expected(OTHERS)
