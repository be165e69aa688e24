"""What a playlist shows and who may look without an account, for its page; a few queries for however many."""

import uuid

from django.urls import reverse

from kitsu_site.db.base import utcnow
from production.models import Entity, Playlist, PlaylistShareLink

MOST_ENTRIES = 200


def context(scope, playlist: Playlist) -> dict:
    """What the template `admin/playlist_overview.html` shows to who looks."""
    return {"entries": entries(scope, playlist), "links": links(scope, playlist)}


def entries(scope, playlist: Playlist) -> list[dict]:
    """The entries in their order, with the pictures of the previews that are placed."""
    shots = [shot for shot in playlist.shots or [] if isinstance(shot, dict)][:MOST_ENTRIES]
    ids = [as_id(shot.get("entity_id") or shot.get("id")) for shot in shots]
    found = (
        Entity.objects.visible_to(scope).select_related("parent", "entity_type").in_bulk(filter(None, ids))
    )
    return [
        {
            "name": found[pk].name if pk in found else "-",
            "parent": getattr(found[pk].parent, "name", "") if pk in found else "",
            "preview": as_id(shot.get("preview_file_id")),
        }
        for pk, shot in zip(ids, shots, strict=True)
    ]


def as_id(value) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None


def links(scope, playlist: Playlist) -> list[dict]:
    """The share links, newest first, for its managers; neither their tokens nor their passwords."""
    if not scope.in_project(playlist.project_id).is_manager:
        return []
    rows = PlaylistShareLink.objects.filter(playlist=playlist).select_related("created_by")
    now = utcnow()
    return [
        {
            "address": reverse("admin:production_playlistsharelink_change", args=[link.pk])
            if scope.is_admin
            else None,
            "state": state(link, now),
            "by": link.created_by.full_name if link.created_by else "-",
            "made": link.created_at,
            "until": link.expiration_date,
            "comments": link.can_comment,
            "password": bool(link.password),
        }
        for link in rows.order_by("-created_at")
    ]


def state(link: PlaylistShareLink, now) -> str:
    if not link.is_active:
        return "revoked"
    return "over" if link.expiration_date and link.expiration_date <= now else "open"
