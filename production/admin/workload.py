"""The workload of a team: how full the next weeks of each person are."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse

from accounts.models import DayOff, Department, Organisation, Person
from kitsu_site.admin import site
from kitsu_site.admin.resources import scope_of
from kitsu_site.api import filters
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from production.admin.progress import tasks as tasks_address
from production.models import Project, Task, TaskPersonLink

WEEKS = 8
DAYS = 5  # of work a week
BUSY, FULL = 0.8, 1.0  # parts of what a person can do in a week
LEADERS = ("admin", "manager", "supervisor")


@dataclass
class Load:
    """What a person has to do."""

    weeks: list[float] = field(default_factory=lambda: [0.0] * WEEKS)  # minutes
    later: float = 0  # minutes, after the last week
    undated: float = 0  # minutes of tasks without due date
    tasks: int = 0
    late: int = 0
    unestimated: int = 0


def page(request):
    """The page of the back office; its parameters: `project`, `department`, as ids."""
    scope = scope_of(request)
    if not request.user.is_staff:
        raise PermissionDenied
    project, department = chosen(request, "project"), chosen(request, "department")
    context = {
        **site.each_context(request),
        "title": "Workload",
        **team(scope, project_id=project, department_id=department, today=utcnow().date()),
        "projects": Project.objects.visible_to(scope).in_open_productions().order_by("name"),
        "departments": Department.objects.exclude(archived=True).order_by("name"),
        "project": project,
        "department": department,
    }
    return render(request, "admin/workload.html", context)


def chosen(request, name: str):
    """The id that a parameter holds, if it holds one."""
    try:
        return filters.as_uuid(name, request.GET.get(name, ""))
    except Invalid:
        return None


def team(scope, *, project_id=None, department_id=None, today: datetime.date) -> dict:
    """The rows of the chart, for who leads those people; as many queries for few people as for many."""
    people = people_of(scope, project_id=project_id, department_id=department_id)
    monday = today - datetime.timedelta(days=today.weekday())
    starts = [monday + datetime.timedelta(weeks=number) for number in range(WEEKS)]
    loads = loads_of(scope, people, starts, today, project_id)
    minutes = minutes_of_a_day()
    away = days_away(people, starts, today)
    days = {start: workdays(max(start, today), start + datetime.timedelta(days=DAYS - 1)) for start in starts}
    rows = [
        row(person, loads[person.pk], [minutes * (days[start] - away[person.pk, start]) for start in starts])
        for person in people
    ]
    rows.sort(key=lambda one: (-one["load"].tasks, one["name"]))
    return {"weeks": starts, "rows": rows, "hours": minutes * DAYS / 60}


def people_of(scope, *, project_id, department_id) -> list[Person]:
    """Who works in the productions that the viewer leads; a supervisor's departments narrow them."""
    people = Person.objects.filter(active=True, is_bot=False).prefetch_related("departments")
    if not scope.is_admin:
        rule = Q(team_links__project_id__in=scope.projects("manager"))
        supervised = Q(team_links__project_id__in=scope.projects("supervisor"))
        if scope.departments:
            supervised &= Q(departments__in=scope.departments)
        people = people.filter(rule | supervised)
    if project_id:
        people = people.filter(team_links__project_id=project_id)
    if department_id:
        people = people.filter(departments=department_id)
    return list(people.exclude(role="client").order_by("first_name", "last_name", "pk").distinct())


def loads_of(scope, people: list[Person], starts: list, today, project_id) -> dict:
    """{person: what they have to do} of what the viewer sees in open productions and is not done."""
    found = defaultdict(Load)
    tasks = Task.objects.visible_to(scope).in_open_productions().exclude(task_status__is_done=True)
    if project_id:
        tasks = tasks.filter(project_id=project_id)
    columns = ("estimation", "duration", "start_date", "due_date")
    rows = list(tasks.filter(assignees__isnull=False).order_by().distinct().values_list("pk", *columns))
    hands = defaultdict(list)
    links = TaskPersonLink.objects.filter(task_id__in=tasks.order_by().values("pk"))
    for task_id, person_id in links.values_list("task_id", "person_id"):
        hands[task_id].append(person_id)
    wanted = {person.pk for person in people}
    for task_id, estimation, duration, start, due in rows:
        left = max((estimation or 0) - (duration or 0), 0) / len(hands[task_id])
        for person_id in wanted.intersection(hands[task_id]):
            add(found[person_id], left, not estimation, start, due, starts, today)
    return found


def add(load: Load, left: float, is_unestimated: bool, start, due, starts: list, today) -> None:
    """Spread what is left of a task over the days of work from its start, or today, to its due date."""
    load.tasks += 1
    load.unestimated += is_unestimated
    if due is None:
        load.undated += left
        return
    last = due.date()
    load.late += last < today
    first = max(start.date() if start else today, today)
    last = max(last, first)
    days = workdays(first, last) or 1
    spread = 0.0
    for number, monday in enumerate(starts):
        friday = monday + datetime.timedelta(days=DAYS - 1)
        part = left * workdays(max(first, monday), min(last, friday)) / days
        load.weeks[number] += part
        spread += part
    load.later += max(left - spread, 0)


def workdays(first: datetime.date, last: datetime.date) -> int:
    """The number of days from Monday to Friday, both ends included."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * DAYS + sum((first.weekday() + day) % 7 < DAYS for day in range(rest))


def days_away(people: list[Person], starts: list, today: datetime.date) -> defaultdict:
    """{(person, Monday): how many of the days of that week, from today on, they are off}."""
    found = defaultdict(int)
    ids = [person.pk for person in people]
    end = starts[-1] + datetime.timedelta(days=6)
    off = DayOff.objects.filter(person_id__in=ids, date__lte=end, end_date__gte=starts[0])
    for person_id, first, last in off.values_list("person_id", "date", "end_date"):
        for monday in starts:
            friday = monday + datetime.timedelta(days=DAYS - 1)
            found[person_id, monday] += workdays(max(first, monday, today), min(last, friday))
    return found


def minutes_of_a_day() -> float:
    hours = Organisation.objects.order_by("created_at").values_list("hours_by_day", flat=True).first()
    return (hours or 8) * 60


def row(person: Person, load: Load, capacities: list[float]) -> dict:
    return {
        "name": person.full_name,
        "departments": [(d.name, d.color) for d in person.departments.all()],
        "week": reverse("admin:person_week", args=[person.pk]),
        "tasks": tasks_address(assignees__id__exact=person.pk),
        "late_tasks": tasks_address(assignees__id__exact=person.pk, late="yes"),
        "load": load,
        "cells": [cell(*pair) for pair in zip(load.weeks, capacities, strict=True)],
        "later": round(load.later / 60),
        "undated": round(load.undated / 60),
    }


def cell(minutes: float, capacity: float) -> dict:
    """A week of a person: hours to do, hours there are, and how full that is."""
    part = minutes / capacity if capacity else (2.0 if minutes else 0.0)
    level = "free" if part < BUSY else "busy" if part <= FULL else "over"
    return {
        "hours": round(minutes / 60),
        "capacity": round(capacity / 60),
        "percent": round(100 * part),
        "height": min(round(100 * part), 100),
        "level": level if capacity else ("over" if minutes else "away"),
    }
