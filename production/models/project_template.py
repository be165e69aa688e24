import uuid

from django.db import models

from kitsu_site.db import DatedLink, LinkModel, StudioModel, StudioQuerySet, TextArrayField

from .project import ProductionStyle, default_board_roles


class ProjectTemplateQuerySet(StudioQuerySet):
    def visible_to(self, scope):
        """All of them, to any manager of the studio."""
        return self if scope.is_manager else self.none()


class ProjectTemplate(StudioModel):
    """Settings to start productions from."""

    name = models.CharField(max_length=80)
    description = models.TextField(null=True, blank=True)
    fps = models.CharField(max_length=10, null=True, blank=True, default="25")
    ratio = models.CharField(max_length=10, null=True, blank=True, default="16:9")
    resolution = models.CharField(max_length=12, null=True, blank=True, default="1920x1080")
    production_type = models.CharField(max_length=20, null=True, blank=True, default="short")
    production_style = models.CharField(
        max_length=255, choices=ProductionStyle.choices, default=ProductionStyle.TWO_D_THREE_D
    )
    max_retakes = models.IntegerField(null=True, blank=True, default=0)
    is_clients_isolated = models.BooleanField(null=True, blank=True, default=False)
    is_preview_download_allowed = models.BooleanField(null=True, blank=True, default=False)
    is_set_preview_automated = models.BooleanField(null=True, blank=True, default=False)
    is_publish_default_for_artists = models.BooleanField(null=True, blank=True, default=False)
    homepage = models.CharField(max_length=80, null=True, blank=True, default="assets")
    hd_bitrate_compression = models.IntegerField(null=True, blank=True, default=28)
    ld_bitrate_compression = models.IntegerField(null=True, blank=True, default=6)
    file_tree = models.JSONField(null=True, blank=True)
    data = models.JSONField(null=True, blank=True)
    metadata_descriptors = models.JSONField(null=True, blank=True, default=list)
    default_preview_background_file = models.ForeignKey(
        "PreviewBackgroundFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="default_in_templates",
    )
    is_single_preview_per_revision = models.BooleanField(
        null=True, blank=True, default=False, db_default=False
    )
    revision_padding = models.IntegerField(default=0, db_default=0)
    is_frame_in_numbering = models.BooleanField(null=True, blank=True, default=False, db_default=False)
    task_types = models.ManyToManyField(
        "TaskType", through="ProjectTemplateTaskTypeLink", related_name="templates", blank=True
    )
    task_statuses = models.ManyToManyField(
        "TaskStatus", through="ProjectTemplateTaskStatusLink", related_name="templates", blank=True
    )
    asset_types = models.ManyToManyField(
        "EntityType", through="ProjectTemplateAssetTypeLink", related_name="templates", blank=True
    )
    status_automations = models.ManyToManyField(
        "StatusAutomation",
        through="ProjectTemplateStatusAutomationLink",
        related_name="templates",
        blank=True,
    )
    preview_background_files = models.ManyToManyField(
        "PreviewBackgroundFile",
        through="ProjectTemplatePreviewBackgroundFileLink",
        related_name="templates",
        blank=True,
    )

    objects = ProjectTemplateQuerySet.as_manager()

    class Meta:
        db_table = "project_template"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="project_template_name_key"),
        ]

    def __str__(self):
        return self.name


class ProjectTemplateAssetTypeLink(LinkModel):
    """A template brings an asset type."""

    pk = models.CompositePrimaryKey("project_template_id", "asset_type_id")
    project_template = models.ForeignKey(
        "ProjectTemplate", on_delete=models.CASCADE, related_name="asset_type_links"
    )
    asset_type = models.ForeignKey("EntityType", on_delete=models.PROTECT, related_name="template_links")

    class Meta:
        db_table = "project_template_asset_type_link"


class ProjectTemplatePreviewBackgroundFileLink(LinkModel):
    """A template brings a preview background."""

    pk = models.CompositePrimaryKey("project_template_id", "preview_background_file_id")
    project_template = models.ForeignKey(
        "ProjectTemplate", on_delete=models.CASCADE, related_name="preview_background_file_links"
    )
    preview_background_file = models.ForeignKey(
        "PreviewBackgroundFile", on_delete=models.PROTECT, related_name="template_links"
    )

    class Meta:
        db_table = "project_template_preview_background_file_link"


class ProjectTemplateStatusAutomationLink(LinkModel):
    """A template brings a status automation."""

    pk = models.CompositePrimaryKey("project_template_id", "status_automation_id")
    project_template = models.ForeignKey(
        "ProjectTemplate", on_delete=models.CASCADE, related_name="status_automation_links"
    )
    status_automation = models.ForeignKey(
        "StatusAutomation", on_delete=models.PROTECT, related_name="template_links"
    )

    class Meta:
        db_table = "project_template_status_automation_link"


class ProjectTemplateTaskStatusLink(DatedLink):
    """A template brings a task status, in an order, on the boards of some roles."""

    pk = models.CompositePrimaryKey("project_template_id", "task_status_id")
    project_template = models.ForeignKey(
        "ProjectTemplate", on_delete=models.CASCADE, related_name="task_status_links"
    )
    task_status = models.ForeignKey("TaskStatus", on_delete=models.PROTECT, related_name="template_links")
    priority = models.IntegerField(null=True, blank=True)
    roles_for_board = TextArrayField(max_length=255, null=True, blank=True, default=default_board_roles)
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        db_table = "project_template_task_status_link"


class ProjectTemplateTaskTypeLink(DatedLink):
    """A template brings a task type, in an order."""

    pk = models.CompositePrimaryKey("project_template_id", "task_type_id")
    project_template = models.ForeignKey(
        "ProjectTemplate", on_delete=models.CASCADE, related_name="task_type_links"
    )
    task_type = models.ForeignKey("TaskType", on_delete=models.PROTECT, related_name="template_links")
    priority = models.IntegerField(null=True, blank=True)
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        db_table = "project_template_task_type_link"
