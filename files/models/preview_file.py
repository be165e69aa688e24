from django.conf import settings
from django.db import models

from kitsu_site.db import ProductionQuerySet, StudioModel


class PreviewFile(StudioModel):
    """One file of a revision of a task, to look at: picture, movie, model, ..."""

    class Status(models.TextChoices):
        PROCESSING = "processing"
        READY = "ready"
        BROKEN = "broken"
        MISSING = "missing"

    class ValidationStatus(models.TextChoices):
        VALIDATED = "validated"
        REJECTED = "rejected"
        NEUTRAL = "neutral"

    name = models.CharField(max_length=250, null=True, blank=True)
    original_name = models.CharField(max_length=250, null=True, blank=True)
    revision = models.IntegerField(null=True, blank=True, default=1)
    position = models.IntegerField(null=True, blank=True, default=1)
    extension = models.CharField(max_length=6, null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    path = models.CharField(max_length=400, null=True, blank=True)
    source = models.CharField(max_length=40, null=True, blank=True)
    file_size = models.BigIntegerField(null=True, blank=True, default=0)
    status = models.CharField(max_length=255, choices=Status.choices, default=Status.PROCESSING)
    validation_status = models.CharField(
        max_length=255, choices=ValidationStatus.choices, default=ValidationStatus.NEUTRAL
    )
    annotations = models.JSONField(null=True, blank=True)
    width = models.IntegerField(null=True, blank=True, default=0)
    height = models.IntegerField(null=True, blank=True, default=0)
    duration = models.FloatField(null=True, blank=True, default=0.0)
    task = models.ForeignKey(
        "production.Task", on_delete=models.PROTECT, null=True, blank=True, related_name="preview_files"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="preview_files",
    )
    source_file = models.ForeignKey(
        "OutputFile", on_delete=models.PROTECT, null=True, blank=True, related_name="preview_files"
    )
    shotgun_id = models.IntegerField(null=True, blank=True)
    is_movie = models.BooleanField(null=True, blank=True, default=False)
    url = models.CharField(max_length=600, null=True, blank=True)
    uploaded_movie_url = models.CharField(max_length=600, null=True, blank=True)
    uploaded_movie_name = models.CharField(max_length=150, null=True, blank=True)
    data = models.JSONField(null=True, blank=True)
    token_in = models.IntegerField(null=True, blank=True)
    token_out = models.IntegerField(null=True, blank=True)

    project_path = "task__project_id"
    vendor_path = "task__assignees"
    client_visible = True

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "preview_file"
        constraints = [
            models.UniqueConstraint(fields=["shotgun_id"], name="preview_file_shotgun_id_key"),
            models.UniqueConstraint(fields=["name", "task", "revision"], name="preview_uc"),
        ]

    def __str__(self):
        return self.name or ""
