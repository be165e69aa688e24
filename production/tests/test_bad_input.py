"""What is wrong with a call is said with a 4xx, never with a 500 (notes on production, section 13)."""
# ruff: noqa: E501  a line is a call

import uuid

import pytest

from production.models import (
    Budget,
    MetadataDescriptor,
    Playlist,
    ProductionScheduleVersion,
    Project,
    ProjectTemplate,
    SearchFilterGroup,
)

NOBODY = str(uuid.UUID(int=1))
P = "/data/projects/{project}"
ENTRY = {"department_id": "{department}", "start_date": "2030-01-01", "months_duration": 2, "daily_salary": 9}
NEW = {"name": "New"}
PLAN = "/actions/production-schedule-versions/{version}"

CALLS = [
    # Bodies that are no object, filters that cannot be cast
    ("POST", "/data/task-types", [], 400),
    ("PUT", P, ["name"], 400),
    ("POST", "/data/milestones", "text", 400),
    ("GET", "/data/projects?page=1&limit=-1", None, 400),
    ("GET", "/data/milestones?date=tomorrow", None, 400),
    ("GET", "/data/task-types?priority=high", None, 400),
    ("GET", "/data/projects?team=nobody", None, 400),
    ("GET", "/data/task-types?department_id=", None, 400),
    # Unknown and malformed ids of things and productions
    *(("POST", f"{P}/settings/{kind}", {key: pk}, 400)
      for kind, key in (("task-types", "task_type_id"), ("task-status", "task_status_id"),
                        ("asset-types", "asset_type_id"), ("status-automations", "status_automation_id"),
                        ("preview-background-files", "preview_background_file_id"))
      for pk in (NOBODY, "nothing", None, "")),
    ("DELETE", f"{P}/settings/task-types/nothing", None, 400),
    ("POST", f"/data/projects/{NOBODY}/settings/task-types", {"task_type_id": "{task_type}"}, 404),
    ("POST", f"/data/projects/{NOBODY}/settings/batch", {}, 404),
    ("GET", f"/data/projects/{NOBODY}/settings/task-status", None, 404),
    ("POST", f"{P}/settings/batch", {"task_status_ids": ["nothing"]}, 400),
    ("POST", f"{P}/settings/batch", {"task_types": [{"priority": 1}]}, 400),
    ("POST", "/data/task-type-links", {"project_id": "{project}", "task_type_id": NOBODY}, 400),
    ("POST", "/data/task-type-links", {"project_id": "{project}"}, 400),
    ("POST", "/data/task-type-links", {"project_id": NOBODY, "task_type_id": "{task_type}"}, 400),
    ("POST", "/data/task-status-links", {"project_id": "{project}", "task_status_id": "nothing"}, 400),
    ("POST", "/data/task-type-links",
     {"project_id": "{project}", "task_type_id": "{task_type}", "priority": "first"}, 400),
    ("POST", "/actions/projects/{project}/task-type-links/reorder", {"task_type_ids": ["nothing"]}, 400),
    ("POST", "/actions/projects/{project}/task-type-links/reorder", {}, 400),
    ("POST", "/actions/projects/{project}/task-status-links/reorder", ["x"], 400),
    ("POST", f"{P}/team", {}, 400),
    ("POST", f"{P}/team", {"person_id": NOBODY}, 400),
    ("POST", f"{P}/team", {"person_id": "nothing"}, 400),
    ("POST", f"{P}/team", {"person_id": "{person}", "role": "admin"}, 400),
    ("POST", f"/data/projects/{NOBODY}/team", {"person_id": "{person}"}, 404),
    ("PUT", f"{P}/team/{{outsider}}", {"role": "manager"}, 400),
    ("PUT", f"/data/projects/{NOBODY}/team/{{person}}", {"role": "manager"}, 400),
    ("GET", "/data/projects/nothing/milestones", None, 400),
    ("GET", "/data/projects/nothing/schedule-items", None, 400),
    ("GET", f"{P}/schedule-items/nothing/sequences", None, 400),
    ("GET", f"{P}/schedule-items/{{task_type}}/sequences?episode_id=nothing", None, 400),
    # Columns
    ("PUT", f"{P}/metadata-descriptors/{{column}}", {"data_type": "list"}, 400),
    ("PUT", f"{P}/metadata-descriptors/{{column}}", {"name": ""}, 400),
    ("POST", f"{P}/metadata-descriptors", {"name": "Mood"}, 400),
    ("POST", f"{P}/metadata-descriptors", {"name": "mood!"}, 400),
    ("POST", f"{P}/metadata-descriptors", {**NEW, "data_type": "colour"}, 400),
    ("POST", f"{P}/metadata-descriptors", {**NEW, "entity_type": "Task"}, 400),
    ("POST", f"{P}/metadata-descriptors", {**NEW, "entity_type": "Scene"}, 400),
    ("POST", f"{P}/metadata-descriptors", {**NEW, "task_type_id": "{task_type}"}, 400),
    ("GET", f"{P}/metadata-descriptors/nothing", None, 404),
    ("DELETE", f"{P}/metadata-descriptors/{NOBODY}", None, 404),
    ("POST", f"{P}/metadata-descriptors/reorder", {"entity_type": "Asset", "descriptor_ids": []}, 400),
    ("POST", f"{P}/metadata-descriptors/reorder", {"entity_type": "Shot", "descriptor_ids": ["{column}"]}, 400),
    ("PUT", "/data/metadata-descriptors/all-projects/mood", NEW, 400),
    ("DELETE", "/data/metadata-descriptors/all-projects/mood", None, 400),
    ("POST", "/data/metadata-descriptors/all-projects", {**NEW, "entity_type": "Task"}, 400),
    # Productions
    ("POST", "/data/projects", {}, 400),
    ("POST", "/data/projects", {"name": "Big Buck"}, 400),
    ("POST", "/data/projects", {**NEW, "production_style": "fresco"}, 400),
    ("POST", "/data/projects", {**NEW, "resolution": "wide"}, 400),
    ("POST", "/data/projects", {**NEW, "colour": "red"}, 400),
    ("POST", "/data/projects", {**NEW, "preview_background_files": [NOBODY]}, 404),
    ("POST", "/data/projects", {**NEW, "preview_background_file_id": NOBODY}, 400),
    ("POST", "/data/projects", {**NEW, "project_template_id": NOBODY}, 404),
    ("PUT", P, {"preview_background_file_id": NOBODY}, 400),
    ("PUT", P, {"resolution": "12x1080"}, 400),
    ("PUT", P, {"start_date": "soon"}, 400),
    ("GET", "/data/projects/all?name=nowhere", None, 404),
    # Plans
    ("POST", "/data/production-schedule-versions", NEW, 400),
    ("POST", "/data/production-schedule-versions", {"name": "Plan", "project_id": "{project}"}, 400),
    ("DELETE", "/data/production-schedule-versions/{version}", None, 400),
    ("POST", "/data/production-schedule-version-task-links", {}, 400),
    ("POST", "/data/production-schedule-version-task-links", {"production_schedule_version_id": "{version}"}, 400),
    ("POST", "/data/production-schedule-version-task-links",
     {"production_schedule_version_id": "{version}", "task_id": NOBODY}, 404),
    ("POST", "/data/production-schedule-version-task-links",
     {"production_schedule_version_id": NOBODY, "task_id": "{task}"}, 404),
    ("POST", "/data/production-schedule-version-task-links",
     {"production_schedule_version_id": "{version}", "task_id": "{foreign_task}"}, 400),
    ("POST", f"{PLAN}/set-task-links-from-production-schedule-version", {}, 400),
    ("POST", f"{PLAN}/set-task-links-from-production-schedule-version",
     {"production_schedule_version_id": "{version}"}, 400),
    ("POST", f"{PLAN}/set-task-links-from-production-schedule-version",
     {"production_schedule_version_id": NOBODY}, 404),
    ("POST", f"/actions/production-schedule-versions/{NOBODY}/apply-to-production", {}, 404),
    # Budgets
    ("POST", f"{P}/budgets", {}, 400),
    ("POST", f"{P}/budgets", {**NEW, "currency": "EURO"}, 400),
    ("GET", f"{P}/budgets/nothing", None, 400),
    ("GET", f"{P}/budgets/{NOBODY}", None, 404),
    *(("POST", f"{P}/budgets/{{budget}}/entries", {k: v for k, v in ENTRY.items() if k != missing}, 400)
      for missing in ENTRY),
    *(("PUT", f"{P}/budgets/{{budget}}/entries/{{entry}}", {k: v for k, v in ENTRY.items() if k != missing}, 400)
      for missing in ENTRY),
    ("POST", f"{P}/budgets/{{budget}}/entries", {**ENTRY, "department_id": NOBODY}, 400),
    ("POST", f"{P}/budgets/{{budget}}/entries", {**ENTRY, "position": "king"}, 400),
    ("DELETE", "/data/budgets/{budget}", None, 400),
    ("GET", f"{P}/budgets/time-spents?start_date=x", None, 200),
    ("GET", f"{P}/time-spents?start_date=soon", None, 400),
    ("GET", f"{P}/day-offs?end_date=2030-02-31", None, 400),
    ("GET", f"{P}/quotas/{{task_type}}?count_mode=guess", None, 400),
    # Templates
    ("POST", "/data/project-templates", {}, 400),
    ("POST", "/data/project-templates", {"name": ""}, 400),
    ("POST", "/data/project-templates", {"name": "Feature"}, 400),
    ("POST", "/data/project-templates", {**NEW, "production_style": "fresco"}, 400),
    ("POST", "/data/project-templates/{template}/task-types", {"task_type_id": NOBODY}, 400),
    ("POST", "/actions/project-templates/{template}/task-types/reorder", {"task_type_ids": [NOBODY]}, 400),
    ("PUT", "/data/project-templates/{template}/metadata-descriptors", {"metadata_descriptors": ["x"]}, 400),
    ("PUT", "/data/project-templates/{template}/default-preview-background-file",
     {"default_preview_background_file_id": NOBODY}, 400),
    ("POST", f"/data/project-templates/from-project/{NOBODY}", NEW, 404),
    ("POST", f"{P}/apply-template/{NOBODY}", {}, 404),
    # Vocabulary
    ("POST", "/data/entity-types", {"name": None}, 400),
    ("POST", "/data/entity-types", {"name": "cHARACTER"}, 400),
    ("POST", "/data/task-types", {"name": "Modeling", "for_entity": "Shot"}, 400),
    ("POST", "/data/task-status", {"name": "Other", "short_name": "todo", "color": "#000000"}, 400),
    ("POST", "/data/project-status", {"name": "Open", "color": "#000000"}, 400),
    ("DELETE", "/data/project-status/{open}", None, 400),
    ("DELETE", "/data/task-types/{task_type}", None, 400),
    ("DELETE", "/data/task-types/{task_type}?force=true", None, 400),
    ("GET", "/data/asset-types/{shot_type}", None, 404),
    ("GET", "/data/asset-types/nothing", None, 404),
    # Saved searches
    ("POST", "/data/user/filters", NEW, 400),
    ("POST", "/data/user/filters", {**NEW, "query": "x", "project_id": NOBODY}, 404),
    ("POST", "/data/user/filters", {**NEW, "query": "x", "project_id": "nothing"}, 400),
    ("POST", "/data/user/filters", {**NEW, "query": "x", "search_filter_group_id": NOBODY}, 404),
    ("POST", "/data/user/filters",
     {**NEW, "query": "x", "is_shared": True, "project_id": "{project}", "search_filter_group_id": "{group}"}, 400),
    ("POST", "/data/user/filters", {**NEW, "query": "x", "department_id": NOBODY}, 404),
    ("PUT", "/data/user/filters/nothing", NEW, 404),
    ("DELETE", "/data/user/filter-groups/nothing", None, 404),
    # Pictures
    ("POST", f"/pictures/thumbnails/projects/{NOBODY}", {}, 404),
    ("GET", f"/pictures/thumbnails/projects/{NOBODY}.png", None, 404),
]  # fmt: skip


