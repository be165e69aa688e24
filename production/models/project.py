import uuid

from django.conf import settings
from django.db import models

from kitsu_site.db import (
    DatedLink,
    LinkModel,
    ProductionQuerySet,
    PublicQuerySet,
    StudioModel,
    TextArrayField,
)
from kitsu_site.roles import Role


class ProductionStyle(models.TextChoices):
    TWO_D = "2d", "2D"
    TWO_D_PAPER = "2dpaper", "2D on paper"
    THREE_D = "3d", "3D"
    TWO_D_THREE_D = "2d3d", "2D and 3D"
    AR = "ar", "AR"
    VFX = "vfx", "VFX"
    STOP_MOTION = "stop-motion"
    MOTION_DESIGN = "motion-design"
    ARCHVIZ = "archviz"
    COMMERCIAL = "commercial"
    CATALOG = "catalog"
    IMMERSIVE = "immersive"
    NFT = "nft", "NFT"
    VIDEO_GAME = "video-game"
    VR = "vr", "VR"


def default_board_roles() -> list[str]:
    """The roles that see a status on their board unless told otherwise."""
    return [Role.USER.value, Role.ADMIN.value, Role.SUPERVISOR.value, Role.MANAGER.value, Role.VENDOR.value]


class ProjectQuerySet(ProductionQuerySet):
    def open(self):
        """Those whose status says so, in any spelling that servers of this API have used."""
        return self.filter(project_status__name__in=("Open", "open", "Active"))

    def loaded_first_by(self, scope):
        """The open productions of a person: an admin's are all of them, in any spelling of open."""
        if scope.is_admin:
            return self.open()
        return self.visible_to(scope).in_open_productions()


class Project(StudioModel):
    """A production: a feature film, a series, a short, ..."""

    name = models.CharField(max_length=80)
    code = models.CharField(max_length=80, null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    shotgun_id = models.IntegerField(null=True, blank=True)
    file_tree = models.JSONField(null=True, blank=True)
    data = models.JSONField(null=True, blank=True)
    has_avatar = models.BooleanField(null=True, blank=True, default=False)
    fps = models.CharField(max_length=10, null=True, blank=True, default="25")
    ratio = models.CharField(max_length=10, null=True, blank=True, default="16:9")
    resolution = models.CharField(max_length=12, null=True, blank=True, default="1920x1080")
    production_type = models.CharField(max_length=20, null=True, blank=True, default="short")
    production_style = models.CharField(
        max_length=255, choices=ProductionStyle.choices, default=ProductionStyle.TWO_D_THREE_D
    )
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    man_days = models.IntegerField(null=True, blank=True)
    nb_episodes = models.IntegerField(null=True, blank=True, default=0)
    episode_span = models.IntegerField(null=True, blank=True, default=0)
    max_retakes = models.IntegerField(null=True, blank=True, default=0)
    is_clients_isolated = models.BooleanField(null=True, blank=True, default=False)
    is_preview_download_allowed = models.BooleanField(null=True, blank=True, default=False)
    is_set_preview_automated = models.BooleanField(null=True, blank=True, default=False)
    homepage = models.CharField(max_length=80, null=True, blank=True, default="assets")
    is_publish_default_for_artists = models.BooleanField(null=True, blank=True, default=False)
    hd_bitrate_compression = models.IntegerField(null=True, blank=True, default=28)
    ld_bitrate_compression = models.IntegerField(null=True, blank=True, default=6)
    project_status = models.ForeignKey(
        "ProjectStatus", on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    default_preview_background_file = models.ForeignKey(
        "PreviewBackgroundFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="default_in_projects",
    )
    from_schedule_version = models.ForeignKey(
        "ProductionScheduleVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applied_to_projects",
    )
    is_bot_collaboration_enabled = models.BooleanField(null=True, blank=True, default=False, db_default=False)
    is_single_preview_per_revision = models.BooleanField(
        null=True, blank=True, default=False, db_default=False
    )
    revision_padding = models.IntegerField(default=0, db_default=0)
    is_frame_in_numbering = models.BooleanField(null=True, blank=True, default=False, db_default=False)
    team = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="ProjectPersonLink", related_name="projects", blank=True
    )
    asset_types = models.ManyToManyField(
        "EntityType", through="ProjectAssetTypeLink", related_name="projects", blank=True
    )
    task_statuses = models.ManyToManyField(
        "TaskStatus", through="ProjectTaskStatusLink", related_name="projects", blank=True
    )
    task_types = models.ManyToManyField(
        "TaskType", through="ProjectTaskTypeLink", related_name="projects", blank=True
    )
    status_automations = models.ManyToManyField(
        "StatusAutomation", through="ProjectStatusAutomationLink", related_name="projects", blank=True
    )
    preview_background_files = models.ManyToManyField(
        "PreviewBackgroundFile",
        through="ProjectPreviewBackgroundFileLink",
        related_name="projects",
        blank=True,
    )

    project_path = "id"
    vendor_path = None
    client_visible = True

    objects = ProjectQuerySet.as_manager()

    class Meta:
        db_table = "project"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="ix_project_name"),
        ]

    def __str__(self):
        return self.name


