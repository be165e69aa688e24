from django.contrib import admin, messages

from imports.models import DataImportError
from imports.services.shotgun import retries
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.resources import scope_of


class DataImportErrorAdmin(StudioAdmin):
    """What imports refused, kept as it came: to try again, or to remove."""

    group, icon, names = "Activity", "sync_problem", ("import error", "import errors")
    addable = changeable = False
    list_display = ("created_at", "source", "kind", "row_id", "reason")
    list_filter = ("source",)
    search_fields = ("source", "event_data__kind", "event_data__reason")
    ordering = ("-created_at",)
    actions = ("try_again",)

    def label(self, obj):
        return f"{obj.source or '-'}, {obj.created_at:%Y-%m-%d %H:%M}"

    @admin.display(description="kind")
    def kind(self, obj):
        return said(obj, "kind")

    @admin.display(description="their id")
    def row_id(self, obj):
        row = obj.event_data.get("row") if isinstance(obj.event_data, dict) else None
        return row.get("id", "-") if isinstance(row, dict) else "-"

    @admin.display(description="reason")
    def reason(self, obj):
        return said(obj, "reason")

    def has_retry_permission(self, request):
        return scope_of(request).is_admin

    @admin.action(description="Try again", permissions=["retry"])
    def try_again(self, request, queryset):
        """Take in the chosen rows of ShotGrid now; those that come in are removed from here."""
        person = scope_of(request).person
        tried = [retries.retry(error=error, by=person) for error in queryset.order_by("created_at")]
        came, stayed = sum(tried), len(tried) - sum(tried)
        if came:
            self.message_user(request, f"{came:,} came in.", messages.SUCCESS)
        if stayed:
            self.message_user(
                request, f"{stayed:,} could not be taken in: see the reasons.", messages.WARNING
            )


def said(error: DataImportError, name: str) -> str:
    """What an error says under a name."""
    return str(error.event_data.get(name) or "-") if isinstance(error.event_data, dict) else "-"


site.register(DataImportError, DataImportErrorAdmin)
