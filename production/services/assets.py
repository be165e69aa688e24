"""Assets (notes on entities, section 3)."""

from django.db import transaction

from production.models import Entity, EntityType, Project
from production.services import entities


@transaction.atomic
def create_asset(
    *,
    project: Project,
    asset_type: EntityType,
    name: str,
    description: str | None,
    data: dict | None,
    is_shared: bool,
    episode_id,
    by,
) -> Entity:
    """A new asset, whatever others are called; `episode_id`: the episode it is made for."""
    return entities.create(
        kind="Asset",
        project=project,
        entity_type=asset_type,
        name=name,
        keyed=False,
        description=description,
        data=data,
        is_shared=is_shared,
        source=entities.child_of(project, "Episode", episode_id, "episode_id"),
        by=by,
        tell=lambda asset: {"asset_type": asset_type.pk},
    )