class ProjectAssetTypeLink(LinkModel):
    """A production uses an asset type."""

    pk = models.CompositePrimaryKey("project_id", "asset_type_id")
    project = models.ForeignKey("Project", on_delete=models.CASCADE, related_name="asset_type_links")
    asset_type = models.ForeignKey("EntityType", on_delete=models.PROTECT, related_name="project_links")

    class Meta:
        db_table = "project_asset_type_link"


class ProjectPersonLink(LinkModel):
    """A person is on the team of a production, maybe with a role of its own there."""

    pk = models.CompositePrimaryKey("project_id", "person_id")
    project = models.ForeignKey("Project", on_delete=models.CASCADE, related_name="team_links")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team_links")
    shotgun_id = models.IntegerField(null=True, blank=True)
    role = models.CharField(max_length=255, choices=Role.choices, null=True, blank=True)

    class Meta:
        db_table = "project_person_link"


class ProjectPreviewBackgroundFileLink(LinkModel):
    """A production offers a background to its 3D previews."""

    pk = models.CompositePrimaryKey("project_id", "preview_background_file_id")
    project = models.ForeignKey(
        "Project", on_delete=models.CASCADE, related_name="preview_background_file_links"
    )
    preview_background_file = models.ForeignKey(
        "PreviewBackgroundFile", on_delete=models.PROTECT, related_name="project_links"
    )

    class Meta:
        db_table = "project_preview_background_file_link"


class ProjectStatus(StudioModel):
    """Whether a production is open or closed."""

    name = models.CharField(max_length=20)
    color = models.CharField(max_length=7)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "project_status"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="ix_project_status_name"),
        ]

    def __str__(self):
        return self.name


class ProjectStatusAutomationLink(LinkModel):
    """A status automation runs in a production."""

    pk = models.CompositePrimaryKey("project_id", "status_automation_id")
    project = models.ForeignKey("Project", on_delete=models.CASCADE, related_name="status_automation_links")
    status_automation = models.ForeignKey(
        "StatusAutomation", on_delete=models.PROTECT, related_name="project_links"
    )

    class Meta:
        db_table = "project_status_automation_link"


class ProjectTaskStatusLink(DatedLink):
    """A production uses a task status, in an order, on the boards of some roles."""

    pk = models.CompositePrimaryKey("project_id", "task_status_id", "id")
    project = models.ForeignKey("Project", on_delete=models.CASCADE, related_name="task_status_links")
    task_status = models.ForeignKey("TaskStatus", on_delete=models.PROTECT, related_name="project_links")
    priority = models.IntegerField(null=True, blank=True)
    roles_for_board = TextArrayField(max_length=255, null=True, blank=True, default=default_board_roles)
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        db_table = "project_task_status_link"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "task_status"],
                name="project_taskstatus_uc",
            ),
        ]


class ProjectTaskTypeLink(DatedLink):
    """A production uses a task type, in an order."""

    pk = models.CompositePrimaryKey("project_id", "task_type_id", "id")
    project = models.ForeignKey("Project", on_delete=models.CASCADE, related_name="task_type_links")
    task_type = models.ForeignKey("TaskType", on_delete=models.PROTECT, related_name="project_links")
    priority = models.IntegerField(null=True, blank=True)
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        db_table = "project_task_type_link"
        constraints = [
            models.UniqueConstraint(fields=["project", "task_type"], name="project_tasktype_uc"),
        ]
