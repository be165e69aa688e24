from django.db.models import Count, OuterRef, Q, Subquery
from unfold.decorators import display

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter
from kitsu_site.admin.resources import scope_of
from kitsu_site.db.base import utcnow
from production.admin import playlist_overview
from production.models import Playlist, PlaylistShareLink


class PlaylistAdmin(StudioAdmin):
    group, icon = "Reviews", "playlist_play"
    order = 1
    list_display = (
        "name",
        related("project", "production"),
        related("episode"),
        "for_entity",
        "entries",
        "for_client",
        "shares",
        related("created_by", "author", order="first_name"),
        "updated_at",
    )
    list_select_related = ("project", "episode", "created_by")
    list_filter = (("project", RelatedFilter), "for_entity", "for_client")
    search_fields = ("name", "project__name")
    ordering = ("-updated_at",)
    read_only = ("created_by",)
    change_form_outer_before_template = "admin/playlist_overview.html"
    sections = (
        (None, ("name", "project", "episode", "task_type", "for_entity", "for_client", "is_for_all")),
        ("Entries", ("shots",)),
    )

    @display(description="entries")
    def entries(self, obj):
        return len(obj.shots or [])

    @display(description="open links")
    def shares(self, obj):
        return obj.open_links or ""

    def get_queryset(self, request):
        """Playlists with how many links are open to people without an account."""
        lasting = Q(expiration_date=None) | Q(expiration_date__gt=utcnow())
        links = PlaylistShareLink.objects.filter(lasting, playlist=OuterRef("pk"), is_active=True).order_by()
        count = links.values("playlist").annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(open_links=Subquery(count))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        playlist = self.get_object(request, object_id) if object_id else None
        shown = playlist_overview.context(scope_of(request), playlist) if playlist else {}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **shown})


class PlaylistShareLinkAdmin(StudioAdmin):
    """Who may look without an account; the address and the password are shown to nobody."""

    group, icon, names = "Reviews", "share", ("share link", "share links")
    addable = False
    secret = ("token", "password")
    list_display = (
        related("playlist"),
        related("playlist__project", "production"),
        related("created_by", "author", order="first_name"),
        "state",
        "can_comment",
        "expiration_date",
        "created_at",
    )
    list_select_related = ("playlist__project", "created_by")
    list_filter = (("playlist", RelatedFilter), "is_active")
    search_fields = ("playlist__name",)
    ordering = ("-created_at",)
    label_related = ("playlist",)
    read_only = ("playlist", "created_by")

    @display(description="state", ordering="is_active", label={"open": "success", "over": "warning"})
    def state(self, obj):
        return playlist_overview.state(obj, utcnow())

    def label(self, obj):
        return f"{obj.playlist.name}, {obj.created_at:%Y-%m-%d}"


site.register(Playlist, PlaylistAdmin)
site.register(PlaylistShareLink, PlaylistShareLinkAdmin)
