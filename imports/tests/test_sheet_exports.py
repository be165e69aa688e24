"""What the lists of the back office export."""

import csv
import io

import pytest
from openpyxl import load_workbook

from accounts.models import Person
from imports.tests.desk import lines
from kitsu_site.tests.office import address, filled_form
from production.models import Entity, ProjectPersonLink, Task


def test_an_export_holds_what_the_list_shows_with_its_filters(studio, desk):
    answer = desk("manager").export(Entity, q="SH0")
    assert answer["Content-Disposition"].startswith('attachment; filename="assets-and-shots-')
    rows = lines(answer)
    assert [
        (row["Production"], row["Type"], row["Sequence"], row["Name"], row["Frames"]) for row in rows
    ] == [
        ("Big Buck", "Shot", "SQ01", "SH010", "48"),
        ("Big Buck", "Shot", "SQ01", "SH020", "96"),
    ]
    assert rows[0]["Tasks"] == "Animation: wip, Compositing: todo"


def test_chosen_rows_and_columns_are_exported(studio, desk):
    someone = desk("manager")
    page = someone.act(Entity, "export_admin_action", [studio.hero, studio.robot])
    form = {**filled_form(page.context["form"]), "format": "0"}
    form = {key: value for key, value in form.items() if key in ("resource", "format", "export_items")}
    answer = someone.client.post(page.context["export_url"], {**form, "entities_name": "on"})
    assert answer.getvalue().decode().split() == ["Name", "Hero"]  # the robot is of a production of others


def test_everything_that_a_list_shows_is_exported_by_its_filters(studio, desk):
    answer = desk("manager").act(Entity, "export_admin_action", [studio.hero], select_across="1")
    assert answer["Location"] == address(Entity, "export") + "?"


def test_formulas_are_defused_and_numbers_stay_numbers_in_both_formats(studio, desk):
    Entity.objects.filter(pk=studio.first_shot.pk).update(description="=HYPERLINK(1)", name="@SH010")
    someone = desk("manager")
    [row] = lines(someone.export(Entity, q="SH010"))
    assert (row["Name"], row["Description"]) == ("'@SH010", "'=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(someone.export(Entity, "1", q="SH010").content))
    header, values = book.active.values
    row = dict(zip(header, values, strict=True))
    assert (row["Name"], row["Description"], row["Frames"]) == ("'@SH010", "'=HYPERLINK(1)", 48)


def test_people_are_exported_without_secrets_and_come_back_unchanged(studio, desk):
    someone = desk("admin")
    content = someone.export(Person, is_bot__exact="0").getvalue()
    assert content.decode().splitlines()[0] == (
        "First Name,Last Name,Email,Phone,Role,Departments,Studio,Country,Contract Type,Position,Seniority,"
        "Daily Salary,Active"
    )
    page = someone.upload("persons", content=content, update="on")
    assert page.context["counts"] == {"create": 0, "update": 0, "unchanged": 8, "refused": 0}


def test_a_manager_exports_what_the_page_shows_of_people_and_a_supervisor_nothing(studio, desk):
    row = lines(desk("manager").export(Person))[0]
    assert not {"Email", "Phone", "Daily Salary", "Contract Type"} & set(row)
    assert desk("supervisor").client.get(address(Person, "export")).status_code == 403


def test_tasks_are_exported_as_a_sheet_of_estimations(studio, desk):
    Task.objects.filter(pk=studio.first_animation.pk).update(estimation=1200)
    someone = desk("supervisor")
    content = someone.export(Task, q="Animation").getvalue()
    by_entity = {row["Entity"]: row for row in csv.DictReader(io.StringIO(content.decode()))}
    assert (by_entity["SH010"]["Parent"], by_entity["SH010"]["Estimation"]) == ("SQ01", "2.5")
    assert by_entity["SH010"]["Assignees"] == "Ann Animator"
    page = someone.upload("estimations", content=content, project=studio.feature, task_type=studio.animation)
    assert page.context["counts"] == {"create": 0, "update": 0, "unchanged": 2, "refused": 0}


def test_a_vendors_productions_are_not_exported(studio, desk):
    ProjectPersonLink.objects.filter(person=studio.manager).update(role="vendor")
    assert desk("manager").client.get(address(Entity, "export")).status_code == 403


def test_a_filter_that_cannot_be_leads_back_to_the_list(studio, desk):
    answer = desk("manager").client.get(address(Entity, "export"), {"nb_frames": "many"})
    assert answer["Location"] == address(Entity, "changelist") + "?e=1"


@pytest.mark.parametrize("model", [Person, Entity, Task])
def test_an_export_takes_the_same_number_of_queries_whatever_its_length(
    studio, desk, model, django_assert_max_num_queries
):
    someone = desk("admin")
    shot = {"project": studio.feature, "entity_type": studio.shot_type, "parent": studio.sequence}
    shots = Entity.objects.bulk_create(Entity(name=f"SH{n}", **shot) for n in range(300, 360))
    task = {
        "name": "main",
        "project": studio.feature,
        "task_type": studio.animation,
        "task_status": studio.todo,
    }
    Task.objects.bulk_create(Task(entity=shot, **task) for shot in shots)
    Person.objects.bulk_create(
        Person(first_name="P", last_name=str(n), email=f"{n}@example.com") for n in range(60)
    )
    form = {**filled_form(someone.client.get(address(model, "export")).context["form"]), "format": "0"}
    with django_assert_max_num_queries(9):
        answer = someone.client.post(address(model, "export"), form)
        assert answer.streaming
        assert len(lines(answer)) > 60
