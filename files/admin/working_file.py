from files.models import WorkingFile
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter


class WorkingFileAdmin(StudioAdmin):
    group, icon = "Files", "draft"
    order = 1
    list_display = (
        "name",
        "revision",
        related("entity"),
        related("task__task_type"),
        related("task__project", "production"),
        related("software"),
        related("person", "author", order="first_name"),
        "updated_at",
    )
    list_select_related = ("entity", "task__task_type", "task__project", "software", "person")
    list_filter = (("task__project", RelatedFilter), ("software", RelatedFilter), ("person", RelatedFilter))
    search_fields = ("name", "entity__name")
    ordering = ("-updated_at",)

    def label(self, obj):
        return f"{obj.name or obj.pk}, revision {obj.revision}"


site.register(WorkingFile, WorkingFileAdmin)
