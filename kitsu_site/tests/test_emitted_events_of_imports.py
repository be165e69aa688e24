"""What each import tells (notes on events, on imports)."""
# ruff: noqa: E501  the tables are as wide as their routes

import pytest

from files.models import PreviewFile
from imports.models import DataImportError
from imports.tests.conftest import numbered  # noqa: F401  a fixture
from imports.tests.sheets import sheet
from imports.tests.test_shotgun import ROWS as SHOTGUN_ROWS
from imports.tests.test_timelines import CUT
from kitsu_site.tests import media
from kitsu_site.tests.emitted import Call, expected, told_by
from production.models import Comment, Entity, Playlist, ProjectPersonLink

SHEETS = """
POST /import/csv/persons
POST /import/csv/projects/{feature}/assets?update=true                                   !asset-type:new asset:new asset:update task:new
POST /import/csv/projects/{series}/assets                                                episode:new asset:new task:new
POST /import/csv/projects/{feature}/shots?update=true                                    sequence:new shot:new shot:update task:new task:new task:assign task:update comment:new task:update task:status-changed task:to-review ~notification:new ~notification:new news:new
POST /import/csv/projects/{series}/shots                                                 episode:new sequence:new shot:new task:new task:new
POST /import/csv/projects/{feature}/edits                                                edit:new
POST /import/csv/projects/{feature}/edits?update=true                                    edit:update
POST /import/csv/projects/{feature}/casting                                              ~task:update-casting-stats ~task:update-casting-stats ~task:update-casting-stats entity-link:new shot:casting-update entity-link:new asset:casting-update shot:casting-update
POST /import/csv/projects/{series}/casting                                               ~task:update-casting-stats entity-link:new shot:casting-update
POST /import/csv/projects/{feature}/task-types/{animation}/estimations                   task:update
POST /import/csv/projects/{series}/episodes/{episode}/task-types/{animation}/estimations task:update
POST /import/otio/projects/{feature}                                                     sequence:new shot:new shot:update task:new task:new
POST /import/otio/projects/{series}/episodes/{episode}                                   sequence:new shot:new shot:update task:new task:new
"""
KITSU = """
POST /import/kitsu/attachment-files     attachment-file:new
POST /import/kitsu/build-jobs           build-job:new
POST /import/kitsu/comments             comment:new
POST /import/kitsu/entities             shot:new
POST /import/kitsu/entity-links         entity-link:new
POST /import/kitsu/metadata-descriptors metadata-descriptor:new
POST /import/kitsu/milestones           milestone:new
POST /import/kitsu/news                 news:new
POST /import/kitsu/notifications        notification:new
POST /import/kitsu/playlists            playlist:new
POST /import/kitsu/preview-files        preview-file:new
POST /import/kitsu/projects             project:new
POST /import/kitsu/schedule-items       schedule-item:new
POST /import/kitsu/subscriptions        subscription:new
POST /import/kitsu/tasks                task:new
POST /import/kitsu/time-spents          time-spent:new
POST /import/kitsu/entities?known       shot:update asset:update sequence:update
"""
SHOTGUN = """
POST /import/shotgun/projects
POST /import/shotgun/persons
POST /import/shotgun/project-connections
POST /import/shotgun/steps
POST /import/shotgun/status
POST /import/shotgun/episodes
POST /import/shotgun/sequences
POST /import/shotgun/scenes
POST /import/shotgun/shots
POST /import/shotgun/assets
POST /import/shotgun/tasks
POST /import/shotgun/versions
POST /import/shotgun/notes
POST /import/shotgun/assets?cast               asset:update
POST /import/shotgun/projectconnections
POST /import/shotgun/remove/project
POST /import/shotgun/remove/person
POST /import/shotgun/remove/episode
POST /import/shotgun/remove/sequence
POST /import/shotgun/remove/shot
POST /import/shotgun/remove/scene
POST /import/shotgun/remove/asset              task:delete asset:delete
POST /import/shotgun/remove/step
POST /import/shotgun/remove/status
POST /import/shotgun/remove/task               task:delete
POST /import/shotgun/remove/version
POST /import/shotgun/remove/note
POST /import/shotgun/remove/project-connection
POST /import/shotgun/remove/projectconnection
POST /import/shotgun/errors
DELETE /import/shotgun/errors/{error}
"""


