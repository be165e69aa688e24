from kitsu_site.admin import StudioAdmin, site
from production.models import EntityType


class EntityTypeAdmin(StudioAdmin):
    icon, names = "widgets", ("entity type", "asset types")
    order = 3
    list_display = ("name", "short_name", "kind", "archived")
    list_filter = ("archived",)
    search_fields = ("name", "short_name")
    ordering = ("name",)


site.register(EntityType, EntityTypeAdmin)
