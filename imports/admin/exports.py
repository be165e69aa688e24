"""What the lists of the back office export: a column for each value, a constant number of queries."""

import datetime
from collections.abc import Callable, Iterator

from import_export.fields import Field
from import_export.resources import Resource

from accounts.services import organisations
from imports.services.formulas import defused
from kitsu_site.admin.columns import follow

CHUNK = 1000


class Column(Field):
    """A column. `attribute`: the field of the model that it tells of, for who may not see that;
    `value`: what it says of a row, that field by default.
    """

    def __init__(self, title: str, attribute: str, value: Callable | None = None):
        super().__init__(attribute=attribute, column_name=title)
        self.value = value or (lambda row: getattr(row, attribute))

    def export(self, instance, **kwargs):
        return cell(self.value(instance))


def cell(value):
    """A value as a spreadsheet holds it: numbers are some, and what it would run as a formula is text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d}"
    return value if isinstance(value, (int, float)) else defused(str(value))


def names(rows) -> str:
    return ",".join(sorted(map(str, rows)))


def of(path: str) -> Callable:
    """The name that a chain of relations leads to."""
    return lambda row: getattr(follow(row, path), "name", None)


def data(key: str) -> Callable:
    return lambda row: row.data.get(key) if isinstance(row.data, dict) else None


class Export(Resource):
    """`related`: what columns read of other rows; of those, nothing else is loaded."""

    related: tuple[str, ...] = ()

    def filter_export(self, queryset, **kwargs):
        """The rows with what the columns need."""
        own = {column.attribute for column in self.fields.values()}
        own = [field.name for field in queryset.model._meta.concrete_fields if field.name in own]
        paths = {path.rpartition("__")[0] for path in self.related}
        return queryset.select_related(None).select_related(*paths).only("pk", *own, *self.related)

    @classmethod
    def get_display_name(cls) -> str:
        return cls.__name__

    def lines(self, queryset, columns: list[str]) -> Iterator[list]:
        """The header and the rows, while they are read."""
        self.before_export(queryset)
        yield self.get_export_headers(selected_fields=columns)
        for row in self.iter_queryset(self.filter_export(queryset)):
            yield self.export_resource(row, selected_fields=columns)

    def iter_queryset(self, queryset) -> Iterator:
        """In one query, and one for each relation to many of every thousand rows."""
        return queryset.iterator(chunk_size=CHUNK)


class People(Export):
    """The columns of a sheet of people."""

    related = ("studio__name",)
    first_name = Column("First Name", "first_name")
    last_name = Column("Last Name", "last_name")
    email = Column("Email", "email")
    phone = Column("Phone", "phone")
    role = Column("Role", "role")
    departments = Column("Departments", "departments", lambda person: names(person.departments.all()))
    studio = Column("Studio", "studio", of("studio"))
    country = Column("Country", "country")
    contract_type = Column("Contract Type", "contract_type")
    position = Column("Position", "position")
    seniority = Column("Seniority", "seniority")
    daily_salary = Column("Daily Salary", "daily_salary")
    active = Column("Active", "active", lambda person: bool(person.active))


def episode_of(entity) -> str | None:
    """The episode that an asset, a shot or an edit belongs to."""
    if entity.kind == "Asset":
        return getattr(entity.source, "name", None)
    return of("parent__parent" if entity.kind == "Shot" else "parent")(entity)


def sequence_of(entity) -> str | None:
    return of("parent")(entity) if entity.kind == "Shot" else None


def work_of(entity) -> str:
    """Its tasks, with the short names of their statuses."""
    return ", ".join(
        f"{task.task_type or task.name}: {getattr(task.task_status, 'short_name', None) or '-'}"
        for task in entity.tasks.all()
    )


class Entities(Export):
    """The columns of the sheets of assets, shots and edits, and what the list shows."""

    related = (
        "project__name",
        "entity_type__name",
        "parent__name",
        "parent__parent__name",
        "source__name",
        "ready_for__name",
    )
    project = Column("Production", "project", of("project"))
    entity_type = Column("Type", "entity_type", of("entity_type"))
    episode = Column("Episode", "parent", episode_of)
    sequence = Column("Sequence", "parent", sequence_of)
    name = Column("Name", "name")
    description = Column("Description", "description")
    status = Column("Status", "status")
    canceled = Column("Canceled", "canceled", lambda entity: bool(entity.canceled))
    nb_frames = Column("Frames", "nb_frames")
    frame_in = Column("Frame In", "data", data("frame_in"))
    frame_out = Column("Frame Out", "data", data("frame_out"))
    fps = Column("FPS", "data", data("fps"))
    resolution = Column("Resolution", "data", data("resolution"))
    ready_for = Column("Ready for", "ready_for", of("ready_for"))
    tasks = Column("Tasks", "name", work_of)


def parent_of(task) -> str | None:
    """What an estimation sheet calls the parent of an entity: its sequence, or its type."""
    entity = task.entity
    return of("entity__parent" if entity and entity.kind == "Shot" else "entity__entity_type")(task)


class Tasks(Export):
    """The columns of a sheet of estimations, and what the list shows; estimated and spent days."""

    related = (
        "project__name",
        "task_type__name",
        "task_status__name",
        "entity__name",
        "entity__entity_type__name",
        "entity__parent__name",
    )

    project = Column("Production", "project", of("project"))
    task_type = Column("Task type", "task_type", of("task_type"))
    parent = Column("Parent", "entity", parent_of)
    entity = Column("Entity", "entity", of("entity"))
    task_status = Column("Status", "task_status", of("task_status"))
    assignees = Column("Assignees", "assignees", lambda task: names(task.assignees.all()))
    estimation = Column("Estimation", "estimation")
    duration = Column("Spent", "duration")
    nb_drawings = Column("Drawings", "nb_drawings")
    start_date = Column("Start date", "start_date")
    due_date = Column("Due date", "due_date")
    difficulty = Column("Difficulty", "difficulty")
    priority = Column("Priority", "priority")
    retake_count = Column("Retakes", "retake_count")

    def before_export(self, queryset, **kwargs):
        self.minutes = organisations.current().hours_by_day * 60

    def export_field(self, field, instance, **kwargs):
        value = super().export_field(field, instance, **kwargs)
        if field.attribute in ("estimation", "duration"):
            return round((value or 0) / self.minutes, 4)
        return value
