"""Exports on other data than the recordings (notes on imports, section 2)."""

import csv
import io

import pytest
from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from accounts.models import Department, Person
from accounts.models.person import DepartmentLink
from files.models import PreviewFile
from imports.tests.sheets import content
from kitsu_site.models import ApiEvent
from production.models import (
    Comment,
    Entity,
    EntityLink,
    EntityType,
    MetadataDescriptor,
    Playlist,
    Project,
    ProjectStatus,
    Task,
    TaskPersonLink,
    TaskStatus,
    TaskType,
    TimeSpent,
)

STUDIO = ("persons.csv", "projects.csv", "task-types.csv", "tasks.csv", "time-spents.csv")
FEATURE = (
    "projects/{feature}/assets.csv",
    "projects/{feature}/shots.csv",
    "projects/{feature}/edits.csv",
    "projects/{feature}/casting.csv",
    "projects/{feature}/casting.csv?is_shot_casting=true",
)
SERIES = (
    "projects/{series}/shots.csv?episode_id=main",
    "projects/{series}/assets.csv?episode_id={episode}",
    "projects/{series}/casting.csv",
    "projects/{series}/casting.csv?episode_id=main",
    "projects/{series}/casting.csv?episode_id=all",
    "projects/{series}/casting.csv?is_shot_casting=true",
)
ROUTES = (*STUDIO, *FEATURE, *SERIES, "playlists/{playlist}")


@pytest.fixture
def exported(studio, api):
    """Ask for an export as an admin."""
    caller = api("admin")
    Project.objects.update(
        project_status=ProjectStatus.objects.get_or_create(name="Open", color="#000000")[0]
    )
    preview = PreviewFile.objects.create(task=studio.first_animation, person=studio.animator, revision=1)
    entry = {"entity_id": str(studio.first_shot.pk), "preview_file_id": str(preview.pk)}
    studio.playlist = Playlist.objects.create(name="Day", project=studio.feature, shots=[entry])
    add_rows(studio, range(3))

    def exported(route: str):
        names = ("feature", "series", "episode", "playlist")
        return caller.get(f"/export/csv/{route.format(**{name: getattr(studio, name).pk for name in names})}")

    return exported


def add_rows(studio, numbers) -> None:
    """More of everything that is exported."""
    for n in numbers:
        person = Person.objects.create(first_name="P", last_name=f"{n}", email=f"p{n}@example.com")
        DepartmentLink.objects.create(person=person, department=studio.animation_department)
        TaskType.objects.create(name=f"Type {n}", department=studio.animation_department)
        Project.objects.create(name=f"Film {n}", project_status=studio.feature.project_status)
        edit = Entity.objects.create(name=f"Edit {n}", project=studio.feature, entity_type=studio.edit_type)
        lamp = Entity.objects.create(name=f"Lamp {n}", project=studio.feature, entity_type=studio.props)
        shot = Entity.objects.create(
            name=f"SH{n}", project=studio.feature, entity_type=studio.shot_type, parent=studio.sequence
        )
        for place in (shot, studio.hero):
            EntityLink.objects.create(entity_in=place, entity_out=lamp, label="fixed")
        for entity, kind in ((shot, studio.animation), (lamp, studio.modeling), (edit, studio.animation)):
            task = Task.objects.create(
                name="main",
                project=studio.feature,
                entity=entity,
                task_type=kind,
                task_status=studio.wip,
                assigner=studio.manager,
            )
            TaskPersonLink.objects.create(task=task, person=person)
            TimeSpent.objects.create(task=task, person=person, date="2030-01-07", duration=60)
            Comment.objects.create(object_id=task.pk, object_type="Task", person=person, text="=said")


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(answer)), delimiter=";"))


@pytest.mark.parametrize("route", ROUTES)
def test_an_export_streams_and_many_rows_take_as_many_queries_as_few(studio, exported, route):
    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as found:
            answer = exported(route)
            assert (answer.status_code, answer.streaming) == (200, True)
            return len(found), len(rows(answer))

    first = asked()
    before = ApiEvent.objects.count()
    add_rows(studio, range(10, 30))
    second = asked()
    assert second[0] == first[0]
    if "{series}" not in route and not route.startswith("playlists"):
        assert second[1] >= first[1] + 20
    assert ApiEvent.objects.count() == before


def test_no_column_holds_a_formula(studio, exported):
    MetadataDescriptor.objects.create(
        project=studio.feature, entity_type="Shot", name="Lens", field_name="lens", data_type="list"
    )
    Entity.objects.update(data={"lens": "=35mm", "frame_in": "=1", "fps": "=25"}, description="=1")
    named = (Project, TaskType, TaskStatus, Department, EntityType, Entity, Playlist, MetadataDescriptor)
    for model in named:
        rows_named = model.objects.all()
        if model is EntityType:  # the others' names mean something
            rows_named = rows_named.filter(name__in=["Props", "Character"])
        rows_named.update(name=Concat(Value("="), F("name"), output_field=CharField()))
    TaskStatus.objects.update(short_name=Concat(Value("="), F("short_name"), output_field=CharField()))
    Person.objects.update(first_name="=A", phone="=1")
    EntityLink.objects.update(label="=label")
    for route in (*STUDIO, *FEATURE, "playlists/{playlist}"):
        found = [cell for row in rows(exported(route)) for cell in row]
        assert [cell for cell in found if cell.startswith("=")] == []
        assert any(cell.startswith("'=") for cell in found), route
