"""Models on the wire: columns as they are, relations as ids, each with one query."""

import datetime

import orjson
import pytest
from django.db import connection

from accounts.api.wires import PERSON
from accounts.models import Department, Person
from accounts.models.person import DepartmentLink
from kitsu_site.api.renderers import dumps
from kitsu_site.api.wire import Wire
from production.models import Entity, Project, Task


def test_a_row_has_its_columns_and_its_type(studio):
    Department.objects.update(updated_at=datetime.datetime(2030, 1, 7, 10, 30, 15, 999999))
    row = Wire(Department).row(studio.modeling_department)
    assert orjson.loads(dumps(row)) == {
        "id": str(studio.modeling_department.pk),
        "created_at": "2030-01-07T09:00:00",
        "updated_at": "2030-01-07T10:30:15",
        "name": "Modeling",
        "color": "#FF0000",
        "archived": False,
        "type": "Department",
    }


def test_json_columns_go_from_the_database_to_the_answer_unparsed(studio):
    Project.objects.filter(pk=studio.feature.pk).update(data={"é": [1, 2.5, None, {"b": "\n"}]})
    row = Wire(Project).row(studio.feature)
    assert isinstance(row["data"], orjson.Fragment)
    assert orjson.loads(dumps(row))["data"] == {"é": [1, 2.5, None, {"b": "\n"}]}


def test_json_columns_are_parsed_where_the_code_looks_into_them(studio):
    Project.objects.filter(pk=studio.feature.pk).update(data={"a": 1})
    assert Wire(Project).row(studio.feature, parsed=True)["data"] == {"a": 1}


def test_a_json_column_without_value_is_null(studio):
    assert orjson.loads(dumps(Wire(Project).row(studio.feature)))["data"] is None


@pytest.mark.parametrize("model", [Entity, Project, Task, Person])
def test_each_relation_takes_one_query(model, studio, django_assert_num_queries):
    wire = Wire(model)
    with django_assert_num_queries(1 + len(wire.links)):
        rows = wire.rows(model.objects.all(), links=True)
    assert len(rows) == model.objects.count()


def test_relations_are_lists_of_ids(studio):
    rows = Wire(Task).rows(Task.objects.filter(project=studio.feature), links=True)
    assert {row["id"]: row["assignees"] for row in rows} == {
        studio.hero_modeling.pk: [studio.modeler.pk],
        studio.lamp_modeling.pk: [],
        studio.first_animation.pk: [studio.animator.pk],
        studio.second_animation.pk: [studio.vendor.pk],
        studio.first_compositing.pk: [],
    }


def test_relations_of_very_many_rows_take_one_query_too(studio, django_assert_num_queries):
    people = Person.objects.bulk_create(
        Person(first_name=f"Extra {n}", last_name="Person", email=f"extra{n}@example.com")
        for n in range(1200)
    )
    DepartmentLink.objects.bulk_create(
        DepartmentLink(person=person, department=studio.modeling_department) for person in people
    )
    crowd = Person.objects.filter(first_name__startswith="Extra")
    with django_assert_num_queries(2):
        rows = Wire(Person).rows(crowd, links=True)
    assert len(rows) == 1200
    assert all(row["departments"] == [studio.modeling_department.pk] for row in rows)


def test_the_database_is_asked_for_the_wanted_columns_only(studio, django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        rows = Wire(Department).rows(Department.objects.filter(name="Modeling"), only={"name"})
    assert rows == [{"id": studio.modeling_department.pk, "name": "Modeling", "type": "Department"}]
    quoted = connection.ops.quote_name("color")
    assert quoted not in captured.captured_queries[0]["sql"]


def test_a_secret_column_is_on_no_wire(studio):
    row = PERSON.row(studio.admin, links=True)
    secrets = {"password", "totp_secret", "email_otp_secret", "otp_recovery_codes", "fido_credentials", "jti"}
    assert secrets & set(row) == set()


def test_every_column_is_shown_or_secret(studio):
    columns = {field.column for field in Person._meta.concrete_fields}
    assert set(PERSON.all_columns) == columns
    assert set(PERSON.columns) == columns - PERSON.secret


def test_changing_a_row_with_relations_replaces_the_whole_list(api, studio):
    path = f"/data/persons/{studio.animator.pk}"
    answer = api("admin").put(path, {"departments": [str(studio.modeling_department.pk)]})
    assert answer.status_code == 200
    assert api("admin").get(path).json()["departments"] == [str(studio.modeling_department.pk)]
