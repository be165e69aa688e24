"""Asking for a review of a task by the old call (notes on tasks, section 1, "Assigning").

Since comments ask for reviews, pipelines of a certain age alone use it.
"""

from django.db import transaction
from django.db.models import Q

from files.services import file_paths
from kitsu_site import events
from production.models import Task, TaskStatus
from production.services import comments, task_statuses

NAME, SHORT_NAME = "To review", "pndng"


def status_to_review() -> TaskStatus:
    """The status that the call moves to, made when first needed."""
    found = TaskStatus.objects.filter(Q(name=NAME) | Q(short_name=SHORT_NAME)).order_by("created_at").first()
    return found or task_statuses.made(short_name=SHORT_NAME, name=NAME, color="#f5f5f5")


def preview_path(task: Task, name: str, revision: int) -> dict:
    """Where the production's file tree wants the preview; empty without one. Raises `Invalid`."""
    tree = task.project.file_tree
    if not tree or task.entity is None:
        return {"folder_path": "", "file_name": ""}
    subject = file_paths.Subject(
        project=task.project,
        entity=task.entity,
        task=task,
        task_type=task.task_type,
        name=name,
        revision=revision,
    )
    return {
        "folder_path": file_paths.folder(tree, "preview", subject),
        "file_name": file_paths.file_name(tree, "preview", subject),
    }


@transaction.atomic
def ask(*, task: Task, person, comment: str, preview_path: dict, change_status: bool, by) -> Task:
    """Move a task to the status of reviews, and say that it is there."""
    task = comments.locked(task)
    previous_id = task.task_status_id
    if change_status:
        task.task_status = status_to_review()
        task.save(update_fields=["task_status", "updated_at"])
    events.emit(
        "task:to-review",
        by=by,
        task_id=task.pk,
        task_shotgun_id=task.shotgun_id,
        entity_type_name=task.entity.entity_type.name if task.entity else None,
        previous_task_status_id=previous_id,
        entity_shotgun_id=task.entity.shotgun_id if task.entity else None,
        project_shotgun_id=task.project.shotgun_id,
        person_shotgun_id=person.shotgun_id,
        comment=comment,
        preview_path=preview_path,
        change_status=change_status,
    )
    return task
