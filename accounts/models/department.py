from django.db import models

from kitsu_site.db import PublicQuerySet, StudioModel


class Department(StudioModel):
    """A department of the studio: Modeling, Animation, ..."""

    name = models.CharField(max_length=80)
    color = models.CharField(max_length=7)
    archived = models.BooleanField(null=True, blank=True, default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "department"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="department_name_key"),
        ]

    def __str__(self):
        return self.name
