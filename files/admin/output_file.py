from files.models import OutputFile, OutputType
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter


class OutputFileAdmin(StudioAdmin):
    group, icon = "Files", "output"
    order = 2
    list_display = (
        "name",
        "revision",
        "representation",
        related("entity"),
        related("entity__project", "production"),
        related("output_type"),
        related("file_status", "status"),
        "size",
        "updated_at",
    )
    list_select_related = ("entity__project", "output_type", "file_status")
    list_filter = (
        ("entity__project", RelatedFilter),
        ("output_type", RelatedFilter),
        ("file_status", RelatedFilter),
    )
    search_fields = ("name", "entity__name")
    ordering = ("-updated_at",)

    def label(self, obj):
        return f"{obj.name}, revision {obj.revision}"


class OutputTypeAdmin(StudioAdmin):
    group, icon = "Files", "folder_open"
    list_display = ("name", "short_name")
    search_fields = ("name", "short_name")
    ordering = ("name",)


site.register(OutputFile, OutputFileAdmin)
site.register(OutputType, OutputTypeAdmin)
