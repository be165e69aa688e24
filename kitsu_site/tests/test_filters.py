"""The parameters of a collection: filters, fields, relations and pages (notes on crud, section 1)."""

import datetime

import pytest

from production.models import TaskStatus

UNKNOWN_ID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return sorted(row["name"] for row in answer.json())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name=Animation", ["Animation"]),
        ("name=aniMATION", ["Animation"]),
        ("name=%25ation", ["Animation"]),
        ("name=_odeling", ["Modeling"]),
        ("name=nimatio", []),
        ('name=["Animation"]', []),
        ("name=Animation&name=Modeling", ["Animation"]),
        ("for_entity=Shot", ["Animation", "Compositing"]),
        ("for_entity=shot", []),
        ('for_entity=["Shot","Asset"]', ["Animation", "Compositing", "Modeling"]),
        ("for_entity=[]", []),
        ("for_entity=Shot&name=Comp%25", ["Compositing"]),
        ("archived=no", ["Animation", "Compositing", "Modeling"]),
        ("archived=TRUE", []),
        ("priority=1", ["Animation", "Compositing", "Modeling"]),
        ("priority=[2,3]", []),
        (f"department_id={UNKNOWN_ID}", []),
        ("created_at=2030-01-07T09:00:00", ["Animation", "Compositing", "Modeling"]),
        ("created_at=2030-01-07T10:00:00%2B01:00", ["Animation", "Compositing", "Modeling"]),
        ("created_at=2030-01-07", []),
        ("no_such_column=1", ["Animation", "Compositing", "Modeling"]),
    ],
)
def test_a_filter_narrows_a_list(query, expected, api, studio):
    assert names(api("animator").get(f"/data/task-types?{query}")) == expected


def test_a_foreign_key_is_a_filter(api, studio):
    answer = api("animator").get("/data/task-types", {"department_id": studio.animation_department.pk})
    assert names(answer) == ["Animation"]


def test_a_relation_is_a_filter(api, studio):
    answer = api("animator").get("/data/persons", {"departments": studio.animation_department.pk})
    assert sorted(row["first_name"] for row in answer.json()) == ["Ann", "Sam"]


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("department_id=x", "department_id", "department_id: an id expected, got 'x'."),
        ("department_id=", "department_id", "department_id: an id expected, got ''."),
        ('department_id=["x"]', "department_id", "department_id: an id expected, got 'x'."),
        ("archived=maybe", "archived", "archived: true or false expected, got 'maybe'."),
        ("priority=1.5", "priority", "priority: a whole number expected, got '1.5'."),
        ("priority=2147483648", "priority", "priority: 2147483648 is out of range."),
        ("for_entity=[x", "for_entity", "for_entity: a JSON list expected."),
        (
            "created_at=yesterday",
            "created_at",
            "created_at: a date and time like 2030-01-31T12:00:00 expected.",
        ),
        ("name=%00", "name", "name: it holds a NUL character."),
        ("limit=x", "limit", "limit: a whole number expected, got 'x'."),
        ("limit=-1", "limit", "limit: it may not be negative."),
        ("page=x", "page", "page: a whole number expected, got 'x'."),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(query, field, message, api, studio):
    answer = api("animator").get(f"/data/task-types?{query}")
    assert answer.status_code == 400
    assert answer.json() == {
        "error": True,
        "message": message,
        "data": {"errors": [{"field": field, "message": message}]},
    }


def test_a_hidden_column_is_no_filter(api, studio):
    answer = api("admin").get("/data/persons", {"password": "x"})
    assert answer.status_code == 400
    assert answer.json()["message"] == "password is no filter here."


def test_fields_keeps_the_named_ones_and_always_id_and_type(api, studio):
    answer = api("animator").get("/data/task-types?name=Animation&fields=name, color ,no_such_field")
    assert answer.json() == [
        {"id": str(studio.animation.pk), "name": "Animation", "color": "#FFFFFF", "type": "TaskType"}
    ]


def test_relations_come_when_asked_for(api, studio):
    query = {"name": "SH010", "fields": "name,entities_out"}
    without = api("admin").get("/data/entities", query).json()
    related = api("admin").get("/data/entities", {**query, "relations": "TRUE"}).json()
    row = {"id": str(studio.first_shot.pk), "name": "SH010"}
    assert [{k: v for k, v in one.items() if k != "type"} for one in without] == [row]
    assert related[0]["entities_out"] == [str(studio.hero.pk)]


@pytest.fixture
def dated(studio):
    """The statuses were changed one after the other, the last one last."""
    for minute, short in enumerate(("todo", "wip", "wfa", "retake", "done")):
        moment = datetime.datetime(2030, 1, 7, 10, minute)
        TaskStatus.objects.filter(short_name=short).update(updated_at=moment)


@pytest.mark.parametrize(
    ("query", "shorts", "page"),
    [
        ("page=1&limit=2", ["done", "retake"], {"nb_pages": 3, "limit": 2, "offset": 0, "page": 1}),
        ("page=3&limit=2", ["todo"], {"nb_pages": 3, "limit": 2, "offset": 4, "page": 3}),
        ("page=4&limit=2", [], {"nb_pages": 3, "limit": 2, "offset": 6, "page": 4}),
        ("page=0&limit=2", [], {"nb_pages": 3, "limit": 2, "offset": -2, "page": 0}),
        (
            "page=1",
            ["done", "retake", "wfa", "wip", "todo"],
            {"nb_pages": 1, "limit": 100, "offset": 0, "page": 1},
        ),
        (
            "page=1&limit=0",
            ["done", "retake", "wfa", "wip", "todo"],
            {"nb_pages": 1, "limit": 100, "offset": 0, "page": 1},
        ),
    ],
)
def test_a_page_has_the_last_changed_first(query, shorts, page, api, dated):
    answer = api("animator").get(f"/data/task-status?{query}").json()
    assert [row["short_name"] for row in answer.pop("data")] == shorts
    assert answer == {"total": 5, **page}


def test_a_page_counts_what_the_filters_leave(api, dated):
    answer = api("animator").get("/data/task-status?page=1&is_done=true&fields=short_name").json()
    assert [row["short_name"] for row in answer["data"]] == ["done"]
    assert (answer["total"], answer["nb_pages"]) == (1, 1)


@pytest.mark.parametrize("query", ["page=-1", "limit=2"])
def test_without_a_page_all_rows_are_answered(query, api, dated):
    assert len(api("animator").get(f"/data/task-status?{query}").json()) == 5
