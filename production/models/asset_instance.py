from django.db import models

from kitsu_site.db import LinkModel, ProductionQuerySet, StudioModel


class AssetInstance(StudioModel):
    """A numbered occurrence of an asset in a scene, or inside another asset."""

    asset = models.ForeignKey("Entity", on_delete=models.PROTECT, related_name="instances")
    name = models.CharField(max_length=80, null=True, blank=True)
    number = models.IntegerField(null=True, blank=True)
    description = models.CharField(max_length=200, null=True, blank=True)
    active = models.BooleanField(null=True, blank=True, default=True)
    data = models.JSONField(null=True, blank=True)
    scene = models.ForeignKey(
        "Entity", on_delete=models.PROTECT, null=True, blank=True, related_name="scene_instances"
    )
    target_asset = models.ForeignKey(
        "Entity", on_delete=models.PROTECT, null=True, blank=True, related_name="target_instances"
    )
    entity = models.ForeignKey(
        "Entity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="entity_instances",
    )
    entity_type = models.ForeignKey(
        "EntityType",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="asset_instances",
    )

    project_path = "asset__project_id"
    vendor_path = "asset__tasks__assignees"
    client_visible = True

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "asset_instance"
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "target_asset", "scene", "number"],
                name="asset_instance_uc",
            ),
        ]

    def __str__(self):
        return self.name or ""


class AssetInstanceLink(LinkModel):
    """An asset instance is in a shot."""

    pk = models.CompositePrimaryKey("entity_id", "asset_instance_id")
    entity = models.ForeignKey(
        "Entity", on_delete=models.PROTECT, db_index=False, related_name="instance_links"
    )
    asset_instance = models.ForeignKey(
        "AssetInstance", on_delete=models.CASCADE, db_index=False, related_name="entity_links"
    )

    class Meta:
        db_table = "asset_instance_link"
