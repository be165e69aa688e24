"""The recordings of the contract, replayed in process, each from an empty database with one admin.

Calls that await routes not yet built stand in `contract/awaited.json`, by recording; the list is exact:
a call in it that passes fails the test, like a call that is not in it and fails.
`pytest kitsu_site/tests/test_contract.py --update-baseline` writes it anew. It ends as `{}`.
"""

import json
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from kitsu_site.tests.baseline import Baseline
from kitsu_site.tests.contract.deviations import DEVIATIONS
from kitsu_site.tests.contract.replay import HERE, RECORDINGS, Replay

NAMES = sorted(path.stem for path in RECORDINGS.glob("*.jsonl"))


@pytest.fixture
def awaited(request):
    return Baseline(HERE / "awaited.json", update=request.config.getoption("update_baseline"))


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """Calls in process; what waits for the commit of a call happens at its end."""
    client = Client(raise_request_exception=False)

    def send(method, path, headers, params, body, form, files):
        client.cookies.clear()
        content, kind = encoded(body, form, files)
        path, _, query = path.partition("?")
        query = "&".join(filter(None, [query, urlencode(params or {}, doseq=True)]))
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.generic(
                method, path, content, content_type=kind, headers=headers, QUERY_STRING=query
            )
        return answer.status_code, answer.headers, answer.getvalue()

    return send


def encoded(body, form, files) -> tuple[bytes | str, str]:
    """A call's body and its content type."""
    if files:
        uploads = {
            field: SimpleUploadedFile(name, content, kind) for field, (name, content, kind) in files.items()
        }
        return encode_multipart(BOUNDARY, {**(form or {}), **uploads}), MULTIPART_CONTENT
    if form:
        return urlencode(form, doseq=True), "application/x-www-form-urlencoded"
    if body is not None:
        return json.dumps(body), "application/json"
    return b"", "application/octet-stream"


@pytest.mark.parametrize("name", NAMES)
def test_the_server_answers_as_recorded(name, admin_account, send, awaited):
    replay = Replay(name, send, DEVIATIONS.get(name))
    differences = {call["n"]: (call, why) for call, why in replay.run() if why is not None}
    if awaited.updating:
        awaited.put(name, spans(differences) or None)
        return
    expected = numbers(awaited.get(name, ""))
    unexpected = [describe(*differences[n]) for n in differences if n not in expected]
    assert not unexpected, "\n".join(unexpected)
    passing = sorted(expected - set(differences))
    assert not passing, f"these calls pass now, take them from awaited.json: {spans(passing)}"


def test_awaited_calls_are_of_recordings_that_exist(awaited):
    assert set(awaited.values) <= set(NAMES)


def test_deviations_are_of_calls_that_exist():
    for name, deviations in DEVIATIONS.items():
        calls = {json.loads(line).get("n") for line in (RECORDINGS / f"{name}.jsonl").open()}
        assert set(deviations) <= calls


def describe(call: dict, why: str) -> str:
    return f"{call['n']} {call['method']} {call['path']} as {call['as']}: {why}"


def spans(found) -> str:
    """Numbers as a text, runs of them by their ends: `3, 7-12`."""
    runs = []
    for n in sorted(found):
        if runs and runs[-1][1] == n - 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def numbers(text: str) -> set[int]:
    """The numbers that `spans` wrote."""
    found = set()
    for run in filter(None, text.split(", ")):
        first, _, last = run.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found
