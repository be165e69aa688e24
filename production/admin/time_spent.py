from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import minutes, related
from kitsu_site.admin.filters import RelatedFilter
from production.models import TimeSpent


class TimeSpentAdmin(StudioAdmin):
    group, icon, names = "Tasks", "timer", ("time spent", "time spent")
    list_display = (
        "date",
        related("person", order="first_name"),
        related("task__project", "production"),
        related("task__entity"),
        related("task__task_type"),
        minutes("duration"),
    )
    list_select_related = ("person", "task__project", "task__entity", "task__task_type")
    list_filter = (
        ("person", RelatedFilter),
        ("task__project", RelatedFilter),
        ("task__task_type", RelatedFilter),
    )
    search_fields = ("person__first_name", "person__last_name", "task__entity__name")
    ordering = ("-date",)
    date_hierarchy = "date"


site.register(TimeSpent, TimeSpentAdmin)
