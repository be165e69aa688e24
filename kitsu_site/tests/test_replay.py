"""The replay of recordings holds answers against them as it says it does."""

import json

import pytest

from kitsu_site.tests.contract.deviations import Deviation
from kitsu_site.tests.contract.replay import Mismatch, Replay, fill, match, match_some

ID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
OTHER_ID = "2b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        (0.3, 0.30000000001),
        ([1, 2], [2, 1]),
        (
            [{"id": "{Shot:1}", "n": 1}, {"id": "{Shot:2}", "n": 2}],
            [{"id": "y" * 36, "n": 2}, {"id": ID, "n": 1}],
        ),
        ("<now>", "2030-01-31T12:00:00"),
        ("<today>", "2030-01-31"),
        ("<text>", "x"),
        ("<any>", None),
        ("/shots/{Shot:1}.png", f"/shots/{ID}.png"),
    ],
)
def test_answers_that_fit(want, got):
    text = json.dumps(got).replace("y" * 36, OTHER_ID)
    match(want, json.loads(text), {})


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, [1]),
        (1, True),
        (True, 1),
        (None, 0),
        (None, ""),
        (1, "1"),
        ("1", 1),
        ([1], [1, 2]),
        ([1, 1], [1, 2]),
        ([], None),
        ("<now>", "2030-01-31"),
        ("<today>", "2030-01-31T12:00:00"),
        ("<text>", ""),
        ("{Shot:1}", "no id"),
        ("done", "todo"),
    ],
)
def test_answers_that_differ(want, got):
    with pytest.raises(Mismatch):
        match(want, got, {})


def test_the_order_counts_where_it_is_recorded():
    with pytest.raises(Mismatch):
        match([1, 2], [2, 1], {}, ordered=True)


def test_a_token_stays_what_it_was_first():
    bound = {}
    match({"id": "{Shot:1}"}, {"id": ID}, bound)
    assert fill("/data/shots/{Shot:1}", bound) == f"/data/shots/{ID}"
    with pytest.raises(Mismatch):
        match({"id": "{Shot:1}"}, {"id": OTHER_ID}, bound)


def test_some_of_the_recorded_items():
    match_some([{"n": 1}, {"n": 2}, {"n": 3}], [{"n": 3}, {"n": 1}], 2, {})
    with pytest.raises(Mismatch):
        match_some([{"n": 1}, {"n": 2}], [{"n": 1}, {"n": 1}], 2, {})
    with pytest.raises(Mismatch):
        match_some([{"n": 1}], [{"n": 1}], 0, {})


CALL = {"n": 1, "as": None, "method": "GET", "path": "/", "expect": {"status": 200}}
PERSON = {"first_name": "Ann", "email": "ann@example.com"}


def difference(deviation, want, status, got) -> str | None:
    """What one call differs in, which has a deviation."""

    def send(*request):
        return status, {"Content-Type": "application/json"}, json.dumps(got).encode()

    replay = Replay("accounts_login", send, {1: deviation})
    try:
        replay.step(CALL | {"expect": {"status": 200, "json": want}})
    except Mismatch as found:
        return str(found)
    return None


@pytest.mark.parametrize(
    ("deviation", "status", "got", "fits"),
    [
        (Deviation("B", status=403), 403, {"error": True, "message": "no"}, True),
        (Deviation("B", status=403), 403, {"error": True}, False),
        (Deviation("B", status=403), 200, {"person": PERSON}, False),
        (Deviation("C", public="person"), 200, {"person": {"first_name": "Ann"}}, True),
        (Deviation("C", public="person"), 200, {"person": PERSON}, False),
        (Deviation("C", public="person"), 200, {"person": {"first_name": "Moe"}}, False),
        (Deviation("C", public="person"), 403, {"message": "no"}, False),
    ],
)
def test_a_deviation_is_held_as_strictly_as_a_recording(deviation, status, got, fits):
    assert (difference(deviation, {"person": PERSON}, status, got) is None) is fits
