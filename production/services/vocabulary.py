"""The studio's first vocabulary: types, statuses, departments (notes on commands, "First data").

Each function can be called again: what has its name already stays as it is.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from accounts.models import Department
from kitsu_site import events
from kitsu_site.exceptions import Invalid
from production.models import EntityType, ProjectStatus, TaskStatus, TaskType
from production.services import vocabulary_data as data

DEFAULT_DOMAIN = "3d"


def domain(name: str) -> data.Domain:
    """The vocabulary of a domain, in any case; raises `Invalid`."""
    found = data.DOMAINS.get(name.lower())
    if found is None:
        raise Invalid(f"domain: one of {', '.join(data.DOMAINS)} expected, got {name!r}.", field="domain")
    return found


@transaction.atomic
def initialize(name: str = DEFAULT_DOMAIN) -> None:
    """Everything that a studio of that domain starts with."""
    chosen = domain(name)
    add_production_statuses()
    add_entity_types((*chosen.asset_types, *data.SHOT_TYPES, *data.EDIT_TYPES))
    add_task_types(chosen.teams)
    add_task_statuses()


@transaction.atomic
def add_production_statuses() -> None:
    for name, color in data.PRODUCTION_STATUSES.items():
        made(*ProjectStatus.objects.get_or_create(name=name, defaults={"color": color}), "project-status")


@transaction.atomic
def add_entity_types(names: Iterable[str]) -> None:
    """Asset types or kinds of the timeline."""
    for name in names:
        made(*EntityType.objects.get_or_create(name=name), "asset-type")


@transaction.atomic
def add_task_types(teams: Iterable[data.Team]) -> None:
    """Departments with their task types. A name may stand once for each kind of entity."""
    for team in teams:
        department, created = Department.objects.get_or_create(name=team.name, defaults={"color": team.color})
        made(department, created, "department")
        for kind in team.kinds:
            same = TaskType.objects.filter(name=kind.name, for_entity=kind.for_entity).first()
            if same is None:
                row = TaskType.objects.create(
                    name=kind.name,
                    color=kind.color,
                    priority=kind.priority,
                    for_entity=kind.for_entity,
                    department=department,
                )
                made(row, True, "task-type")


@transaction.atomic
def add_task_statuses() -> None:
    """Statuses of tasks. One that has such a name or short name already counts, and so does a default."""
    for status in data.TASK_STATUSES:
        if TaskStatus.objects.filter(Q(name=status.name) | Q(short_name=status.short_name)).exists():
            continue
        flags = dict.fromkeys(status.flags, True)
        rivals = TaskStatus.objects.filter(is_default=True, for_concept=flags.get("for_concept", False))
        if rivals.exists():
            flags.pop("is_default", None)
        row = TaskStatus.objects.create(
            name=status.name, short_name=status.short_name, color=status.color, **flags
        )
        made(row, True, "task-status")


def made(row, created: bool, prefix: str) -> None:
    """Say that a row was made, where it was."""
    if created:
        events.emit(f"{prefix}:new", **{f"{prefix.replace('-', '_')}_id": row.pk})
