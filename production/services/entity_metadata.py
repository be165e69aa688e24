"""Metadata of many entities at once, set-based (notes on entities, section 6)."""

from django.db import transaction

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.db.parts import parts
from production.models import Entity, EntityVersion
from production.services.entities import is_versioned

BATCH = 200


@transaction.atomic
def change(*, ids: list, values: dict, by) -> None:
    """Merge `values` into the metadata of entities, key by key; null empties a key.

    Shots and edits remember what they were; an event tells of each entity.
    """
    for part in parts(ids, BATCH):
        rows = Entity.objects.filter(pk__in=part).select_related("entity_type")
        change_some(list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk")), values, by=by)


def change_some(entities: list[Entity], values: dict, *, by) -> None:
    remembered = [entity for entity in entities if is_versioned(entity.kind, entity.updated_at)]
    for entity in entities:
        entity.data, entity.updated_at = {**(entity.data or {}), **values}, utcnow()
    Entity.objects.bulk_update(entities, ["data", "updated_at"])
    EntityVersion.objects.bulk_create(
        EntityVersion(name=entity.name, data=entity.data, entity=entity, person=by) for entity in remembered
    )
    events.emit_all(
        events.event(
            f"{entity.kind.lower()}:update",
            by=by,
            project_id=entity.project_id,
            **{f"{entity.kind.lower()}_id": entity.pk},
        )
        for entity in entities
    )
