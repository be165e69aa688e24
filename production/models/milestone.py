from django.db import models

from kitsu_site.db import ProductionQuerySet, StudioModel


class Milestone(StudioModel):
    """A date to remember in a production."""

    date = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=40)
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    task_type = models.ForeignKey(
        "TaskType", on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )

    project_path = "project_id"
    vendor_path = False
    client_visible = True

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "milestone"

    def __str__(self):
        return self.name
