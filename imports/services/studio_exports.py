"""Exports of the studio: people, productions, task types, tasks, time (notes on imports, section 2)."""

import datetime
import zoneinfo
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Lower

from accounts.models import Person
from accounts.models.person import DepartmentLink
from imports.services.csv_files import Export
from production.models import Project, Task, TaskPersonLink, TaskType, TimeSpent

CHUNK = 1000
PERSONS = (
    "First Name",
    "Last Name",
    "Email",
    "Phone",
    "Role",
    "Departments",
    "Studio",
    "Country",
    "Contract Type",
    "Position",
    "Seniority",
    "Daily Salary",
    "Active",
)
TASKS = (
    "Project",
    "Task Type",
    "Episode",
    "Sequence",
    "Entity Type",
    "Entity",
    "Assigner",
    "Assignees",
    "Duration",
    "Estimation",
    "Start date",
    "Due date",
    "WIP date",
    "Validation date",
    "Task Status",
)
TIME_SPENTS = ("Project", "Person", "Entity Type Name", "Entity", "Task Type", "Date", "Time spent")


def persons() -> Export:
    """People, without bots and guests."""
    return Export("people_export", _persons())


def _persons() -> Iterator[list]:
    yield list(PERSONS)
    departments = defaultdict(list)
    links = DepartmentLink.objects.order_by("department__name")
    for person_id, name in links.values_list("person_id", "department__name"):
        departments[person_id].append(name)
    people = Person.objects.filter(is_bot=False, is_guest=False).order_by(
        Lower("first_name"), Lower("last_name"), "pk"
    )
    columns = ("id", "first_name", "last_name", "email", "phone", "role", "studio__name", "country")
    more = ("contract_type", "position", "seniority", "daily_salary", "active")
    for pk, *row in people.values_list(*columns, *more).iterator(chunk_size=CHUNK):
        first, last, email, phone, role, *rest, active = row
        names = ",".join(sorted(departments[pk]))
        yield [first, last, email, phone, role, names, *rest, "yes" if active else "no"]


def projects() -> Export:
    rows = Project.objects.order_by("name").values_list("name", "project_status__name")
    return Export("export", ([*row] for row in chained(["Name", "Status"], rows)))


def task_types() -> Export:
    """Task types of a department."""
    rows = TaskType.objects.filter(department__isnull=False).order_by("department__name", "name", "pk")
    rows = rows.values_list("department__name", "name")
    return Export("export", ([*row] for row in chained(["Department", "Name"], rows)))


def chained(header: list, rows) -> Iterator:
    yield header
    yield from rows.iterator(chunk_size=CHUNK)


# Tasks


def tasks() -> Export:
    """The tasks of open productions."""
    return Export("tasks_export", _tasks())


def _tasks() -> Iterator[list]:
    yield list(TASKS)
    in_episode = {"entity__parent__entity_type__name": "Episode"}
    rows = Task.objects.filter(project__in=Project.objects.open()).annotate(
        episode=Case(
            When(**in_episode, then=F("entity__parent__name")),
            default=Coalesce("entity__parent__parent__name", Value("")),
        ),
        sequence=Case(
            When(**in_episode, then=Value("")), default=Coalesce("entity__parent__name", Value(""))
        ),
    )
    rows = rows.order_by(
        "project__name",
        "task_type__name",
        "name",
        "episode",
        "sequence",
        "entity__entity_type__name",
        "entity__name",
        "pk",
    )
    columns = (
        "id",
        "project__name",
        "task_type__name",
        "episode",
        "sequence",
        "entity__entity_type__name",
        "entity__name",
        "assigner__first_name",
        "assigner__last_name",
        "duration",
        "estimation",
        "start_date",
        "due_date",
        "real_start_date",
        "end_date",
        "task_status__name",
    )
    found = rows.values_list(*columns).iterator(chunk_size=CHUNK)
    while part := list(islice(found, CHUNK)):
        people = assignees([row[0] for row in part])
        for pk, *names, first, last, duration, estimation, start, due, wip, end, status in part:
            dates = [day(moment) for moment in (start, due, wip, end)]
            who = [full_name(first, last), ",".join(people.get(pk, ()))]
            yield [*names, *who, duration, estimation, *dates, status]


def assignees(task_ids: list) -> dict:
    """{task: the full names of who is assigned, sorted}."""
    found = defaultdict(list)
    links = TaskPersonLink.objects.filter(task_id__in=task_ids)
    for task_id, first, last in links.values_list("task_id", "person__first_name", "person__last_name"):
        found[task_id].append(full_name(first, last))
    return {task_id: sorted(names) for task_id, names in found.items()}


# Time spent


def time_spents(*, zone: str) -> Export:
    """The time spent in open productions; today, in the title, is that of the time zone."""
    today = datetime.datetime.now(zoneinfo.ZoneInfo(zone)).date()
    return Export(f"{today}_open_projects_time_spents_export", _time_spents())


def _time_spents() -> Iterator[list]:
    yield list(TIME_SPENTS)
    entity = "task__entity__"
    rows = TimeSpent.objects.filter(task__project__in=Project.objects.open()).order_by(
        "date",
        "person__last_name",
        "task__project__name",
        f"{entity}entity_type__name",
        f"{entity}name",
        "pk",
    )
    columns = (
        "task__project__name",
        "person__first_name",
        "person__last_name",
        f"{entity}entity_type__name",
        f"{entity}name",
        f"{entity}parent__name",
        f"{entity}parent__parent__name",
        "task__task_type__name",
        "date",
        "duration",
    )
    for project, first, last, kind, name, parent, grandparent, task_type, date, duration in rows.values_list(
        *columns
    ).iterator(chunk_size=CHUNK):
        path = [grandparent, parent, name] if kind == "Shot" else [name]
        entity_name = " / ".join(filter(None, path))
        yield [project, full_name(first, last), kind, entity_name, task_type, day(date), duration]


def full_name(first: str | None, last: str | None) -> str:
    return " ".join(filter(None, [first, last]))


def day(moment: datetime.date | None) -> str | None:
    return f"{moment:%Y-%m-%d}" if moment else None
