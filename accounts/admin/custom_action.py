from accounts.models import CustomAction
from kitsu_site.admin import StudioAdmin, site


class CustomActionAdmin(StudioAdmin):
    icon = "bolt"
    list_display = ("name", "url", "entity_type", "is_ajax")
    search_fields = ("name", "url")
    ordering = ("name",)


site.register(CustomAction, CustomActionAdmin)