@pytest.fixture
def ids(studio) -> dict[str, str]:
    """The ids that the calls name."""
    names = (
        "feature", "series", "animation", "modeling", "episode", "first_shot", "second_shot", "sequence", "hero", "lamp", "first_animation",
        "character", "animator", "modeler", "wip",
    )  # fmt: skip
    return {
        "new": "11111111-1111-4111-8111-111111111111",
        **{name: str(getattr(studio, name).pk) for name in names},
    }


def sheets() -> list[Call]:
    here, far = "POST /import/csv/projects/{feature}", "POST /import/csv/projects/{series}"

    def timeline() -> dict:
        return {"file": media.upload("cut.edl", CUT.encode())}

    def far_timeline() -> dict:
        cut = CUT.replace("Big Buck_SQ01-SH010", "Night Shift_E01-E01_SQ01-E01_SH010").replace(
            "Buck_SQ02-SH100", "Shift_E01-SQ02-SH100"
        )
        return {"file": media.upload("cut.edl", cut.encode())}

    return [
        Call("POST /import/csv/persons", form=sheet("First Name,Last Name,Email", "Nia,New,nia@example.com")),
        Call(
            f"{here}/assets?update=true",
            form=sheet("Type,Name,Description,Modeling", "Character,Hero,Tall,wip", "Robots,Rob,,"),
        ),
        Call(f"{far}/assets", form=sheet("Type,Name,Episode", "Character,Rob,E02")),
        Call(
            f"{here}/shots?update=true",
            form=sheet(
                "Sequence,Name,Nb Frames,Animation,Animation assignations",
                "SQ01,SH010,50,wfa,Moe Modeler",
                "SQ02,SH100,,,",
            ),
        ),
        Call(f"{far}/shots", form=sheet("Episode,Sequence,Name", "E02,SQ01,SH010")),
        Call(f"{here}/edits", form=sheet("Name,Description", "Cut,")),
        Call(f"{here}/edits?update=true", form=sheet("Name,Description", "Known,Long")),
        Call(
            f"{here}/casting",
            form=sheet(
                "Parent,Name,Asset Type,Asset,Occurences",
                "SQ01,SH020,Character,Hero,2",
                "Character,Hero,Props,Lamp,1",
                "SQ01,SH010,Character,Hero,5",
            ),
        ),
        Call(
            f"{far}/casting",
            form=sheet(
                "Episode,Parent,Name,Asset Type,Asset,Occurences", "E01,E01_SQ01,E01_SH010,Character,Robot,2"
            ),
        ),
        Call(
            f"{here}/task-types/{{animation}}/estimations",
            form=sheet("Parent,Entity,Estimation", "SQ01,SH010,2", "SQ01,SH020,"),
        ),
        Call(
            f"{far}/episodes/{{episode}}/task-types/{{animation}}/estimations",
            form=sheet("Parent,Entity,Estimation", "E01_SQ01,E01_SH010,2"),
        ),
        Call("POST /import/otio/projects/{feature}", form=timeline()),
        Call("POST /import/otio/projects/{series}/episodes/{episode}", form=far_timeline()),
    ]


