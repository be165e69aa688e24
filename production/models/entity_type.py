from django.db import models

from kitsu_site.db import LinkModel, PublicQuerySet, StudioModel

TIMELINE = ("Shot", "Sequence", "Episode", "Edit", "Scene", "Concept")


class EntityTypeQuerySet(PublicQuerySet):
    def assets(self):
        """Asset types: all but the six kinds of the timeline."""
        return self.exclude(name__in=TIMELINE)


class EntityType(StudioModel):
    """An asset type, or a kind of the timeline: Shot, Sequence, Episode, Edit, Scene, Concept."""

    name = models.CharField(max_length=30)
    short_name = models.CharField(max_length=20, null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    archived = models.BooleanField(null=True, blank=True, default=False)
    task_types = models.ManyToManyField(
        "TaskType", through="TaskTypeAssetTypeLink", related_name="asset_types", blank=True
    )

    objects = EntityTypeQuerySet.as_manager()

    class Meta:
        db_table = "entity_type"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="ix_entity_type_name"),
        ]

    @property
    def kind(self) -> str:
        """What entities of this type are: one of the timeline's kinds, else `Asset`."""
        return self.name if self.name in TIMELINE else "Asset"

    def __str__(self):
        return self.name


class TaskTypeAssetTypeLink(LinkModel):
    """Assets of this type go through this task type."""

    pk = models.CompositePrimaryKey("asset_type_id", "task_type_id")
    asset_type = models.ForeignKey("EntityType", on_delete=models.CASCADE, related_name="task_type_links")
    task_type = models.ForeignKey("TaskType", on_delete=models.PROTECT, related_name="asset_type_links")

    class Meta:
        db_table = "task_type_asset_type_link"
