"""Replies to comments: a list in the comment's own row (notes on tasks, section 2)."""

import uuid

from django.db import transaction

from accounts.models import Person
from kitsu_site import events, storage
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Missing
from production.models import AttachmentFile, Comment, Task
from production.services import attachments, mentions, notifications


@transaction.atomic
def add(*, comment: Comment, task: Task, text: str, by: Person, files=()) -> tuple[dict, list]:
    """Answer a comment; answers the reply as it is kept, and its files."""
    comment = locked(comment)
    mentioned = mentions.found(text, task.project_id)
    now = utcnow().isoformat(timespec="seconds")
    reply = {
        "id": str(uuid.uuid4()),
        "date": now,
        "created_at": now,
        "person_id": str(by.pk),
        "text": text,
        "mentions": [str(pk) for pk in mentioned.people],
        "department_mentions": [str(pk) for pk in mentioned.departments],
    }
    comment.replies = [*(comment.replies or []), reply]
    comment.save(update_fields=["replies", "updated_at"])
    with storage.taken_back() as stored:
        made = attachments.add(list(files), stored, comment=comment, reply_id=reply["id"])
        events.emit(
            "comment:reply",
            by=by,
            project_id=task.project_id,
            task_id=task.pk,
            comment_id=comment.pk,
            reply_id=reply["id"],
        )
        notifications.of_reply(comment=comment, task=task, reply=reply, mentions=mentioned, by=by)
    return reply, made


@transaction.atomic
def delete(*, comment: Comment, task: Task, reply_id, by: Person) -> Comment:
    """Take a reply away, with its files and notifications; raises `Missing`."""
    comment = locked(comment)
    find(comment, reply_id)
    comment.replies = [reply for reply in comment.replies if reply["id"] != str(reply_id)]
    comment.save(update_fields=["replies", "updated_at"])
    comment.notifications.filter(reply_id=reply_id).delete()
    attachments.remove(AttachmentFile.objects.filter(comment=comment, reply_id=reply_id))
    events.emit(
        "comment:delete-reply",
        by=by,
        project_id=task.project_id,
        kept=False,
        task_id=task.pk,
        comment_id=comment.pk,
        reply_id=reply_id,
    )
    return comment


def find(comment: Comment, reply_id) -> dict:
    """The reply with that id; raises `Missing`."""
    for reply in comment.replies or []:
        if reply["id"] == str(reply_id):
            return reply
    raise Missing(f"The comment has no reply {reply_id}.")


def locked(comment: Comment) -> Comment:
    """The comment as it is now, locked until the end of the transaction."""
    return (
        Comment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .get(pk=comment.pk)
    )
