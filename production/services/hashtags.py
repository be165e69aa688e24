"""Comments that go to further tasks of the entity: `#layout` in the text, or `#all`."""

import re

from production.models import Task

HASHTAG = re.compile(r"#(\w+)")
EVERYBODY = "all"


def targets(task: Task, text: str) -> list[Task]:
    """The other tasks of the entity whose types the text names, by name of the type."""
    words = {word.lower() for word in HASHTAG.findall(text or "")}
    if not words or task.entity_id is None or task.task_type is None:
        return []
    others = (
        Task.objects.filter(entity_id=task.entity_id)
        .exclude(pk=task.pk)
        .select_related("task_type")
        .order_by("task_type__name", "name", "pk")
    )
    return [
        other
        for other in others
        if other.task_type and (EVERYBODY in words or other.task_type.name.lower() in words)
    ]


def copied_text(text: str, task: Task) -> str:
    """The text as it stands on the other task."""
    return f"{text}\n\n____\nFrom {task.task_type.name} task"
