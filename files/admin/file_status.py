from files.models import FileStatus
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import color


class FileStatusAdmin(StudioAdmin):
    group, icon, names = "Files", "verified", ("file status", "file statuses")
    list_display = ("name", color)
    ordering = ("name",)


site.register(FileStatus, FileStatusAdmin)
