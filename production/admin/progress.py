"""Bars of tasks by status."""

from collections import Counter, defaultdict
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from kitsu_site.admin.columns import safe_color
from production.models import Task, TaskStatus

TASKS = "admin:production_task_changelist"


def statuses_in_order(places: dict | None = None) -> list[TaskStatus]:
    """The task statuses as work goes through them; `places` are the priorities of a production."""
    places = places or {}
    return sorted(
        TaskStatus.objects.all(),
        key=lambda status: (places.get(status.pk) or status.priority or 0, stage(status), status.name),
    )


def stage(status: TaskStatus) -> int:
    """How far a task has come that has the status, where no priority says."""
    flags = (status.is_default, None, status.is_wip, status.is_feedback_request, status.is_retake)
    return len(flags) if status.is_done else next((place for place, on in enumerate(flags) if on), 1)


def counts(scope, project_ids) -> dict:
    """{production: {status: how many tasks that the viewer sees}}, in one query."""
    rows = (
        Task.objects.visible_to(scope)
        .filter(project_id__in=project_ids)
        .order_by()
        .values_list("project_id", "task_status_id")
        .annotate(Count("pk"))
    )
    found = defaultdict(Counter)
    for project_id, status_id, number in rows:
        found[project_id][status_id] = number
    return found


def bar(statuses, total: Counter, **only) -> dict:
    """How many tasks have which status, in the order of the statuses, as parts of a bar.

    `only`: filters of the list of tasks that the parts lead to.
    """
    parts = [
        part(status.name, total[status.pk], status.color, {**only, "task_status__id__exact": status.pk})
        for status in statuses
        if total[status.pk]
    ]
    if total[None]:
        parts.append(part("No status", total[None], None, only))
    whole = sum(part["count"] for part in parts)
    done = sum(total[status.pk] for status in statuses if status.is_done)
    return {
        "parts": parts,
        "total": whole,
        "done": done,
        "percent": round(100 * done / whole) if whole else 0,
    }


def part(name: str, count: int, color: str | None, params: dict) -> dict:
    return {
        "name": name,
        "count": count,
        "color": safe_color(color),
        "link": tasks(**params),
    }


def tasks(**params) -> str:
    """The address of the list of tasks, filtered."""
    return f"{reverse(TASKS)}?{urlencode(params)}".removesuffix("?")
