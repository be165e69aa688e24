"""Task types."""

from django.db import transaction

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import TaskType


class TaskTypeRows(Rows):
    """One name, one task type, whatever entities it is for."""

    def __init__(self):
        super().__init__(TaskType)

    def check(self, row, *, values, by, created):
        if "name" in values and TaskType.objects.filter(name=row.name).exclude(pk=row.pk).exists():
            raise Invalid(f"There is a task type named {row.name} already.", field="name")

    def clear(self, row, *, by, force):
        if force:
            row.project_links.all().delete()
            row.template_links.all().delete()
            row.schedule_items.all().delete()


@transaction.atomic
def reorder(*, task_type_ids: list, by) -> list[TaskType]:
    """Give task types the priorities of their places, from 1; unknown ids keep their places."""
    found = TaskType.objects.in_bulk(task_type_ids)
    ordered, now = [], utcnow()
    for place, pk in enumerate(task_type_ids, start=1):
        if pk in found:
            found[pk].priority, found[pk].updated_at = place, now
            ordered.append(found[pk])
    TaskType.objects.bulk_update(ordered, ["priority", "updated_at"])
    events.emit_all(events.event("task-type:update", by=by, task_type_id=t.pk) for t in ordered)
    return ordered
