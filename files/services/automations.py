"""What status automations bring along: the previews of the task that moved (notes on tasks, section 2)."""

import uuid

from django.db import transaction
from django.db.models import Max

from files.models import PreviewFile
from files.services import comment_previews, preview_places, revisions
from kitsu_site import events, storage
from production.models import Comment, CommentPreviewLink, News, Task
from production.services.status_automations import PREVIEWS_WANTED

COPIED = (
    "original_name",
    "extension",
    "description",
    "path",
    "source",
    "file_size",
    "status",
    "validation_status",
    "annotations",
    "width",
    "height",
    "duration",
    "is_movie",
    "url",
    "uploaded_movie_url",
    "uploaded_movie_name",
    "data",
    "token_in",
    "token_out",
)


@events.on(PREVIEWS_WANTED)
def copy_last_revision(event: events.Event) -> None:
    """Copy the previews of a task's last revision, as a new revision, to an automation's comment."""
    comment = Comment.objects.get(pk=event.data["comment_id"])
    last = PreviewFile.objects.filter(task_id=event.data["task_id"])
    revision = last.aggregate(highest=Max("revision"))["highest"]
    originals = list(last.filter(revision=revision).order_by("position", "created_at"))
    if not originals:
        return
    task = Task.objects.get(pk=comment.object_id)
    revisions.lock(task)
    new_revision = comment_previews.next_revision(task)
    copies = [
        PreviewFile(
            **{name: getattr(original, name) for name in COPIED},
            name=str(uuid.uuid4())[:13],
            task=task,
            person_id=comment.person_id,
            revision=new_revision,
            position=position,
        )
        for position, original in enumerate(originals, start=1)
    ]
    PreviewFile.objects.bulk_create(copies)
    transaction.on_commit(lambda: copy_stored(originals, copies))
    CommentPreviewLink.objects.bulk_create(
        CommentPreviewLink(comment=comment, preview_file=copy) for copy in copies
    )
    News.objects.filter(comment=comment).update(preview_file=copies[0])
    Task.objects.filter(pk=task.pk).update(last_preview_file_id=copies[0].pk)
    by = comment.person
    for copy in copies:
        ids = {"comment_id": comment.pk, "preview_file_id": copy.pk}
        events.emit("preview-file:new", by=by, project_id=task.project_id, **ids)
        events.emit("comment:update", by=by, project_id=task.project_id, comment_id=comment.pk)
        events.emit(
            "preview-file:add-file",
            by=by,
            project_id=task.project_id,
            task_id=task.pk,
            revision=copy.revision,
            extension=copy.extension,
            status=copy.status,
            **ids,
        )


def copy_stored(originals: list[PreviewFile], copies: list[PreviewFile]) -> None:
    """Give the copies the stored files of the originals."""
    for original, copy in zip(originals, copies, strict=True):
        for source, target in zip(
            preview_places.every(original.pk), preview_places.every(copy.pk), strict=True
        ):
            storage.copy(source, target)
