"""Share links of playlists: /data/playlists/{playlist_id}/share (notes on files, "Share links")."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from files import policies
from files.api.playlist_routes import PlaylistRoutes
from files.services import playlist_shares
from kitsu_site.api.serializers import Id, StrictText
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Missing
from production.api.parsers import Items
from production.models import PlaylistShareLink

SHARE_LINK = Wire(PlaylistShareLink, secret=("password",))


class LinkInput(serializers.Serializer):
    expiration_date = StrictText(default=None, allow_null=True)
    can_comment = serializers.BooleanField(default=True)
    password = StrictText(default=None, allow_null=True)


class InvitationInput(serializers.Serializer):
    emails = Items(child=StrictText(), default=list, max_length=500)
    person_ids = Items(child=Id(), default=list, max_length=500)
    message = StrictText(default="", allow_null=True, max_length=5000)


class PlaylistShares(PlaylistRoutes):
    @action(detail=False, methods=["get"], url_path="{playlist_id}/share")
    def links(self, request, playlist_id):
        playlist = self.playlist(playlist_id, policies.shares_playlist)
        links = playlist.share_links.filter(is_active=True).order_by("created_at")
        with_password = set(links.exclude(password=None).exclude(password="").values_list("pk", flat=True))
        rows = SHARE_LINK.rows(links)
        return Response([{**row, "has_password": row["id"] in with_password} for row in rows])

    @links.mapping.post
    def share(self, request, playlist_id):
        playlist = self.playlist(playlist_id, policies.shares_playlist)
        body = self.read(LinkInput)
        link = playlist_shares.share(
            playlist=playlist,
            by=self.person,
            expiration=body["expiration_date"],
            can_comment=body["can_comment"],
            password=body["password"],
        )
        return Response(shown(link), status=201)

    @action(detail=False, methods=["delete"], url_path="{playlist_id}/share/{token}")
    def revoke(self, request, playlist_id, token):
        return Response(shown(playlist_shares.revoke(link=self.link(playlist_id, token))))

    @action(detail=False, methods=["post"], url_path="{playlist_id}/share/{token}/invite")
    def invite(self, request, playlist_id, token):
        link = self.link(playlist_id, token)
        if not link.is_active:
            raise Missing(playlist_shares.NO_LINK)
        body = self.read(InvitationInput)
        sent = playlist_shares.invite(
            link=link,
            emails=body["emails"],
            person_ids=body["person_ids"],
            message=body["message"] or "",
        )
        return Response({"sent": sent})

    def link(self, playlist_id, token) -> PlaylistShareLink:
        """A link of that very playlist."""
        playlist = self.playlist(playlist_id, policies.shares_playlist)
        link = playlist.share_links.select_related("playlist__project").filter(token=token).first()
        if link is None:
            raise Missing(playlist_shares.NO_LINK)
        return link


def shown(link: PlaylistShareLink) -> dict:
    """A link, without its password."""
    return {**SHARE_LINK.row(link), "has_password": bool(link.password)}


def register(router):
    router.register("data/playlists", PlaylistShares)
