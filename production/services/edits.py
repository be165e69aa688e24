"""Edits (notes on entities, section 3)."""

from django.db import transaction

from production.models import Entity, Project
from production.services import entities


@transaction.atomic
def create_edit(*, project: Project, name: str, episode_id, description: str | None, data, by) -> Entity:
    """A new edit, of an episode or of none, or the one of that name."""
    return entities.create(
        kind="Edit",
        project=project,
        name=name,
        parent=entities.child_of(project, "Episode", episode_id, "episode_id"),
        description=description,
        data=data or {},
        by=by,
        tell=lambda edit: {"parent_id": edit.parent_id},
    )
