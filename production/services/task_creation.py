"""Making tasks for many entities at once (notes on tasks, section 1, "Creating tasks for entities")."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from kitsu_site import events
from kitsu_site.db.insertion import insert_rows
from kitsu_site.exceptions import Invalid
from production.models import Entity, Project, ProjectTaskTypeLink, Task, TaskType
from production.services import task_statuses

NAME = "main"


@transaction.atomic
def create_for_entities(
    *, project: Project, task_type: TaskType, entity_ids: Iterable, by, for_concept: bool = False
) -> list[Task]:
    """A task of the type on each entity that has none of that type yet; answers the new ones."""
    # Two calls at once would both find the same entities without a task: the second waits for the first.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    present = Task.objects.filter(task_type=task_type, entity__project=project)
    have = set(present.values_list("entity_id", flat=True))
    status = task_statuses.default(for_concept=for_concept)
    return make(
        (
            {"project": project, "task_type": task_type, "task_status": status, "entity_id": pk}
            for pk in dict.fromkeys(entity_ids)
            if pk not in have
        ),
        by=by,
    )


@transaction.atomic
def create_for_entity(*, entity: Entity, task_type_ids: list, by) -> list[Task]:
    """A task of each type on an entity, of all the enabled types that fit where none is named.

    Types that have a task of that name there already are passed over. Raises `Invalid` for a type
    that does not fit the entity, its workflow or the production.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=entity.project_id)
    fitting = fitting_types(entity)
    if task_type_ids:
        types = [checked(task_type, entity, fitting) for task_type in in_order(task_type_ids)]
    else:
        types = list(fitting.values())
    have = set(Task.objects.filter(entity=entity, name=NAME).values_list("task_type_id", flat=True))
    status = task_statuses.default(for_concept=entity.kind == "Concept")
    return make(
        (
            {"project": project, "task_type": task_type, "task_status": status, "entity": entity}
            for task_type in types
            if task_type.pk not in have
        ),
        by=by,
    )


def make(rows: Iterable[dict], *, by) -> list[Task]:
    """Insert tasks, with an event for each."""
    made = build(rows, by=by)
    insert(made, by=by)
    return made


def build(rows: Iterable[dict], *, by) -> list[Task]:
    """Tasks that are not stored yet."""
    return [Task(name=NAME, assigner_id=by.pk, **row) for row in rows]


def insert(tasks: Collection[Task], *, by) -> None:
    """Store tasks of `build`, with an event for each."""
    insert_rows(Task, tasks)
    events.emit_all(
        events.event("task:new", by=by, project_id=task.project_id, task_id=task.pk) for task in tasks
    )


def fitting_types(entity: Entity) -> dict:
    """{id: task type} of those enabled in the production that fit the entity, in the production's order."""
    fits = Q(task_type__for_entity=entity.kind) | Q(task_type__for_entity=None)
    links = ProjectTaskTypeLink.objects.filter(fits, project_id=entity.project_id).select_related("task_type")
    workflow = set(entity.entity_type.task_types.values_list("pk", flat=True))
    return {
        link.task_type_id: link.task_type
        for link in links.order_by("priority", "task_type__name")
        if not workflow or link.task_type_id in workflow
    }


def in_order(task_type_ids: list) -> list[TaskType]:
    found = TaskType.objects.in_bulk(task_type_ids)
    return [found[pk] for pk in dict.fromkeys(task_type_ids)]


def checked(task_type: TaskType, entity: Entity, fitting: dict) -> TaskType:
    if task_type.pk not in fitting:
        kind = entity.kind
        if task_type.for_entity not in (kind, None):
            why = f"{task_type} is for {task_type.for_entity}, not for {kind}"
        else:
            why = f"{task_type} is not enabled here, or not in the workflow of {entity.entity_type}"
        raise Invalid(f"task_type_ids: {why}.", field="task_type_ids")
    return task_type
