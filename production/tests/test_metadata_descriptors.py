"""Columns that productions add, and the values stored under them (notes on production, section 5)."""

import pytest

from production.models import Entity, MetadataDescriptor, Project, ProjectStatus, Task

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"


@pytest.fixture
def column(studio, api):
    """Adds a column to the feature as its manager; answers its row."""

    def add(**body) -> dict:
        response = api("manager").post(f"/data/projects/{studio.feature.pk}/metadata-descriptors", body)
        assert response.status_code == 201, response.content
        return response.json()

    return add


def path(studio, row=None) -> str:
    return f"/data/projects/{studio.feature.pk}/metadata-descriptors" + (f"/{row['id']}" if row else "")


def data_of(row):
    return type(row).objects.get(pk=row.pk).data


@pytest.mark.parametrize(
    ("name", "field_name"),
    [
        ("Mood of Day", "mood_of_day"),
        ("Poids (kg) à vide", "poids_kg_a_vide"),
        ("  Wind -- Speed!", "wind_speed"),
        ("Настроение", "nastroenie"),
    ],
)
def test_the_field_name_is_a_slug_of_the_name(column, name, field_name):
    assert column(name=name)["field_name"] == field_name


def test_a_column_starts_with_defaults_and_is_told(studio, column, events):
    row = column(name="Mood")
    assert row == {
        "id": row["id"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "type": "MetadataDescriptor",
        "project_id": str(studio.feature.pk),
        "entity_type": "Asset",
        "task_type_id": None,
        "name": "Mood",
        "data_type": "string",
        "field_name": "mood",
        "choices": [],
        "for_client": False,
        "position": None,
    }
    payload = {"metadata_descriptor_id": row["id"], "project_id": str(studio.feature.pk)}
    assert events() == [("metadata-descriptor:new", payload)]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "???"},
        {"name": 3},
        {"name": "x" * 121},
        {"name": "Mood"},
        {"name": "mood"},
        {"name": "Bad", "data_type": "colour"},
        {"name": "Bad", "entity_type": "Planet"},
        {"name": "Bad", "entity_type": "Task"},
        {"name": "Bad", "entity_type": "Task", "task_type_id": UNKNOWN},
        {"name": "Bad", "choices": "one"},
    ],
)
def test_a_wrong_column_is_refused(studio, api, column, body):
    column(name="Mood")
    assert api("manager").post(path(studio), body).status_code == 400
    assert MetadataDescriptor.objects.count() == 1


# Who


RIGHTS = {  # list, one, create for the animation department, change, remove, order
    "admin": (200, 200, 201, 200, 204, 200),
    "manager": (200, 200, 201, 200, 204, 200),
    "supervisor": (200, 200, 201, 200, 204, 403),
    "animator": (200, 200, 403, 403, 403, 403),
    "vendor": (200, 200, 403, 403, 403, 403),
    "client": (200, 200, 403, 403, 403, 403),
    "outsider": (403, 403, 403, 403, 403, 403),
}


@pytest.mark.parametrize("who", RIGHTS)
def test_who_reads_and_changes_columns(studio, api, column, who):
    departments = [str(studio.animation_department.pk)]
    row, caller = column(name="Mood", departments=departments), api(who)
    found = (
        caller.get(path(studio)).status_code,
        caller.get(path(studio, row)).status_code,
        caller.post(path(studio), {"name": "New", "departments": departments}).status_code,
        caller.put(path(studio, row), {"name": "Tone", "departments": departments}).status_code,
        caller.delete(path(studio, row)).status_code,
    )
    other = column(name="Other")
    order = {"entity_type": "Asset", "descriptor_ids": [other["id"]]}
    assert (*found, caller.post(f"{path(studio)}/reorder", order).status_code) == RIGHTS[who]


@pytest.mark.parametrize(
    ("departments", "status"),
    [(["animation_department"], 201), (["modeling_department"], 403), ([], 403)],
)
def test_a_supervisor_names_the_departments_that_are_theirs(studio, api, departments, status):
    ids = [str(getattr(studio, name).pk) for name in departments]
    response = api("supervisor").post(path(studio), {"name": "Mood", "departments": ids})
    assert response.status_code == status


