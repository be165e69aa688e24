"""Comments as the generic resource writes them: edits and deletions, with what follows from them.

Notes on tasks, section 2, "Editing" and "Deleting".
"""

from django.apps import apps
from django.db import transaction

from kitsu_site import events
from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import Comment, Task
from production.services import mentions, notifications, removal, task_progress
from production.services.comments import locked, reread


class CommentRows(Rows):
    """An edit is signed by who made it; mentions and the task follow what is written."""

    def __init__(self):
        super().__init__(Comment)

    @transaction.atomic
    def update(self, *, row, values, links=None, by=None):
        task = locked(row.task) if row.task else None
        status_id, home_id = row.task_status_id, row.object_id
        values = {**values, **({"editor_id": by.pk} if by else {})}
        for name, value in values.items():
            setattr(row, name, value)
        if status_id is not None and row.task_status_id is None:
            raise Invalid("task_status_id: a comment keeps a status.", field="task_status_id")
        self.check(row, values=values, by=by, created=False)
        row.save(update_fields=[*{self.field(name) for name in values}, "updated_at"])
        self.link(row, links or {})
        if task is not None:
            self.follow(row, task, values, status_id, home_id, by=by)
            events.emit(
                "comment:update",
                by=by,
                project_id=task.project_id,
                comment_id=row.pk,
                task_id=row.object_id,
            )
        self.emit("update", row, by)
        return row

    def follow(self, row: Comment, task: Task, values: dict, status_id, home_id, *, by) -> None:
        """What an edit means for the tasks, and for whom the text mentions."""
        moved = row.object_id != home_id
        if row.task_status_id != status_id or moved:
            recount(task, row, by=by)
        if moved:
            task = reread(row.task)
            recount(task, row, by=by)
        mentioned = mentions.found(row.text, task.project_id)
        mentions.link(row, mentioned, replace=True)
        notifications.of_edit(comment=row, task=task, mentions=mentioned, by=by)

    def link(self, row, links):
        check_previews(row, "previews", links.get("previews", ()))
        super().link(row, links)

    def check(self, row, *, values, by, created):
        check_lists(values)
        if values.get("preview_file_id"):
            check_previews(row, "preview_file_id", [values["preview_file_id"]])
        if created or "object_id" not in values:
            return
        before = Comment.objects.filter(pk=row.pk).values_list("object_id", flat=True).get()
        if row.object_id == before:
            return
        home, target = (Task.objects.filter(pk=pk).first() for pk in (before, row.object_id))
        if home is not None and (target is None or target.project_id != home.project_id):
            raise Invalid("object_id: there is no such task in this production.", field="object_id")

    @transaction.atomic
    def delete(self, *, row, by=None, force=False):
        task = locked(row.task) if row.task else None
        pk = row.pk
        removal.clear_comments([pk])
        row.pk = row.id = pk
        events.emit("comment:delete", by=by, project_id=task.project_id if task else None, comment_id=pk)
        if task is not None:
            recount(task, row, by=by)


def recount(task: Task, comment: Comment, *, by) -> None:
    """Count a task anew, and say so where its status changed with the comment."""
    previous_id = task_progress.recount(task, by=by)
    if previous_id != task.task_status_id:
        who = {"person_id": comment.person_id, "by": by}
        now_id = task.task_status_id
        events.emit_all([task_progress.status_event("task:status-changed", task, now_id, previous_id, **who)])


def check_lists(values: dict) -> None:
    """Raise `Invalid` where what is read as a list of objects would be none."""
    for name in ("checklist", "replies"):
        items = values.get(name)
        if items is None:
            continue
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise Invalid(f"{name}: a list of objects expected.", field=name)
    for reply in values.get("replies") or []:
        for name in ("id", "person_id"):
            as_uuid(f"replies.{name}", reply.get(name))


def check_previews(row: Comment, field: str, ids) -> None:
    """Raise `Invalid` where previews of another task would be put on a comment."""
    previews = apps.get_model("files.PreviewFile").objects.filter(pk__in=ids)
    if ids and previews.exclude(task_id=row.object_id).exists():
        raise Invalid(f"{field}: a preview of the comment's task expected.", field=field)
