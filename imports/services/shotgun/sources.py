"""Where ShotGrid's rows come from: a folder of JSON dumps, or the site itself."""

import datetime
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from urllib.error import URLError

from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid

PAGE = 500
# {kind: (ShotGrid's name, the fields that are read)}; `sg_*`: all fields of the site's own, too.
FIELDS = {
    "persons": (
        "HumanUser",
        "firstname lastname email login sg_status_list permission_rule_set department",
    ),
    "projects": ("Project", "name sg_status sg_*"),
    "project-connections": ("ProjectUserConnection", "project user"),
    "steps": ("Step", "code short_name color entity_type"),
    "status": ("Status", "name code bg_color"),
    "episodes": ("Episode", "code description project"),
    "sequences": ("Sequence", "code description project episode"),
    "scenes": ("Scene", "code project sequence_sg_scenes_1_sequences"),
    "assets": ("Asset", "code description sg_asset_type project parents"),
    "shots": ("Shot", "code project sg_sequence sg_scene sg_cut_in sg_cut_duration assets sg_*"),
    "tasks": (
        "Task",
        "cached_display_name step project entity sg_status_list created_by task_assignees start_date"
        " due_date sg_sort_order duration",
    ),
    "versions": ("Version", "code description user sg_task sg_uploaded_movie created_at project"),
    "notes": ("Note", "content created_at user tasks project"),
}


def wanted(kind: str) -> list[str]:
    """The fields of a kind by name."""
    return [name for name in FIELDS[kind][1].split() if name != "sg_*"]


def number_of(row) -> int:
    """The id of a row, 0 where it has none: such rows come first, and are refused."""
    number = row.get("id") if isinstance(row, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else 0


class Folder:
    """A folder with a file of rows for each kind, `assets.json`, ..., and films: `films/<version's id>.*`."""

    def __init__(self, path: Path):
        self.path, self.name = path, str(path.resolve())
        if not path.is_dir():
            raise Invalid(f"There is no folder {path}.")
        if not any((path / f"{kind}.json").is_file() for kind in FIELDS):
            raise Invalid(f"{path} holds none of {', '.join(f'{kind}.json' for kind in FIELDS)}.")

    def rows(self, kind: str, after: int = 0) -> Iterator[list]:
        """The rows with a higher id than `after`, by id, some hundred at a time."""
        rows = sorted(self.all(kind), key=number_of)
        rows = [row for row in rows if not after or number_of(row) > after]
        yield from parts(rows, PAGE)

    def all(self, kind: str) -> list:
        file = self.path / f"{kind}.json"
        if not file.is_file():
            return []
        try:
            rows = json.loads(file.read_text(encoding="utf-8-sig"))
        except ValueError as error:
            raise Invalid(f"{file}: it is no JSON: {error}") from None
        if not isinstance(rows, list):
            raise Invalid(f"{file}: a JSON list expected.")
        empty = dict.fromkeys(wanted(kind))
        return [{**empty, **row} if isinstance(row, dict) else row for row in rows]

    def count(self, kind: str) -> int | None:
        return len(self.all(kind))

    def film(self, row: dict, folder: Path) -> Path | None:
        """The film of a version; None where there is none."""
        return next(iter(sorted(self.path.glob(f"films/{number_of(row)}.*"))), None)


class Site:
    """A site, through ShotGrid's own client."""

    def __init__(self, url: str, script_name: str, api_key: str):
        import shotgun_api3

        self.errors = (shotgun_api3.ShotgunError, OSError, URLError)
        self.name = url
        with self.told(f"{url} does not answer"):
            self.client = shotgun_api3.Shotgun(url, script_name, api_key, convert_datetimes_to_utc=False)

    def told(self, what: str):
        return Told(what, self)

    @cached_property
    def schemas(self) -> dict[str, set[str]]:
        """The fields that the site has: sites differ."""
        import shotgun_api3

        found = {}
        for kind, (entity_type, _) in FIELDS.items():
            try:
                found[kind] = set(self.client.schema_field_read(entity_type))
            except shotgun_api3.AuthenticationFault as error:
                raise Invalid(f"{self.name}: {error}") from None
            except shotgun_api3.Fault:
                found[kind] = set()  # this site has no such rows
        return found

    def fields(self, kind: str) -> list[str]:
        there = self.schemas[kind]
        own = {name for name in there if name.startswith("sg_")} if "sg_*" in FIELDS[kind][1] else set()
        return sorted(there & set(wanted(kind)) | own)

    def rows(self, kind: str, after: int = 0) -> Iterator[list]:
        if not self.schemas[kind]:
            return
        entity_type, empty = FIELDS[kind][0], dict.fromkeys(wanted(kind))
        while True:
            with self.told(f"{self.name}: {entity_type}"):
                found = self.client.find(
                    entity_type,
                    [["id", "greater_than", after]],
                    self.fields(kind),
                    order=[{"field_name": "id", "direction": "asc"}],
                    limit=PAGE,
                )
            if not found:
                return
            yield [{**empty, **plain(row)} for row in found]
            after = found[-1]["id"]

    def count(self, kind: str) -> int | None:
        return None

    def film(self, row: dict, folder: Path) -> Path | None:
        film = row.get("sg_uploaded_movie")
        if not isinstance(film, dict) or not film.get("url"):
            return None
        path = folder / f"film{Path(str(film.get('name') or '')).suffix}"
        with self.told(f"{self.name}: the film of version {row.get('id')}"):
            self.client.download_attachment(film, file_path=str(path))
        return path


class Told:
    """A block whose failures are told in one line."""

    def __init__(self, what: str, site: Site):
        self.what, self.site = what, site

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, self.site.errors):
            raise Invalid(f"{self.what}: {error}") from error


def plain(value):
    """A value of the client as JSON has it."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        if value.tzinfo:
            value = value.astimezone(datetime.UTC)
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, datetime.date) else value
