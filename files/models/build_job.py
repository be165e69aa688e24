from django.db import models

from kitsu_site.db import ProductionQuerySet, StudioModel, UTCDateTimeField


class BuildJob(StudioModel):
    """The making of a film or an archive from a playlist."""

    class Status(models.TextChoices):
        RUNNING = "running"
        FAILED = "failed"
        SUCCEEDED = "succeeded"

    class JobType(models.TextChoices):
        ARCHIVE = "archive"
        MOVIE = "movie"

    status = models.CharField(max_length=255, choices=Status.choices, default=Status.RUNNING)
    job_type = models.CharField(max_length=255, choices=JobType.choices, default=JobType.MOVIE)
    ended_at = UTCDateTimeField(null=True, blank=True)
    playlist = models.ForeignKey("production.Playlist", on_delete=models.PROTECT, related_name="build_jobs")

    project_path = "playlist__project_id"
    vendor_path = False
    client_visible = True

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "build_job"
