"""The studio itself."""

from accounts.models import Organisation

DEFAULT_NAME = "Kitsu"


def current() -> Organisation:
    """The organisation, made by the first thing that needs it; where there are several the first counts."""
    first = Organisation.objects.order_by("created_at").first()
    return first or Organisation.objects.get_or_create(name=DEFAULT_NAME)[0]
