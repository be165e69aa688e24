"""Shots (notes on entities, sections 3 and 6)."""

from django.db import transaction

from production.models import Entity, Project
from production.services import entities
from production.services.entities import EntityRows


class ShotRows(EntityRows):
    """Shots as their own route changes them: `data` is replaced."""

    merged = ()


@transaction.atomic
def create_shot(
    *, project: Project, name: str, sequence_id, nb_frames: int | None, description: str | None, data, by
) -> Entity:
    """A new shot of a sequence, or the one of that name."""
    sequence = entities.child_of(project, "Sequence", sequence_id, "sequence_id")
    return entities.create(
        kind="Shot",
        project=project,
        name=name,
        parent=sequence,
        nb_frames=nb_frames,
        description=description,
        data=data or {},
        by=by,
        tell=lambda shot: {"episode_id": sequence.parent_id if sequence else None},
    )
