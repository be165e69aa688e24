from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter
from production.models import MetadataDescriptor


class MetadataDescriptorAdmin(StudioAdmin):
    group, icon, names = "Productions", "view_column", ("metadata column", "metadata columns")
    list_display = (
        "name",
        "field_name",
        related("project", "production"),
        "entity_type",
        related("task_type"),
        "data_type",
        "for_client",
    )
    list_select_related = ("project", "task_type")
    list_filter = (("project", RelatedFilter), "entity_type", "data_type", "for_client")
    search_fields = ("name", "field_name", "project__name")
    ordering = ("project__name", "entity_type", "position", "name")


site.register(MetadataDescriptor, MetadataDescriptorAdmin)
