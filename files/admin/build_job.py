from unfold.decorators import display

from files.models import BuildJob
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter


class BuildJobAdmin(StudioAdmin):
    """Started from a playlist."""

    group, icon, names = "Reviews", "local_movies", ("playlist build", "playlist builds")
    addable = changeable = False
    list_display = (
        related("playlist"),
        related("playlist__project", "production"),
        "job_type",
        "status_label",
        "created_at",
        "ended_at",
    )
    list_select_related = ("playlist__project",)
    list_filter = (("playlist", RelatedFilter), "status", "job_type")
    search_fields = ("playlist__name",)
    ordering = ("-created_at",)
    label_related = ("playlist",)

    @display(
        description="status",
        ordering="status",
        label={"succeeded": "success", "failed": "danger", "running": "info"},
    )
    def status_label(self, obj):
        return obj.status

    def label(self, obj):
        return f"{obj.playlist.name}, {obj.created_at:%Y-%m-%d %H:%M}"


site.register(BuildJob, BuildJobAdmin)
