from django.conf import settings
from django.db import models
from django.db.models import Q

from kitsu_site.db import LinkModel, ProductionQuerySet, StudioModel, UTCDateTimeField


class TaskQuerySet(ProductionQuerySet):
    def open_or_of(self, project_ids):
        """Tasks of open productions, or of the given ones whatever their status."""
        return self.filter(Q(project__project_status__name="Open") | Q(project_id__in=project_ids))

    def within_reach_of(self, scope):
        """Tasks of the scope's productions; where they are vendors, on entities with a task of theirs."""
        if scope.is_admin:
            return self
        vendor = scope.projects("vendor")
        mine = self.model._base_manager.filter(project_id__in=vendor, assignees=scope.person)
        free = [pk for pk in scope.projects() if pk not in vendor]
        return self.filter(Q(project_id__in=free) | Q(entity_id__in=mine.values("entity_id")))

    def late(self, now):
        """Tasks that are past their due date at `now` and whose status is not a done one."""
        return self.filter(due_date__lt=now).exclude(task_status__is_done=True)


class Task(StudioModel):
    """Work of one type to do on an entity. `duration` and `estimation` are minutes."""

    name = models.CharField(max_length=80)
    description = models.TextField(null=True, blank=True)
    priority = models.IntegerField(null=True, blank=True, default=0)
    difficulty = models.IntegerField(default=3, db_default=3)
    duration = models.FloatField(null=True, blank=True, default=0.0)
    estimation = models.FloatField(null=True, blank=True, default=0.0)
    completion_rate = models.IntegerField(null=True, blank=True, default=0)
    retake_count = models.IntegerField(null=True, blank=True, default=0)
    sort_order = models.IntegerField(null=True, blank=True, default=0)
    start_date = UTCDateTimeField(null=True, blank=True)
    due_date = UTCDateTimeField(null=True, blank=True)
    real_start_date = UTCDateTimeField(null=True, blank=True)
    end_date = UTCDateTimeField(null=True, blank=True)
    done_date = UTCDateTimeField(null=True, blank=True)
    last_comment_date = UTCDateTimeField(null=True, blank=True)
    nb_assets_ready = models.IntegerField(null=True, blank=True, default=0)
    data = models.JSONField(null=True, blank=True)
    nb_drawings = models.IntegerField(null=True, blank=True, default=0)
    shotgun_id = models.IntegerField(null=True, blank=True)
    last_preview_file_id = models.UUIDField(null=True, blank=True)
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    task_type = models.ForeignKey(
        "TaskType", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    task_status = models.ForeignKey(
        "TaskStatus", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    entity = models.ForeignKey(
        "Entity", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    assigner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks_assigned_to_others",
    )
    assignees = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="TaskPersonLink", related_name="assigned_tasks", blank=True
    )

    project_path = "project_id"
    vendor_path = "assignees"
    client_visible = True

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "task"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "project", "task_type", "entity"],
                name="task_uc",
            ),
            models.CheckConstraint(
                condition=models.Q(difficulty__gt=0) & models.Q(difficulty__lt=6), name="check_difficulty"
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "project"]),
        ]

    def __str__(self):
        return self.name


class TaskPersonLink(LinkModel):
    """A person is assigned to a task."""

    pk = models.CompositePrimaryKey("task_id", "person_id")
    task = models.ForeignKey("Task", on_delete=models.CASCADE, db_index=False, related_name="person_links")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="task_links")

    class Meta:
        db_table = "task_person_link"
