"""Templates of productions: made, copied, applied (notes on production, section 9)."""

import pytest

from production.models import (
    MetadataDescriptor,
    PreviewBackgroundFile,
    Project,
    ProjectTaskTypeLink,
    ProjectTemplate,
    StatusAutomation,
)
from production.services import project_templates

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"
BOARD = ["user", "admin", "supervisor", "manager", "vendor"]


@pytest.fixture
def template(studio):
    return ProjectTemplate.objects.create(name="Short film", fps="12", max_retakes=4, data={"crew": "small"})


@pytest.fixture
def things(studio):
    """{kind: (key, id)} of what templates bring."""
    return {
        "task-types": ("task_type_id", str(studio.modeling.pk)),
        "task-statuses": ("task_status_id", str(studio.todo.pk)),
        "asset-types": ("asset_type_id", str(studio.props.pk)),
        "status-automations": ("status_automation_id", str(StatusAutomation.objects.create().pk)),
        "preview-background-files": (
            "preview_background_file_id",
            str(PreviewBackgroundFile.objects.create(name="Dusk").pk),
        ),
    }


KINDS = (
    "task-types",
    "task-statuses",
    "asset-types",
    "status-automations",
    "preview-background-files",
)


def path(template, kind="") -> str:
    return f"/data/project-templates/{template.pk}" + (f"/{kind}" if kind else "")


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [
        ("admin", 200, 200),
        ("manager", 200, 403),
        ("supervisor", 403, 403),
        ("animator", 403, 403),
        ("vendor", 403, 403),
        ("client", 403, 403),
    ],
)
def test_any_manager_reads_templates_and_admins_write(template, api, studio, who, read, write):
    caller = api(who)
    reading = {caller.get(p).status_code for p in ("/data/project-templates", path(template))}
    reading |= {caller.get(path(template, kind)).status_code for kind in KINDS}
    assert reading == {read}
    writing = {
        caller.put(path(template), {"fps": "24"}).status_code,
        caller.put(path(template, "metadata-descriptors"), []).status_code,
        caller.put(
            path(template, "default-preview-background-file"), {"default_preview_background_file_id": None}
        ).status_code,
        caller.post(
            f"/actions/project-templates/{template.pk}/task-types/reorder", {"task_type_ids": []}
        ).status_code,
        caller.post(f"/data/projects/{studio.feature.pk}/apply-template/{template.pk}").status_code,
    }
    assert writing == {write}
    copy = f"/data/project-templates/from-project/{studio.feature.pk}"
    assert caller.post(copy, {"name": "Copy"}).status_code == (201 if write == 200 else 403)


def test_a_manager_of_one_production_only_sees_no_templates(template, api, studio):
    studio.feature.team_links.filter(person=studio.animator).update(role="manager")
    assert api("animator").get(path(template)).status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_is_brought_once_and_no_more(template, api, things, events, kind):
    key, pk = things[kind]
    caller, where = api("admin"), path(template, kind)
    assert [caller.post(where, {key: pk}).status_code for _ in range(2)] == [201, 201]
    assert [row["id"] for row in caller.get(where).json()] == [pk]
    assert [caller.delete(f"{where}/{pk}").status_code for _ in range(2)] == [204, 204]
    assert caller.get(where).json() == []
    payload = {"project_template_id": str(template.pk)}
    assert events() == [("project-template:update", payload)] * 4


@pytest.mark.parametrize("kind", KINDS)
def test_ids_that_lead_nowhere(template, api, things, kind):
    key, pk = things[kind]
    caller, where = api("admin"), path(template, kind)
    found = [caller.post(where, body).status_code for body in ({}, {key: "x"}, {key: UNKNOWN})]
    assert found == [400] * 3
    elsewhere = f"/data/project-templates/{UNKNOWN}/{kind}"
    assert caller.post(elsewhere, {key: pk}).status_code == 404
    assert caller.get(elsewhere).status_code == 404
    assert caller.delete(f"{where}/x").status_code == 400


def test_a_link_shows_its_priority_and_boards(template, api, things):
    key, pk = things["task-statuses"]
    where = path(template, "task-statuses")
    link = api("admin").post(where, {key: pk, "priority": 3, "roles_for_board": ["user"]}).json()
    assert (link["priority"], link["roles_for_board"], link["type"]) == (
        3,
        ["user"],
        "ProjectTemplateTaskStatusLink",
    )
    again = api("admin").post(where, {key: pk, "roles_for_board": []}).json()
    assert (again["priority"], again["roles_for_board"]) == (3, ["user"])
    row = api("manager").get(where).json()[0]
    assert (row["name"], row["priority"], row["roles_for_board"]) == ("Todo", 3, ["user"])


