"""No route takes more queries for longer lists: measured at two sizes, and against a committed baseline.

`pytest kitsu_site/tests/test_query_counts.py --update-baseline` writes `query_counts.json` anew.
"""

from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kitsu_site.tests.baseline import Baseline
from kitsu_site.tests.routes import address, generic, served
from kitsu_site.tests.rows import Rows

BASELINE = Path(__file__).parent / "query_counts.json"
READING = ("/data/", "/export/", "/stats", "/config")  # other routes do things, even by GET
ROLES = ("admin", "manager", "vendor")


def queries(client, path: str) -> int | None:
    """How many queries a GET takes, what is made once being made; None where it is not answered in JSON."""
    client.get(path)
    for cache in caches.all():
        cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        answer.getvalue()
    assert answer.status_code < 500, f"{path}: {answer.content[:300]}"
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    return len(captured) if answer.status_code == 200 and is_json else None


def measured(client, rows: Rows) -> dict[str, int]:
    """{path: queries} of every GET route that answers this caller with JSON."""
    collections, counts = generic(), {}
    for path in served("GET"):
        target = address(path, rows) if path.startswith(READING) else None
        if target is None:
            continue
        found = queries(client, f"{target}?relations=true" if path in collections else target)
        if found is not None:
            counts[path] = found
    return counts


@pytest.mark.parametrize("role", ROLES)
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(role, studio, api, request):
    rows, client = Rows(studio), api(role)
    rows.grow(1)
    few = measured(client, rows)
    rows.grow(4)
    many = measured(client, rows)
    assert {path: (few[path], count) for path, count in many.items() if count != few[path]} == {}
    baseline = Baseline(BASELINE, update=request.config.getoption("update_baseline"))
    if baseline.updating:
        baseline.put(role, many)
    else:
        assert many == baseline.get(role)


def test_growing_the_data_lengthens_every_collection(studio, api):
    rows, admin = Rows(studio), api("admin")
    rows.grow(1)
    before = {path: len(admin.get(path).json()) for path in listed()}
    rows.grow(1)
    assert [path for path in listed() if len(admin.get(path).json()) <= before[path]] == []


def listed() -> list[str]:
    """The generic collections with a list of their own."""
    return [path for path in served("GET") if path in generic()]
