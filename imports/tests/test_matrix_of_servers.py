"""Which role gets what from every route of ShotGrid's and Kitsu's rows (notes on what is stricter, B)."""

import pytest

from imports.models import DataImportError
from kitsu_site.tests.routes import ROUTES

CALLERS = ("admin", "manager", "supervisor", "animator", "client", "vendor", "outsider", "bot", "nobody")
FOR_ADMINS = (403,) * 7 + (401,)
FOR_ALL = (200,) * 7 + (401,)  # whose rows are passed over


def expected(method: str, path: str) -> tuple[int, ...]:
    """The statuses of a route, by caller."""
    if path.startswith("/import/kitsu/"):
        return 200, *FOR_ALL
    if path.startswith("/import/shotgun/errors"):
        return {"GET": 200, "POST": 201, "DELETE": 204}[method], *FOR_ADMINS
    return 200, *FOR_ADMINS


@pytest.mark.django_db
@pytest.mark.parametrize("name", CALLERS)
def test_each_role_gets_from_every_route_what_it_may(studio, api, name):
    caller = api() if name == "nobody" else api(name)
    column, wrong = CALLERS.index(name), {}
    for method, path in ROUTES:
        if not path.startswith(("/import/shotgun/", "/import/kitsu/")):
            continue
        error = DataImportError.objects.create(event_data={}, source="shotgun")
        body = {"id": 999} if "/remove/" in path or "/errors" in path else []
        code = caller.call(method, path.format(error_id=error.pk), body).status_code
        if code != expected(method, path)[column]:
            wrong[f"{method} {path}"] = code
    assert wrong == {}
