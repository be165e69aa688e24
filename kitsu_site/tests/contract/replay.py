"""Replays recorded exchanges of the API and says where the server answers otherwise.

A recording is a file of JSON lines: its name, then one call a line.

| key | meaning |
| --- | --- |
| `n`, `note` | the call's number, what it shows |
| `as` | who calls: `admin`, or a name that an earlier `login` gave; null: nobody |
| `login` | this call signs that name in: its answer holds their `access_token` |
| `method`, `path`, `params`, `headers` | the request; `params` is the query string |
| `json`, `form`, `files` | its body; a file has a `name` and its `text` or a `fixture` of `files/` |
| `expect.status`, `expect.type` | the status; the content type without its parameters |
| `expect.json`, `ndjson`, `text`, `bytes` | the answer; `bytes`: any body that is not empty |
| `expect.headers`, `expect.pixels` | these headers; the size of the PNG that is answered |
| `expect.absent` | keys that must not be in the answer, at any depth |
| `expect.ordered` | lists must come in this order; else any order will do |

Every key of a recorded object must be there with its value; further keys are allowed. Texts hold tokens:
`{Shot:1}` takes the server's value where it is first met and must stay the same from there on; `<now>`,
`<today>`, `<text>` (not empty) and `<any>` stand for what they say; `{{totp:NAME}}` is the one-time code of
a secret.
"""

import json
import math
import mimetypes
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp

from .deviations import Deviation

HERE = Path(__file__).parent
RECORDINGS = HERE / "recordings"
TOKEN = re.compile(r"\{([A-Za-z_]+(?::\d+)?)\}")
TOTP = re.compile(r"\{\{totp:(\w+)\}\}")
NOW = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")
TODAY = re.compile(r"\d{4}-\d\d-\d\d")


class Mismatch(Exception):
    """An answer differs from the recorded one; the message says where."""