# One new row of each kind, by what is after /import/kitsu/.
KITSU_ROWS = {
    "attachment-files": {
        "name": "a.txt",
        "size": 1,
        "extension": "txt",
        "mimetype": "text/plain",
        "comment_id": "{comment}",
    },
    "build-jobs": {"playlist_id": "{playlist}", "status": "succeeded", "job_type": "movie"},
    "comments": {"object_id": "{first_animation}", "object_type": "Task", "person_id": "{animator}"},
    "entities": {"name": "New", "project_id": "{feature}", "type": "Shot", "sequence_id": "{sequence}"},
    "entity-links": {
        "type": "EntityLink",
        "entity_in_id": "{second_shot}",
        "entity_out_id": "{hero}",
        "nb_occurences": 1,
    },
    "metadata-descriptors": {
        "project_id": "{feature}",
        "entity_type": "Shot",
        "name": "Lens",
        "field_name": "lens",
    },
    "milestones": {"project_id": "{feature}", "name": "Half way"},
    "news": {
        "created_at": "2030-01-10T08:00:00",
        "change": False,
        "author_id": "{animator}",
        "comment_id": "{comment}",
        "preview_file_id": None,
        "task_id": "{first_animation}",
    },
    "notifications": {
        "notification_type": "mention",
        "person_id": "{animator}",
        "author_id": "{modeler}",
        "task_id": "{first_animation}",
    },
    "playlists": {"name": "Rushes", "project_id": "{feature}"},
    "preview-files": {"name": "rough", "task_id": "{first_animation}"},
    "projects": {"name": "Kelp"},
    "schedule-items": {"project_id": "{feature}", "task_type_id": "{animation}"},
    "subscriptions": {"person_id": "{animator}", "task_id": "{first_animation}"},
    "tasks": {
        "name": "second",
        "project_id": "{feature}",
        "entity_id": "{first_shot}",
        "task_type_id": "{animation}",
        "task_status_id": "{wip}",
    },
    "time-spents": {
        "duration": 60,
        "date": "2030-01-07",
        "person_id": "{animator}",
        "task_id": "{first_animation}",
    },
}
KNOWN = {"first_shot": "Shot", "hero": "Asset", "sequence": "Sequence"}


def test_what_is_told_of_sheets_and_timelines(studio, api, ids, emitted):
    edit = {"name": "Known", "project": studio.feature, "entity_type": studio.edit_type}
    Entity.objects.create(**edit)
    assert told_by(sheets(), api, ids, emitted) == expected(SHEETS)


def test_what_is_told_of_rows_of_another_server(studio, api, ids, emitted):
    comment = Comment.objects.create(
        object_id=studio.first_animation.pk, object_type="Task", person=studio.animator
    )
    playlist = Playlist.objects.create(name="Dailies", project=studio.feature)
    more = {"comment": str(comment.pk), "playlist": str(playlist.pk)}
    calls = [Call(f"POST /import/kitsu/{kind}", [{"id": "{new}", **row}]) for kind, row in KITSU_ROWS.items()]
    known = [{"id": f"{{{name}}}", "project_id": "{feature}", "type": kind} for name, kind in KNOWN.items()]
    calls.append(Call("POST /import/kitsu/entities?known", known))
    assert told_by(calls, api, {**ids, **more}, emitted) == expected(KITSU)


REMOVED = {
    "project": 1, "person": 2, "episode": 12, "sequence": 6, "shot": 10, "scene": 13, "asset": 8, "step": 4, "status": 5, "task": 11,
    "version": 14, "note": 15, "project-connection": 16, "projectconnection": 16,
}  # fmt: skip


def test_what_is_told_of_rows_of_shotgrid(studio, api, ids, emitted, numbered):  # noqa: F811
    here = {"project": studio.feature}
    Entity.objects.create(name="E1", entity_type=studio.episode_type, shotgun_id=12, **here)
    Entity.objects.create(name="SC1", entity_type=studio.scene_type, shotgun_id=13, **here)
    PreviewFile.objects.create(name="v1", task=studio.first_compositing, shotgun_id=14)
    Comment.objects.create(
        object_id=studio.first_compositing.pk, object_type="Task", person=studio.modeler, shotgun_id=15
    )
    ProjectPersonLink.objects.filter(project=studio.feature, person=studio.vendor).update(shotgun_id=16)
    error = DataImportError.objects.create(event_data={}, source="shotgun")
    calls = [Call(f"POST /import/shotgun/{kind}", [row]) for kind, row in SHOTGUN_ROWS.items()]
    calls.append(
        Call("POST /import/shotgun/assets?cast", [{**SHOTGUN_ROWS["assets"], "parents": [{"id": 7}]}])
    )
    calls.append(Call("POST /import/shotgun/projectconnections", [SHOTGUN_ROWS["project-connections"]]))
    calls.extend(
        Call(f"POST /import/shotgun/remove/{kind}", {"id": number}) for kind, number in REMOVED.items()
    )
    calls.append(Call("POST /import/shotgun/errors", {"a": 1}))
    calls.append(Call("DELETE /import/shotgun/errors/{error}"))
    assert told_by(calls, api, {**ids, "error": str(error.pk)}, emitted) == expected(SHOTGUN)
