"""Previews published with a comment: which revision, which position (notes on files, "Previews").

Their pictures and movies come with a later call; until then a preview is `processing`.
"""

import uuid

from django.db import transaction
from django.db.models import Max

from files.models import PreviewFile
from files.services import revisions
from kitsu_site import events
from kitsu_site.exceptions import Invalid, Missing
from production.models import Comment, CommentPreviewLink, News, Task
from production.services import removal


@transaction.atomic
def add(*, comment: Comment, task: Task, by, revision: int | None = None) -> PreviewFile:
    """A first preview of a comment, in a revision of its own; or one more, in the comment's revision.

    `revision`: that of the first preview, by default the next one of the task. Raises `Invalid`
    where it is taken.
    """
    revisions.lock(task)
    own = comment.previews.order_by("position").first()
    if own is not None:
        return create(comment, task, revision=own.revision, by=by)
    if revision and task.preview_files.filter(revision=revision).exists():
        raise Invalid(f"revision: the task has a revision {revision}.", field="revision")
    return create(comment, task, revision=revision or next_revision(task), by=by)


@transaction.atomic
def add_beside(*, preview: PreviewFile, comment: Comment, task: Task, by) -> PreviewFile:
    """One more preview in the revision of another."""
    revisions.lock(task)
    return create(comment, task, revision=preview.revision, by=by)


@transaction.atomic
def remove(*, preview: PreviewFile, comment: Comment, task: Task, by, force: bool = False) -> None:
    """Delete a preview of a comment; with `force` what is stored of it too."""
    revisions.lock(task)
    removal.clear_previews([preview.pk], stored=force)


def create(comment: Comment, task: Task, *, revision: int, by) -> PreviewFile:
    highest = siblings(task, revision).aggregate(highest=Max("position"))["highest"] or 0
    if highest and task.project.is_single_preview_per_revision:
        raise Invalid("This production has one preview a revision.", field="revision")
    preview = PreviewFile.objects.create(
        name=str(uuid.uuid4())[:13],
        revision=revision,
        position=highest + 1,
        extension="mp4",
        source="webgui",
        task=task,
        person=by,
    )
    CommentPreviewLink.objects.create(comment=comment, preview_file=preview)
    News.objects.filter(comment=comment, preview_file=None).update(preview_file=preview)
    events.emit(
        "preview-file:new",
        by=by,
        project_id=task.project_id,
        preview_file_id=preview.pk,
        comment_id=comment.pk,
    )
    events.emit("comment:update", by=by, project_id=task.project_id, comment_id=comment.pk)
    return preview


def siblings(task: Task, revision: int):
    return PreviewFile.objects.filter(task=task, revision=revision).order_by("position", "created_at")


def next_revision(task: Task) -> int:
    return revisions.following(PreviewFile.objects.filter(task=task))


def of_comment(comment: Comment, pk) -> PreviewFile:
    """The preview of that very comment; raises `Missing`."""
    preview = comment.previews.filter(pk=pk).first()
    if preview is None:
        raise Missing(f"The comment has no preview {pk}.")
    return preview
