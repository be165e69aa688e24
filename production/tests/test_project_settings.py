"""What a production uses, and in which order (notes on production, section 4)."""

from urllib.parse import urlencode

import pytest

from kitsu_site.tests.world import CREATED
from production.models import (
    PreviewBackgroundFile,
    Project,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    StatusAutomation,
    TaskType,
)

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"
BOARD = ["user", "admin", "supervisor", "manager", "vendor"]


@pytest.fixture
def things(studio):
    """Something of each kind that the feature does not use yet: {kind: (key, id)}."""
    background = PreviewBackgroundFile.objects.create(name="Dome", extension="hdr")
    automation = StatusAutomation.objects.create()
    task_type = TaskType.objects.create(name="Lighting", for_entity="Shot")
    ProjectTaskStatusLink.objects.filter(project=studio.feature, task_status=studio.done).delete()
    return {
        "asset-types": ("asset_type_id", str(studio.edit_type.pk)),
        "task-types": ("task_type_id", str(task_type.pk)),
        "task-status": ("task_status_id", str(studio.done.pk)),
        "status-automations": ("status_automation_id", str(automation.pk)),
        "preview-background-files": ("preview_background_file_id", str(background.pk)),
    }


KINDS = {
    "asset-types": "asset_types",
    "task-types": "task_types",
    "task-status": "task_statuses",
    "status-automations": "status_automations",
    "preview-background-files": "preview_background_files",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_is_used_once_and_no_more(studio, api, things, events, kind):
    key, pk = things[kind]
    caller, path = api("manager"), f"/data/projects/{studio.feature.pk}/settings/{kind}"
    assert [caller.post(path, {key: pk}).status_code for _ in range(2)] == [201, 201]
    used = getattr(Project.objects.get(pk=studio.feature.pk), KINDS[kind])
    assert used.filter(pk=pk).count() == 1
    assert [caller.delete(f"{path}/{pk}").status_code for _ in range(2)] == [204, 204]
    assert not used.filter(pk=pk).exists()
    assert events() == [("project:update", {"project_id": str(studio.feature.pk)})] * 4


@pytest.mark.parametrize("how", ["form", "query", "urlencoded"])
def test_forms_and_queries_do_as_well_as_json(studio, api, things, how):
    _, pk = things["task-types"]
    values = {"task_type_id": pk, "priority": "4"}
    body = {
        "form": {"form": values},
        "query": {"params": values, "headers": {"Content-Type": ""}},
        "urlencoded": {
            "raw": urlencode(values),
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        },
    }
    path = f"/data/projects/{studio.feature.pk}/settings/task-types"
    assert api("manager").call("POST", path, **body[how]).status_code == 201
    assert priorities(studio.feature)["Lighting"] == 4


@pytest.mark.parametrize("who", ["supervisor", "animator", "vendor", "client", "outsider"])
@pytest.mark.parametrize("kind", KINDS)
def test_only_managers_change_settings(studio, api, things, kind, who):
    key, pk = things[kind]
    path = f"/data/projects/{studio.feature.pk}/settings/{kind}"
    assert api(who).post(path, {key: pk}).status_code == 403
    assert api(who).delete(f"{path}/{pk}").status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_ids_that_lead_nowhere(studio, api, things, kind):
    key, pk = things[kind]
    caller, path = api("admin"), f"/data/projects/{studio.feature.pk}/settings/{kind}"
    found = [caller.post(path, body).status_code for body in ({}, {key: ""}, {key: "x"}, {key: UNKNOWN})]
    assert found == [400] * 4
    assert caller.delete(f"{path}/x").status_code == 400
    assert caller.delete(f"{path}/{UNKNOWN}").status_code == 204
    assert caller.post(f"/data/projects/{UNKNOWN}/settings/{kind}", {key: pk}).status_code == 404
    assert caller.post(f"/data/projects/x/settings/{kind}", {key: pk}).status_code == 400


READING = {
    "manager": (200, 200, 200, 200),
    "supervisor": (200, 200, 200, 403),
    "animator": (200, 200, 200, 403),
    "vendor": (200, 200, 200, 403),
    "client": (200, 200, 200, 403),
    "outsider": (403, 403, 403, 403),
}


@pytest.mark.parametrize("who", READING)
def test_who_reads_settings(studio, api, who):
    base = f"/data/projects/{studio.feature.pk}"
    paths = (
        "task-types",
        "settings/task-status",
        "settings/preview-background-files",
        "settings/status-automations",
    )
    assert tuple(api(who).get(f"{base}/{path}").status_code for path in paths) == READING[who]


def test_a_priority_is_for_new_links_only(studio, api, things):
    key, pk = things["task-types"]
    path = f"/data/projects/{studio.feature.pk}/settings/task-types"
    for priority in (7, 8):
        api("admin").post(path, {key: pk, "priority": priority})
    assert ProjectTaskTypeLink.objects.get(project=studio.feature, task_type_id=pk).priority == 7


def test_a_status_is_on_the_boards_of_all_but_clients(studio, api, things):
    key, pk = things["task-status"]
    api("admin").post(f"/data/projects/{studio.feature.pk}/settings/task-status", {key: pk})
    link = ProjectTaskStatusLink.objects.get(project=studio.feature, task_status_id=pk)
    assert (link.priority, link.roles_for_board) == (None, BOARD)


# Many at once


def priorities(project) -> dict:
    links = ProjectTaskTypeLink.objects.filter(project=project)
    return dict(links.values_list("task_type__name", "priority"))


def test_a_batch_adds_what_is_missing_and_changes_the_priorities_sent(studio, api, things, events):
    body = {
        "task_types": [
            {"task_type_id": things["task-types"][1]},
            {"task_type_id": str(studio.animation.pk), "priority": 9},
            {"task_type_id": str(studio.modeling.pk)},
            {"task_type_id": UNKNOWN, "priority": 1},
        ],
        "task_status_ids": [str(studio.done.pk), UNKNOWN],
        "asset_type_ids": [str(studio.edit_type.pk), UNKNOWN],
    }
    response = api("manager").post(f"/data/projects/{studio.feature.pk}/settings/batch", body)
    assert response.status_code == 200
    assert priorities(studio.feature) == {"Modeling": 1, "Animation": 9, "Compositing": 3, "Lighting": None}
    assert studio.feature.task_statuses.count() == 5
    assert studio.feature.asset_types.filter(name="Edit").exists()
    assert events() == [("project:update", {"project_id": str(studio.feature.pk)})]


def test_a_batch_may_replace_the_task_types(studio, api):
    body = {"task_types": [{"task_type_id": str(studio.modeling.pk)}], "replace_task_types": True}
    api("manager").post(f"/data/projects/{studio.feature.pk}/settings/batch", body)
    assert priorities(studio.feature) == {"Modeling": 1}
    assert len(priorities(studio.series)) == 3


@pytest.mark.parametrize(
    "body",
    [
        {"task_types": "all"},
        {"task_types": [{"priority": 1}]},
        {"task_types": [{"task_type_id": "x"}]},
        {"task_status_ids": ["x"]},
        {"asset_type_ids": {}},
    ],
)
def test_a_wrong_batch_changes_nothing(studio, api, body):
    response = api("admin").post(f"/data/projects/{studio.feature.pk}/settings/batch", body)
    assert response.status_code == 400
    assert priorities(studio.feature) == {"Modeling": 1, "Animation": 2, "Compositing": 3}


# Order


def test_links_take_the_priorities_of_their_places(studio, api, events):
    ids = [str(studio.compositing.pk), UNKNOWN, str(studio.modeling.pk)]
    path = f"/actions/projects/{studio.feature.pk}/task-type-links/reorder"
    rows = api("manager").post(path, {"task_type_ids": ids}).json()
    assert [(row["task_type_id"], row["priority"]) for row in rows] == [(ids[0], 1), (ids[2], 3)]
    assert priorities(studio.feature) == {"Compositing": 1, "Animation": 2, "Modeling": 3}
    assert priorities(studio.series) == {"Modeling": 1, "Animation": 2, "Compositing": 3}
    assert events() == [("project:update", {"project_id": str(studio.feature.pk)})]


def test_statuses_keep_their_boards_when_they_are_ordered(studio, api):
    path = f"/actions/projects/{studio.feature.pk}/task-status-links/reorder"
    rows = api("manager").post(path, {"task_status_ids": [str(studio.done.pk)]}).json()
    assert [(row["priority"], row["roles_for_board"]) for row in rows] == [(1, BOARD)]


@pytest.mark.parametrize("body", [{}, [], {"task_type_ids": None}, {"task_type_ids": ["x"]}])
def test_an_order_is_a_list_of_ids(studio, api, body):
    path = f"/actions/projects/{studio.feature.pk}/task-type-links/reorder"
    assert api("admin").post(path, body).status_code == 400


def test_the_task_types_of_the_studio_take_the_priorities_of_their_places(studio, api, events):
    ids = [str(studio.compositing.pk), UNKNOWN, str(studio.modeling.pk)]
    TaskType.objects.update(updated_at=CREATED)
    rows = api("admin").post("/actions/task-types/reorder", {"task_type_ids": ids}).json()
    assert [(row["id"], row["priority"]) for row in rows] == [(ids[0], 1), (ids[2], 3)]
    assert events() == [("task-type:update", {"task_type_id": pk}) for pk in (ids[0], ids[2])]
    assert TaskType.objects.get(updated_at=CREATED) == studio.animation  # the others changed


@pytest.mark.parametrize("who", ["supervisor", "animator", "vendor", "client", "outsider"])
@pytest.mark.parametrize("kind", ["task-type", "task-status"])
def test_only_managers_order_links(studio, api, who, kind):
    path = f"/actions/projects/{studio.feature.pk}/{kind}-links/reorder"
    assert api(who).post(path, {f"{kind.replace('-', '_')}_ids": []}).status_code == 403
