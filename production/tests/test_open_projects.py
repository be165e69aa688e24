"""The productions that clients load first (notes on production, section 1)."""

import pytest

from production.models import (
    Entity,
    MetadataDescriptor,
    Project,
    ProjectStatus,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
)
from production.models.metadata_descriptor import DepartmentMetadataDescriptorLink


def names(response) -> list[str]:
    return [row["name"] for row in response.json()]


@pytest.fixture
def spellings(studio):
    """A production under each spelling of open, one closed; the manager is on the team of none."""
    for name, status in (("Old Oak", "open"), ("Pine", "Active"), ("Ash", "Closed")):
        found = ProjectStatus.objects.get_or_create(name=status, defaults={"color": "#000000"})[0]
        Project.objects.create(name=name, project_status=found)


def test_an_admin_loads_all_spellings_of_open_by_name(api, spellings):
    assert names(api("admin").get("/data/projects/open")) == ["Big Buck", "Night Shift", "Old Oak", "Pine"]


def test_others_load_the_open_productions_of_their_teams(api, spellings):
    assert names(api("manager").get("/data/projects/open")) == ["Big Buck"]
    assert names(api("modeler").get("/data/projects/open")) == ["Big Buck", "Night Shift"]
    assert names(api("outsider").get("/data/projects/open")) == []


def test_ones_own_open_productions_are_all_open_ones_for_an_admin(api, spellings):
    assert names(api("admin").get("/data/user/projects/open")) == ["Big Buck", "Night Shift"]
    assert names(api("manager").get("/data/user/projects/open")) == ["Big Buck"]


@pytest.mark.parametrize(("name", "found"), [("Big Buck", ["Big Buck"]), ("big buck", []), ("Big%", [])])
def test_the_name_is_exact(studio, api, name, found):
    assert names(api("manager").get("/data/projects/open", {"name": name})) == found
    assert names(api("manager").get("/data/user/projects/open", {"name": name})) == found


def test_a_row_holds_the_settings_and_their_priorities(studio, api):
    ProjectTaskTypeLink.objects.filter(project=studio.feature).exclude(task_type=studio.modeling).delete()
    ProjectTaskStatusLink.objects.filter(project=studio.feature).exclude(task_status=studio.todo).delete()
    row = api("animator").get("/data/projects/open").json()[0]
    assert row["task_types"] == [str(studio.modeling.pk)]
    assert row["task_types_priority"] == {str(studio.modeling.pk): 1}
    assert row["task_statuses"] == [str(studio.todo.pk)]
    roles = ["user", "admin", "supervisor", "manager", "vendor"]
    assert row["task_statuses_link"] == {str(studio.todo.pk): {"priority": 1, "roles_for_board": roles}}
    assert str(studio.animator.pk) in row["team"]
    assert "first_episode_id" not in row


def test_a_series_names_its_first_running_episode(studio, api):
    kind = {"project": studio.series, "entity_type": studio.episode_type}
    Entity.objects.create(name="E00", status="standby", **kind)
    Entity.objects.create(name="E02", status="running", **kind)
    rows = {row["name"]: row for row in api("modeler").get("/data/projects/open").json()}
    assert rows["Night Shift"]["first_episode_id"] == str(studio.episode.pk)
    Entity.objects.filter(project=studio.series).update(status="complete")
    rows = {row["name"]: row for row in api("modeler").get("/data/projects/open").json()}
    first = Entity.objects.get(name="E00")
    assert rows["Night Shift"]["first_episode_id"] == str(first.pk)


@pytest.fixture
def columns(studio):
    """Three columns of the feature: for everybody, for clients, for the modelers."""
    column = {"project": studio.feature, "entity_type": "Asset", "data_type": "string", "choices": []}
    MetadataDescriptor.objects.create(name="Mood", field_name="mood", **column)
    MetadataDescriptor.objects.create(name="Price", field_name="price", for_client=True, **column)
    rig = MetadataDescriptor.objects.create(name="Rig", field_name="rig", **column)
    DepartmentMetadataDescriptorLink.objects.create(
        metadata_descriptor=rig, department=studio.modeling_department
    )


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("animator", ["Mood", "Price", "Rig"]),
        ("client", ["Price"]),
        ("vendor", ["Mood", "Price"]),
        ("admin", ["Mood", "Price", "Rig"]),
    ],
)
def test_clients_and_vendors_get_the_columns_that_are_for_them(studio, api, columns, who, found):
    row = api(who).get("/data/projects/open").json()[0]
    assert [descriptor["name"] for descriptor in row["descriptors"]] == found


