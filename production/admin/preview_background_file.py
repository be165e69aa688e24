from kitsu_site.admin import StudioAdmin, site
from production.models import PreviewBackgroundFile


class PreviewBackgroundFileAdmin(StudioAdmin):
    icon, names = "wallpaper", ("preview background", "preview backgrounds")
    list_display = ("name", "is_default", "original_name", "extension", "file_size", "archived")
    list_filter = ("archived",)
    ordering = ("name",)
    read_only = ("original_name", "extension", "file_size")  # of the picture that was uploaded


site.register(PreviewBackgroundFile, PreviewBackgroundFileAdmin)
