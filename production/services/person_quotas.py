"""On which shots a person worked in a period, and how much of each (notes on tasks, section 5, "Quotas")."""

import datetime
import uuid
import zoneinfo
from collections import defaultdict

from kitsu_site.exceptions import Invalid
from production.models import Task, TimeSpent

DATES = {"weighted": "end_date", "weighteddone": "done_date", "feedback": "end_date", "done": "done_date"}


def weights(
    *, person, project_id, task_type_id, count_mode: str, first: datetime.date, last: datetime.date, zone: str
) -> dict[uuid.UUID, float]:
    """{shot: weight} of the days from `first` to `last`, as they are in the time zone `zone`.

    Raises `Invalid` for another way to count.
    """
    if count_mode not in DATES:
        raise Invalid(f"count_mode: one of {', '.join(DATES)} expected.", field="count_mode")
    date = DATES[count_mode]
    tasks = Task.objects.filter(
        project_id=project_id,
        task_type_id=task_type_id,
        entity__entity_type__name="Shot",
        **{f"{date}__isnull": False},
    )
    start, end = in_utc(first, zone), in_utc(last, zone, days=1)
    if not count_mode.startswith("weighted"):
        done = tasks.filter(assignees=person, **{f"{date}__gte": start, f"{date}__lt": end})
        return dict.fromkeys(done.values_list("entity_id", flat=True), 1)
    found = defaultdict(float)
    for shot_id, part in [*timed(tasks, person, first, last), *untimed(tasks, person, date, start, end)]:
        found[shot_id] += part
    return dict(found)


def timed(tasks, person, first, last):
    """By the time that the person logged in the period."""
    rows = TimeSpent.objects.filter(task__in=tasks.values("pk"), person=person).between(first, last)
    for shot_id, minutes, total in rows.values_list("task__entity_id", "duration", "task__duration"):
        if total:
            yield shot_id, round(minutes / total, 2)


def untimed(tasks, person, date: str, start, end):
    """Tasks of the person that nobody logged time on, by their working days within the period."""
    rows = tasks.filter(
        assignees=person,
        time_spents__isnull=True,
        real_start_date__lt=end,
        **{f"{date}__gte": start},
    )
    for shot_id, began, ended in rows.values_list("entity_id", "real_start_date", date):
        inside = business_days(max(began, start), min(ended, end - datetime.timedelta(microseconds=1)))
        yield shot_id, round(inside / business_days(began, ended), 2)


def business_days(start: datetime.datetime, end: datetime.datetime) -> int:
    """The weekdays in (start, end], counted by whole days (24 hours), and one."""
    days = max((end - start).days, 0)
    weeks, rest = divmod(days, 7)
    after = (start + datetime.timedelta(days=n) for n in range(1, rest + 1))
    return weeks * 5 + sum(day.weekday() < 5 for day in after) + 1


def in_utc(day: datetime.date, zone: str, *, days: int = 0) -> datetime.datetime:
    """When a day begins in a time zone, or the one `days` later, as naive UTC; within the calendar."""
    try:
        begin = datetime.datetime.combine(day + datetime.timedelta(days), datetime.time())
        local = begin.replace(tzinfo=zoneinfo.ZoneInfo(zone))
        return local.astimezone(datetime.UTC).replace(tzinfo=None)
    except OverflowError:
        return datetime.datetime.min if day.year == 1 else datetime.datetime.max
