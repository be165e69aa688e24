"""How many of the assets cast in a shot are ready for each of its tasks (notes on entities, "Casting")."""

from collections import defaultdict
from collections.abc import Iterable

from kitsu_site import events
from kitsu_site.db.base import utcnow
from production.models import EntityLink, ProjectTaskTypeLink, Task

READY, NOT_READY = float("inf"), -1
NO_PRIORITY = 0


def recount(shot_ids: Iterable, *, by) -> None:
    """Set `nb_assets_ready` of the tasks of those shots, with an event (not kept) for each task.

    A cast asset is ready where it is not canceled, and either shared from another production, or ready
    for a task type whose priority in the production is at least that of the task's own type.
    """
    shot_ids = list(shot_ids)
    tasks = list(
        Task.objects.select_for_update(no_key=True)
        .filter(entity_id__in=shot_ids)
        .only("id", "entity_id", "project_id", "task_type_id", "nb_assets_ready")
        .order_by("pk")
    )
    if not tasks:
        return
    priorities = priorities_of({task.project_id for task in tasks})
    cast = defaultdict(list)
    links = EntityLink.objects.filter(entity_in_id__in=shot_ids).exclude(entity_out__canceled=True)
    columns = ("entity_in_id", "entity_in__project_id", "entity_out__project_id", "entity_out__is_shared")
    for shot_id, project_id, home_id, is_shared, ready_for in links.values_list(
        *columns, "entity_out__ready_for"
    ):
        if is_shared and home_id != project_id:
            cast[shot_id].append(READY)
        elif ready_for is not None:
            cast[shot_id].append(priorities.get((project_id, ready_for)) or NOT_READY)
    changed = []
    for task in tasks:
        wanted = priorities.get((task.project_id, task.task_type_id)) or NO_PRIORITY
        count = sum(priority >= wanted for priority in cast[task.entity_id])
        if count != task.nb_assets_ready:
            task.nb_assets_ready, task.updated_at = count, utcnow()
            changed.append(task)
    Task.objects.bulk_update(changed, ["nb_assets_ready", "updated_at"], batch_size=200)
    events.emit_all(
        events.event(
            "task:update-casting-stats",
            by=by,
            project_id=task.project_id,
            kept=False,
            task_id=task.pk,
            nb_assets_ready=task.nb_assets_ready,
        )
        for task in tasks
    )


def priorities_of(project_ids: set) -> dict:
    """{(production, task type): priority} of the task types for shots."""
    links = ProjectTaskTypeLink.objects.filter(project_id__in=project_ids, task_type__for_entity="Shot")
    return {
        (p, t): priority for p, t, priority in links.values_list("project_id", "task_type_id", "priority")
    }
