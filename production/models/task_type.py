from django.db import models

from kitsu_site.db import PublicQuerySet, StudioModel


class TaskType(StudioModel):
    """A kind of work: Modeling, Animation, ..."""

    name = models.CharField(max_length=40)
    short_name = models.CharField(max_length=20, null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    color = models.CharField(max_length=7, null=True, blank=True, default="#FFFFFF")
    priority = models.IntegerField(null=True, blank=True, default=1)
    for_entity = models.CharField(max_length=30, null=True, blank=True, default="Asset")
    allow_timelog = models.BooleanField(null=True, blank=True, default=True)
    archived = models.BooleanField(null=True, blank=True, default=False)
    shotgun_id = models.IntegerField(null=True, blank=True, db_index=True)
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="task_types"
    )

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "task_type"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "for_entity", "department"],
                name="task_type_uc",
            ),
        ]

    def __str__(self):
        return self.name
