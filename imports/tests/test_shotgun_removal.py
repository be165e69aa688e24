"""What /import/shotgun/remove/<kind> removes, and the errors that are kept (notes on imports, section 4)."""

import pytest

from accounts.models import Person
from files.models import WorkingFile
from imports.models import DataImportError
from kitsu_site.models import ApiEvent
from production.models import Comment, Entity, EntityLink, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def remove(studio, api):
    return lambda kind, body: api("admin").post(f"/import/shotgun/remove/{kind}", body)


@pytest.mark.parametrize("body", [{}, {"id": None}, {"id": "7"}, {"id": True}, {"id": 1.5}, {"id": 0}, [], 7])
def test_nothing_is_removed_without_an_id(studio, remove, body):
    before = Entity.objects.count()
    assert remove("asset", body).status_code == 400
    assert Entity.objects.count() == before


@pytest.mark.parametrize(
    ("kind", "number", "name"),
    [
        ("project", 1, "feature"),
        ("person", 2, "animator"),
        ("step", 4, "animation"),
        ("status", 5, "wip"),
        ("sequence", 6, "sequence"),
        ("shot", 9, "first_shot"),
        ("asset", 7, "hero"),
    ],
)
def test_what_is_still_referred_to_stays_as_it_was(numbered, remove, kind, number, name):
    before = Task.objects.count(), EntityLink.objects.count()
    row = getattr(numbered, name)
    assert remove(kind, {"id": number}).json() == {"success": False, "removed_instance_id": str(row.pk)}
    assert type(row)._base_manager.filter(pk=row.pk).exists()
    assert (Task.objects.count(), EntityLink.objects.count()) == before


def test_a_task_that_comments_speak_of_stays(numbered, remove, api):
    said = {"content": "Hm", "created_at": "2030-02-03T09:10:11Z"}
    note = {"id": 68, **said, "user": {"id": 2}, "tasks": [{"id": 11}]}
    assert api("admin").post("/import/shotgun/notes", [note]).status_code == 200
    assert not remove("task", {"id": 11}).json()["success"]
    assert remove("note", {"id": 68}).json()["success"]
    assert remove("task", {"id": 11}).json()["success"]
    assert not Comment.objects.exists()
    assert [event.name for event in ApiEvent.objects.all()] == ["task:delete"]


def test_the_tasks_of_an_asset_go_with_it(numbered, remove):
    assert remove("asset", {"id": 8}).json() == {
        "success": True,
        "removed_instance_id": str(numbered.lamp.pk),
    }
    assert not Task.objects.filter(pk=numbered.lamp_modeling.pk).exists()
    assert [e.name for e in ApiEvent.objects.order_by("created_at")] == ["task:delete", "asset:delete"]


def test_an_asset_with_working_files_is_cancelled(numbered, remove):
    WorkingFile.objects.create(task=numbered.lamp_modeling, name="main", revision=1)
    assert remove("asset", {"id": 8}).json()["success"]
    assert Entity.objects.get(pk=numbered.lamp.pk).canceled
    assert Task.objects.filter(pk=numbered.lamp_modeling.pk).exists()


def test_nobody_removes_their_own_account(studio, remove):
    Person.objects.filter(pk=studio.admin.pk).update(shotgun_id=40)
    assert remove("person", {"id": 40}).status_code == 403


def test_an_id_that_is_unknown_or_of_another_kind_removes_nothing(numbered, remove):
    assert remove("scene", {"id": 9}).json() == {"success": True}
    assert remove("project-connection", {"id": 9}).json() == {"success": True}
    assert Entity.objects.filter(pk=numbered.first_shot.pk).exists()


# Errors


@pytest.mark.parametrize("value", [{"kind": "shot"}, [1, 2], "text", 0, False])
def test_any_json_is_kept_as_an_error(studio, api, value):
    made = api("admin").post("/import/shotgun/errors", value)
    assert (made.status_code, made.json()["event_data"], made.json()["source"]) == (201, value, "shotgun")
    assert api("admin").get("/import/shotgun/errors").json() == [made.json()]


def test_errors_of_other_imports_are_neither_shown_nor_removed_there(studio, api):
    other = DataImportError.objects.create(event_data={}, source="csv")
    assert api("admin").get("/import/shotgun/errors").json() == []
    assert api("admin").delete(f"/import/shotgun/errors/{other.pk}").status_code == 404
