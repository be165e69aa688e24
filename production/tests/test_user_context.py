"""GET /data/user/context (notes on accounts, section 8)."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import CustomAction, Department, Person, Plugin, Studio
from accounts.models.person import DepartmentLink
from kitsu_site.api import combined
from kitsu_site.api.renderers import dumps
from production.api.user_context import WHOLE_TABLES
from production.models import (
    Entity,
    MetadataDescriptor,
    Notification,
    PreviewBackgroundFile,
    Project,
    ProjectPersonLink,
    SearchFilter,
    StatusAutomation,
)

ROLES = ["admin", "manager", "supervisor", "animator", "vendor", "client", "outsider", "bot"]
MOST_QUERIES = 12


def context(api, who: str) -> dict:
    response = api(who).get("/data/user/context")
    assert response.status_code == 200, response.content
    return response.json()


def queries(api, who: str) -> int:
    caller = api(who)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        caller.get("/data/user/context")
    return len(captured)


def fill(studio) -> None:
    """Something in every part of the context."""
    CustomAction.objects.create(name="Play", url="https://play.example.com", is_ajax=True)
    StatusAutomation.objects.create(
        entity_type="asset",
        in_task_type=studio.modeling,
        in_task_status=studio.done,
        out_field_type="status",
        out_task_type=studio.animation,
        out_task_status=studio.todo,
    )
    Studio.objects.create(name="North", color="#224466")
    PreviewBackgroundFile.objects.create(name="Studio light", extension="hdr")
    Plugin.objects.create(
        plugin_id="fox", name="Fox", version="1", maintainer_name="TD", license="MIT", revision="4f2a"
    )
    column = MetadataDescriptor.objects.create(
        project=studio.feature, entity_type="Shot", name="Lens", field_name="lens", data_type="string"
    )
    column.departments.set([studio.animation_department])
    for person in studio.people.values():
        SearchFilter.objects.create(person=person, list_type="shot", name="Mine", search_query="sh")


def grow(studio) -> None:
    """Twenty times as much of everything."""
    people = [Person(first_name=f"P{n}", last_name="X", email=f"p{n}@example.com") for n in range(20)]
    Person.objects.bulk_create(people)
    DepartmentLink.objects.bulk_create(
        DepartmentLink(person=person, department=studio.modeling_department) for person in people
    )
    for n in range(20):
        Department.objects.create(name=f"D{n}", color="#000000")
        project = Project.objects.create(
            name=f"Production {n}", project_status=studio.open, production_type="tvshow"
        )
        ProjectPersonLink.objects.bulk_create(
            ProjectPersonLink(project=project, person=person) for person in studio.people.values()
        )
        Entity.objects.create(project=project, entity_type=studio.episode_type, name="E01")
        MetadataDescriptor.objects.create(
            project=project, entity_type="Shot", name="Lens", field_name="lens", data_type="string"
        )


@pytest.mark.parametrize("who", ROLES)
def test_it_takes_at_most_twelve_queries_whatever_the_size_of_the_studio(studio, api, who):
    fill(studio)
    grow(studio)
    assert queries(api, who) <= MOST_QUERIES


def test_every_table_is_shown_as_its_own_route_shows_it(studio, db):
    fill(studio)
    found = combined.rows({name: (wire, wire.model.objects.all()) for name, wire in WHOLE_TABLES.items()})
    for name, wire in WHOLE_TABLES.items():
        alone = json.loads(dumps(wire.rows(wire.model.objects.all())))
        together = json.loads(dumps(found[name]))
        assert len(alone) >= 1, name
        assert sorted(together, key=lambda row: row["id"]) == sorted(alone, key=lambda row: row["id"])


@pytest.mark.parametrize("who", ROLES)
def test_the_productions_are_those_of_the_list_of_open_ones(studio, api, who):
    fill(studio)

    def comparable(rows):
        links = ("team", "asset_types", "task_types", "task_statuses")
        return [{**row, **{name: sorted(row[name]) for name in links}} for row in rows]

    assert comparable(context(api, who)["projects"]) == comparable(
        api(who).get("/data/user/projects/open").json()
    )


@pytest.mark.parametrize(
    ("who", "in_full"),
    [("admin", True), ("manager", True), ("supervisor", False), ("animator", False), ("client", False)],
)
def test_people_are_shown_in_full_to_managers_and_in_short_to_others(studio, api, who, in_full):
    ann = next(row for row in context(api, who)["persons"] if row["first_name"] == "Ann")
    assert ann["departments"] == [str(studio.animation_department.pk)]
    assert ("email" in ann) is in_full
    assert not {"password", "totp_secret", "jti", "otp_recovery_codes"} & set(ann)


def test_guests_are_left_out(studio, api):
    Person.objects.create(first_name="Passer", last_name="By", is_guest=True)
    assert "Passer" not in {row["first_name"] for row in context(api, "admin")["persons"]}


def test_a_role_of_ones_own_in_a_production_is_named(studio, api):
    ProjectPersonLink.objects.filter(project=studio.feature, person=studio.animator).update(role="manager")
    assert context(api, "animator")["project_roles"] == {str(studio.feature.pk): "manager"}


def test_columns_of_a_department_are_for_its_vendors(studio, api):
    fill(studio)
    assert [project["descriptors"] for project in context(api, "vendor")["projects"]] == [[]]
    DepartmentLink.objects.create(person=studio.vendor, department=studio.animation_department)
    [project] = context(api, "vendor")["projects"]
    [column] = project["descriptors"]
    assert (column["name"], column["departments"]) == ("Lens", [str(studio.animation_department.pk)])


def test_unread_notifications_are_counted(studio, api):
    told = {"person": studio.animator, "author": studio.manager, "task": studio.first_animation}
    Notification.objects.create(type="comment", read=False, **told)
    Notification.objects.create(type="comment", read=True, **told)
    assert context(api, "animator")["notification_count"] == 1


def test_saved_searches_come_by_list_and_production(studio, api):
    fill(studio)
    searches = context(api, "animator")["search_filters"]
    assert [row["name"] for row in searches["shot"]["all"]] == ["Mine"]


def test_the_user_limit_is_for_admins(studio, api):
    assert context(api, "admin")["user_limit"] == 100
    assert "user_limit" not in context(api, "manager")


def test_nobody_has_no_context(studio, api):
    assert api().get("/data/user/context").status_code == 401
