from accounts.models import Plugin
from kitsu_site.admin import StudioAdmin, site


class PluginAdmin(StudioAdmin):
    icon = "extension"
    list_display = ("name", "plugin_id", "version", "maintainer_name", "license")
    search_fields = ("name", "plugin_id", "maintainer_name")
    ordering = ("name",)


site.register(Plugin, PluginAdmin)
