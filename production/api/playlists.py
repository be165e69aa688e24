"""Playlists: /data/playlists."""

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.filters import as_uuid
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Invalid
from production import policies
from production.models import Playlist, TaskType
from production.services.playlists import PlaylistRows

NO_EPISODE = ("all", "main", "")


class PlaylistViewSet(CrudViewSet):
    wire, policy, rows = Wire(Playlist, links=("build_jobs",)), policies.Playlists(), PlaylistRows()
    protected = ("created_by",)

    def before_create(self, body):
        body.pop("created_by", None)  # it is the caller
        body.update(without_pseudo_ids(body))

    def writable(self, row, body):
        return {**body, **without_pseudo_ids(body)}


def without_pseudo_ids(body: dict) -> dict:
    """What clients send for "no episode" and "no task type", as null."""
    changes = {}
    if body.get("episode_id") in NO_EPISODE:
        changes["episode_id"] = None
    if "task_type_id" in body and not known(TaskType, body["task_type_id"]):
        changes["task_type_id"] = None
    return changes


def known(model, pk) -> bool:
    try:
        return model.objects.filter(pk=as_uuid("id", pk)).exists()
    except Invalid:
        return False
