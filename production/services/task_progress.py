"""What comments make of a task: its status, its dates, its number of retakes (notes on tasks, section 2)."""

import math
import uuid
from datetime import datetime

from django.db.models import Sum

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from production.models import Comment, Task, TaskStatus, TimeSpent
from production.services import task_statuses

COLUMNS = (
    "task_status",
    "last_comment_date",
    "retake_count",
    "real_start_date",
    "end_date",
    "done_date",
)


def check_retakes(task: Task, status: TaskStatus) -> None:
    """Raise `Invalid` where the production, or the entity, allows no further retake."""
    allowed = task.project.max_retakes or 0
    if not status.is_retake or allowed <= 0:
        return
    allowed = own_retakes(task) or allowed
    if (task.retake_count or 0) >= allowed:
        raise Invalid(f"This task had its {allowed:g} retakes.", field="task_status_id")


def own_retakes(task: Task) -> float:
    """How many retakes the metadata of the entity allow; 0 where they say nothing."""
    said = (task.entity.data or {}).get("max_retakes") if task.entity else None
    try:
        number = float(said)  # columns of metadata may hold numbers as text
    except (TypeError, ValueError):
        return 0
    return number if math.isfinite(number) and number > 0 else 0


def follow(*, task: Task, comment: Comment, status: TaskStatus, by) -> bool:
    """Move the task on as its newest comment says; answer whether the status changed.

    A comment older than the last one moves nothing: the task is recounted.
    """
    last = task.last_comment_date
    if last is not None and to_second(comment.created_at) < to_second(last):
        recount(task, by=by)
        return False
    previous_id, changed = task.task_status_id, task.task_status_id != status.pk
    task.task_status, task.last_comment_date = status, comment.created_at
    if changed:
        enter(task, status)
    task.save(update_fields=[*COLUMNS, "updated_at"])
    told = [update_event(task, by=by)]
    if changed:
        told += status_events(task, comment, status, previous_id=previous_id, by=by)
    events.emit_all(told)
    return changed


def enter(task: Task, status: TaskStatus, *, now: datetime | None = None) -> None:
    """The dates and the count of a task that enters a status now."""
    now = now or utcnow()
    if status.is_retake:
        task.retake_count = (task.retake_count or 0) + 1
    if status.is_wip and task.real_start_date is None:
        task.real_start_date = now
    if status.is_feedback_request:
        task.end_date = now
    elif not status.is_done:
        task.end_date = None
    task.done_date = now if status.is_done else None


def recount(task: Task, *, by) -> uuid.UUID | None:
    """Set a task's status, dates and counters from its comments; answer the status that it had."""
    previous_id = task.task_status_id
    comments = list(
        Comment.objects.filter(object_id=task.pk, task_status__isnull=False)
        .select_related("task_status")
        .only("created_at", "task_status")
        .order_by("created_at", "pk")
    )
    was_retake, task.retake_count = False, 0
    task.real_start_date = task.end_date = task.done_date = None
    for comment in comments:
        status = comment.task_status
        task.retake_count += bool(status.is_retake and not was_retake)
        was_retake = status.is_retake
        if status.is_wip and task.real_start_date is None:
            task.real_start_date = comment.created_at
        if status.is_feedback_request and task.end_date is None:
            task.end_date = comment.created_at
        if status.is_done:
            task.done_date = comment.created_at
    task.last_comment_date = comments[-1].created_at if comments else None
    task.task_status = comments[-1].task_status if comments else initial_status(task)
    task.duration = TimeSpent.objects.filter(task=task).aggregate(total=Sum("duration"))["total"] or 0
    task.save(update_fields=[*COLUMNS, "duration", "updated_at"])
    events.emit_all([update_event(task, by=by)])
    return previous_id


def initial_status(task: Task) -> TaskStatus:
    """The status of a task without comments."""
    is_concept = task.entity is not None and task.entity.kind == "Concept"
    return task_statuses.default(for_concept=is_concept)


def update_event(task: Task, *, by) -> events.Event:
    return events.event("task:update", by=by, project_id=task.project_id, task_id=task.pk)


def status_events(task: Task, comment: Comment, status: TaskStatus, *, previous_id, by) -> list[events.Event]:
    """That a comment moved its task on to `status`, and whether it asks for a review."""
    who = {"person_id": comment.person_id, "by": by}
    told = [status_event("task:status-changed", task, status.pk, previous_id, **who)]
    if status.is_feedback_request:
        told.append(
            status_event("task:to-review", task, status.pk, previous_id, comment_id=comment.pk, **who)
        )
    return told


def status_event(name: str, task: Task, status_id, previous_id, *, by, **more) -> events.Event:
    return events.event(
        name,
        by=by,
        project_id=task.project_id,
        task_id=task.pk,
        new_task_status_id=status_id,
        previous_task_status_id=previous_id,
        **more,
    )


def to_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
