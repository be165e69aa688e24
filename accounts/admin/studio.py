from accounts.models import Studio
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import color


class StudioSiteAdmin(StudioAdmin):
    group, icon = "People", "apartment"
    list_display = ("name", color, "archived")
    list_filter = ("archived",)
    ordering = ("name",)


site.register(Studio, StudioSiteAdmin)
