from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter
from production.models import AssetInstance


class AssetInstanceAdmin(StudioAdmin):
    group, icon = "Breakdown", "filter_none"
    list_display = (
        "title",
        related("asset"),
        related("asset__project", "production"),
        related("scene"),
        related("target_asset"),
        "number",
        "active",
    )
    list_select_related = ("asset__project", "scene", "target_asset")
    list_filter = (("asset", RelatedFilter), ("scene", RelatedFilter), "active")
    search_fields = ("name", "asset__name")
    ordering = ("asset__name", "number")
    label_related = ("asset",)

    def label(self, obj):
        return obj.name or f"{obj.asset.name} {obj.number or ''}".strip()

    title = label


site.register(AssetInstance, AssetInstanceAdmin)
