"""Plans of all the tasks of a production, copied and applied as wholes (notes on production, section 7)."""

from django.db import connection, transaction
from django.db.models import F, QuerySet, UUIDField, Value

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.db.insert_select import insert_select
from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import (
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    ProductionScheduleVersionTaskLinkPersonLink,
    Project,
    Task,
)

PLAN = ("start_date", "due_date", "estimation")


class ScheduleVersionRows(Rows):
    """A version comes from another one of its own production."""

    def __init__(self):
        super().__init__(ProductionScheduleVersion)

    def check(self, row, *, values, by, created):
        source = row.production_schedule_from
        if source is not None:
            check_source(row, source, "production_schedule_from")


class ScheduleVersionTaskLinkRows(Rows):
    """A version holds tasks of its own production."""

    def __init__(self):
        super().__init__(ProductionScheduleVersionTaskLink)

    def check(self, row, *, values, by, created):
        if row.task.project_id != row.production_schedule_version.project_id:
            raise Invalid("task_id: the task is of another production.", field="task_id")

    def project_of(self, row):
        return None


def check_source(version: ProductionScheduleVersion, source: ProductionScheduleVersion, field: str) -> None:
    """Raise `Invalid` unless `version` may come from `source`."""
    if source.pk == version.pk:
        raise Invalid(f"{field}: a version cannot come from itself.", field=field)
    if source.project_id != version.project_id:
        raise Invalid(f"{field}: the version is of another production.", field=field)


@transaction.atomic
def copy_production(*, version: ProductionScheduleVersion, by) -> int:
    """Take the dates, estimations and assignees of the tasks of the production into a version.

    Links that are there keep their ids. Answers the number of tasks.
    """
    tasks = Task.objects.filter(project_id=version.project_id)
    count = put_links(version, tasks, task_id="pk")
    links = version.task_links.filter(task_id__in=tasks.values("pk"))
    put_assignees(links, links.filter(task__person_links__person__isnull=False), "task__person_links__person")
    tell(version, by=by)
    return count


@transaction.atomic
def copy_version(*, version: ProductionScheduleVersion, source: ProductionScheduleVersion, by) -> int:
    """Take the links of another version of the production over; those of other tasks stay.

    Answers the number of links taken. Raises `Invalid`.
    """
    check_source(version, source, "production_schedule_version_id")
    count = put_links(version, source.task_links.all(), task_id="task_id")
    links = version.task_links.filter(task_id__in=source.task_links.values("task_id"))
    planned = links.filter(
        task__schedule_version_links__production_schedule_version=source,
        task__schedule_version_links__person_links__person__isnull=False,
    )
    put_assignees(links, planned, "task__schedule_version_links__person_links__person")
    update(version, production_schedule_from=source)
    tell(version, by=by)
    return count


@transaction.atomic
def apply(*, version: ProductionScheduleVersion, by) -> int:
    """Give the tasks of the production the dates and estimations of a version, in one statement.

    The version is locked, and the production knows where its dates come from. Answers the number of tasks.
    """
    tasks = Task.objects.filter(
        project_id=version.project_id, schedule_version_links__in=version.task_links.all()
    )
    ids = list(tasks.values_list("pk", flat=True))
    put_plan(version)
    update(version, locked=True)
    Project.objects.filter(pk=version.project_id).update(from_schedule_version=version, updated_at=utcnow())
    events.emit_all(
        events.event("task:update", by=by, project_id=version.project_id, task_id=pk) for pk in ids
    )
    tell(version, by=by)
    events.emit("project:update", by=by, project_id=version.project_id)
    return len(ids)


def put_plan(version: ProductionScheduleVersion) -> None:
    """Copy the links of a version onto its tasks.

    UPDATE ... FROM reads each link once; subqueries, which Django would write, may be planned to read
    all the links for each task.
    """
    task, link = Task._meta.db_table, ProductionScheduleVersionTaskLink._meta.db_table
    changes = ", ".join(f"{name} = plan.{name}" for name in PLAN)
    sql = (
        f"UPDATE {task} SET {changes}, updated_at = %s FROM {link} AS plan"  # noqa: S608
        f" WHERE plan.task_id = {task}.id AND plan.production_schedule_version_id = %s"
        f" AND {task}.project_id = %s"
    )
    key = Task._meta.pk
    ids = [key.get_db_prep_value(pk, connection) for pk in (version.pk, version.project_id)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(utcnow()), *ids])


def put_links(version: ProductionScheduleVersion, plans: QuerySet, *, task_id: str) -> int:
    """Write plans into a version, anew or over what is there; `task_id`: where `plans` has the task."""
    return insert_select(
        ProductionScheduleVersionTaskLink,
        plans,
        {
            "production_schedule_version": Value(version.pk, output_field=UUIDField()),
            "task": F(task_id),
            **{name: F(name) for name in PLAN},
        },
        unique=("production_schedule_version", "task"),
        update=(*PLAN, "updated_at"),
    )


def put_assignees(links: QuerySet, planned: QuerySet, person: str) -> None:
    """Replace the people of `links` by those that `planned`, links joined with people, has at `person`."""
    people = ProductionScheduleVersionTaskLinkPersonLink.objects
    people.filter(production_schedule_version_task_link__in=links.values("pk")).delete()
    insert_select(
        ProductionScheduleVersionTaskLinkPersonLink,
        planned,
        {"production_schedule_version_task_link": F("pk"), "person": F(person)},
    )


def update(version: ProductionScheduleVersion, **values) -> None:
    """Change columns of a version."""
    ProductionScheduleVersion.objects.filter(pk=version.pk).update(**values, updated_at=utcnow())


def tell(version: ProductionScheduleVersion, *, by) -> None:
    """Say that a version was rewritten or applied; clients know this name by its underscores."""
    events.emit(
        "production_schedule_version:update",
        by=by,
        project_id=version.project_id,
        production_schedule_version_id=version.pk,
    )
