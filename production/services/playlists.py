"""Playlists as the generic resource writes them (notes on files, playlists)."""

from django.apps import apps
from django.db.models import Q

from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import Entity, Playlist

KINDS = ("shot", "asset", "sequence", "edit", "episode")


class PlaylistRows(Rows):
    """The entities and the episode of a playlist are of its production."""

    def __init__(self):
        super().__init__(Playlist)

    def create(self, *, values, links=None, by=None):
        return super().create(values={**values, "created_by_id": by.pk if by else None}, links=links, by=by)

    def check(self, row, *, values, by, created):
        if row.for_entity is not None and row.for_entity not in KINDS:
            raise Invalid(f"for_entity: one of {', '.join(KINDS)} expected.", field="for_entity")
        if row.episode is not None and row.episode.project_id != row.project_id:
            raise Invalid("episode_id: the episode is of another production.", field="episode_id")
        if "shots" in values:
            if not created:
                row.shots = entries(row.shots)
            check_entities(row)

    def clear(self, row, *, by, force):
        row.notifications.all().delete()
        row.build_jobs.all().delete()
        row.share_links.all().delete()


def check_shots(shots) -> None:
    """Raise `Invalid` for what is no list; null is an empty one."""
    if shots is not None and not isinstance(shots, list):
        raise Invalid("shots: a list of objects expected.", field="shots")


def entries(shots) -> list[dict]:
    """The entries of a playlist that show something: entity and preview file, nothing else.

    Raises `Invalid` for what is no list.
    """
    check_shots(shots)
    return [
        {"entity_id": shot.get("entity_id") or shot.get("id"), "preview_file_id": shot["preview_file_id"]}
        for shot in shots or []
        if isinstance(shot, dict) and shot.get("preview_file_id")
    ]


def check_entities(row: Playlist) -> None:
    """Raise `Invalid` where an entry shows an entity of another production."""
    from kitsu_site.api.filters import as_uuid

    if row.shots is None:
        return
    if not isinstance(row.shots, list) or not all(isinstance(shot, dict) for shot in row.shots):
        raise Invalid("shots: a list of objects expected.", field="shots")
    for shot in row.shots:
        for name in ("entity_id", "id", "preview_file_id"):
            if shot.get(name) is not None and not isinstance(shot[name], str):
                raise Invalid(f"shots: {name}: an id expected.", field="shots")
    ids = [as_uuid("shots", pk) for shot in row.shots if (pk := shot.get("entity_id") or shot.get("id"))]
    if Entity.objects.filter(pk__in=ids).exclude(Q(project_id=row.project_id) | Q(is_shared=True)).exists():
        raise Invalid("shots: an entity is of another production.", field="shots")
    ids = [as_uuid("shots", pk) for shot in row.shots if (pk := shot.get("preview_file_id"))]
    previews = apps.get_model("files.PreviewFile").objects.filter(pk__in=ids)
    if previews.exclude(Q(task__project_id=row.project_id) | Q(task__entity__is_shared=True)).exists():
        raise Invalid("shots: a preview is of another production.", field="shots")
