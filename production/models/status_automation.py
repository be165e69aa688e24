from django.db import models

from kitsu_site.db import PublicQuerySet, StudioModel


class StatusAutomation(StudioModel):
    """When a task type reaches a status, another task of the entity follows."""

    class OutFieldType(models.TextChoices):
        STATUS = "status"
        READY_FOR = "ready_for"

    entity_type = models.CharField(max_length=40, null=True, blank=True, default="asset")
    in_task_type = models.ForeignKey(
        "TaskType", on_delete=models.PROTECT, null=True, blank=True, related_name="automations_in"
    )
    in_task_status = models.ForeignKey(
        "TaskStatus", on_delete=models.PROTECT, null=True, blank=True, related_name="automations_in"
    )
    out_field_type = models.CharField(
        max_length=255, choices=OutFieldType.choices, default=OutFieldType.STATUS
    )
    out_task_type = models.ForeignKey(
        "TaskType", on_delete=models.PROTECT, null=True, blank=True, related_name="automations_out"
    )
    out_task_status = models.ForeignKey(
        "TaskStatus", on_delete=models.PROTECT, null=True, blank=True, related_name="automations_out"
    )
    import_last_revision = models.BooleanField(null=True, blank=True, default=False, db_default=False)
    archived = models.BooleanField(null=True, blank=True, default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "status_automation"
