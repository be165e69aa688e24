from django.conf import settings
from django.db import models
from django.db.models import Q

from kitsu_site.db import StudioModel, StudioQuerySet

from .comment import Comment
from .task import Task


class NotificationQuerySet(StudioQuerySet):
    def readable_by(self, scope):
        """Those on what the person may still see; clients none of comments that their lists leave out."""
        if scope.is_admin:
            return self
        vendor, client = scope.projects("vendor"), scope.projects("client")
        within_reach = Task.objects.filter(
            project_id__in=vendor, entity__tasks__assignees=scope.person
        ).values("pk")
        free = [pk for pk in scope.projects() if pk not in vendor]
        rows = self.filter(Q(task__isnull=True) | Q(task__project_id__in=free) | Q(task_id__in=within_reach))
        if client:
            readable = Comment.objects.visible_to(scope).values("pk")
            rows = rows.exclude(
                ~Q(comment_id__in=readable), comment__isnull=False, task__project_id__in=client
            )
        return rows


class Notification(StudioModel):
    """Something that a person should know of: a comment, a mention, an assignation, ..."""

    read = models.BooleanField(default=False)
    change = models.BooleanField(default=False)
    type = models.CharField(max_length=255)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="authored_notifications"
    )
    comment = models.ForeignKey(
        "Comment", on_delete=models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    task = models.ForeignKey(
        "Task", on_delete=models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    playlist = models.ForeignKey(
        "Playlist", on_delete=models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    reply_id = models.UUIDField(null=True, blank=True, db_index=True)

    objects = NotificationQuerySet.as_manager()
    project_path = "task__project_id"

    class Meta:
        db_table = "notification"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "author", "comment", "reply_id", "playlist", "type"],
                name="notification_uc",
            ),
        ]


class Subscription(StudioModel):
    """A person wants to hear of a task, or of all tasks of a type in a sequence."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="subscriptions"
    )
    task = models.ForeignKey(
        "Task", on_delete=models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    entity = models.ForeignKey(
        "Entity", on_delete=models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    task_type = models.ForeignKey(
        "TaskType", on_delete=models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )

    project_path = "task__project_id"

    class Meta:
        db_table = "subscription"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "task_type", "entity"],
                name="subscription_entity_uc",
            ),
            models.UniqueConstraint(fields=["person", "task"], name="subscription_task_uc"),
        ]
