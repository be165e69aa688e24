import pytest

from accounts.models import Person
from kitsu_site.models import ApiEvent
from production.models import ProjectPersonLink


@pytest.fixture
def events(db):
    """The events of the log so far, oldest first: `events()` is a list of (name, payload)."""

    def read() -> list[tuple[str, dict]]:
        return list(ApiEvent.objects.order_by("created_at").values_list("name", "data"))

    return read


@pytest.fixture
def people(studio) -> dict[str, Person]:
    """Those whom the tables of rights name: of the studio, and three more."""
    extra = {
        "lead": Person.objects.create(
            first_name="Lea", last_name="Lead", email="lead@example.com", role="user"
        ),
        "demoted": Person.objects.create(
            first_name="Dee", last_name="Moted", email="demoted@example.com", role="manager"
        ),
        "stranger": Person.objects.create(
            first_name="Stan", last_name="Stranger", email="stranger@example.com", role="manager"
        ),
    }
    ProjectPersonLink.objects.create(project=studio.feature, person=extra["lead"], role="manager")
    ProjectPersonLink.objects.create(project=studio.feature, person=extra["demoted"], role="user")
    return {**studio.people, **extra}
