"""A person's week: what is planned on each day, what time was logged, when they are away."""

import datetime
from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from accounts.models import DayOff, Person
from kitsu_site.admin import site
from kitsu_site.admin.columns import badge, safe_color
from kitsu_site.admin.resources import scope_of
from kitsu_site.db.base import utcnow
from production.admin.progress import tasks as tasks_address
from production.admin.workload import minutes_of_a_day, people_of
from production.models import Task, TimeSpent

WEEK = 7
SHOWN = 40  # tasks of a person that are shown for want of dates


def page(request, person_id):
    """The page of the back office; `date`: a day of the week, by default today."""
    scope = scope_of(request)
    if not request.user.is_staff:
        raise PermissionDenied
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    if person != request.user and person not in people_of(scope, project_id=None, department_id=None):
        raise PermissionDenied
    day = day_of(request.GET.get("date"))
    context = {
        **site.each_context(request),
        "title": f"Week of {person.full_name}",
        **week(scope, person, day),
    }
    return render(request, "admin/person_week.html", context)


def day_of(text: str | None) -> datetime.date:
    """The day that a text names; today for anything else."""
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return utcnow().date()


def week(scope, person: Person, day: datetime.date) -> dict:
    """The days of the week that `day` is in, as far as the viewer sees the tasks and the time."""
    monday = day - datetime.timedelta(days=day.weekday())
    days = [monday + datetime.timedelta(days=number) for number in range(WEEK)]
    tasks = list(
        Task.objects.visible_to(scope)
        .in_open_productions()
        .filter(assignees=person)
        .exclude(task_status__is_done=True)
        .select_related("project", "entity__parent", "task_type", "task_status")
        .order_by("due_date", "-priority", "pk")
    )
    logged = defaultdict(list)
    spent = TimeSpent.objects.visible_to(scope).filter(person=person).between(days[0], days[-1])
    for row in spent.select_related("task__entity", "task__task_type").order_by("date", "-duration"):
        logged[row.date].append(row)
    off = DayOff.objects.filter(person=person, date__lte=days[-1], end_date__gte=days[0])
    away = {
        one: (row.description or "Day off") for row in off for one in days if row.date <= one <= row.end_date
    }
    minutes = minutes_of_a_day()
    address = reverse("admin:person_week", args=[person.pk])
    return {
        "person": person,
        "tasks_link": tasks_address(assignees__id__exact=person.pk),
        "days": [
            {
                "date": one,
                "is_today": one == utcnow().date(),
                "is_weekend": one.weekday() >= 5,
                "away": away.get(one),
                "planned": [] if one in away else [item(task) for task in tasks if is_planned(task, one)],
                "logged": [entry(row) for row in logged[one]],
                "hours": hours(sum(row.duration for row in logged[one])),
                "percent": min(round(100 * sum(row.duration for row in logged[one]) / minutes), 100),
            }
            for one in days
        ],
        "total": hours(sum(row.duration for rows in logged.values() for row in rows)),
        "late": [item(task) for task in tasks if task.due_date and task.due_date.date() < utcnow().date()],
        "undated": [item(task) for task in tasks if task.due_date is None][:SHOWN],
        "previous": f"{address}?date={days[0] - datetime.timedelta(days=WEEK)}",
        "next": f"{address}?date={days[0] + datetime.timedelta(days=WEEK)}",
    }


def is_planned(task: Task, day: datetime.date) -> bool:
    """Whether a task is to be worked on that day of work, by its dates."""
    if task.due_date is None or day.weekday() >= 5:
        return False
    return (task.start_date or task.due_date).date() <= day <= task.due_date.date()


def item(task: Task) -> dict:
    entity = task.entity
    names = [getattr(entity and entity.parent, "name", None), getattr(entity, "name", None)]
    return {
        "name": " / ".join(filter(None, names)) or task.name,
        "production": task.project.name if task.project else "",
        "type": task.task_type.name if task.task_type else task.name,
        "color": safe_color(task.task_type.color if task.task_type else None),
        "badge": badge(task.task_status.name, task.task_status.color) if task.task_status else "",
        "due": task.due_date,
        "link": reverse("admin:production_task_change", args=[task.pk]),
    }


def entry(row: TimeSpent) -> dict:
    task = row.task
    return {
        "name": task.entity.name if task and task.entity else "",
        "type": task.task_type.name if task and task.task_type else "",
        "color": safe_color(task.task_type.color if task and task.task_type else None),
        "hours": hours(row.duration),
    }


def hours(minutes: float) -> str:
    whole, rest = divmod(round(minutes), 60)
    return f"{whole}:{rest:02}"
