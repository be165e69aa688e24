"""/data/assets/with-tasks."""

from collections import defaultdict
from functools import cached_property

from production.models import EntityLink

from .base import EntityList, of_tasks
from .columns import column, ident, json, later


class AssetList(EntityList):
    """Assets by type and name; a missing id is an empty text here, or the text `None` (see the notes).

    `episode_id`: show only that episode among those that cast an asset; `with_castings`: show them at all.
    """

    kind = "Asset"
    entity_fields_key = "asset_fields"
    order = ("entity_type__name", "name", "pk")
    entity_columns = {
        "id": ident("id"),
        "name": column("name"),
        "preview_file_id": ident("preview_file_id", none=""),
        "description": column("description"),
        "asset_type_name": column("entity_type__name"),
        "asset_type_id": ident("entity_type_id"),
        "canceled": column("canceled"),
        "ready_for": ident("ready_for_id", none="None"),
        "episode_id": ident("source_id", none=""),
        "casting_episode_ids": later(),
        "is_casting_standby": column("is_casting_standby"),
        "is_shared": column("is_shared"),
        "data": json("data", none="{}"),
        "tasks": later(),
    }
    task_columns = {
        **of_tasks(
            "id due_date done_date duration entity_id estimation end_date is_subscribed last_comment_date"
        ),
        "last_preview_file_id": ident("last_preview_file_id", none=""),
        **of_tasks(
            "priority real_start_date retake_count start_date difficulty task_status_id task_type_id"
            " assignees data"
        ),
    }

    def __init__(self, *args, episode_id=None, with_castings: bool = True, **options):
        super().__init__(*args, **options)
        self.episode_id, self.with_castings = episode_id, with_castings

    def relations(self):
        return {"casting_episode_ids": self.castings}

    @cached_property
    def castings(self) -> dict[str, list[str]]:
        """{asset: the episodes that cast it, by name}."""
        if not self.with_castings:
            return {}
        links = EntityLink.objects.filter(
            entity_in__entity_type__name="Episode", entity_out__in=self.entities.order_by().values("pk")
        )
        if self.episode_id is not None:
            links = links.filter(entity_in_id=self.episode_id)
        found = defaultdict(list)
        pairs = links.order_by("entity_in__name", "entity_in_id")
        for asset_id, episode_id in pairs.values_list(ident("entity_out_id"), ident("entity_in_id")):
            found[asset_id].append(episode_id)
        return found