def test_clients_list_the_columns_that_are_for_them(studio, api, column):
    column(name="Mood")
    column(name="Price", for_client=True)
    assert [row["name"] for row in api("client").get(path(studio)).json()] == ["Price"]
    assert [row["name"] for row in api("vendor").get(path(studio)).json()] == ["Mood", "Price"]


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_column_is_found_in_its_own_production_only(studio, api, column, method):
    row = column(name="Mood")
    elsewhere = f"/data/projects/{studio.series.pk}/metadata-descriptors/{row['id']}"
    response = api("admin").call(method.upper(), elsewhere, {"name": "Taken"})
    assert response.status_code == 404
    assert MetadataDescriptor.objects.get().name == "Mood"


@pytest.mark.parametrize("pk", [UNKNOWN, "mood"])
def test_a_column_that_is_not_there(studio, api, pk):
    for method in ("GET", "PUT", "DELETE"):
        assert api("admin").call(method, f"{path(studio)}/{pk}", {"name": "X"}).status_code == 404


# The values follow


VALUES = [
    "grim",
    12,
    1.5,
    True,
    False,
    ["a", {"b": None}],
    {"nested": [1, True, "x"]},
    "",
    0,
    "with \"quotes\" and \\ and 'more'",
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_new_name_takes_the_values_along_as_they_are(studio, api, column, value):
    row = column(name="Mood")
    Entity.objects.filter(pk=studio.hero.pk).update(data={"mood": value, "kept": True})
    assert api("manager").put(path(studio, row), {"name": "Tone"}).json()["field_name"] == "tone"
    assert data_of(studio.hero) == {"tone": value, "kept": True}
    assert type(data_of(studio.hero)["tone"]) is type(value)


def test_nulls_and_rows_without_the_value_stay_as_they_are(studio, api, column):
    row = column(name="Mood")
    before = {"hero": {"mood": None}, "lamp": {"other": 1}}
    for name, data in before.items():
        Entity.objects.filter(pk=getattr(studio, name).pk).update(data=data)
    api("manager").put(path(studio, row), {"name": "Tone"})
    assert {name: data_of(getattr(studio, name)) for name in before} == before


def stored(studio) -> dict:
    """What everything holds under `mood`, by name."""
    rows = {
        "hero": studio.hero,
        "first_shot": studio.first_shot,
        "sequence": studio.sequence,
        "robot": studio.robot,
        "first_animation": studio.first_animation,
        "hero_modeling": studio.hero_modeling,
        "feature": studio.feature,
        "series": studio.series,
    }
    return {name for name, row in rows.items() if (data_of(row) or {}).get("mood") == "calm"}


@pytest.mark.parametrize(
    ("kind", "touched"),
    [
        ("Asset", {"hero"}),
        ("Shot", {"first_shot"}),
        ("Sequence", {"sequence"}),
        ("Task", {"first_animation"}),
        ("Project", {"feature"}),
    ],
)
@pytest.mark.parametrize("verb", ["rename", "remove"])
def test_only_rows_of_the_kind_and_the_production_are_touched(studio, api, column, kind, touched, verb):
    task_type = {"task_type_id": str(studio.animation.pk)} if kind == "Task" else {}
    row = column(name="Mood", entity_type=kind, **task_type)
    for model in (Entity, Task, Project):
        model.objects.update(data={"mood": "calm"})
    before = stored(studio)
    if verb == "rename":
        api("manager").put(path(studio, row), {"name": "Tone"})
    else:
        api("manager").delete(path(studio, row))
    assert before - stored(studio) == touched


def test_a_removed_column_takes_its_values_along(studio, api, column, events):
    row = column(name="Mood")
    Entity.objects.filter(pk=studio.hero.pk).update(data={"mood": "grim", "kept": 1})
    assert api("manager").delete(path(studio, row)).status_code == 204
    assert data_of(studio.hero) == {"kept": 1}
    assert [name for name, _ in events()] == ["metadata-descriptor:new", "metadata-descriptor:delete"]


def test_a_change_of_values_moves_the_date_of_their_rows(studio, api, column):
    row = column(name="Mood")
    Entity.objects.update(data={"mood": "grim"})
    before = dict(Entity.objects.values_list("name", "updated_at"))
    api("manager").put(path(studio, row), {"name": "Tone"})
    after = dict(Entity.objects.values_list("name", "updated_at"))
    assert {name for name in after if after[name] != before[name]} == {"Hero", "Lamp"}


def test_renaming_takes_as_many_queries_for_many_rows(studio, api, column, django_assert_num_queries):
    def rename(row, name):
        Entity.objects.filter(project=studio.feature).update(data={row["field_name"]: 1})
        with django_assert_num_queries(13):
            assert api_manager.put(path(studio, row), {"name": name}).status_code == 200

    api_manager = api("manager")
    row = column(name="Mood")
    rename(row, "Tone")
    Entity.objects.bulk_create(
        Entity(name=f"A{n}", project=studio.feature, entity_type=studio.props) for n in range(50)
    )
    rename({**row, "field_name": "tone"}, "Mood")
    assert Entity.objects.filter(data__mood=1).count() == 52


def test_what_a_change_leaves_out_returns_to_its_default(studio, api, column):
    row = column(name="Mood", data_type="list", choices=["a"], for_client=True)
    changed = api("manager").put(path(studio, row), {"name": "Mood"}).json()
    assert (changed["data_type"], changed["choices"], changed["for_client"]) == ("string", [], False)


def test_the_name_of_another_column_is_refused_and_no_value_moves(studio, api, column):
    column(name="Tone")
    row = column(name="Mood")
    Entity.objects.filter(pk=studio.hero.pk).update(data={"mood": "grim", "tone": "old"})
    assert api("manager").put(path(studio, row), {"name": "Tone"}).status_code == 400
    assert data_of(studio.hero) == {"mood": "grim", "tone": "old"}


def test_a_field_name_that_no_path_can_hold_is_refused(studio, api):
    body = {"project_id": str(studio.feature.pk), "entity_type": "Asset", "name": "X", "field_name": 'a"b'}
    assert api("admin").post("/data/metadata-descriptors", body).status_code == 400


# Order


def test_columns_are_numbered_as_named_then_by_name(studio, api, column):
    rows = {name: column(name=name)["id"] for name in ("Wind", "Cloud", "Rain")}
    body = {"entity_type": "Asset", "descriptor_ids": [rows["Wind"]]}
    found = api("manager").post(f"{path(studio)}/reorder", body).json()
    assert [(row["name"], row["position"]) for row in found] == [("Wind", 1), ("Cloud", 2), ("Rain", 3)]


@pytest.mark.parametrize("ids", [[], ["x"], [UNKNOWN], "all"])
def test_an_order_names_columns_that_are_there(studio, api, column, ids):
    column(name="Wind")
    body = {"entity_type": "Asset", "descriptor_ids": ids}
    assert api("manager").post(f"{path(studio)}/reorder", body).status_code == 400


# New productions


def test_a_new_production_has_the_columns_that_open_ones_have_for_productions(studio, api, column):
    department = str(studio.modeling_department.pk)
    insured = {"name": "Insured", "entity_type": "Project", "data_type": "list", "choices": ["yes", "no"]}
    first = column(**insured, for_client=True, departments=[department])
    api("manager").post(
        f"{path(studio)}/reorder", {"entity_type": "Project", "descriptor_ids": [first["id"]]}
    )
    column(name="Lens", entity_type="Shot")
    active = ProjectStatus.objects.create(name="Active", color="#000000")
    for status, field_name, name in (
        (active, "agent", "Agent"),
        (active, "insured", "Insurance"),  # a field that is there
        (active, "broker", "Agent"),  # a name that is there
        (studio.closed, "old", "Old"),
    ):
        project = Project.objects.create(name=field_name, project_status=status)
        MetadataDescriptor.objects.create(
            project=project, entity_type="Project", field_name=field_name, name=name
        )
    made = api("admin").post("/data/projects", {"name": "New"}).json()["id"]
    found = api("admin").get(f"/data/projects/{made}/metadata-descriptors").json()
    assert [row["name"] for row in found] == ["Agent", "Insured"]
    own = {"id", "project_id", "created_at", "updated_at", "position"}
    assert {k: v for k, v in found[1].items() if k not in own} == {
        **{k: v for k, v in first.items() if k not in own},
        "departments": [department],
    }
    assert found[1]["position"] is None


# All productions at once

ALL = "/data/metadata-descriptors/all-projects"


def test_an_admin_adds_a_column_to_all_open_productions(studio, api, column):
    column(name="Lens", entity_type="Shot")
    Project.objects.create(name="Old", project_status=studio.closed)
    rows = api("admin").post(ALL, {"entity_type": "Shot", "name": "Lens"})
    assert rows.status_code == 201
    assert [row["project_id"] for row in rows.json()] == [str(studio.series.pk)]
    assert api("admin").post(ALL, {"entity_type": "Shot", "name": "Lens"}).json() == []


def test_a_manager_reaches_the_productions_they_manage(studio, api):
    rows = api("manager").post(ALL, {"name": "Lens"}).json()
    assert [row["project_id"] for row in rows] == [str(studio.feature.pk)]


def test_a_manager_who_is_artist_in_a_production_does_not_reach_it(studio, api):
    studio.feature.team_links.filter(person=studio.manager).update(role="user")
    assert api("manager").post(ALL, {"name": "Lens"}).json() == []


def test_values_follow_in_every_production(studio, api):
    api("admin").post(ALL, {"name": "Lens"})
    Entity.objects.filter(pk__in=[studio.hero.pk, studio.robot.pk]).update(data={"lens": 50})
    rows = api("admin").put(f"{ALL}/lens", {"entity_type": "Asset", "name": "Focal"}).json()
    assert {row["field_name"] for row in rows} == {"focal"}
    assert (data_of(studio.hero), data_of(studio.robot)) == ({"focal": 50}, {"focal": 50})
    gone = api("admin").delete(f"{ALL}/focal", {"entity_type": "Asset"})
    assert (gone.status_code, len(gone.json())) == (200, 2)
    assert (data_of(studio.hero), data_of(studio.robot)) == ({}, {})


def test_without_a_name_it_stays(api, studio):
    api("admin").post(ALL, {"name": "Lens"})
    rows = api("admin").put(f"{ALL}/lens", {"entity_type": "Asset", "for_client": True}).json()
    assert {(row["name"], row["field_name"], row["for_client"]) for row in rows} == {("Lens", "lens", True)}


def test_columns_are_ordered_in_each_production_that_has_them(studio, api):
    for name in ("Lens", "Grain"):
        api("admin").post(ALL, {"name": name})
    body = {"entity_type": "Asset", "field_order": ["lens", "unknown"]}
    rows = api("admin").post("/actions/metadata-descriptors/all-projects/reorder", body).json()
    assert [(row["name"], row["position"]) for row in rows] == [("Lens", 1), ("Grain", 2)] * 2


@pytest.mark.parametrize("who", ["supervisor", "animator", "vendor", "client", "outsider"])
def test_only_managers_reach_all_productions(studio, api, who):
    caller, kind = api(who), {"entity_type": "Shot"}
    order = {**kind, "field_order": ["lens"]}
    found = (
        caller.post(ALL, {"name": "Lens"}).status_code,
        caller.put(f"{ALL}/lens", kind).status_code,
        caller.delete(f"{ALL}/lens", kind).status_code,
        caller.post("/actions/metadata-descriptors/all-projects/reorder", order).status_code,
    )
    assert found == (403, 403, 403, 403)


def test_all_productions_share_no_columns_of_tasks(api, studio):
    kind = {"entity_type": "Task", "name": "Brush"}
    assert api("admin").post(ALL, kind).status_code == 400
    assert api("admin").put(f"{ALL}/brush", kind).status_code == 400
    assert api("admin").delete(f"{ALL}/brush").status_code == 400


def test_a_field_name_that_no_database_holds_is_refused(api, studio):
    kind = {"entity_type": "Shot"}
    assert api("admin").put(f"{ALL}/a%00b", kind).status_code == 404
    assert api("admin").delete(f"{ALL}/a%00b", kind).status_code == 404
