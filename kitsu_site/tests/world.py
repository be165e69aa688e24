"""A small studio that tests can name: two productions, the people of every role, a little work.

The feature is Big Buck: manager, supervisor, animator, modeler, vendor and client are on its team.
The series is Night Shift: of these only the modeler is on its team, so that the others are strangers
there. The outsider is on no team at all. Everybody's password is `mysecretpassword`.
"""

import datetime
import pickle
import time
import uuid
from functools import cache, lru_cache
from types import SimpleNamespace

from django.db import connection, transaction

from accounts import passwords
from accounts.models import Department, Organisation, Person
from accounts.models.person import DepartmentLink
from production.models import Entity, EntityType, Project, ProjectStatus, Task, TaskStatus, TaskType
from production.models.entity import EntityLink
from production.models.project import (
    ProjectAssetTypeLink,
    ProjectPersonLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
)
from production.models.task import TaskPersonLink

PASSWORD = "mysecretpassword"
CREATED = datetime.datetime(2030, 1, 7, 9, 0)
FRESH = 10  # seconds

PEOPLE = {
    "admin": ("Ada", "Admin", "admin"),
    "manager": ("Mona", "Manager", "manager"),
    "supervisor": ("Sam", "Supervisor", "supervisor"),
    "animator": ("Ann", "Animator", "user"),
    "modeler": ("Moe", "Modeler", "user"),
    "vendor": ("Vera", "Vendor", "vendor"),
    "client": ("Clay", "Client", "client"),
    "outsider": ("Otto", "Outsider", "user"),
}
FEATURE_TEAM = ("manager", "supervisor", "animator", "modeler", "vendor", "client")
SERIES_TEAM = ("modeler",)
IN_DEPARTMENT = {
    "supervisor": "animation_department",
    "animator": "animation_department",
    "modeler": "modeling_department",
}
ENTITY_TYPES = {
    "character": "Character",
    "props": "Props",
    "shot_type": "Shot",
    "sequence_type": "Sequence",
    "episode_type": "Episode",
    "scene_type": "Scene",
    "edit_type": "Edit",
    "concept_type": "Concept",
}
STATUSES = {
    "todo": ("Todo", {"is_default": True}),
    "wip": ("Work In Progress", {"is_wip": True}),
    "wfa": ("Waiting For Approval", {"is_feedback_request": True}),
    "retake": ("Retake", {"is_retake": True, "is_artist_allowed": False}),
    "done": ("Done", {"is_done": True, "is_artist_allowed": False}),
}


