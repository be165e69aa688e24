"""Tasks as the generic resource writes them, and what hangs on them (notes on tasks, section 1)."""

from django.db import transaction

from kitsu_site import events
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid, Missing
from kitsu_site.services import Rows
from production.models import Comment, Task
from production.services import assignments, notifications, removal


class TaskRows(Rows):
    merged = ("data",)

    def __init__(self):
        super().__init__(Task)

    def create(self, *, values, links=None, by=None):
        return super().create(values={**values, "name": values.get("name") or "main"}, links=links, by=by)

    @transaction.atomic
    def update(self, *, row, values, links=None, by=None):
        links = dict(links or {})
        if "assignees" in links:
            replace_assignees(row, links.pop("assignees"), by=by)
        return super().update(row=row, values=values, links=links, by=by)

    def check(self, row, *, values, by, created):
        if not created:
            for name in ("task_type_id", "entity_id"):
                if name in values and getattr(row, name) is None:
                    raise Invalid(f"{name}: a task has one.", field=name)
            if row.entity is not None and row.entity.project_id != row.project_id:
                raise Invalid("entity_id: the entity is of another production.", field="entity_id")
            return
        if row.task_type is None:
            raise Missing("task_type_id: there is no such task type.")
        if row.entity is None:
            raise Missing("entity_id: there is no such entity.")
        if row.project_id is None:
            row.project_id = row.entity.project_id
        if row.project_id != row.entity.project_id:
            raise Invalid("project_id: the entity is of another production.", field="project_id")
        check_fits(row)

    def clear(self, row, *, by, force):
        if force:
            removal.clear_tasks([row.pk])
        elif Comment.objects.filter(object_id=row.pk).exists():  # no foreign key says so
            raise Invalid("The task has comments: `force=true` removes them with it.")

    def emit(self, verb, row, by, **more):
        if verb == "delete":
            more = {"entity_id": row.entity_id, "task_type_id": row.task_type_id, **more}
        super().emit(verb, row, by, **more)


def check_fits(task: Task) -> None:
    """Raise `Invalid` where a task type is not for entities of that kind."""
    kind = task.entity.kind
    if task.task_type.for_entity not in (kind, None):
        raise Invalid(
            f"task_type_id: {task.task_type} is for {task.task_type.for_entity}, not for {kind}.",
            field="task_type_id",
        )


def replace_assignees(task: Task, people: list, *, by) -> None:
    """Put other people on a task, and tell the newcomers."""
    before = set(task.person_links.values_list("person_id", flat=True))
    task.assignees.set(people)
    happened = []
    for person_id in sorted(set(people) - before):
        happened.append(assignments.person_event("assign", task, person_id, by=by))
        if person_id in notifications.roles_with_access(task, [person_id]):
            told = notifications.of_assignation(tasks=[task], person_id=person_id, by=by)
            happened += [notifications.told_event(n, task.project_id, by) for n in told if n is not None]
    for person_id in sorted(before - set(people)):
        happened.append(assignments.person_event("unassign", task, person_id, by=by))
    events.emit_all(happened)


@transaction.atomic
def plan(*, tasks: list[Task], values: dict, by) -> None:
    """Give tasks the same `values` of columns such as their dates, in a few statements."""
    assignments.touch(tasks, **values)
    events.emit_all(assignments.update_event(task, by=by) for task in tasks)


@transaction.atomic
def delete_many(*, tasks, by) -> None:
    """Delete tasks (a queryset) with all that hangs on them, with an event for each."""
    gone = list(tasks.values_list("pk", "project_id", "entity_id", "task_type_id"))
    for part in parts(pk for pk, *_ in gone):
        removal.clear_tasks(part)
        Task.objects.filter(pk__in=part).delete()
    events.emit_all(
        events.event(
            "task:delete",
            by=by,
            project_id=project_id,
            task_id=pk,
            entity_id=entity_id,
            task_type_id=task_type_id,
        )
        for pk, project_id, entity_id, task_type_id in gone
    )