class Replay:
    """One recording, call by call through `send`.

    `send(method, path, headers, params, body, form, files)` answers (status, headers, content);
    `files` maps a field to (file name, bytes, content type). `deviations`: calls where the rules
    are stricter than the recording, by number.
    """

    def __init__(self, name: str, send: Callable, deviations: dict[int, Deviation] | None = None):
        with (RECORDINGS / f"{name}.jsonl").open() as lines:
            _, *self.calls = [json.loads(line) for line in lines]
        self.send, self.deviations = send, deviations or {}
        self.bound: dict[str, str] = {}  # values of the tokens met so far
        self.tokens: dict[str, str] = {}  # access tokens by caller

    def run(self) -> Iterator[tuple[dict, str | None]]:
        """Each call with what differs, or None."""
        sign_in = {"email": "admin@example.com", "password": "mysecretpassword"}
        _, _, content = self.send("POST", "/auth/login", {}, None, sign_in, None, None)
        self.tokens["admin"] = json.loads(content)["access_token"]
        for call in self.calls:
            try:
                self.step(call)
            except Mismatch as difference:
                yield call, str(difference)
            else:
                yield call, None

    def step(self, call: dict) -> None:
        """Make one call; raises `Mismatch`."""
        status, headers, content = self.send(
            call["method"],
            self.path(call),
            self.headers(call),
            fill(call.get("params"), self.bound),
            fill(call.get("json"), self.bound),
            fill(call.get("form"), self.bound),
            self.files(call),
        )
        if deviation := self.deviations.get(call["n"]):
            self.check_deviation(deviation, call, status, headers, content)
        else:
            self.check(call, status, headers, content)

    def path(self, call: dict) -> str:
        path = fill(call["path"], self.bound)
        if missing := TOKEN.search(path):
            raise Mismatch(f"{missing.group()} was not answered by an earlier call")
        return path

    def headers(self, call: dict) -> dict[str, str]:
        headers = dict(fill(call.get("headers", {}), self.bound))
        if caller := call["as"]:
            if caller not in self.tokens:
                raise Mismatch(f"{caller} could not sign in")
            headers["Authorization"] = f"Bearer {self.tokens[caller]}"
        return headers

    def files(self, call: dict) -> dict | None:
        files = {}
        for field, file in (call.get("files") or {}).items():
            if "text" in file:
                content = fill(file["text"], self.bound).encode()
            else:
                content = (HERE / "files" / file["fixture"]).read_bytes()
            kind = mimetypes.guess_type(file["name"])[0] or "application/octet-stream"
            files[field] = file["name"], content, kind
        return files or None

    def check_deviation(self, deviation: Deviation, call: dict, status: int, headers, content: bytes) -> None:
        """Hold an answer against the stricter rule; raises `Mismatch`."""
        want = call["expect"]
        if deviation.status is not None:
            if status != deviation.status:
                raise Mismatch(f"status {deviation.status} expected ({deviation.rule}), got {status}")
            if status >= 400 and not parsed(content).get("message"):
                raise Mismatch(f"an error with a message expected, got {content[:300]!r}")
        elif deviation.items is not None:
            self.check(call | {"expect": want | {"json": "<any>"}}, status, headers, content)
            match_some(items(want["json"]), items(parsed(content)), deviation.items, self.bound)
        elif deviation.instead is not None:
            expected = want["json"] | deviation.instead
            self.check(call | {"expect": want | {"json": expected}}, status, headers, content)
        else:
            shown = public(want["json"], deviation.public, deviation.keys)
            self.check(call | {"expect": want | {"json": shown}}, status, headers, content)
            if public(got := parsed(content), deviation.public, deviation.keys) != got:
                raise Mismatch(f"more than the public keys of people ({deviation.rule}): {short(got)}")

    def check(self, call: dict, status: int, headers, content: bytes) -> None:
        """Hold an answer against the recorded one; raises `Mismatch`."""
        want = call["expect"]
        if status != want["status"]:
            raise Mismatch(f"status {want['status']} expected, got {status}: {content[:300]!r}")
        kind = (headers.get("Content-Type") or "").split(";")[0]
        if want.get("type") and status < 400 and status != 204 and kind != want["type"]:
            raise Mismatch(f"content type {want['type']} expected, got {kind or 'none'}")
        ordered = want.get("ordered", False)
        if "json" in want:
            got = parsed(content)
            if call.get("login") and "access_token" in got:
                self.tokens[call["login"]] = got["access_token"]
            match(want["json"], got, self.bound, ordered=ordered)
            if present := next((key for key in want.get("absent", ()) if holds(got, key)), None):
                raise Mismatch(f"{present} is in the answer")
        if "ndjson" in want:
            rows = [parsed(line) for line in content.splitlines() if line.strip()]
            match(want["ndjson"], rows, self.bound, ordered=ordered)
        if "text" in want:
            match_text(
                want["text"].replace("\r\n", "\n"), content.decode().replace("\r\n", "\n"), self.bound, "$"
            )
        for name, value in want.get("headers", {}).items():
            match_text(value, headers.get(name) or "", self.bound, f"header {name}")
        if want.get("bytes") and not content:
            raise Mismatch("an empty body")
        if "pixels" in want:
            size = [int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")]
            if size != want["pixels"]:
                raise Mismatch(f"a PNG of {want['pixels']} pixels expected, got {size}")


def match(want, got, bound: dict, where: str = "$", ordered: bool = False) -> None:
    """Hold `got` against `want`, binding new tokens in `bound`; raises `Mismatch`."""
    if isinstance(want, dict):
        if not isinstance(got, dict):
            raise Mismatch(f"{where}: an object expected, got {short(got)}")
        for key, value in want.items():
            key = fill(key, bound)
            if key not in got:
                raise Mismatch(f"{where}.{key}: missing")
            match(value, got[key], bound, f"{where}.{key}", ordered)
    elif isinstance(want, list):
        match_list(want, got, bound, where, ordered)
    elif isinstance(want, str):
        match_text(want, got, bound, where)
    elif isinstance(want, bool) or want is None:
        if got is not want:
            raise Mismatch(f"{where}: {short(want)} expected, got {short(got)}")
    elif not is_number(got) or not math.isclose(want, got, rel_tol=1e-6, abs_tol=1e-9):
        raise Mismatch(f"{where}: {short(want)} expected, got {short(got)}")


def match_list(want: list, got, bound: dict, where: str, ordered: bool) -> None:
    if not isinstance(got, list):
        raise Mismatch(f"{where}: a list expected, got {short(got)}")
    if len(want) != len(got):
        raise Mismatch(f"{where}: {len(want)} items expected, got {len(got)}")
    trial = dict(bound)
    try:
        for index, (one, other) in enumerate(zip(want, got, strict=True)):
            match(one, other, trial, f"{where}[{index}]", ordered)
    except Mismatch:
        if ordered:
            raise
        trial = paired(want, got, bound, where)
    bound.update(trial)


def paired(want: list, got: list, bound: dict, where: str) -> dict:
    """What is bound once every wanted item has an item of its own in `got`, in any order."""
    bound, left = dict(bound), list(got)
    for index, one in enumerate(want):
        first = None
        for other in left:
            trial = dict(bound)
            try:
                match(one, other, trial, f"{where}[{index}]")
            except Mismatch as difference:
                first = first or difference
                continue
            bound = trial
            left.remove(other)
            break
        else:
            raise first or Mismatch(f"{where}[{index}]: no such item")
    return bound


def match_some(want: list, got: list, count: int, bound: dict) -> None:
    """Hold each of `count` items in `got` against one of its own in `want`; raises `Mismatch`."""
    if len(got) != count:
        raise Mismatch(f"{count} items expected, got {len(got)}")
    left = list(want)
    for index, other in enumerate(got):
        for one in left:
            trial = dict(bound)
            try:
                match(one, other, trial, f"$[{index}]")
            except Mismatch:
                continue
            bound.update(trial)
            left.remove(one)
            break
        else:
            raise Mismatch(f"$[{index}]: this was not answered in the recording: {short(other)}")


def items(answer) -> list:
    """The rows of a list or of a page."""
    return answer["data"] if isinstance(answer, dict) else answer


def public(value, people: str, keys: frozenset[str], name: str = "$"):
    """`value` with no more than `keys` of the objects that are named `people`."""
    if isinstance(value, list):
        return [public(item, people, keys, name) for item in value]
    if not isinstance(value, dict):
        return value
    shown = (key for key in value if name != people or key in keys)
    return {key: public(value[key], people, keys, key) for key in shown}


def match_text(want: str, got, bound: dict, where: str) -> None:
    if want == "<any>":
        return
    if not isinstance(got, str):
        raise Mismatch(f"{where}: {short(want)} expected, got {short(got)}")
    if want in ("<text>", "<now>", "<today>"):
        fitting = {"<text>": got, "<now>": NOW.fullmatch(got), "<today>": TODAY.fullmatch(got)}[want]
        if not fitting:
            raise Mismatch(f"{where}: {want} expected, got {short(got)}")
        return
    pattern, names, last = "", [], 0
    for token in TOKEN.finditer(want):
        pattern += re.escape(want[last : token.start()])
        name, last = token.group(1), token.end()
        if name in bound:
            pattern += re.escape(bound[name])
        else:
            names.append(name)
            pattern += "([0-9a-f-]{36})" if ":" in name else "(.+?)"
    pattern += re.escape(want[last:])
    found = re.fullmatch(pattern, got, re.DOTALL)
    if not found:
        raise Mismatch(f"{where}: {short(fill(want, bound))} expected, got {short(got)}")
    for name, value in zip(names, found.groups(), strict=True):
        bound.setdefault(name, value)


def fill(value, bound: dict):
    """`value` with the tokens known so far replaced."""
    if isinstance(value, dict):
        return {fill(key, bound): fill(item, bound) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, bound) for item in value]
    if not isinstance(value, str):
        return value
    value = TOTP.sub(lambda found: one_time_code(found.group(1), bound), value)
    return TOKEN.sub(lambda found: bound.get(found.group(1), found.group(0)), value)


def one_time_code(name: str, bound: dict) -> str:
    if name not in bound:
        raise Mismatch(f"the secret {name} was not answered by an earlier call")
    return pyotp.TOTP(bound[name]).now()


def parsed(content: bytes):
    try:
        return json.loads(content)
    except ValueError:
        raise Mismatch(f"JSON expected, got {content[:300]!r}") from None


def holds(value, key: str) -> bool:
    """Whether an object within `value` has `key`."""
    if isinstance(value, dict):
        return key in value or any(holds(item, key) for item in value.values())
    return isinstance(value, list) and any(holds(item, key) for item in value)


def is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def short(value) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 160 else text[:160] + "…"