def identity(name: str) -> uuid.UUID:
    """The id of what is so named in the studio: always the same."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.studio.example.com")


@cache
def password_hash() -> bytes:
    return passwords.hashed(PASSWORD)


def build() -> SimpleNamespace:
    """Make the studio; its rows are attributes of the answer, by the names used in this module.

    Nearly every test begins with it: what it says to the database is thought out once for some seconds,
    so that what changed last changed just now.
    """
    statements, world = script(connection.vendor, time.monotonic() // FRESH)
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
    return pickle.loads(world)  # noqa: S301 - our own


@lru_cache(maxsize=1)
def script(vendor: str, moment: float) -> tuple[list[tuple], bytes]:
    """(the statements that make the studio, its pickled rows); nothing stays in the database."""
    statements = []

    def note(execute, sql, values, many, context):
        statements.append((sql, values))
        return execute(sql, values, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            world = make()
        transaction.set_rollback(True)
    return together(statements), pickle.dumps(world)


def together(statements: list[tuple]) -> list[tuple]:
    """The same as one, where there is a server: each is a way there and back."""
    if connection.vendor != "postgresql":
        return statements
    with connection.cursor() as cursor:
        return [(b";".join(cursor.mogrify(*statement) for statement in statements).decode(), None)]


def make() -> SimpleNamespace:
    world = SimpleNamespace()

    def add(model, **rows) -> None:
        """Insert the `rows` of a model at once, named and dated."""
        made = {name: model(id=identity(name), created_at=CREATED, **values) for name, values in rows.items()}
        model.objects.bulk_create(made.values())
        vars(world).update(made)

    add(Organisation, organisation={"name": "Little Studio"})
    add_people(world, add)
    add_vocabulary(world, add)
    add_productions(world, add)
    add_feature(world, add)
    add_series(world, add)
    return world


def add_people(world, add) -> None:
    add(
        Department,
        modeling_department={"name": "Modeling", "color": "#FF0000"},
        animation_department={"name": "Animation", "color": "#00FF00"},
    )
    people = {
        name: {
            "first_name": first,
            "last_name": last,
            "email": f"{name}@example.com",
            "role": role,
            "password": password_hash(),
        }
        for name, (first, last, role) in PEOPLE.items()
    }
    bot = {"first_name": "Render", "last_name": "Bot", "email": "bot@example.com", "is_bot": True}
    add(Person, **people, bot={**bot, "role": "user"})
    world.people = {name: getattr(world, name) for name in (*PEOPLE, "bot")}
    DepartmentLink.objects.bulk_create(
        DepartmentLink(person=world.people[name], department=getattr(world, department))
        for name, department in IN_DEPARTMENT.items()
    )


def add_vocabulary(world, add) -> None:
    add(
        ProjectStatus,
        open={"name": "Open", "color": "#000000"},
        closed={"name": "Closed", "color": "#FFFFFF"},
    )
    add(EntityType, **{key: {"name": name} for key, name in ENTITY_TYPES.items()})
    add(
        TaskType,
        modeling={"name": "Modeling", "for_entity": "Asset", "department": world.modeling_department},
        animation={"name": "Animation", "for_entity": "Shot", "department": world.animation_department},
        compositing={"name": "Compositing", "for_entity": "Shot"},
    )
    add(
        TaskStatus,
        **{
            short: {"name": name, "short_name": short, "color": "#999999", **flags}
            for short, (name, flags) in STATUSES.items()
        },
    )


def add_productions(world, add) -> None:
    add(
        Project,
        feature={"name": "Big Buck", "production_type": "feature", "project_status": world.open},
        series={"name": "Night Shift", "production_type": "tvshow", "project_status": world.open},
    )
    for project, team in ((world.feature, FEATURE_TEAM), (world.series, SERIES_TEAM)):
        ProjectPersonLink.objects.bulk_create(
            ProjectPersonLink(project=project, person=world.people[name]) for name in team
        )
        ProjectAssetTypeLink.objects.bulk_create(
            ProjectAssetTypeLink(project=project, asset_type=kind) for kind in (world.character, world.props)
        )
        ProjectTaskTypeLink.objects.bulk_create(
            ProjectTaskTypeLink(project=project, task_type=kind, priority=place)
            for place, kind in enumerate((world.modeling, world.animation, world.compositing), start=1)
        )
        ProjectTaskStatusLink.objects.bulk_create(
            ProjectTaskStatusLink(project=project, task_status=getattr(world, short), priority=place)
            for place, short in enumerate(STATUSES, start=1)
        )


def add_feature(world, add) -> None:
    """Big Buck: two assets, a sequence of two shots, five tasks; the hero is cast in the first shot."""
    here = {"project": world.feature}
    add(
        Entity,
        hero={"name": "Hero", "entity_type": world.character, **here},
        lamp={"name": "Lamp", "entity_type": world.props, **here},
        sequence={"name": "SQ01", "entity_type": world.sequence_type, **here},
    )
    shot = {"entity_type": world.shot_type, "parent": world.sequence, **here}
    add(
        Entity,
        first_shot={"name": "SH010", "nb_frames": 48, **shot},
        second_shot={"name": "SH020", "nb_frames": 96, **shot},
    )
    EntityLink.objects.create(entity_in=world.first_shot, entity_out=world.hero, nb_occurences=1)
    task = {"name": "main", "task_status": world.todo, "assigner": world.manager, **here}
    modeling, animation = {**task, "task_type": world.modeling}, {**task, "task_type": world.animation}
    add(
        Task,
        hero_modeling={"entity": world.hero, **modeling, "task_status": world.wip},
        lamp_modeling={"entity": world.lamp, **modeling},
        first_animation={"entity": world.first_shot, **animation, "task_status": world.wip},
        second_animation={"entity": world.second_shot, **animation},
        first_compositing={"entity": world.first_shot, **task, "task_type": world.compositing},
    )
    TaskPersonLink.objects.bulk_create(
        [
            TaskPersonLink(task=world.hero_modeling, person=world.modeler),
            TaskPersonLink(task=world.first_animation, person=world.animator),
            TaskPersonLink(task=world.second_animation, person=world.vendor),
        ]
    )


def add_series(world, add) -> None:
    """Night Shift: an episode with a sequence with a shot, an asset, two tasks."""
    here = {"project": world.series}
    add(
        Entity,
        robot={"name": "Robot", "entity_type": world.character, **here},
        episode={"name": "E01", "entity_type": world.episode_type, **here},
    )
    add(
        Entity,
        episode_sequence={
            "name": "E01_SQ01",
            "entity_type": world.sequence_type,
            "parent": world.episode,
            **here,
        },
    )
    add(
        Entity,
        episode_shot={
            "name": "E01_SH010",
            "entity_type": world.shot_type,
            "parent": world.episode_sequence,
            **here,
        },
    )
    task = {"name": "main", "task_status": world.todo, **here}
    add(
        Task,
        robot_modeling={"entity": world.robot, "task_type": world.modeling, **task},
        episode_animation={"entity": world.episode_shot, "task_type": world.animation, **task},
    )
    TaskPersonLink.objects.create(task=world.robot_modeling, person=world.modeler)
