from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import excerpt, related
from kitsu_site.admin.filters import RelatedFilter
from production.models import Chat, ChatMessage


class ChatAdmin(StudioAdmin):
    """Made on first use."""

    group, icon = "Activity", "forum"
    addable = False
    list_display = ("object_type", "object_id", "last_message", "created_at")
    search_fields = ("object_type",)
    ordering = ("-last_message",)
    read_only = ("object_id", "object_type", "last_message")

    def label(self, obj):
        return f"{obj.object_type} {obj.object_id}"


class ChatMessageAdmin(StudioAdmin):
    group, icon = "Activity", "sms"
    addable = False
    list_display = (excerpt("text"), related("person", order="first_name"), "created_at")
    list_select_related = ("person",)
    list_filter = (("person", RelatedFilter),)
    search_fields = ("text",)
    ordering = ("-created_at",)
    label_related = ("person",)
    read_only = ("chat", "person")

    def label(self, obj):
        return f"{obj.person}: {(obj.text or '')[:60]}"


site.register(Chat, ChatAdmin)
site.register(ChatMessage, ChatMessageAdmin)
