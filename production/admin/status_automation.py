from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import colored, related
from kitsu_site.admin.filters import RelatedFilter
from production.models import StatusAutomation

RELATED = ("in_task_type", "in_task_status", "out_task_type", "out_task_status")


class StatusAutomationAdmin(StudioAdmin):
    icon = "automation"
    list_display = (
        "entity_type",
        related("in_task_type", "when"),
        colored("in_task_status", "becomes"),
        "out_field_type",
        related("out_task_type", "then"),
        colored("out_task_status", "gets"),
        "archived",
    )
    list_select_related = RELATED
    list_filter = ("entity_type", ("in_task_type", RelatedFilter), "archived")
    search_fields = tuple(f"{name}__name" for name in RELATED)
    ordering = ("entity_type", "in_task_type__name")
    label_related = RELATED

    def label(self, obj):
        return (
            f"{obj.in_task_type} {obj.in_task_status} → "
            f"{obj.out_task_type} {obj.out_task_status or obj.get_out_field_type_display()}"
        )


site.register(StatusAutomation, StatusAutomationAdmin)
