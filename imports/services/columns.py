"""Columns that a production adds to sheets: its metadata, its task types (notes on imports, section 1)."""

from dataclasses import dataclass, field

from accounts.models import Person
from imports.services import values
from imports.services.people import People
from kitsu_site.exceptions import Invalid
from production.models import MetadataDescriptor, ProjectTaskTypeLink, TaskStatus, TaskType


class MetadataColumns:
    """The descriptors of a kind of row, by the names of their columns."""

    def __init__(self, descriptors, people: People):
        self.descriptors: list[MetadataDescriptor] = list(descriptors)
        self.people = people

    def of(self, row) -> dict[str, str]:
        """{field name: value} of the row's cells. Raises `Invalid`."""
        found = {}
        for descriptor in self.descriptors:
            text = row.get(descriptor.name)
            if text is not None:
                found[descriptor.field_name] = self.value(descriptor, text)
        return found

    def value(self, descriptor: MetadataDescriptor, text: str) -> str:
        if not text:
            return ""
        if descriptor.data_type == MetadataDescriptor.DataType.BOOLEAN:
            return "true" if values.boolean(descriptor.name, text) else "false"
        if descriptor.data_type == MetadataDescriptor.DataType.PERSON:
            return str(self.people.named(descriptor.name, text).pk)
        return text


@dataclass(frozen=True)
class Touch:
    """What a row says of a task. `comment`: None where there is no such column."""

    task_type: TaskType
    status: TaskStatus | None = None
    comment: str | None = None
    assignees: tuple[Person, ...] = field(default=())


class TaskColumns:
    """The task types that a production uses for a kind of entity, as columns of its sheets.

    `assigns`: whether people are assigned by these sheets.
    """

    def __init__(self, project, kind: str, people: People, *, assigns: bool):
        links = ProjectTaskTypeLink.objects.filter(project=project, task_type__for_entity=kind)
        links = links.select_related("task_type").order_by("priority", "task_type__name", "pk")
        self.task_types = [link.task_type for link in links]
        self.people, self.assigns = people, assigns
        self.statuses: dict[str, TaskStatus] = {}
        rows = list(TaskStatus.objects.order_by("archived", "created_at", "pk"))
        for name in ("name", "short_name"):
            for status in rows:
                self.statuses.setdefault(getattr(status, name).lower(), status)

    def of(self, row) -> list[Touch]:
        """The tasks that a row touches: by a status, a comment that says something, or an assignee."""
        touches = []
        for task_type in self.task_types:
            name = task_type.name
            status = self.status(name, row.get(name))
            comment, people = row.get(f"{name} comment"), ()
            if self.assigns and (listed := row.get(f"{name} assignations")):
                people = tuple(self.people.listed(f"{name} assignations", listed))
            if status or comment or people:
                touches.append(Touch(task_type, status, comment, people))
        return touches

    def status(self, column: str, text: str | None) -> TaskStatus | None:
        """A status by name or short name, in any case; none for an empty cell."""
        if not text:
            return None
        status = self.statuses.get(text.lower())
        if status is None:
            raise Invalid(f"{column}: there is no task status {text[:80]!r}.", field=column)
        return status
