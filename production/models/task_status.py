from django.db import models

from kitsu_site.db import PublicQuerySet, StudioModel


class TaskStatus(StudioModel):
    """A step in the life of a task: todo, wip, retake, done, ..."""

    name = models.CharField(max_length=40)
    archived = models.BooleanField(null=True, blank=True, default=False)
    short_name = models.CharField(max_length=10)
    description = models.TextField(null=True, blank=True)
    color = models.CharField(max_length=7)
    priority = models.IntegerField(null=True, blank=True, default=1)
    is_done = models.BooleanField(null=True, blank=True, default=False, db_index=True)
    is_artist_allowed = models.BooleanField(null=True, blank=True, default=True)
    is_client_allowed = models.BooleanField(null=True, blank=True, default=True)
    is_retake = models.BooleanField(null=True, blank=True, default=False)
    is_feedback_request = models.BooleanField(null=True, blank=True, default=False, db_index=True)
    is_default = models.BooleanField(null=True, blank=True, default=False, db_index=True)
    is_wip = models.BooleanField(null=True, blank=True, default=False, db_index=True)
    shotgun_id = models.IntegerField(null=True, blank=True)
    for_concept = models.BooleanField(null=True, blank=True, default=False, db_default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "task_status"
        constraints = [
            models.UniqueConstraint(fields=["short_name"], name="ix_task_status_short_name"),
        ]

    def __str__(self):
        return self.name
