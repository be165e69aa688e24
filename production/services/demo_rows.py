"""What the parts of the demo share: the calendar, the dice, and the rows that are written in the end."""

import datetime
import random
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import Department, Person, Studio
from kitsu_site import events
from kitsu_site.models import ApiEvent
from production.models import EntityType, TaskStatus, TaskType
from production.services import entity_types

SEED = 1895
WEEK = 5  # working days
MORNING = 9 * 60
BATCH_SIZE = 1000


class Calendar:
    """Working days counted from the last one before today, which is 0: nothing happens in the future."""

    def __init__(self, today: datetime.date):
        last = today - datetime.timedelta(days=1)
        while last.weekday() >= WEEK:
            last -= datetime.timedelta(days=1)
        self.weekday, self.monday = last.weekday(), last - datetime.timedelta(days=last.weekday())

    def date(self, day: int) -> datetime.date:
        week, weekday = divmod(self.weekday + day, WEEK)
        return self.monday + datetime.timedelta(weeks=week, days=weekday)

    def at(self, day: int, minutes: int = 0) -> datetime.datetime:
        """So many minutes into a working day (naive UTC)."""
        return datetime.datetime.combine(self.date(day), datetime.time()) + datetime.timedelta(
            minutes=minutes
        )


@dataclass
class Demo:
    """The demo while it is made. The same dice fall every time, whatever the day."""

    days: Calendar
    people: dict[str, Person] = field(default_factory=dict)
    studios: dict[str, Studio] = field(default_factory=dict)
    free: dict[str, int] = field(default_factory=dict)  # the first free day of artists
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - no secrets
    rows: dict[type, list] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self):
        self.statuses = {status.short_name: status for status in TaskStatus.objects.all()}
        self.task_types = {(kind.name, kind.for_entity): kind for kind in TaskType.objects.all()}
        self.departments = {department.name: department for department in Department.objects.all()}
        self.entity_types = {kind.name: kind for kind in EntityType.objects.all()}
        for name in ("Scene", "Concept"):
            self.entity_types[name] = entity_types.timeline(name)

    def add(self, model, **values):
        """A row, to be written with the others."""
        if any(column.name == "id" for column in model._meta.concrete_fields):
            values.setdefault("id", self.new_id())
        row = model(**values)
        self.rows[model].append(row)
        return row

    def new_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    def happened(self, name: str, *, when: datetime.datetime, by: Person, project, **payload) -> None:
        """An event of the log, as if it had been emitted then; nobody is told."""
        one = events.event(name, by=by, project_id=project.pk, **payload)
        self.add(
            ApiEvent, name=one.name, data=one.data, created_at=when, user_id=one.user_id, project=project
        )

    def write(self) -> None:
        """Write all rows, with one insert for many; references between them are checked on commit."""
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows, batch_size=BATCH_SIZE)
