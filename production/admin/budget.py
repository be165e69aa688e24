from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter
from production.models import Budget, BudgetEntry


class BudgetAdmin(StudioAdmin):
    group, icon = "Schedule & budget", "account_balance"
    list_display = ("name", related("project", "production"), "revision", "currency", "updated_at")
    list_select_related = ("project",)
    list_filter = (("project", RelatedFilter),)
    search_fields = ("name", "project__name")
    ordering = ("project__name", "-revision")
    label_related = ("project",)

    def label(self, obj):
        return f"{obj.project}: {obj.name} (revision {obj.revision})"


class BudgetEntryAdmin(StudioAdmin):
    group, icon, names = "Schedule & budget", "receipt_long", ("budget entry", "budget entries")
    list_display = (
        related("budget"),
        related("department"),
        related("person", order="first_name"),
        "position",
        "seniority",
        "start_date",
        "months_duration",
        "daily_salary",
    )
    list_select_related = ("budget", "department", "person")
    list_filter = (("budget", RelatedFilter), ("department", RelatedFilter), "position", "seniority")
    search_fields = ("budget__name", "department__name", "person__first_name", "person__last_name")
    ordering = ("budget__name", "start_date")
    label_related = ("budget", "department")

    def label(self, obj):
        return f"{obj.budget}: {obj.department}"


site.register(Budget, BudgetAdmin)
site.register(BudgetEntry, BudgetEntryAdmin)
