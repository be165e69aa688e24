from django.db import models

from kitsu_site.db import PublicQuerySet, StudioModel


class FileStatus(StudioModel):
    """A status of output files."""

    name = models.CharField(max_length=40)
    color = models.CharField(max_length=7)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "file_status"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="file_status_name_key"),
        ]

    def __str__(self):
        return self.name
