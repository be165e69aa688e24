"""Comments: the one place where work is reported, judged and moved on (notes on tasks, section 2)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from accounts.models import Person
from kitsu_site import events, storage
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from production.models import AttachmentFile, Comment, CommentAcknowledgement, Task, TaskStatus
from production.services import (
    attachments,
    hashtags,
    mentions,
    news,
    notifications,
    status_automations,
    task_progress,
)

WITH_CONTEXT = ("task_type", "task_status", "entity__entity_type", "entity__parent__parent", "project")


@transaction.atomic
def post(
    *,
    task: Task,
    status: TaskStatus,
    author: Person,
    by: Person | None,
    text: str = "",
    created_at: datetime | None = None,
    checklist: list | None = None,
    links: list[str] | None = None,
    for_client: bool = False,
    files: Iterable[UploadedFile] = (),
) -> Comment:
    """Comment a task with a status, and do all that follows from it.

    `author` signs the comment, `by` is who posts it; `created_at`: when it was said (UTC), by
    default now. Raises `Invalid` where no further retake is allowed or a file is too large.
    """
    with storage.taken_back() as stored:
        return _checked(
            task,
            status,
            text,
            author=author,
            by=by,
            created_at=created_at,
            files=files,
            stored=stored,
            checklist=checklist or [],
            links=links or [],
            for_client=for_client,
        )


@transaction.atomic
def post_many(*, drafts: list[dict], by: Person | None, stored: list | None = None) -> list[Comment]:
    """Post several comments, all or none; a draft holds what `post` takes.

    `stored`: the list of a surrounding `storage.taken_back`, for who stores more with the comments.
    """
    lock({draft["task"].pk for draft in drafts})
    with storage.taken_back() as own:
        return [_checked(**draft, by=by, stored=own if stored is None else stored) for draft in drafts]


def _checked(task: Task, status: TaskStatus, text: str = "", **values) -> Comment:
    """Write a comment, where a further retake is allowed."""
    task = locked(task)
    task_progress.check_retakes(task, status)
    return _post(task, status, text, **values)


def locked(task: Task) -> Task:
    """The task as it is now, locked with its siblings until the end of the transaction.

    What a comment sets off happens on tasks of the same entity: locking them all, in one order, lets
    comments on them wait for each other instead of for each other's ends. SQLite lets one
    transaction write at a time.
    """
    lock([task.pk])
    return reread(task)


def lock(task_ids) -> None:
    """Lock tasks and their siblings, in one order."""
    entities = Task.objects.filter(pk__in=task_ids).values("entity_id")
    family = Task.objects.filter(Q(pk__in=task_ids) | Q(entity_id__in=entities))
    list(family.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def reread(task: Task) -> Task:
    """The task with its context, as the effects so far left it."""
    return Task.objects.select_related(*WITH_CONTEXT).get(pk=task.pk)


def _post(
    task,
    status,
    text,
    *,
    author,
    by,
    created_at=None,
    files=(),
    stored=None,
    spread=True,
    after=frozenset(),
    **values,
) -> Comment:
    """Write a comment on a locked task, with its effects in their order.

    `spread`: whether hashtags take it to further tasks; `after`: see `status_automations.run`.
    """
    comment = Comment.objects.create(
        object_id=task.pk,
        object_type="Task",
        task_status=status,
        person=author,
        text=text,
        created_at=created_at or utcnow(),
        **{"checklist": [], "links": [], **values},
    )
    mentioned = mentions.found(text, task.project_id)
    mentions.link(comment, mentioned)
    attachments.add(list(files), stored, comment=comment)
    tell_new(comment, task, by=by)
    if spread and (others := hashtags.targets(task, text)):
        again = {"author": author, "by": by, "created_at": created_at}
        copy = hashtags.copied_text(text, task)
        for other in map(reread, others):
            status_there = other.task_status or task_progress.initial_status(other)
            _post(other, status_there, copy, spread=False, after=after, **again, **values)
        task = reread(task)
    change = task_progress.follow(task=task, comment=comment, status=status, by=by)
    notifications.of_comment(comment=comment, task=task, mentions=mentioned, change=change, by=by)
    news.publish(comment=comment, task=task, change=change, by=by)

    def post_further(*, task, status, text, after):
        return _post(reread(task), status, text, author=author, by=by, created_at=None, after=after)

    status_automations.run(task=task, post=post_further, by=by, after=after)
    return comment


def tell_new(comment: Comment, task: Task, *, by) -> None:
    events.emit(
        "comment:new",
        by=by,
        project_id=task.project_id,
        comment_id=comment.pk,
        task_id=task.pk,
        task_status_id=comment.task_status_id,
    )


@transaction.atomic
def acknowledge(*, comment: Comment, task: Task, by: Person) -> None:
    """Say that a person has seen a comment, or take that back."""
    Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    mine = CommentAcknowledgement.objects.filter(comment=comment, person=by)
    taken_back, _ = mine.delete()
    if not taken_back:
        CommentAcknowledgement.objects.create(comment=comment, person=by)
    events.emit(
        "comment:unacknowledge" if taken_back else "comment:acknowledge",
        by=by,
        project_id=task.project_id,
        kept=False,
        comment_id=comment.pk,
        person_id=by.pk,
    )


@transaction.atomic
def move(*, comment: Comment, task: Task, target: Task, by: Person) -> Comment:
    """Put a comment on another task of the same entity; both tasks are recounted.

    Raises `Invalid` for the same task, a task of another entity, and a comment with previews.
    """
    if target.pk == task.pk:
        raise Invalid("target_task_id: the comment is on this task.", field="target_task_id")
    if target.entity_id != task.entity_id:
        raise Invalid("target_task_id: the task is of another entity.", field="target_task_id")
    task, target = locked(task), reread(target)
    if comment.preview_links.exists():
        raise Invalid("A comment with previews stays where they are.")
    comment.notifications.all().delete()
    news.withdraw(comment=comment, task=task, by=by)
    comment.object_id = target.pk
    comment.save(update_fields=["object_id", "updated_at"])
    task_progress.recount(task, by=by)
    task_progress.recount(target, by=by)
    events.emit("comment:delete", by=by, project_id=task.project_id, comment_id=comment.pk)
    tell_new(comment, target, by=by)
    mentioned = mentions.of(comment)
    notifications.of_comment(comment=comment, task=target, mentions=mentioned, change=False, by=by)
    news.publish(comment=comment, task=target, change=False, by=by)
    return comment


def attach(*, comment: Comment, files: list[UploadedFile]) -> list[AttachmentFile]:
    """Join files to a comment."""
    with transaction.atomic(), storage.taken_back() as stored:
        return attachments.add(files, stored, comment=comment)
