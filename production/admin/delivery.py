from unfold.decorators import action, display
from unfold.paginator import InfinitePaginator

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import excerpt, related
from kitsu_site.admin.filters import RelatedFilter
from production.models import Delivery
from production.services import deliveries


class DeliveryAdmin(StudioAdmin):
    """What people were told outside of the application, and why some were not."""

    group, icon = "Activity", "outgoing_mail"
    addable = changeable = False
    list_display = (
        "created_at",
        related("person", "to", order="first_name"),
        "channel",
        "subject",
        "state",
        "attempts",
        excerpt("message", "why"),
        "next_attempt_at",
    )
    list_select_related = ("person",)
    list_filter = ("status", "channel", ("person", RelatedFilter))
    search_fields = ("subject", "message", "person__first_name", "person__last_name")
    ordering = ("-created_at",)
    label_related = ("person",)
    paginator = InfinitePaginator
    actions = ("send_again",)

    @display(
        description="status",
        ordering="status",
        label={"sent": "success", "failed": "danger", "sending": "info", "waiting": "warning"},
    )
    def state(self, obj):
        return obj.status

    @action(description="Send again what failed")
    def send_again(self, request, queryset):
        number = deliveries.again(deliveries=queryset)
        self.message_user(request, f"{number} of {len(queryset)} are sent again.")

    def label(self, obj):
        return obj.subject


site.register(Delivery, DeliveryAdmin)
