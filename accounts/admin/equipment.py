from accounts.models import HardwareItem, Software
from kitsu_site.admin import StudioAdmin, site


class SoftwareAdmin(StudioAdmin):
    icon, names = "terminal", ("software", "software")
    list_display = (
        "name",
        "short_name",
        "version",
        "file_extension",
        "monthly_cost",
        "inventory_amount",
        "archived",
    )
    list_filter = ("archived",)
    search_fields = ("name", "short_name")
    ordering = ("name",)


class HardwareItemAdmin(StudioAdmin):
    icon, names = "computer", ("hardware item", "hardware")
    list_display = ("name", "short_name", "monthly_cost", "inventory_amount", "archived")
    list_filter = ("archived",)
    search_fields = ("name", "short_name")
    ordering = ("name",)


site.register(Software, SoftwareAdmin)
site.register(HardwareItem, HardwareItemAdmin)
