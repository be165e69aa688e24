"""The overview of the back office: what its viewer's productions stand at."""

from collections import Counter

from django.urls import reverse

from kitsu_site.admin.columns import badge
from kitsu_site.admin.resources import scope_of
from kitsu_site.db.base import utcnow
from production.admin import progress
from production.models import Comment, Project, Task

MOST_PRODUCTIONS = 12
MOST_COMMENTS = 8


def context(request, context: dict) -> dict:
    """Unfold's DASHBOARD_CALLBACK: the counts of the overview, with the same queries whatever there is."""
    scope = scope_of(request)
    projects = list(Project.objects.visible_to(scope).in_open_productions().order_by("name"))
    late = Task.objects.visible_to(scope).in_open_productions().late(utcnow())
    counts = progress.counts(scope, [project.pk for project in projects])
    statuses = progress.statuses_in_order()
    total = sum(counts.values(), Counter())
    return {
        **context,
        "cards": cards(projects, statuses, total, late.count()),
        "bar": progress.bar(statuses, total),
        "productions": [production(p, statuses, counts[p.pk]) for p in projects[:MOST_PRODUCTIONS]],
        "more_productions": max(0, len(projects) - MOST_PRODUCTIONS),
        "comments": latest_comments(scope),
    }


def cards(projects, statuses, total, late: int) -> list[dict]:
    """The numbers at the top."""
    done = sum(total[status.pk] for status in statuses if status.is_done)
    asked = sum(total[status.pk] for status in statuses if status.is_feedback_request)
    return [
        {
            "title": "open productions",
            "count": len(projects),
            "icon": "movie",
            "link": reverse("admin:production_project_changelist"),
        },
        {
            "title": "tasks to do",
            "count": sum(total.values()) - done,
            "icon": "task_alt",
            "link": progress.tasks(stage="open"),
        },
        {"title": "tasks late", "count": late, "icon": "schedule", "link": progress.tasks(late="yes")},
        {
            "title": "waiting for feedback",
            "count": asked,
            "icon": "rate_review",
            "link": progress.tasks(stage="feedback"),
        },
    ]


def production(project, statuses, counts) -> dict:
    """A production with the bar of its tasks."""
    return {
        "name": project.name,
        "link": reverse("admin:production_project_change", args=[project.pk]),
        "bar": progress.bar(statuses, counts, project__id__exact=project.pk),
    }


def latest_comments(scope) -> list[dict]:
    """The latest comments that the viewer may read, with what they are about."""
    comments = list(
        Comment.objects.visible_to(scope)
        .filter(object_type="Task")
        .select_related("person", "task_status")
        .order_by("-created_at")[:MOST_COMMENTS]
    )
    about = Task.objects.select_related("project", "entity", "task_type").in_bulk(
        [comment.object_id for comment in comments]
    )
    return [
        {
            "author": str(comment.person),
            "badge": badge(comment.task_status.short_name.upper(), comment.task_status.color)
            if comment.task_status
            else None,
            "date": comment.created_at,
            "text": comment.text,
            "task": title(about.get(comment.object_id)),
            "link": reverse("admin:production_task_change", args=[comment.object_id]),
        }
        for comment in comments
    ]


def title(task: Task | None) -> str:
    """What a task is about, in a line."""
    if task is None:
        return "-"
    return " / ".join(str(part) for part in (task.project, task.entity, task.task_type) if part)
