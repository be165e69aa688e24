from django.conf import settings
from django.db import models
from django.db.models import Q

from kitsu_site.db import ProductionQuerySet, StudioModel

from .comment import Comment
from .task import Task


class NewsQuerySet(ProductionQuerySet):
    def listed_for(self, scope):
        """Vendors list those on entities that they work on, clients those of comments that they read."""
        if scope.is_admin:
            return self
        vendor, client = scope.projects("vendor"), scope.projects("client")
        free = [pk for pk in scope.projects() if pk not in vendor and pk not in client]
        rule = Q(task__project_id__in=free)
        if vendor:
            mine = Task.objects.filter(project_id__in=vendor, assignees=scope.person).values("entity_id")
            rule |= Q(task__project_id__in=vendor, task__entity_id__in=mine)
        if client:
            readable = Comment.objects.visible_to(scope).values("pk")
            rule |= Q(task__project_id__in=client, comment_id__in=readable)
        return self.filter(rule)


class News(StudioModel):
    """A comment as it appears in the news of its production."""

    change = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="news")
    comment = models.ForeignKey(
        "Comment", on_delete=models.PROTECT, null=True, blank=True, related_name="news"
    )
    task = models.ForeignKey("Task", on_delete=models.PROTECT, related_name="news")
    preview_file = models.ForeignKey(
        "files.PreviewFile", on_delete=models.PROTECT, null=True, blank=True, related_name="news"
    )

    project_path = "task__project_id"
    vendor_path = False
    client_visible = True

    objects = NewsQuerySet.as_manager()

    class Meta:
        db_table = "news"
