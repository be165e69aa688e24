from accounts.models import Department
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import color


class DepartmentAdmin(StudioAdmin):
    group, icon = "People", "groups"
    order = 2
    list_display = ("name", color, "archived")
    list_filter = ("archived",)
    ordering = ("name",)


site.register(Department, DepartmentAdmin)
