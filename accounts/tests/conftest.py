import pytest

from kitsu_site.models import ApiEvent


@pytest.fixture
def events(db):
    """The events of the log so far, oldest first: `events()` is a list of (name, payload)."""

    def read() -> list[tuple[str, dict]]:
        return list(ApiEvent.objects.order_by("created_at").values_list("name", "data"))

    return read
