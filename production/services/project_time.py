"""Time spent in a production, and days off of its team (notes on production, section 8)."""

import uuid
from collections import defaultdict

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.models import DayOff
from production.models import Project, TimeSpent


def by_department(project_id: uuid.UUID) -> dict:
    """{department: {total, person: {total, "YYYY-MM": minutes}}}, by the departments of the task types."""
    spent = TimeSpent.objects.filter(
        task__project_id=project_id, task__task_type__department__isnull=False, person__isnull=False
    )
    months = spent.annotate(month=TruncMonth("date")).order_by("month")
    grouped = months.values_list("task__task_type__department_id", "person_id", "month")
    found = {}
    for department_id, person_id, month, minutes in grouped.annotate(minutes=Sum("duration")):
        department = found.setdefault(department_id, {"total": 0})
        person = department.setdefault(person_id, {"total": 0})
        department["total"] += minutes
        person["total"] += minutes
        person[f"{month:%Y-%m}"] = minutes
    return found


def of_project(project: Project) -> QuerySet:
    """The time spent on the tasks of a production."""
    return TimeSpent.objects.filter(task__project=project)


def within(spent: QuerySet, start, end) -> QuerySet:
    """Time spent between two days, both included; None is open."""
    if start:
        spent = spent.filter(date__gte=start)
    return spent.filter(date__lte=end) if end else spent


def days_off(project: Project, start, end) -> QuerySet:
    """The days off of the team that touch a period, both ends included; None is open."""
    found = DayOff.objects.filter(person_id__in=project.team_links.values("person_id"))
    if start:
        found = found.filter(end_date__gte=start)
    return (found.filter(date__lte=end) if end else found).order_by("date")


def by_person(rows: list[dict]) -> dict[uuid.UUID, list[dict]]:
    """Rows by their `person_id`, in their order."""
    found = defaultdict(list)
    for row in rows:
        found[row["person_id"]].append(row)
    return found
