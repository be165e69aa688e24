"""Status automations: what follows where a task reaches a status (notes on tasks, section 2)."""

from kitsu_site import events
from kitsu_site.exceptions import Invalid
from production.models import Entity, ProjectTaskTypeLink, StatusAutomation, Task
from production.services import readiness

PREVIEWS_WANTED = "status-automation:import-last-revision"  # told to subscribers in process only


def check_unused(automation: StatusAutomation) -> None:
    """Raise `Invalid` while a production uses it."""
    if automation.project_links.exists():
        raise Invalid("A production uses this automation.")


def run(*, task: Task, post, by, after: frozenset = frozenset()) -> None:
    """Run the automations of the production that wait for the status that a comment left its task in.

    `post(task=, status=, text=, after=)` posts a comment on another task; `after`: the automations
    that led here, which do not run again, so that rules that feed each other end.
    """
    if task.entity is None or task.task_status_id is None or task.task_type_id is None:
        return
    kind = task.entity.kind.lower()
    automations = (
        task.project.status_automations.filter(
            in_task_type_id=task.task_type_id, in_task_status_id=task.task_status_id
        )
        .exclude(archived=True)
        .exclude(pk__in=after)
        .select_related("out_task_status")
        .order_by("created_at", "pk")
    )
    for automation in automations:
        if (automation.entity_type or "").lower() != kind:
            continue
        if automation.out_field_type == StatusAutomation.OutFieldType.READY_FOR:
            make_ready(task.entity, automation, by=by)
        elif not goes_back(automation, task):
            set_status(automation, task, post=post, after=after)


def set_status(automation: StatusAutomation, task: Task, *, post, after) -> None:
    """Comment the entity's first task of the out type with the out status."""
    target = (
        Task.objects.filter(entity_id=task.entity_id, task_type_id=automation.out_task_type_id)
        .order_by("name", "pk")
        .first()
    )
    if target is None or automation.out_task_status is None:
        return
    text = f"Change triggered by {task.task_type.name} set to {task.task_status.name}"
    made = post(task=target, status=automation.out_task_status, text=text, after=after | {automation.pk})
    if automation.import_last_revision:
        events.tell(PREVIEWS_WANTED, task_id=task.pk, comment_id=made.pk)


def goes_back(automation: StatusAutomation, task: Task) -> bool:
    """Whether the task type that waits comes before the one that moved, in the production's order."""
    wanted = (automation.in_task_type_id, automation.out_task_type_id)
    links = ProjectTaskTypeLink.objects.filter(project_id=task.project_id, task_type_id__in=wanted)
    priorities = dict(links.values_list("task_type_id", "priority"))
    before, after = (priorities.get(pk) for pk in wanted)
    return before is not None and after is not None and before > after


def make_ready(asset: Entity, automation: StatusAutomation, *, by) -> None:
    """Say what an asset is ready for, and count anew the ready assets of the shots that cast it."""
    asset.ready_for_id = automation.out_task_type_id
    asset.save(update_fields=["ready_for", "updated_at"])
    change = {"ready_for": automation.out_task_type_id}
    for _ in range(2):  # by the change of the asset, and by the automation
        events.emit("asset:update", by=by, project_id=asset.project_id, asset_id=asset.pk, data=change)
    shots = Entity.objects.filter(casting_links__entity_out=asset, entity_type__name="Shot")
    readiness.recount(shots.values_list("pk", flat=True), by=by)
