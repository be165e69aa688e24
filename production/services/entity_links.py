"""Casting links one by one (notes on entities, section 8): no counter moves and nothing is told."""

from django.db import transaction

from production.models import EntityLink


@transaction.atomic
def remove(*, link: EntityLink) -> None:
    """Delete a link."""
    EntityLink.objects.filter(id=link.id).delete()
