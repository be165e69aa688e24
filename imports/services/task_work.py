"""What sheets say of tasks: the missing ones are made, people put on them, comments posted. Set-based."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import Person
from imports.services.columns import Touch
from production.models import Project, Task, TaskType
from production.services import assignments, comment_batches, task_creation, task_statuses
from production.services.comment_batches import Draft

BATCH = 1000


class TaskWork:
    """Collects what rows want of tasks, and does it at the end."""

    def __init__(self, project: Project, by: Person):
        self.project, self.by = project, by
        self.wanted: dict[tuple[UUID, UUID], None] = {}  # (entity, task type), in the order of the rows
        self.later: dict[tuple[UUID, UUID], None] = {}  # those of rows that touch no task
        self.touches: list[tuple[UUID, Touch]] = []

    def want(self, entity_id: UUID, task_types: Iterable[TaskType], *, later: bool = False) -> None:
        """A task of each type on an entity; `later`: only where the whole file is taken."""
        pairs = self.later if later else self.wanted
        pairs.update(dict.fromkeys((entity_id, task_type.pk) for task_type in task_types))

    def touch(self, entity_id: UUID, touches: list[Touch]) -> None:
        self.want(entity_id, [touch.task_type for touch in touches])
        self.touches += [(entity_id, touch) for touch in touches]

    def write(self, *, complete: bool) -> None:
        pairs = {**self.wanted, **self.later} if complete else self.wanted
        tasks = self.make_missing(list(pairs))
        assignments.add(
            pairs=[
                (tasks[entity_id, touch.task_type.pk], person)
                for entity_id, touch in self.touches
                for person in touch.assignees
            ],
            by=self.by,
        )
        drafts = [
            Draft(
                tasks[entity_id, touch.task_type.pk].pk,
                touch.status,
                touch.comment or "",
                always=touch.comment is not None,
            )
            for entity_id, touch in self.touches
            if touch.status is not None or touch.comment is not None
        ]
        comment_batches.post_all(project=self.project, drafts=drafts, author=self.by)

    def make_missing(self, pairs: list[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Task]:
        """The tasks of (entity, task type), made where there are none."""
        found = {}
        entities = list({entity_id for entity_id, _ in pairs})
        for start in range(0, len(entities), BATCH):
            rows = Task.objects.filter(entity_id__in=entities[start : start + BATCH])
            rows = rows.only("id", "entity_id", "task_type_id", "project_id").order_by("created_at", "pk")
            for task in rows:
                found.setdefault((task.entity_id, task.task_type_id), task)
        missing = [pair for pair in pairs if pair not in found]
        if missing:
            status = task_statuses.default()
            rows = (
                {
                    "project": self.project,
                    "task_type_id": task_type_id,
                    "task_status": status,
                    "entity_id": entity_id,
                }
                for entity_id, task_type_id in missing
            )
            found |= {
                (task.entity_id, task.task_type_id): task for task in task_creation.make(rows, by=self.by)
            }
        return found