def test_who_is_a_client_in_one_production_gets_its_columns_as_a_client(studio, api, columns):
    studio.feature.team_links.filter(person=studio.animator).update(role="client")
    row = api("animator").get("/data/projects/open").json()[0]
    assert [descriptor["name"] for descriptor in row["descriptors"]] == ["Price"]


def test_a_column_is_shown_whole(studio, api, columns):
    row = api("client").get("/data/projects/open").json()[0]
    price = MetadataDescriptor.objects.get(name="Price")
    assert row["descriptors"] == [
        {
            "id": str(price.pk),
            "name": "Price",
            "field_name": "price",
            "data_type": "string",
            "choices": [],
            "for_client": True,
            "entity_type": "Asset",
            "task_type_id": None,
            "position": None,
            "departments": [],
        }
    ]


# All of them, closed ones too


def test_an_admin_gets_all_productions_with_the_names_of_their_statuses(api, spellings):
    rows = api("admin").get("/data/projects/all").json()
    assert [(row["name"], row["project_status_name"]) for row in rows] == [
        ("Ash", "Closed"),
        ("Big Buck", "Open"),
        ("Night Shift", "Open"),
        ("Old Oak", "open"),
        ("Pine", "Active"),
    ]
    assert "team" not in rows[0]


def test_others_get_those_of_their_teams_whatever_the_status(studio, api):
    Project.objects.filter(pk=studio.feature.pk).update(project_status=studio.closed)
    assert names(api("manager").get("/data/projects/all")) == ["Big Buck"]
    assert names(api("outsider").get("/data/projects/all")) == []


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("admin", "BIG BUCK", 200),
        ("admin", "big%", 200),
        ("admin", "Nobody", 404),
        ("manager", "big buck", 200),
        ("manager", "Night Shift", 404),
    ],
)
def test_one_production_by_name_in_any_case(studio, api, who, name, status):
    assert api(who).get("/data/projects/all", {"name": name}).status_code == status


@pytest.mark.parametrize("path", ["projects/open", "projects/all", "user/projects/open"])
def test_a_name_that_no_database_holds_is_refused(studio, api, path):
    assert api("admin").get(f"/data/{path}", {"name": "a\x00b"}).status_code == 400


@pytest.mark.parametrize("path", ["projects/open", "projects/all", "user/projects/open"])
def test_a_token_is_needed(studio, api, path):
    assert api().get(f"/data/{path}").status_code == 401


def test_open_productions_take_as_many_queries_as_one(studio, api, columns, django_assert_num_queries):
    caller = api("admin")
    caller.get("/data/projects/open", {"name": "Big Buck"})  # what is made once is made
    with django_assert_num_queries(10) as few:
        caller.get("/data/projects/open", {"name": "Big Buck"})
    assert few
    for number in range(20):
        Project.objects.create(name=f"Film {number:02}", project_status=studio.open)
    with django_assert_num_queries(11):  # one more for the episodes of the series
        assert len(caller.get("/data/projects/open").json()) == 22


def test_a_resolution_that_was_taken_over_does_not_stand_in_the_way(studio, api):
    Project.objects.filter(pk=studio.feature.pk).update(resolution="Full HD")
    path = f"/data/projects/{studio.feature.pk}"
    answers = [api("manager").put(path, body) for body in ({"fps": "24"}, {"resolution": "Full HD"})]
    assert [answer.status_code for answer in answers] == [200, 400]


def test_a_changed_series_names_its_first_episode_whatever_its_status(studio, api):
    first = Entity.objects.create(
        name="E00", project=studio.series, entity_type=studio.episode_type, status="canceled"
    )
    row = api("admin").put(f"/data/projects/{studio.series.pk}", {"code": "NS"}).json()
    assert row["first_episode_id"] == str(first.pk)
