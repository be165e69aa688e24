"""Whatever is sent to the generic routes: an answer below 400, or a 4xx that says what is wrong; never a 500.

Deterministic: hypothesis draws the same examples each time. What a call changes is undone after it.
"""

import json
from urllib.parse import urlencode

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitsu_site.tests.contract.replay import HERE
from kitsu_site.tests.routes import PARAMETER, address, generic, served
from kitsu_site.tests.rows import Rows

COLLECTIONS = generic()
MANY = settings(
    derandomize=True,
    deadline=None,
    max_examples=6,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
UNKNOWN_ID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
MALFORMED_IDS = (
    "x",
    "null",
    "0",
    "-1",
    "1b9d6bcd",
    "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bex",
    f"{UNKNOWN_ID}x",
    f"{{{UNKNOWN_ID}}}",
    "%00",
    "%F0%9F%8E%AC",
    "%ED%A0%80",
    "%FF",
    "..%2F..%2Fetc",
    "'%20OR%201=1",
    "a" * 5000,
)
TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "🎬" * 300,
    "%",
    "_",
    "\\",
    "'; DROP TABLE person; --",
    "[",
    "[1",
    "[]",
    "[null]",
    '["a", {"b": []}]',
    "{}",
    "NaN",
    "Infinity",
    "1e999",
    "9" * 400,
    "-1",
    "2030-02-31",
    "0000-00-00",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "2030-01-07T25:00:00Z",
    "true",
    "null",
    UNKNOWN_ID,
    f"{UNKNOWN_ID}x",
)
BODIES = (
    b"",
    b"{",
    b"[]",
    b"[{}]",
    b"null",
    b"0",
    b'"text"',
    b"\xff\xfe\x00",
    b'{"name": NaN}',
    b'{"name": "\\ud800"}',
    b'{"name": "\\u0000"}',
    b'{"\\u0000": 1}',
    b'{"name": 1e999}',
    b'{"name": ' + b"9" * 5000 + b"}",
    b"[" * 100_000,
    b'{"data": ' * 2000 + b"1" + b"}" * 2000,
    b'{"data": ' + b"[" * 900 + b"]" * 900 + b"}",
    b'{"name": "a", "name": {}}',
)
TYPES = ("text/plain", "application/xml", "", "application/json; charset=latin-1", "é", "multipart/form-data")
texts = st.one_of(st.sampled_from(TEXTS), st.text(max_size=20))
NUMBERS = (0, -1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, float("nan"), float("inf"))
VALUES = (
    None,
    True,
    *NUMBERS,
    [],
    {},
    [None],
    [[]],
    [UNKNOWN_ID],
    ["x"],
    [{"id": UNKNOWN_ID}],
    [{"id": []}],
    {"a": "\x00"},
)
FEW_VALUES = (None, "", UNKNOWN_ID, 10**400, ["x"], [UNKNOWN_ID], [{}], {"a": []})
PARTS = 3  # of the long tests, that workers may share them
ENDING = {"/auth/logout"}  # would end the session of the calls that follow
INPUTS = json.loads((HERE / "inputs.json").read_text())
numbers = st.one_of(st.sampled_from(NUMBERS), st.integers(), st.floats())
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "a", "\x00"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def check(answer) -> None:
    """The contract of every answer."""
    content = answer.getvalue()
    assert answer.status_code < 500, content[:500]
    if answer.status_code >= 400:
        error = json.loads(content)
        assert isinstance(error.get("message") or error.get("msg"), str), error


@pytest.fixture
def rows(studio):
    return Rows(studio)


@pytest.fixture
def call(api, studio):
    """A call of the admin, checked; what it changes is undone, and a broken transaction mended."""
    admin = api(studio.admin)

    def call(method: str, path: str, raw: bytes = b"", headers=None):
        before = transaction.savepoint()
        check(admin.call(method, path, raw=raw, headers=headers))
        transaction.savepoint_rollback(before)

    return call


def fields(path: str) -> list[str]:
    """What a filter or a body of a collection may name, and more."""
    wire = COLLECTIONS[path].wire
    own = ["id", "type", "page", "limit", "relations", "fields", "force", "no_such_field", "password"]
    return [*wire.all_columns, *wire.links, *own]


