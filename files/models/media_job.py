from django.conf import settings
from django.db import models
from django.db.models import Q

from files.models.build_job import BuildJob
from kitsu_site.db import ProductionQuerySet, StudioModel, UTCDateTimeField


class MediaJobQuerySet(ProductionQuerySet):
    def visible_to(self, scope):
        """Those of the previews and of the playlists' films that the scope sees."""
        previews = super().visible_to(scope)
        builds = BuildJob.objects.visible_to(scope)
        if scope.is_admin or previews.query.is_empty():
            return previews
        return self.filter(Q(pk__in=previews.values("pk")) | Q(build_job__in=builds.values("pk")))


class MediaJob(StudioModel):
    """The preparation of an uploaded movie, or of a playlist's film: waiting, at work, or how it ended."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    preview_file = models.ForeignKey(
        "PreviewFile", on_delete=models.CASCADE, null=True, blank=True, related_name="media_jobs"
    )
    build_job = models.ForeignKey(
        "BuildJob", on_delete=models.CASCADE, null=True, blank=True, related_name="media_jobs"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="media_jobs"
    )
    options = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING, db_index=True)
    progress = models.IntegerField(default=0)  # percent
    message = models.TextField(default="", blank=True)  # ffmpeg's last words
    attempts = models.IntegerField(default=0)
    worker = models.CharField(max_length=120, default="", blank=True)  # the process at work
    started_at = UTCDateTimeField(null=True, blank=True)
    seen_at = UTCDateTimeField(null=True, blank=True)  # when the process last said that it lives
    ended_at = UTCDateTimeField(null=True, blank=True)

    project_path = "preview_file__task__project_id"
    vendor_path = False
    client_visible = False

    objects = MediaJobQuerySet.as_manager()

    class Meta:
        db_table = "files_media_job"

    def __str__(self):
        return f"{self.status} {self.progress} %"
