"""The schedule of a production: its items, made when first read (notes on production, section 6)."""

import datetime
import uuid

from django.db import transaction
from django.db.models import F

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import Entity, EntityType, Project, ScheduleItem, Task, TaskType

ITEM_KEYS = ("id", "start_date", "end_date", "man_days", "project_id", "task_type_id", "object_id")
SCHEDULED_KINDS = ("Asset", "Shot", "Sequence", "Episode", "Edit")


class ScheduleItemRows(Rows):
    """One item for a production, task type and object, none of them included."""

    def __init__(self):
        super().__init__(ScheduleItem)

    def check(self, row, *, values, by, created):
        twins = ScheduleItem.objects.filter(
            project_id=row.project_id, task_type_id=row.task_type_id, object_id=row.object_id
        )
        if created and twins.exists():
            raise Invalid("There is a schedule item for these already.")
        elsewhere = Entity.objects.filter(pk=row.object_id).exclude(project_id=row.project_id)
        if row.object_id is not None and elsewhere.exists():
            raise Invalid("object_id: it is of another production.", field="object_id")


def items(
    project: Project, task_type_id: uuid.UUID | None, subjects: dict[uuid.UUID, str], *, by
) -> list[dict]:
    """The schedule items of `subjects` ({id: name}), by name; those that are missing are made.

    `task_type_id` None: the subjects are task types, and the rows have no `name`, but come by start date.
    """
    make_missing(project=project, keys=[key_of(task_type_id, pk) for pk in subjects], by=by)
    found = ScheduleItem.objects.filter(project=project)
    if task_type_id is None:
        found = found.filter(object_id=None, task_type_id__in=list(subjects))
        by_start = F("start_date").asc(nulls_last=True)
        return list(found.order_by(by_start, "created_at", "pk").values(*ITEM_KEYS))
    found = found.filter(task_type_id=task_type_id, object_id__in=list(subjects))
    rows = [{**row, "name": subjects[row["object_id"]]} for row in found.values(*ITEM_KEYS)]
    return sorted(rows, key=lambda row: row["name"])


@transaction.atomic
def make_missing(*, project: Project, keys: list[tuple], by) -> None:
    """Plan for a day, from today, what is not planned yet; `keys`: (task type id, object id or None).

    Two readers at the same moment make one item: no constraint of the schema holds without an object,
    hence the lock on the production.
    """
    if not missing(project, keys):
        return
    Project.objects.select_for_update().get(pk=project.pk)
    today = utcnow().date()
    made = [
        ScheduleItem(
            project=project,
            task_type_id=task_type_id,
            object_id=object_id,
            start_date=today,
            end_date=today + datetime.timedelta(days=1),
        )
        for task_type_id, object_id in missing(project, keys)
    ]
    ScheduleItem.objects.bulk_create(made)
    events.emit_all(
        events.event("schedule-item:new", by=by, project_id=project.pk, schedule_item_id=item.pk)
        for item in made
    )


def key_of(task_type_id: uuid.UUID | None, pk: uuid.UUID) -> tuple:
    """The (task type id, object id) of the item of a subject."""
    return (pk, None) if task_type_id is None else (task_type_id, pk)


def missing(project: Project, keys: list[tuple]) -> list[tuple]:
    """The keys without an item, in their order."""
    found = ScheduleItem.objects.filter(project=project, task_type_id__in={key[0] for key in keys})
    planned = set(found.values_list("task_type_id", "object_id"))
    return [key for key in keys if key not in planned]


def scheduled_task_types(project: Project) -> dict[uuid.UUID, str]:
    """{id: name} of the task types that have tasks in a production and are planned."""
    tasks = Task.objects.filter(project=project).values("task_type_id")
    found = TaskType.objects.filter(for_entity__in=SCHEDULED_KINDS, pk__in=tasks)
    return dict(found.order_by("priority", "name").values_list("pk", "name"))


def asset_types(project: Project, episode_id: uuid.UUID | None) -> dict[uuid.UUID, str]:
    """{id: name} of the asset types that have assets in a production, or in one of its episodes."""
    assets = Entity.objects.filter(project=project)
    if episode_id:
        assets = assets.filter(source_id=episode_id)
    found = EntityType.objects.assets().filter(pk__in=assets.values("entity_type_id"))
    return dict(found.values_list("pk", "name"))


def entities(project: Project, kind: str, **only) -> dict[uuid.UUID, str]:
    """{id: name} of the entities of a kind of the timeline in a production."""
    found = Entity.objects.filter(project=project, entity_type__name=kind, **only)
    return dict(found.values_list("pk", "name"))
