from django.conf import settings
from django.db import models

from kitsu_site.db import LinkModel, ProductionQuerySet, StudioModel, UTCDateTimeField


class ProductionScheduleVersion(StudioModel):
    """A named plan of all the tasks of a production."""

    name = models.CharField(max_length=80)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="schedule_versions")
    production_schedule_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_column="production_schedule_from",
        related_name="derived_versions",
    )
    locked = models.BooleanField(null=True, blank=True, default=False)
    canceled = models.BooleanField(null=True, blank=True, default=False)

    project_path = "project_id"
    vendor_path = False
    client_visible = False

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "production_schedule_version"
        constraints = [
            models.UniqueConstraint(fields=["name", "project"], name="production_schedule_version_uc"),
        ]

    def __str__(self):
        return self.name


class ProductionScheduleVersionTaskLink(StudioModel):
    """The dates, estimation and assignees of a task in a schedule version."""

    production_schedule_version = models.ForeignKey(
        "ProductionScheduleVersion", on_delete=models.PROTECT, related_name="task_links"
    )
    task = models.ForeignKey("Task", on_delete=models.PROTECT, related_name="schedule_version_links")
    start_date = UTCDateTimeField(null=True, blank=True)
    due_date = UTCDateTimeField(null=True, blank=True)
    estimation = models.FloatField(null=True, blank=True, default=0.0)
    assignees = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="ProductionScheduleVersionTaskLinkPersonLink",
        related_name="schedule_version_assignments",
        blank=True,
    )

    project_path = "production_schedule_version__project_id"
    vendor_path = False
    client_visible = False

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "production_schedule_version_task_link"
        constraints = [
            models.UniqueConstraint(
                fields=["production_schedule_version", "task"],
                name="production_schedule_version_task_link_uc",
            ),
        ]


class ProductionScheduleVersionTaskLinkPersonLink(LinkModel):
    """A person is planned on a task in a schedule version."""

    pk = models.CompositePrimaryKey("production_schedule_version_task_link_id", "person_id")
    production_schedule_version_task_link = models.ForeignKey(
        "ProductionScheduleVersionTaskLink",
        on_delete=models.CASCADE,
        db_index=False,
        related_name="person_links",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="schedule_version_task_links",
    )

    class Meta:
        db_table = "production_schedule_version_task_link_person_link"


class ScheduleItem(StudioModel):
    """When a task type, or one of its sequences, episodes, ... is planned in a production."""

    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    man_days = models.IntegerField(null=True, blank=True)
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, null=True, blank=True, related_name="schedule_items"
    )
    task_type = models.ForeignKey(
        "TaskType", on_delete=models.PROTECT, null=True, blank=True, related_name="schedule_items"
    )
    object_id = models.UUIDField(null=True, blank=True, db_index=True)

    project_path = "project_id"
    vendor_path = False
    client_visible = True

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "schedule_item"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "task_type", "object_id"],
                name="schedule_item_uc",
            ),
        ]
