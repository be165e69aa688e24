from accounts.models import SalaryScale
from accounts.services import salary_scales
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter


class SalaryScaleAdmin(StudioAdmin):
    """A row for every department, position and seniority: the list makes those that are missing."""

    addable = False
    group, icon = "Schedule & budget", "payments"
    list_display = (related("department"), "position", "seniority", "salary")
    list_display_links = ("position",)
    list_select_related = ("department",)
    list_filter = (("department", RelatedFilter), "position", "seniority")
    search_fields = ("department__name",)
    ordering = ("department__name", "position", "seniority")
    label_related = ("department",)
    read_only = ("position", "seniority")

    def changelist_view(self, request, extra_context=None):
        if self.has_view_permission(request):
            salary_scales.fill()
        return super().changelist_view(request, extra_context)

    def label(self, obj):
        return f"{obj.department}: {obj.position or '-'}, {obj.seniority or '-'}"


site.register(SalaryScale, SalaryScaleAdmin)
