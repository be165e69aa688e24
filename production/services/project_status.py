"""Whether productions are open."""

from production.models import ProjectStatus

OPEN, CLOSED = "Open", "Closed"


def named(name: str) -> ProjectStatus:
    """The production status of that name, made when first needed."""
    return ProjectStatus.objects.get_or_create(name=name, defaults={"color": "#000000"})[0]
