from django.db import models

from kitsu_site.db import PublicQuerySet, StudioModel


class Studio(StudioModel):
    """A site of the company, or a company that works with it."""

    name = models.CharField(max_length=80)
    color = models.CharField(max_length=7)
    archived = models.BooleanField(null=True, blank=True, default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "studio"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="studio_name_key"),
        ]

    def __str__(self):
        return self.name
