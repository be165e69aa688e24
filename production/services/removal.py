"""Taking away what hangs on rows, set-based: a few statements whatever their number."""

from django.apps import apps
from django.db.models import Q

from kitsu_site import events
from production.models import (
    AttachmentFile,
    Chat,
    ChatMessage,
    Comment,
    CommentPreviewLink,
    Entity,
    News,
    Notification,
    ProductionScheduleVersionTaskLink,
    Subscription,
    Task,
    TimeSpent,
)
from production.services import attachments

# Told to subscribers in process only: the app of files removes what is stored of them.
PREVIEWS_GONE, WORKING_FILES_GONE = "preview-files:gone", "working-files:gone"


def clear_tasks(task_ids: list) -> None:
    """Remove what refers to the tasks: comments, news, notifications, subscriptions, time, files, plans."""
    comments = Comment.objects.filter(object_id__in=task_ids)
    clear_comments(list(comments.values_list("pk", flat=True)))
    TimeSpent.objects.filter(task_id__in=task_ids).delete()
    Subscription.objects.filter(task_id__in=task_ids).delete()
    Notification.objects.filter(task_id__in=task_ids).delete()
    News.objects.filter(task_id__in=task_ids).delete()
    ProductionScheduleVersionTaskLink.objects.filter(task_id__in=task_ids).delete()
    Task.objects.filter(pk__in=task_ids).update(last_preview_file_id=None)
    clear_files(task_ids)


def clear_comments(comment_ids: list) -> None:
    """Remove comments with what hangs on them, their previews too."""
    clear_comment_dependents(comment_ids)
    links = CommentPreviewLink.objects.filter(comment_id__in=comment_ids)
    elsewhere = CommentPreviewLink.objects.exclude(comment_id__in=comment_ids)
    previews = links.exclude(preview_file_id__in=elsewhere.values("preview_file_id"))
    ids = list(previews.values_list("preview_file_id", flat=True))
    links.delete()
    clear_previews(ids)
    Comment.objects.filter(pk__in=comment_ids).delete()


def clear_comment_dependents(comment_ids: list) -> None:
    """Remove the attachments, news and notifications of comments."""
    News.objects.filter(comment_id__in=comment_ids).delete()
    Notification.objects.filter(comment_id__in=comment_ids).delete()
    attachments.remove(AttachmentFile.objects.filter(comment_id__in=comment_ids))


def clear_files(task_ids: list) -> None:
    """Remove the previews and working files of the tasks, and let go of who shows them."""
    preview_files = apps.get_model("files.PreviewFile").objects.filter(task_id__in=task_ids)
    clear_previews(list(preview_files.values_list("pk", flat=True)))
    clear_working_files(Q(task_id__in=task_ids))


def clear_working_files(which: Q) -> None:
    """Remove working files; their outputs outlive them, and the app of files removes what is stored."""
    working_files = apps.get_model("files.WorkingFile").objects.filter(which)
    gone = list(working_files.values_list("pk", flat=True))
    if gone:
        outputs = apps.get_model("files.OutputFile").objects
        outputs.filter(source_file__in=gone).update(source_file=None)
        working_files.delete()
        events.tell(WORKING_FILES_GONE, working_file_ids=gone)


def clear_chats(entity_ids: list) -> None:
    """Remove the conversations about entities, with what is attached to them."""
    chats = Chat.objects.filter(object_id__in=entity_ids)
    messages = ChatMessage.objects.filter(chat__in=chats)
    attachments.remove(AttachmentFile.objects.filter(chat_message__in=messages))
    messages.delete()
    chats.delete()


def clear_previews(ids: list, *, stored: bool = True) -> None:
    """Remove previews, and let go of who shows them; the app of files removes what is `stored` of them.

    The task's newest remaining one takes the place of its last; in productions that do so by
    themselves it becomes the picture of the entity too.
    """
    if not ids:
        return
    Entity.objects.filter(preview_file_id__in=ids).update(preview_file=None)
    Comment.objects.filter(preview_file_id__in=ids).update(preview_file=None)
    News.objects.filter(preview_file_id__in=ids).update(preview_file=None)
    CommentPreviewLink.objects.filter(preview_file_id__in=ids).delete()
    apps.get_model("files.PreviewFile").objects.filter(pk__in=ids).delete()
    for task in Task.objects.filter(last_preview_file_id__in=ids).select_related("project"):
        newest = task.preview_files.order_by("-created_at").first()
        Task.objects.filter(pk=task.pk).update(last_preview_file_id=newest.pk if newest else None)
        if newest and task.project.is_set_preview_automated:
            Entity.objects.filter(pk=task.entity_id).update(preview_file=newest)
    if stored:
        events.tell(PREVIEWS_GONE, preview_file_ids=ids)
