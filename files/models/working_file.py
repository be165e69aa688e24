from django.conf import settings
from django.db import models

from kitsu_site.db import ProductionQuerySet, StudioModel


class WorkingFile(StudioModel):
    """One revision of an artist's scene file."""

    shotgun_id = models.IntegerField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=250, null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    comment = models.TextField(null=True, blank=True)
    revision = models.IntegerField(null=True, blank=True)
    size = models.IntegerField(null=True, blank=True)
    checksum = models.IntegerField(null=True, blank=True)
    path = models.CharField(max_length=400, null=True, blank=True)
    data = models.JSONField(null=True, blank=True)
    task = models.ForeignKey(
        "production.Task", on_delete=models.PROTECT, null=True, blank=True, related_name="working_files"
    )
    entity = models.ForeignKey(
        "production.Entity", on_delete=models.PROTECT, null=True, blank=True, related_name="working_files"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="working_files",
    )
    software = models.ForeignKey(
        "accounts.Software", on_delete=models.PROTECT, null=True, blank=True, related_name="working_files"
    )

    project_path = "task__project_id"
    vendor_path = "task__entity__tasks__assignees"
    client_visible = True

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "working_file"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "task", "entity", "revision"],
                name="working_file_uc",
            ),
        ]

    def __str__(self):
        return self.name or ""
