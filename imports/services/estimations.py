"""Sheets of estimations of one task type (notes on imports, section 1, "Estimations")."""

import datetime
import math
from typing import Any
from uuid import UUID

from accounts.services import organisations
from imports.services import values
from imports.services.breakdown import replace
from imports.services.columns import MetadataColumns
from imports.services.people import People
from imports.services.plans import Action, Change
from imports.services.slugs import SlugIndex
from kitsu_site import events
from kitsu_site.exceptions import Invalid
from production.models import Entity, MetadataDescriptor, Project, Task, TaskType

COLUMNS = ("estimation", "nb_drawings", "start_date", "due_date", "difficulty", "data")
DIFFICULTIES = range(1, 6)
MOST_DAYS = 10_000
KINDS = ("Asset", "Shot")


class EstimationImporter:
    """Plans what tasks are estimated at; `episode`: only entities of it."""

    def __init__(
        self,
        *,
        project: Project,
        task_type: TaskType,
        episode: Entity | None = None,
        by,
        update: bool = True,
    ):
        self.project, self.task_type, self.episode, self.by = project, task_type, episode, by

    def prepare(self) -> None:
        Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)
        self.warnings: list[tuple[int, str]] = []
        self.minutes = organisations.current().hours_by_day * 60
        descriptors = MetadataDescriptor.objects.filter(
            project=self.project, entity_type="Task", task_type=self.task_type
        )
        self.metadata = MetadataColumns(descriptors, People())
        self.entities = SlugIndex()
        for entity in self.rows():
            parent = (
                entity.parent.name if entity.kind == "Shot" and entity.parent else entity.entity_type.name
            )
            self.entities.add(
                entity.pk, "" if entity.kind == "Shot" and not entity.parent else parent, entity.name
            )
        self.tasks: dict[UUID, Task] = {}
        tasks = Task.objects.filter(project=self.project, task_type=self.task_type)
        for task in tasks.select_for_update(no_key=True).order_by("pk"):
            self.tasks.setdefault(task.entity_id, task)
        self.changed: dict[UUID, Task] = {}
        self.answered: list[None] = []

    def rows(self):
        """The entities that the task type is for, in the episode where there is one."""
        rows = Entity.objects.filter(project=self.project).select_related("entity_type", "parent")
        rows = rows.order_by("canceled", "created_at", "pk")
        if self.task_type.for_entity not in KINDS:
            return rows.none()
        rows = rows.of_kind(self.task_type.for_entity)
        if self.episode is None:
            return rows
        if self.task_type.for_entity == "Asset":
            return rows.filter(source=self.episode)
        return rows.filter(parent__parent=self.episode)

    def plan(self, row) -> Change:
        parent, name = row.required("Parent", "Entity")
        if self.task_type.for_entity not in KINDS:
            raise Invalid(f"{self.task_type} is a task type for neither assets nor shots.")
        columns, metadata = self.read(row), self.metadata.of(row)
        task = self.tasks.get(self.entities.find(parent, name))
        if task is None:
            raise Invalid(
                f"Entity: there is no {parent[:80]} / {name[:80]} with such a task.", field="Entity"
            )
        if metadata:
            columns["data"] = {**(task.data or {}), **metadata}
        changed = {name: value for name, value in columns.items() if getattr(task, name) != value}
        for attribute, value in changed.items():
            setattr(task, attribute, value)
        if changed:
            self.changed[task.pk] = task
        self.answered.append(None)
        action = Action.UPDATE if changed else Action.UNCHANGED
        return Change(row.line, action, "task", f"{parent} / {name}", readable(changed), target=task)

    def read(self, row) -> dict[str, Any]:
        """The columns of a row by attribute; empty cells are left out."""
        found, days = {}, None
        if text := row.get("Estimation"):
            days = values.number("Estimation", text)
            if not 0 <= days <= MOST_DAYS:
                raise values.refusal("Estimation", text, "a number of days")
            found["estimation"] = float(round(days * self.minutes))
        if text := row.get("Drawings"):
            found["nb_drawings"] = values.integer("Drawings", text)
        for column, attribute in (("Start date", "start_date"), ("Due date", "due_date")):
            if text := row.get(column):
                found[attribute] = values.day(column, text)
        if text := row.get("Difficulty"):
            found["difficulty"] = values.integer("Difficulty", text)
            if found["difficulty"] not in DIFFICULTIES:
                raise values.refusal("Difficulty", text, "1 to 5")
        if days is not None and "start_date" in found and "due_date" not in found:
            try:
                found["due_date"] = after(found["start_date"], days)
            except OverflowError:
                raise Invalid(
                    "Estimation: the task would end after the year 9999.", field="Estimation"
                ) from None
        return found

    def write(self, *, complete: bool) -> list[None]:
        replace(list(self.changed.values()), COLUMNS)
        events.emit_all(
            events.event("task:update", by=self.by, project_id=self.project.pk, task_id=pk)
            for pk in self.changed
        )
        return self.answered


def after(start: datetime.datetime, days: float) -> datetime.datetime:
    """`start` and (days - 1) business days; a part of a day counts as one."""
    left = math.ceil(days) - 1
    if left <= 0:
        return start
    day = start - datetime.timedelta(days=max(start.weekday() - 4, 0))  # from a week-end, as from its Friday
    weeks, rest = divmod(left, 5)
    day += datetime.timedelta(weeks=weeks)
    while rest:
        day += datetime.timedelta(days=1)
        rest -= day.weekday() < 5
    return day


def readable(changed: dict[str, Any]) -> dict[str, Any]:
    """Values for people to read."""
    return {
        name: value.date().isoformat() if isinstance(value, datetime.datetime) else value
        for name, value in changed.items()
    }
