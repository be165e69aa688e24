"""Sequences (notes on entities, sections 3 and 7)."""

from django.db import transaction

from production.models import Entity, Project
from production.services import entities


@transaction.atomic
def create_sequence(*, project: Project, name: str, episode_id, description: str | None, data, by) -> Entity:
    """A new sequence, of an episode or of none, or the one of that name."""
    return entities.create(
        kind="Sequence",
        project=project,
        name=name,
        parent=entities.child_of(project, "Episode", episode_id, "episode_id"),
        description=description,
        data=data,
        by=by,
    )
