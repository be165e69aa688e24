"""Tables of rights: a row is a route, a column a caller, an entry the status that is answered.

`{name}` in a path or a body stands for an id that the test gives; `{own}` is the caller.
"""

import io
from collections.abc import Callable, Iterable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import resolve
from PIL import Image

from kitsu_site.tests.client import Api
from kitsu_site.tests.routes import PARAMETER, ROUTES, is_served, sample


def read(table: str) -> list[tuple[str, str, list[int]]]:
    """The rows of a table: method, path, statuses."""
    lines = [line.split() for line in table.strip().splitlines() if line.strip()]
    return [(method, path, [int(entry) for entry in entries]) for method, path, *entries in lines]


def filled(value, ids: dict):
    """A body or a path with the ids in it."""
    if isinstance(value, dict):
        return {name.format(**ids): filled(item, ids) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, ids) for item in value]
    return value.format(**ids) if isinstance(value, str) else value


def status(caller: Api, method: str, path: str, ids: dict, bodies: dict, files: dict | None = None) -> int:
    """The status that is answered; what the call changed is rolled back.

    `bodies`: by route, where one is needed; `files`: an uploaded form instead.
    """
    own = str(caller.person.pk) if caller.person else ids.get("own", "")
    ids = {**ids, "own": own}
    sent = {"form": files} if files else {"body": filled(bodies.get(f"{method} {path}", {}), ids)}
    with transaction.atomic():
        answered = caller.call(method, filled(path, ids), **sent).status_code
        transaction.set_rollback(True)
    return answered


def wrong(table: str, column: int, status: Callable[[str, str], int]) -> dict[str, tuple[int, int]]:
    """{route: (what is answered, what the table says)} where they differ, for the caller of a column."""
    found = {}
    for method, path, statuses in read(table):
        answered = status(method, path)
        if answered != statuses[column]:
            found[f"{method} {path}"] = (answered, statuses[column])
    return found


def shape(path: str) -> str:
    """A path without its query and the names of its parameters."""
    return PARAMETER.sub("{}", path.partition("?")[0])


def absent(table: str, apps: Iterable[str], modules: Iterable[str] = (), shape: Callable = shape) -> list:
    """The routes that `modules` (none named: all) of the `api` of `apps` serve, and the table lacks.

    `shape`: what is left of a path where a value that stands for a parameter is left out too.
    """
    known = {(method, shape(path)) for method, path, _ in read(table)}
    return [
        (method, path)
        for method, path in ROUTES
        if is_served(method, path)
        and is_of(view(method, path), apps, modules)
        and (method, shape(path)) not in known
    ]


def view(method: str, path: str):
    """The view that serves a route."""
    found = resolve(PARAMETER.sub(lambda name: sample(name.group(1)), path)).func
    return getattr(found, "views", {}).get(method.lower(), found)


def is_of(view, apps, modules) -> bool:
    app, _, module = view.cls.__module__.partition(".api.")
    return app in apps and (not modules or module in modules)


def picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return SimpleUploadedFile("picture.png", content.getvalue(), "image/png")
