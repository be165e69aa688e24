"""What sheets say of tasks: the missing ones are made, people put on them, comments posted. Set-based."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import Person
from imports.services.columns import Touch
from kitsu_site.db.parts import parts
from production.models import Project, Task, TaskType
from production.services import assignments, comment_batches, task_creation, task_statuses
from production.services.comment_batches import Draft


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
        tasks = self.known({entity_id for entity_id, _ in pairs})
        made = self.missing([pair for pair in pairs if pair not in tasks])
        tasks |= made
        posting = comment_batches.Posting(project=self.project, author=self.by, made=made.values())
        posting.plan(self.drafts(tasks))
        task_creation.insert(made.values(), by=self.by)
        assignments.add(
            pairs=[
                (tasks[entity_id, touch.task_type.pk], person)
                for entity_id, touch in self.touches
                for person in touch.assignees
            ],
            by=self.by,
        )
        posting.write()

    def known(self, entity_ids: set[UUID]) -> dict[tuple[UUID, UUID], Task]:
        """The tasks that are there, by (entity, task type)."""
        found = {}
        for part in parts(entity_ids):
            rows = Task.objects.filter(entity_id__in=part).order_by("created_at", "pk")
            for task in rows.only("id", "entity_id", "task_type_id", "project_id"):
                found.setdefault((task.entity_id, task.task_type_id), task)
        return found

    def missing(self, pairs: list[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Task]:
        """New tasks, not stored yet, by (entity, task type)."""
        if not pairs:
            return {}
        about = {"project": self.project, "task_status_id": task_statuses.default().pk}
        rows = ({"entity_id": entity_id, "task_type_id": type_id, **about} for entity_id, type_id in pairs)
        return dict(zip(pairs, task_creation.build(rows, by=self.by), strict=True))

    def drafts(self, tasks: dict[tuple[UUID, UUID], Task]) -> list[Draft]:
        """The comments that rows want posted."""
        return [
            Draft(
                tasks[entity_id, touch.task_type.pk].pk,
                touch.status,
                touch.comment or "",
                always=touch.comment is not None,
            )
            for entity_id, touch in self.touches
            if touch.status is not None or touch.comment is not None
        ]
