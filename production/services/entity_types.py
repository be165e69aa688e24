"""Asset types, and the six kinds of the timeline."""

from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import EntityType
from production.models.entity_type import TIMELINE


class EntityTypeRows(Rows):
    """Names are unique whatever their case; events speak of asset types."""

    def __init__(self):
        super().__init__(EntityType, event="asset-type")

    def check(self, row, *, values, by, created):
        if created and EntityType.objects.filter(name__iexact=row.name).exists():
            raise Invalid(f"There is an entity type named {row.name} already.", field="name")


def timeline(name: str) -> EntityType:
    """The type of a kind of the timeline (`Shot`, ...); the six are made when one is first needed."""
    found = EntityType.objects.filter(name=name).first()
    if found is None:
        missing = [EntityType(name=kind) for kind in TIMELINE]
        EntityType.objects.bulk_create(missing, ignore_conflicts=True)
        found = EntityType.objects.get(name=name)
    return found
