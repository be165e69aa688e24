"""The lists of entities with their tasks: forms, rights, validators (notes on entities, section 1)."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from production.models import (
    DepartmentMetadataDescriptorLink,
    Entity,
    MetadataDescriptor,
    Task,
)

KINDS = ("assets", "shots", "sequences", "episodes", "scenes", "edits", "concepts")
LISTED = {
    "admin": (200, 200, 200, 200, 200, 200, 200),
    "manager": (200, 200, 200, 200, 200, 200, 200),
    "supervisor": (200, 200, 200, 200, 200, 200, 200),
    "animator": (200, 200, 200, 200, 200, 200, 200),
    "vendor": (200, 200, 200, 200, 403, 200, 403),
    "client": (200, 200, 200, 200, 200, 200, 403),
    "outsider": (403, 403, 403, 403, 403, 403, 403),
    None: (401, 401, 401, 401, 401, 401, 401),
}
WITHOUT_PRODUCTION = {"admin": 200, "manager": 403, "vendor": 403, "client": 403}


def shots_with_tasks(caller, project, **params):
    return caller.get("/data/shots/with-tasks", {"project_id": str(project.pk), **params})


def lines(answer) -> list:
    return [json.loads(line) for line in answer.getvalue().splitlines()]


@pytest.mark.parametrize("who", LISTED)
def test_the_team_lists_with_tasks(studio, api, who):
    params = {"project_id": str(studio.feature.pk)}
    found = tuple(api(who).get(f"/data/{kind}/with-tasks", params).status_code for kind in KINDS)
    assert found == LISTED[who]


@pytest.mark.parametrize("who", WITHOUT_PRODUCTION)
def test_only_admins_list_shots_of_all_productions(studio, api, who):
    assert api(who).get("/data/shots/with-tasks").status_code == WITHOUT_PRODUCTION[who]


def test_a_shot_comes_with_its_tasks_and_their_assignees(studio, api):
    Entity.objects.filter(pk=studio.second_shot.pk).update(data={"fps": 24, "camera": "B"})
    rows = shots_with_tasks(api("manager"), studio.feature, id=str(studio.second_shot.pk)).json()
    assert rows == [
        {
            "canceled": False,
            "data": {"fps": 24, "camera": "B"},
            "description": None,
            "entity_type_id": str(studio.shot_type.pk),
            "episode_id": None,
            "episode_name": "",
            "fps": 24,
            "frame_in": None,
            "frame_out": None,
            "id": str(studio.second_shot.pk),
            "name": "SH020",
            "nb_frames": 96,
            "parent_id": str(studio.sequence.pk),
            "preview_file_id": None,
            "project_id": str(studio.feature.pk),
            "project_name": "Big Buck",
            "sequence_id": str(studio.sequence.pk),
            "sequence_name": "SQ01",
            "source_id": None,
            "nb_entities_out": 0,
            "is_casting_standby": False,
            "type": "Shot",
            "tasks": [
                {
                    "id": str(studio.second_animation.pk),
                    "duration": 0.0,
                    "due_date": None,
                    "end_date": None,
                    "done_date": None,
                    "entity_id": str(studio.second_shot.pk),
                    "estimation": 0.0,
                    "is_subscribed": False,
                    "last_comment_date": None,
                    "last_preview_file_id": None,
                    "nb_assets_ready": 0,
                    "priority": 0,
                    "real_start_date": None,
                    "retake_count": 0,
                    "start_date": None,
                    "difficulty": 3,
                    "nb_drawings": 0,
                    "task_status_id": str(studio.todo.pk),
                    "task_type_id": str(studio.animation.pk),
                    "assignees": [str(studio.vendor.pk)],
                    "data": None,
                }
            ],
        }
    ]


def test_missing_ids_of_an_asset_are_texts(studio, api):
    row = api("client").get("/data/assets/with-tasks", {"id": str(studio.lamp.pk)}).json()[0]
    found = {name: row[name] for name in ("preview_file_id", "ready_for", "episode_id", "asset_type_name")}
    assert found == {
        "preview_file_id": "",
        "ready_for": "None",
        "episode_id": "",
        "asset_type_name": "Props",
    }


def test_the_compact_form_is_the_same_in_rows(studio, api):
    manager = api("manager")
    whole = shots_with_tasks(manager, studio.feature).json()
    compact = shots_with_tasks(manager, studio.feature, compact="true").json()
    assert list(compact) == ["compact", "shot_fields", "task_fields", "rows"]
    unpacked = [dict(zip(compact["shot_fields"], row, strict=True)) for row in compact["rows"]]
    for row in unpacked:
        row["tasks"] = [dict(zip(compact["task_fields"], task, strict=True)) for task in row["tasks"]]
    assert unpacked == whole


def test_the_streamed_form_sends_a_header_and_a_row_a_line(studio, api):
    manager = api("manager")
    answer = shots_with_tasks(manager, studio.feature, stream="true")
    assert answer["Content-Type"] == "application/x-ndjson"
    assert lines(answer) == [{"compact": False}, *shots_with_tasks(manager, studio.feature).json()]


def test_an_empty_stream_is_its_header(studio, api):
    unknown = {"id": "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10", "stream": "true", "compact": "true"}
    header = lines(shots_with_tasks(api("manager"), studio.feature, **unknown))
    assert [list(line) for line in header] == [["compact", "shot_fields", "task_fields"]]


@pytest.mark.parametrize("name", ["project_id", "episode_id", "id"])
def test_malformed_ids_are_named_before_a_stream_starts(studio, api, name):
    params = {"project_id": str(studio.feature.pk), "stream": "true", name: "nope"}
    answer = api("admin").get("/data/shots/with-tasks", params)
    assert (answer.status_code, answer.json()["data"]["errors"][0]["field"]) == (400, name)


def test_shots_without_a_sequence_are_not_listed(studio, api):
    Entity.objects.filter(pk=studio.first_shot.pk).update(parent=None)
    rows = shots_with_tasks(api("manager"), studio.feature).json()
    assert [row["name"] for row in rows] == ["SH020"]


def test_vendors_list_the_shots_and_tasks_assigned_to_them(studio, api):
    rows = shots_with_tasks(api("vendor"), studio.feature).json()
    assert [(row["name"], [task["id"] for task in row["tasks"]]) for row in rows] == [
        ("SH020", [str(studio.second_animation.pk)])
    ]


def test_vendors_do_not_see_metadata_of_other_departments(studio, api):
    Entity.objects.filter(pk=studio.second_shot.pk).update(data={"cost": 9, "loose": 1})
    descriptor = MetadataDescriptor.objects.create(
        project=studio.feature, entity_type="Shot", name="Cost", field_name="cost"
    )
    DepartmentMetadataDescriptorLink.objects.create(
        metadata_descriptor=descriptor, department=studio.modeling_department
    )
    assert shots_with_tasks(api("vendor"), studio.feature).json()[0]["data"] == {"loose": 1}
    rows = shots_with_tasks(api("client"), studio.feature, id=str(studio.second_shot.pk)).json()
    assert rows[0]["data"] == {"cost": 9, "loose": 1}


def test_assigned_to_means_to_the_caller(studio, api):
    rows = shots_with_tasks(api("animator"), studio.feature, assigned_to="anything").json()
    assert [[task["id"] for task in row["tasks"]] for row in rows] == [[str(studio.first_animation.pk)]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_takes_as_many_queries_whatever_its_length(studio, api, kind):
    admin, path = api("admin"), f"/data/{kind}/with-tasks?project_id={studio.feature.pk}"
    type_ = getattr(studio, {"assets": "character"}.get(kind, f"{kind.removesuffix('s')}_type"))
    counts = []
    for number in range(2):
        made = [
            Entity(name=f"{number}-{n}", project=studio.feature, entity_type=type_, parent=studio.sequence)
            for n in range(1 + 20 * number)
        ]
        Entity.objects.bulk_create(made)
        Task.objects.bulk_create(
            Task(name="main", project=studio.feature, task_type=studio.animation, entity=one) for one in made
        )
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
