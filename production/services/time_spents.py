"""Time logged on tasks: the duration of a task is always the sum of it."""

import datetime

from django.db import transaction
from django.db.models import Sum

from accounts.models import Person
from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.services import Rows
from production.models import Task, TimeSpent


class TimeSpentRows(Rows):
    def __init__(self):
        super().__init__(TimeSpent)

    @transaction.atomic
    def update(self, *, row, values, links=None, by=None):
        former = row.task
        row = super().update(row=row, values=values, links=links, by=by)
        if former is not None and former.pk != row.task_id:
            recount(former, by=by)
        return row

    def written(self, row, *, values, links, by, created):
        recount(row.task, by=by)

    def delete(self, *, row, by=None, force=False):
        task = row.task
        super().delete(row=row, by=by, force=force)
        recount(task, by=by)


@transaction.atomic
def log(
    *, task: Task, person: Person, date: datetime.date, duration: float, by, add: bool = False
) -> TimeSpent:
    """Say how many minutes a person worked on a task on a day: in place of what was said, or on top of it."""
    lock(task)
    row = TimeSpent.objects.filter(task=task, person=person, date=date).first()
    if row is None:
        row, verb = TimeSpent(task=task, person=person, date=date, duration=duration), "new"
        if person.last_presence is None or person.last_presence < date:
            Person.objects.filter(pk=person.pk).update(last_presence=date)
    else:
        row.duration, verb = (row.duration + duration if add else duration), "update"
    row.save()
    events.emit(f"time-spent:{verb}", by=by, project_id=task.project_id, time_spent_id=row.pk)
    recount(task, by=by)
    return row


@transaction.atomic
def forget(*, row: TimeSpent, by) -> None:
    """Take back what was logged."""
    task, pk = row.task, row.pk
    lock(task)
    TimeSpent.objects.filter(pk=pk).delete()
    events.emit("time-spent:delete", by=by, project_id=task.project_id, time_spent_id=pk)
    recount(task, by=by)


def lock(task: Task) -> None:
    """Times of a task are logged one at a time, for its sum to be right."""
    Task.objects.select_for_update(no_key=True).get(pk=task.pk)


def recount(task: Task | None, *, by) -> None:
    """Set a task's `duration` (minutes) to the sum of its time spent."""
    if task is None:
        return
    total = TimeSpent.objects.filter(task=task).aggregate(total=Sum("duration"))["total"] or 0
    Task.objects.filter(pk=task.pk).update(duration=total, updated_at=utcnow())
    events.emit("task:update", by=by, project_id=task.project_id, task_id=task.pk)
