from unfold.paginator import InfinitePaginator

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter
from production.models import Notification, Subscription


class NotificationAdmin(StudioAdmin):
    group, icon = "Activity", "notifications"
    addable = changeable = False
    list_display = (
        "type",
        related("person", "for", order="first_name"),
        related("author", order="first_name"),
        related("task__entity"),
        "read",
        "created_at",
    )
    list_select_related = ("person", "author", "task__entity")
    list_filter = (("person", RelatedFilter), ("author", RelatedFilter), "read")
    search_fields = ("type",)
    ordering = ("-created_at",)
    label_related = ("person",)
    paginator = InfinitePaginator

    def label(self, obj):
        return f"{obj.type}: {obj.person}"


class SubscriptionAdmin(StudioAdmin):
    group, icon = "Activity", "subscriptions"
    list_display = (
        related("person", order="first_name"),
        related("task__entity", "task of"),
        related("entity"),
        related("task_type"),
        "created_at",
    )
    list_select_related = ("person", "task__entity", "entity", "task_type")
    list_filter = (("person", RelatedFilter), ("task_type", RelatedFilter))
    search_fields = ("person__first_name", "person__last_name")
    ordering = ("-created_at",)
    label_related = ("person",)

    def label(self, obj):
        return f"{obj.person}, {obj.created_at:%Y-%m-%d}"


site.register(Notification, NotificationAdmin)
site.register(Subscription, SubscriptionAdmin)
