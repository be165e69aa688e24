"""Casting links one by one (notes on entities, section 8): no counter moves and nothing is told."""

from django.db import transaction

from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import EntityLink


class EntityLinkRows(Rows):
    """What is cast is of the same production, or shared."""

    def __init__(self):
        super().__init__(EntityLink)

    def check(self, row, *, values, by, created):
        asset = row.entity_out
        if created and asset.project_id != row.entity_in.project_id and not asset.is_shared:
            raise Invalid("entity_out_id: it is of another production.", field="entity_out_id")


@transaction.atomic
def remove(*, link: EntityLink) -> None:
    """Delete a link."""
    EntityLink.objects.filter(id=link.id).delete()
