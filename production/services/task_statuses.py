"""Task statuses."""

from kitsu_site import events
from kitsu_site.services import Rows
from production.models import TaskStatus


class TaskStatusRows(Rows):
    """A new default takes its place from the former one."""

    def __init__(self):
        super().__init__(TaskStatus)

    def written(self, row, *, values, links, by, created):
        if values.get("is_default"):
            others = TaskStatus.objects.filter(is_default=True, for_concept=row.for_concept)
            others.exclude(pk=row.pk).update(is_default=False)


def default(*, for_concept: bool = False) -> TaskStatus:
    """The status of new tasks, made when first needed (notes on tasks, section 1)."""
    found = TaskStatus.objects.filter(is_default=True, for_concept=for_concept).first()
    if found is not None:
        return found
    if for_concept:
        columns = {"short_name": "neutral", "name": "Neutral", "color": "#CCCCCC", "for_concept": True}
    else:
        columns = {"short_name": "todo", "name": "Todo", "color": "#f5f5f5"}
    return made(**columns, is_default=True)


def made(*, short_name: str, **columns) -> TaskStatus:
    """The status of that short name, made when first needed."""
    status, is_new = TaskStatus.objects.get_or_create(short_name=short_name, defaults=columns)
    if is_new:
        events.emit("task-status:new", task_status_id=status.pk)
    return status
