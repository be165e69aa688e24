"""How many frames and drawings people make on shots (notes on production, section 8)."""

import datetime
import math
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from kitsu_site.exceptions import Invalid
from production.models import Project, Task, TaskPersonLink, TimeSpent
from production.services.person_quotas import business_days

DATES = {"weighted": "end_date", "weighteddone": "done_date", "feedback": "end_date", "done": "done_date"}
PERIODS = ("day", "week", "month", "year")
MEASURES = ("frames", "seconds", "count", "drawings")
DEFAULT_FPS = 25.0


@dataclass(frozen=True)
class Share:
    """What somebody made on one day. `key`: the person or the task type that it is counted for."""

    key: uuid.UUID
    day: datetime.date
    frames: int
    drawings: int


def of_task_type(
    project: Project, task_type_id: uuid.UUID, count_mode: str, studio_id: uuid.UUID | None
) -> dict:
    """The quotas of a task type in a production, by person and in `total`. Raises `Invalid`."""
    check_mode(count_mode)
    tasks = shot_tasks(project, count_mode, studio_id).filter(task_type_id=task_type_id)
    if not count_mode.startswith("weighted"):
        return table(project, whole(tasks, DATES[count_mode], key="person_id"))
    shares = [*weighted(tasks, key="person_id"), *spread(tasks, DATES[count_mode])]
    return table(project, shares)


def of_person(project: Project, person_id: uuid.UUID, count_mode: str, studio_id: uuid.UUID | None) -> dict:
    """The quotas of a person in a production, by task type and in `total`. Raises `Invalid`."""
    check_mode(count_mode)
    tasks = shot_tasks(project, count_mode, studio_id)
    if count_mode.startswith("weighted"):
        return table(project, weighted(tasks, key="task__task_type_id", person_id=person_id))
    date = DATES[count_mode]
    return table(project, whole(tasks, date, key="task__task_type_id", person_id=person_id))


def check_mode(count_mode: str) -> None:
    """Raise `Invalid` for another way to count."""
    if count_mode not in DATES:
        raise Invalid(f"count_mode: one of {', '.join(DATES)} expected.", field="count_mode")


def shot_tasks(project: Project, count_mode: str, studio_id: uuid.UUID | None) -> QuerySet:
    """The tasks on shots that count: with the date of the mode, assigned to people of the studio."""
    tasks = Task.objects.filter(project=project, entity__entity_type__name="Shot")
    tasks = tasks.filter(**{f"{DATES[count_mode]}__isnull": False})
    if studio_id is None:
        return tasks
    people = TaskPersonLink.objects.filter(person__studio_id=studio_id)
    return tasks.filter(pk__in=people.values("task_id"))


def whole(tasks: QuerySet, date: str, *, key: str, **only) -> Iterator[Share]:
    """Each task in full on its day, for each assignee."""
    links = TaskPersonLink.objects.filter(task__in=tasks.values("pk"), **only)
    columns = (key, f"task__{date}", "task__entity__nb_frames", "task__nb_drawings")
    for who, moment, frames, drawings in links.values_list(*columns):
        yield Share(who, moment.date(), frames or 0, drawings or 0)


def weighted(tasks: QuerySet, *, key: str, **only) -> Iterator[Share]:
    """Each task by the time spent on it, for who spent it."""
    spent = TimeSpent.objects.filter(task__in=tasks.values("pk"), person__isnull=False, **only)
    columns = (key, "date", "duration", "task__duration", "task__entity__nb_frames", "task__nb_drawings")
    for who, day, minutes, total, frames, drawings in spent.values_list(*columns):
        part = minutes / total if total else 0
        yield Share(who, day, round((frames or 0) * part), round((drawings or 0) * part))


def spread(tasks: QuerySet, date: str) -> Iterator[Share]:
    """Tasks that nobody logged time on: over as many days as they took, from their end, for each assignee."""
    untimed = tasks.filter(real_start_date__isnull=False, time_spents__isnull=True)
    links = TaskPersonLink.objects.filter(task__in=untimed.values("pk"))
    columns = (
        "person_id",
        "task__real_start_date",
        f"task__{date}",
        "task__entity__nb_frames",
        "task__nb_drawings",
    )
    for who, start, end, frames, drawings in links.values_list(*columns):
        last, length = end.date(), max((end - start).days, 0) + 1
        a_day = round((frames or 0) / business_days(start, end))
        left = (datetime.date.max - last).days + 1  # there are no days after these
        for day in (last + datetime.timedelta(n) for n in range(min(length, left))):
            if day.weekday() < 5:
                yield Share(who, day, a_day, drawings or 0)


def table(project: Project, shares: Iterable[Share]) -> dict:
    """{key: sums by period}, and the sums of all in `total`; empty where there is nothing."""
    fps, found = frames_per_second(project), {}
    for share in shares:
        for key in (share.key, "total"):
            add(found.setdefault(key, empty()), share, fps)
    for sums in found.values():
        count_entries(sums)
    return found


def empty() -> dict:
    """The sums of nobody: {period: {measure: {}}}."""
    return {period: {measure: {} for measure in MEASURES} for period in PERIODS}


def add(sums: dict, share: Share, fps: float) -> None:
    """Add a share to the sums of its day, week, month and year."""
    values = {
        "frames": share.frames,
        "seconds": share.frames / fps,
        "count": 1,
        "drawings": share.drawings,
    }
    for period, name in names_of(share.day).items():
        for measure, value in values.items():
            column = sums[period][measure]
            column[name] = column.get(name, 0) + value


def names_of(day: datetime.date) -> dict[str, str]:
    """The day, the ISO week (without padding), the month and the year of a day."""
    year, week, _ = day.isocalendar()
    return {
        "day": f"{day:%Y-%m-%d}",
        "week": f"{year:04}-{week}",
        "month": f"{day:%Y-%m}",
        "year": f"{day:%Y}",
    }


def count_entries(sums: dict) -> None:
    """Add to each period how many there are: days by month, weeks and months by year."""
    for period, outer in (("day", 7), ("week", 4), ("month", 4)):
        entries = sums[period]["entries"] = {}
        for name in sums[period]["count"]:
            entries[name[:outer]] = entries.get(name[:outer], 0) + 1


def frames_per_second(project: Project) -> float:
    """The rate of a production, 25 where it says none that makes sense."""
    try:
        fps = float(project.fps or DEFAULT_FPS)
    except ValueError:
        return DEFAULT_FPS
    return fps if math.isfinite(fps) and fps > 0 else DEFAULT_FPS