def test_an_order_makes_the_links_that_are_missing(template, api, studio):
    ids = [str(studio.animation.pk), str(studio.modeling.pk)]
    act = f"/actions/project-templates/{template.pk}/task-types/reorder"
    rows = api("admin").post(act, {"task_type_ids": ids}).json()
    assert [(row["task_type_id"], row["priority"]) for row in rows] == [(ids[0], 1), (ids[1], 2)]
    assert api("admin").post(act, {"task_type_ids": [*ids[1:], UNKNOWN]}).status_code == 400
    names = [row["name"] for row in api("admin").get(path(template, "task-types")).json()]
    assert names == ["Animation", "Modeling"]


def test_the_default_background_is_one_of_the_template_and_leaves_with_it(template, api, things):
    key, pk = things["preview-background-files"]
    body = {"default_preview_background_file_id": pk}
    where = path(template, "default-preview-background-file")
    assert api("admin").put(where, body).status_code == 400
    api("admin").post(path(template, "preview-background-files"), {key: pk})
    assert api("admin").put(where, body).json()["default_preview_background_file_id"] == pk
    api("admin").delete(f"{path(template, 'preview-background-files')}/{pk}")
    template.refresh_from_db()
    assert template.default_preview_background_file_id is None


def test_columns_are_kept_with_all_their_keys(template, api, studio):
    body = [{"name": "Wind Speed", "entity_type": "Shot", "data_type": "number", "extra": 1}]
    row = api("admin").put(path(template, "metadata-descriptors"), body).json()
    assert row["metadata_descriptors"] == [
        {
            "name": "Wind Speed",
            "field_name": "wind_speed",
            "entity_type": "Shot",
            "task_type_id": None,
            "data_type": "number",
            "choices": [],
            "for_client": False,
            "departments": [],
            "position": None,
        }
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        "text",
        ["text"],
        {"metadata_descriptors": "text"},
        [{"name": "X", "data_type": "colour"}],
        [{"name": "X", "task_type_id": "x"}],
        [{"name": "X", "departments": "all"}],
        [{"name": "X", "choices": "one"}],
        [{"name": 3}],
    ],
)
def test_wrong_columns_are_refused(template, api, wrong):
    assert api("admin").put(path(template, "metadata-descriptors"), wrong).status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [{}, {"name": ""}, {"name": "Short film"}, {"name": "X", "production_style": "4d"}, {"name": None}],
)
def test_a_wrong_template_is_refused(template, api, wrong):
    assert api("admin").post("/data/project-templates", wrong).status_code == 400


def test_what_a_template_cannot_carry_is_dropped(api, studio):
    body = {"name": "New", "revision_padding": 4, "task_types": [str(studio.modeling.pk)], "unknown": 1}
    row = api("admin").post("/data/project-templates", body).json()
    assert row["revision_padding"] == 0
    assert "task_types" not in row


# Applying


COLUMNS = [
    {"name": "Mood", "entity_type": "Asset", "data_type": "list", "choices": ["warm"]},
    {"name": "Brush", "entity_type": "Task", "data_type": "string"},  # no task type: left out
    {"name": "Nothing"},  # no kind: left out
]


@pytest.fixture
def rich(template, studio):
    """The template, with two task types in an order and columns."""
    ids = [studio.compositing.pk, studio.modeling.pk]
    project_templates.reorder(
        template=template, links=project_templates.TASK_TYPES, thing_ids=ids, by=studio.admin
    )
    columns = [project_templates.snapshot(column) for column in COLUMNS]
    project_templates.set_descriptors(template=template, descriptors=columns, by=studio.admin)
    template.refresh_from_db()
    return template


def test_applying_replaces_settings_and_adds_what_is_missing(rich, api, studio):
    ProjectTaskTypeLink.objects.filter(project=studio.feature).exclude(task_type=studio.modeling).delete()
    apply = f"/data/projects/{studio.feature.pk}/apply-template/{rich.pk}"
    row = api("admin").post(apply).json()
    assert (row["fps"], row["max_retakes"], row["data"]) == ("12", 4, {"crew": "small"})
    links = ProjectTaskTypeLink.objects.filter(project=studio.feature)
    assert dict(links.values_list("task_type__name", "priority")) == {"Modeling": 1, "Compositing": 1}
    columns = MetadataDescriptor.objects.filter(project=studio.feature)
    assert [(c.name, c.field_name, c.choices) for c in columns] == [("Mood", "mood", ["warm"])]


def test_applying_twice_doubles_nothing(rich, api, studio, events):
    apply = f"/data/projects/{studio.feature.pk}/apply-template/{rich.pk}"
    before = len(events())
    for _ in range(2):
        assert api("admin").post(apply).status_code == 200
    assert MetadataDescriptor.objects.count() == 1
    names = [name for name, _ in events()[before:]]
    assert names == ["metadata-descriptor:new", "project:update", "project:update"]


