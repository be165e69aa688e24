"""Concepts (notes on entities, section 3)."""

from django.db import transaction

from production.models import Entity, Project
from production.services import entities


@transaction.atomic
def create_concept(
    *, project: Project, name: str, description: str | None, data, linked_ids: list, by
) -> Entity:
    """A new concept linked to entities of the production (others are dropped), or the one of that name."""
    concept = Entity.objects.of_kind("Concept").filter(project=project, name=name, parent=None).first()
    if concept is not None:
        return concept
    concept = entities.create(
        kind="Concept", project=project, name=name, description=description, data=data or {}, by=by
    )
    concept.entity_concept_links.set(Entity.objects.filter(project=project, pk__in=linked_ids))
    return concept
