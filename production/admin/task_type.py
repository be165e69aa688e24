from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import color, related
from kitsu_site.admin.filters import RelatedFilter
from production.models import TaskType


class TaskTypeAdmin(StudioAdmin):
    icon = "construction"
    order = 1
    list_display = ("name", "short_name", color, "for_entity", related("department"), "priority", "archived")
    list_select_related = ("department",)
    list_filter = ("for_entity", ("department", RelatedFilter), "archived")
    search_fields = ("name", "short_name")
    ordering = ("for_entity", "priority", "name")
    read_only = ("shotgun_id",)

    def label(self, obj):
        return f"{obj.name} ({obj.for_entity})" if obj.for_entity else obj.name


site.register(TaskType, TaskTypeAdmin)