def made(model, rows) -> dict:
    """A body that would be a row, as far as its columns go: what hostile values are mixed into."""
    row = rows.make(model)
    columns = [field for field in model._meta.concrete_fields if field.column and not field.primary_key]
    found = {field.column: getattr(row, field.attname) for field in columns}
    return json.loads(
        json.dumps({name: value for name, value in found.items() if value is not None}, default=str)
    )


def kinds() -> dict[str, tuple[str, str]]:
    """A column of every kind, and a relation: {kind: (collection, name)}."""
    found = {}
    for path, viewset in COLLECTIONS.items():
        for name, column in viewset.wire.columns.items():
            kind = "a name" if name == "name" else "a choice" if column.choices else type(column).__name__
            found.setdefault(kind, (path, name))
        for name in viewset.wire.links:
            found.setdefault("a relation", (path, name))
    return found


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_column_as_a_filter(kind, call):
    path, name = kinds()[kind]
    for text in TEXTS:
        call("GET", f"{path}?{urlencode({name: text.encode('utf-8', 'surrogatepass')})}")


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_column_in_a_body(kind, call, rows):
    path, name = kinds()[kind]
    model = COLLECTIONS[path].wire.model
    one, sound = rows.anchor(model).id, made(model, rows)
    for value in (*TEXTS, *VALUES):
        call("POST", path, json.dumps({**sound, name: value}).encode())
        call("PUT", f"{path}/{one}", json.dumps({name: value}).encode())


@pytest.mark.parametrize("path", COLLECTIONS)
def test_filters(path, call):
    names = st.sampled_from(fields(path))

    @MANY
    @given(st.lists(st.tuples(names, texts), min_size=1, max_size=3))
    def filtered(pairs):
        query = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])
        call("GET", f"{path}?{query}")

    filtered()


@pytest.mark.parametrize("path", COLLECTIONS)
def test_bodies_of_creations_and_changes(path, call, rows):
    model = COLLECTIONS[path].wire.model
    one, sound = rows.anchor(model).id, made(model, rows)

    @MANY
    @given(st.dictionaries(st.sampled_from(fields(path)), values, max_size=3), st.booleans())
    def sent(hostile, alone):
        body = json.dumps(hostile if alone else {**sound, **hostile}).encode()
        call("POST", path, body)
        call("PUT", f"{path}/{one}", body)

    sent()


@pytest.mark.parametrize("path", COLLECTIONS)
def test_bodies_that_are_no_object(path, call, rows):
    one = rows.anchor(COLLECTIONS[path].wire.model).id
    for body in BODIES:
        call("POST", path, body)
        call("PUT", f"{path}/{one}", body)
    for kind in (
        "text/plain",
        "application/xml",
        "",
        "application/json; charset=latin-1",
        "é",
        "multipart/form-data",
    ):
        call("POST", path, b"{}", {"Content-Type": kind})


@pytest.mark.parametrize("path", COLLECTIONS)
def test_malformed_and_unknown_ids(path, call):
    for id in (*MALFORMED_IDS, UNKNOWN_ID):
        for method in ("GET", "PUT", "DELETE"):
            call(method, f"{path}/{id}", b"{}" if method == "PUT" else b"")


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_all_other_routes(method, part, call, rows):
    """Malformed and unknown ids, and hostile values in what a route reads of the query and the body."""
    known = {*COLLECTIONS, *(f"{path}/{{instance_id}}" for path in COLLECTIONS), *ENDING}
    for path in [path for path in served(method) if path not in known][part::PARTS]:
        empty = b"{}" if method in ("POST", "PUT") else b""
        for id in ("%00", UNKNOWN_ID):
            call(method, PARAMETER.sub(id, path), empty)
        target = address(path, rows)
        if target is None:
            continue
        inputs = INPUTS.get(f"{method} {path}", {})
        for name in inputs.get("query", ()):
            for text in ("", "-1", "9" * 30):
                call(method, f"{target}?{urlencode({name: text})}", empty)
        if method in ("POST", "PUT"):
            for body in (b"{", b"[null]", *bodies(inputs)):
                call(method, target, body)


def bodies(inputs) -> list[bytes]:
    """A body for each hostile value, with it in all the fields that a route reads."""
    names = inputs.get("body", ())
    return [json.dumps(dict.fromkeys(names, value)).encode() for value in FEW_VALUES] if names else []
