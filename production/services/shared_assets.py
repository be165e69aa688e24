"""Assets that other productions may use (notes on entities, section 9)."""

from django.db import transaction

from kitsu_site.db.base import utcnow
from production.models import Entity
from production.services import casting


@transaction.atomic
def share(*, assets, is_shared: bool, by) -> list[Entity]:
    """Mark assets as shared or not, without an event; what is ready elsewhere changes with it."""
    assets = list(assets)
    ids = [asset.pk for asset in assets]
    Entity.objects.filter(pk__in=ids).update(is_shared=is_shared, updated_at=utcnow())
    casting.recount_casters(ids, by=by)
    return assets