@pytest.fixture
def ids(studio) -> dict[str, str]:
    """The ids that the calls name."""
    here = {"project": studio.feature}
    version = ProductionScheduleVersion.objects.create(name="Plan", **here)
    version.task_links.create(task=studio.hero_modeling)
    budget = Budget.objects.create(name="Quote", **here)
    entry = budget.entries.create(
        department=studio.modeling_department, start_date="2030-01-01", months_duration=1, daily_salary=1
    )
    rows = {
        **here,
        "person": studio.animator,
        "outsider": studio.outsider,
        "department": studio.modeling_department,
        "task_type": studio.modeling,
        "shot_type": studio.shot_type,
        "open": studio.open,
        "task": studio.lamp_modeling,
        "foreign_task": studio.robot_modeling,
        "version": version,
        "budget": budget,
        "entry": entry,
        "column": MetadataDescriptor.objects.create(
            entity_type="Asset", name="Mood", field_name="mood", **here
        ),
        "template": ProjectTemplate.objects.create(name="Feature"),
        "group": SearchFilterGroup.objects.create(list_type="asset", name="Mine", person=studio.admin),
    }
    return {name: str(row.pk) for name, row in rows.items()}


def filled(value, ids: dict):
    """A body or a path with the ids in it."""
    if isinstance(value, dict):
        return {name: filled(item, ids) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, ids) for item in value]
    return value.format(**ids) if isinstance(value, str) else value


def test_each_call_is_refused_with_a_message(api, ids):
    admin, projects = api("admin"), Project.objects.count()
    wrong = {}
    for method, path, body, expected in CALLS:
        answer = admin.call(method, filled(path, ids), filled(body, ids))
        said = answer.json().get("message") if expected >= 400 else "-"
        if answer.status_code != expected or not said:
            wrong[f"{method} {path} {body}"] = (answer.status_code, expected, said)
    assert wrong == {}
    assert Project.objects.count() == projects


@pytest.mark.parametrize("shots", [-1, True, "all", {"id": 1}])
def test_the_shots_of_a_playlist_are_a_list(studio, api, shots):
    playlist = Playlist.objects.create(name="Dailies", project=studio.feature)
    answer = api("manager").put(f"/data/playlists/{playlist.pk}", {"shots": shots})
    assert answer.status_code == 400
    assert "shots" in answer.json()["message"]
