"""Where a production stands, for its page: progress, schedule, budget; as many queries for few as many."""

import datetime
from collections import Counter, defaultdict

from django.db.models import Count, Sum

from kitsu_site.admin.columns import safe_color
from kitsu_site.db.base import utcnow
from production.admin.progress import bar, statuses_in_order, tasks
from production.models import Budget, Milestone, Project, ScheduleItem, Task, TaskType
from production.services import budgets

MINUTES_OF_A_DAY = 8 * 60
MOST_MONTHS = 8


def context(scope, project: Project) -> dict:
    """What the template `admin/project_overview.html` shows to who looks."""
    statuses = statuses_in_order(dict(project.task_status_links.values_list("task_status_id", "priority")))
    task_types = types_in_order(dict(project.task_type_links.values_list("task_type_id", "priority")))
    found = counts(scope, project)
    return {
        "cards": cards(scope, project, statuses, found),
        "bar": bar(statuses, by_status(found), project__id__exact=project.pk),
        "progress": progress(project, statuses, task_types, found),
        "schedule": schedule(scope, project, task_types, done_by_type(statuses, found)),
        "budget": budget(scope, project),
    }


def types_in_order(places: dict) -> dict:
    """{id: task type} by what they are for, in the order of a production's priorities."""
    found = sorted(
        TaskType.objects.all(),
        key=lambda t: (t.for_entity or "", places.get(t.pk) or t.priority or 0, t.name),
    )
    return {task_type.pk: task_type for task_type in found}


def counts(scope, project) -> list[dict]:
    """The number of tasks and their minutes by task type and status, of those that the viewer sees."""
    return list(
        Task.objects.visible_to(scope)
        .filter(project=project)
        .order_by()
        .values("task_type_id", "task_status_id")
        .annotate(number=Count("pk"), estimated=Sum("estimation"), spent=Sum("duration"))
    )


def by_status(rows) -> Counter:
    total = Counter()
    for row in rows:
        total[row["task_status_id"]] += row["number"]
    return total


def cards(scope, project, statuses, rows) -> list[dict]:
    """The numbers at the top."""
    here, total = {"project__id__exact": project.pk}, by_status(rows)
    whole = bar(statuses, total)
    asked = sum(total[status.pk] for status in statuses if status.is_feedback_request)
    late = Task.objects.visible_to(scope).filter(project=project).late(utcnow()).count()
    return [
        {
            "title": f"done: {whole['done']} of {whole['total']} tasks",
            "count": f"{whole['percent']} %",
            "icon": "task_alt",
            "link": tasks(**here, stage="done"),
        },
        {
            "title": "tasks late",
            "count": late,
            "icon": "schedule",
            "link": tasks(**here, late="yes"),
        },
        {
            "title": "waiting for feedback",
            "count": asked,
            "icon": "rate_review",
            "link": tasks(**here, stage="feedback"),
        },
        {
            "title": f"days spent of {days(row['estimated'] for row in rows):g} estimated",
            "count": f"{days(row['spent'] for row in rows):g}",
            "icon": "timer",
            "link": tasks(**here),
        },
    ]


def progress(project, statuses, task_types, rows) -> list[dict]:
    """A bar of statuses for each task type, with the days estimated and spent."""
    found = defaultdict(list)
    for row in rows:
        found[row["task_type_id"]].append(row)
    return [
        {
            "name": task_type.name,
            "kind": task_type.for_entity,
            "color": safe_color(task_type.color),
            "bar": bar(
                statuses,
                by_status(found[pk]),
                project__id__exact=project.pk,
                task_type__id__exact=pk,
            ),
            "estimated": days(row["estimated"] for row in found[pk]),
            "spent": days(row["spent"] for row in found[pk]),
        }
        for pk, task_type in task_types.items()
        if pk in found
    ]


def days(minutes) -> float:
    return round(sum(value or 0 for value in minutes) / MINUTES_OF_A_DAY, 1)


def done_by_type(statuses, rows) -> dict:
    """{task type: how much of a hundred tasks are done}."""
    found = defaultdict(Counter)
    for row in rows:
        found[row["task_type_id"]][row["task_status_id"]] += row["number"]
    return {pk: bar(statuses, total)["percent"] for pk, total in found.items()}


def schedule(scope, project, task_types, done) -> dict | None:
    """When each task type is planned, in percents of the time between the first and the last date, if any."""
    items = [
        (task_types[pk], start, end, man_days)
        for pk, start, end, man_days in ScheduleItem.objects.visible_to(scope)
        .filter(project=project, object_id=None, start_date__isnull=False, end_date__isnull=False)
        .values_list("task_type_id", "start_date", "end_date", "man_days")
        if pk in task_types
    ]
    milestones = list(
        Milestone.objects.visible_to(scope).filter(project=project, date__isnull=False).order_by("date")
    )
    dates = [date for _, start, end, _ in items for date in (start, end)] + [m.date for m in milestones]
    dates += filter(None, (project.start_date, project.end_date))
    if not dates:
        return None
    first, last = min(dates), max(dates)
    length = max(1, (last - first).days)

    def place(date: datetime.date) -> float:
        return round(100 * (date - first).days / length, 2)

    order = list(task_types)
    today = utcnow().date()
    return {
        "first": first,
        "last": last,
        "today": place(today) if first <= today <= last else None,
        "months": [{"date": month, "left": place(month)} for month in months(first, last)],
        "items": [
            {
                "name": task_type.name,
                "color": safe_color(task_type.color),
                "start": start,
                "end": end,
                "man_days": man_days,
                "left": place(start),
                "width": max(0.5, place(end) - place(start)),
                "done": done.get(task_type.pk, 0),
                "late": end < today and done.get(task_type.pk, 100) < 100,
            }
            for task_type, start, end, man_days in sorted(items, key=lambda item: order.index(item[0].pk))
        ],
        "milestones": [{"name": m.name, "date": m.date, "left": place(m.date)} for m in milestones],
    }


def months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The first days of the months after `first`, as many as have their names in the picture."""
    count = (last.year - first.year) * 12 + last.month - first.month
    step = max(1, -(-count // MOST_MONTHS))
    return [
        datetime.date(first.year + place // 12, place % 12 + 1, 1)
        for place in range(first.month, first.month + count, step)
    ]


def budget(scope, project) -> dict | None:
    """The latest revision of the budget by department; None where there is none that the viewer sees."""
    latest = Budget.objects.visible_to(scope).filter(project=project).order_by("-revision").first()
    if latest is None:
        return None
    costs = budgets.costs(latest)
    total = sum(costs.values())
    return {
        "name": latest.name,
        "revision": latest.revision,
        "currency": latest.currency,
        "total": round(total),
        "departments": [
            {
                "name": department.name,
                "color": safe_color(department.color),
                "cost": round(cost),
                "width": round(100 * cost / total, 2) if total else 0,
            }
            for department, cost in costs.items()
        ],
    }
