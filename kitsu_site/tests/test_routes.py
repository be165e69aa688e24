"""Every route of the contract resolves, at / and at /api/, with and without a trailing slash.

Routes not yet built stand in `contract/awaited_routes.txt`; the list is exact, and ends empty.
`pytest kitsu_site/tests/test_routes.py --update-baseline` writes it anew.
"""

import pytest

from kitsu_site.tests.contract.replay import HERE
from kitsu_site.tests.routes import ROUTES, is_served

AWAITED = HERE / "awaited_routes.txt"


def awaited() -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in AWAITED.read_text().splitlines()]


@pytest.mark.parametrize("slash", ["", "/"], ids=["plain", "with a slash"])
@pytest.mark.parametrize("mounted", ["", "/api"], ids=["at the root", "at /api"])
def test_every_route_of_the_contract_resolves(mounted, slash, request):
    missing = [(method, path) for method, path in ROUTES if not is_served(method, path, mounted, slash)]
    if request.config.getoption("update_baseline"):
        AWAITED.write_text("".join(f"{method} {path}\n" for method, path in missing))
    unexpected = sorted(set(missing) - set(awaited()))
    assert not unexpected, f"these routes do not resolve: {unexpected}"
    built = sorted(set(awaited()) - set(missing))
    assert not built, f"these routes resolve now, take them from awaited_routes.txt: {built}"


def test_a_literal_segment_taken_for_a_parameter_is_no_route():
    assert is_served("GET", "/data/projects/{instance_id}")
    assert not is_served("GET", "/data/projects/there-is-no-such-route")


def test_a_method_that_the_contract_does_not_have_is_refused(api, admin_account):
    answer = api(admin_account).call("PATCH", "/data/departments", {})
    assert answer.status_code == 405
    assert answer.json() == {"error": True, "message": 'Method "PATCH" not allowed.'}


def test_an_unknown_path_answers_json(api, admin_account):
    answer = api(admin_account).get("/data/there-is-no-such-route")
    assert answer.status_code == 404
    assert answer.json() == {"error": True, "message": "Not found."}
