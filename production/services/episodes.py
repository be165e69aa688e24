"""Episodes (notes on entities, sections 3 and 7)."""

from django.db import transaction

from production.models import Entity, Project
from production.services import entities


@transaction.atomic
def create_episode(*, project: Project, name: str, status: str, description: str | None, data, by) -> Entity:
    """A new episode, or the one of that name; a status that is none becomes `running`."""
    return entities.create(
        kind="Episode",
        project=project,
        name=name,
        status=status if status in Entity.Status.values else Entity.Status.RUNNING,
        description=description,
        data=data,
        by=by,
    )
