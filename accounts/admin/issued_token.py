from unfold.decorators import action, display

from accounts.models import IssuedToken
from accounts.services import issued_tokens
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import excerpt, related
from kitsu_site.admin.filters import RelatedFilter


class IssuedTokenAdmin(StudioAdmin):
    """Who is signed in where, and the API tokens of bots and people; each can be revoked."""

    group, icon, names = "People", "key", ("session or API token", "sessions & API tokens")
    addable = changeable = deletable = False
    secret = ("jti",)
    list_display = (
        "kind_label",
        related("person", order="first_name"),
        "created_at",
        "expires",
        "ip_address",
        excerpt("agent", "program"),
    )
    list_select_related = ("person",)
    list_filter = ("kind", ("person", RelatedFilter))
    search_fields = ("person__first_name", "person__last_name", "person__email", "ip_address")
    ordering = ("-created_at",)
    label_related = ("person",)
    actions = ("revoke",)

    @display(
        description="kind",
        ordering="kind",
        label={"Session": "success", "API token of a bot": "info", "API token of a person": "warning"},
    )
    def kind_label(self, obj):
        return obj.get_kind_display()

    @display(description="ends", ordering="expires_at")
    def expires(self, obj):
        return obj.expires_at or "never"

    def changelist_view(self, request, extra_context=None):
        if self.has_view_permission(request):
            issued_tokens.note_api_tokens()
        return super().changelist_view(request, extra_context)

    def has_revoke_permission(self, request):
        return self.has_view_permission(request)

    @action(description="Revoke", permissions=["revoke"])
    def revoke(self, request, queryset):
        rows = list(queryset)
        for row in rows:
            issued_tokens.revoke(row, by=request.user)
        words = "1 token is" if len(rows) == 1 else f"{len(rows)} tokens are"
        self.message_user(request, f"{words} revoked.")

    def label(self, obj):
        return f"{obj.person}, {obj.get_kind_display().lower()}"


site.register(IssuedToken, IssuedTokenAdmin)