def test_a_default_background_is_taken_where_there_is_none(rich, api, studio):
    dusk, noon = (PreviewBackgroundFile.objects.create(name=name) for name in ("Dusk", "Noon"))
    ProjectTemplate.objects.filter(pk=rich.pk).update(default_preview_background_file=dusk)
    Project.objects.filter(pk=studio.series.pk).update(default_preview_background_file=noon)
    for project in (studio.feature, studio.series):
        api("admin").post(f"/data/projects/{project.pk}/apply-template/{rich.pk}")
    backgrounds = Project.objects.values_list("name", "default_preview_background_file__name")
    assert dict(backgrounds) == {"Big Buck": "Dusk", "Night Shift": "Noon"}


def test_what_a_template_names_and_is_gone_is_left_out(template, api, studio):
    columns = [
        {"name": "Mood", "entity_type": "Asset", "departments": [UNKNOWN]},
        {"name": "Brush", "entity_type": "Task", "task_type_id": UNKNOWN},
    ]
    kept = [project_templates.snapshot(column) for column in columns]
    project_templates.set_descriptors(template=template, descriptors=kept, by=studio.admin)
    apply = f"/data/projects/{studio.feature.pk}/apply-template/{template.pk}"
    assert api("admin").post(apply).status_code == 200
    columns = MetadataDescriptor.objects.values_list("name", "data_type")
    assert list(columns) == [("Mood", "string")]  # the usual type of a column that says none


@pytest.mark.parametrize(
    ("project", "template_pk"), [(UNKNOWN, None), (None, UNKNOWN), (None, "abc"), ("abc", None)]
)
def test_applying_what_is_not_there(template, api, studio, project, template_pk):
    project, template_pk = project or studio.feature.pk, template_pk or template.pk
    apply = f"/data/projects/{project}/apply-template/{template_pk}"
    assert api("admin").post(apply).status_code == 404


def test_a_production_starts_from_a_template_and_what_is_sent_wins(rich, api, studio, events):
    before = len(events())
    body = {"name": "New", "project_template_id": str(rich.pk), "fps": "60", "max_retakes": None}
    body["production_type"] = "tvshow"
    row = api("admin").post("/data/projects", body)
    assert row.status_code == 201
    made = row.json()
    assert (made["fps"], made["max_retakes"], made["data"]) == ("60", 4, {"crew": "small"})
    assert set(made["task_types"]) == {str(studio.compositing.pk), str(studio.modeling.pk)}
    assert MetadataDescriptor.objects.get().project_id == Project.objects.get(name="New").pk
    names = [name for name, _ in events()[before:]]
    assert names == ["project:new", "metadata-descriptor:new", "project:update", "episode:new"]


def test_an_unknown_template_leaves_no_production(api, studio):
    body = {"name": "New", "project_template_id": UNKNOWN}
    assert api("admin").post("/data/projects", body).status_code == 404
    assert not Project.objects.filter(name="New").exists()


def test_a_column_of_productions_is_not_doubled_by_a_template(template, api, studio):
    column = {"name": "Insured", "entity_type": "Project", "data_type": "boolean"}
    MetadataDescriptor.objects.create(project=studio.feature, field_name="insured", **column)
    kept = [project_templates.snapshot(column)]
    project_templates.set_descriptors(template=template, descriptors=kept, by=studio.admin)
    body = {"name": "New", "project_template_id": str(template.pk)}
    assert api("admin").post("/data/projects", body).status_code == 201
    assert MetadataDescriptor.objects.filter(project__name="New").count() == 1


# Copying


def test_a_template_is_made_from_a_production(rich, api, studio, events):
    api("admin").post(f"/data/projects/{studio.feature.pk}/apply-template/{rich.pk}")
    before = len(events())
    copy = f"/data/project-templates/from-project/{studio.feature.pk}"
    row = api("admin").post(copy, {"name": "From Buck", "description": "As made"})
    assert row.status_code == 201
    made = row.json()
    assert (made["fps"], made["data"], made["description"]) == ("12", {"crew": "small"}, "As made")
    assert [column["name"] for column in made["metadata_descriptors"]] == ["Mood"]
    template = ProjectTemplate.objects.get(name="From Buck")
    found = [row["name"] for row in api("admin").get(path(template, "task-types")).json()]
    assert found == ["Modeling", "Animation", "Compositing"]
    boards = [row["roles_for_board"] for row in api("admin").get(path(template, "task-statuses")).json()]
    assert boards == [BOARD] * 5
    payload = {"project_template_id": str(template.pk)}
    assert events()[before:] == [("project-template:new", payload)]


@pytest.mark.parametrize(("body", "status"), [({}, 400), ({"name": "Short film"}, 400)])
def test_a_copy_needs_a_name_of_its_own(template, api, studio, body, status):
    copy = f"/data/project-templates/from-project/{studio.feature.pk}"
    assert api("admin").post(copy, body).status_code == status
    assert ProjectTemplate.objects.count() == 1
