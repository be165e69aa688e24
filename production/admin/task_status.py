from unfold.decorators import display

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import badge
from production.models import TaskStatus


class TaskStatusAdmin(StudioAdmin):
    icon, names = "label", ("task status", "task statuses")
    order = 2
    list_display = (
        "name",
        "badge",
        "is_default",
        "is_wip",
        "is_feedback_request",
        "is_retake",
        "is_done",
        "is_artist_allowed",
        "is_client_allowed",
        "archived",
    )
    list_filter = ("archived", "is_done", "for_concept")
    search_fields = ("name", "short_name")
    ordering = ("priority", "name")
    read_only = ("shotgun_id",)

    @display(description="short name", ordering="short_name")
    def badge(self, obj):
        return badge(obj.short_name.upper(), obj.color)


site.register(TaskStatus, TaskStatusAdmin)
