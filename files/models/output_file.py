from django.conf import settings
from django.db import models

from kitsu_site.db import ProductionQuerySet, PublicQuerySet, StudioModel


class OutputFile(StudioModel):
    """One revision of what a task produced for the next ones: a cache, a render, ..."""

    shotgun_id = models.IntegerField(null=True, blank=True)
    name = models.CharField(max_length=250)
    canceled = models.BooleanField(default=False)
    size = models.IntegerField(null=True, blank=True)
    checksum = models.CharField(max_length=32, null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    comment = models.TextField(null=True, blank=True)
    extension = models.CharField(max_length=10, null=True, blank=True)
    revision = models.IntegerField()
    representation = models.CharField(max_length=20, null=True, blank=True)
    nb_elements = models.IntegerField(null=True, blank=True, default=1)
    source = models.CharField(max_length=40, null=True, blank=True)
    path = models.CharField(max_length=400, null=True, blank=True)
    data = models.JSONField(null=True, blank=True)
    file_status = models.ForeignKey("FileStatus", on_delete=models.PROTECT, related_name="output_files")
    entity = models.ForeignKey(
        "production.Entity", on_delete=models.PROTECT, null=True, blank=True, related_name="output_files"
    )
    asset_instance = models.ForeignKey(
        "production.AssetInstance",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="output_files",
    )
    output_type = models.ForeignKey(
        "OutputType", on_delete=models.PROTECT, null=True, blank=True, related_name="output_files"
    )
    task_type = models.ForeignKey(
        "production.TaskType", on_delete=models.PROTECT, null=True, blank=True, related_name="output_files"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="output_files"
    )
    source_file = models.ForeignKey(
        "WorkingFile", on_delete=models.PROTECT, null=True, blank=True, related_name="outputs"
    )
    temporal_entity = models.ForeignKey(
        "production.Entity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="temporal_output_files",
    )

    project_path = "entity__project_id"
    vendor_path = "entity__tasks__assignees"
    client_visible = True

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "output_file"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "name",
                    "entity",
                    "asset_instance",
                    "output_type",
                    "task_type",
                    "temporal_entity",
                    "representation",
                    "revision",
                ],
                name="output_file_uc",
            ),
        ]
        indexes = [
            models.Index(fields=["representation"]),
        ]

    def __str__(self):
        return self.name


class OutputType(StudioModel):
    """A kind of output file: cache, render, ..."""

    name = models.CharField(max_length=40)
    short_name = models.CharField(max_length=20)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "output_type"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="ix_output_type_name"),
        ]

    def __str__(self):
        return self.name
