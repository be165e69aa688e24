"""What happens on another server of this API, followed by its log of events.

An event only tells which rows to look at: they are read from there, and written here as they are now, or
removed here where they are gone. Hence nothing depends on the order of events or on reading each once, and
a run that is cut short is repeated. What the log does not tell (acknowledged comments, notifications, builds
of playlists, subscriptions) comes with the next whole copy.
"""

import datetime
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import Person
from accounts.services.persons import PersonRows
from files.models import PreviewFile
from files.services.preview_files import PreviewFileRows
from imports.services.batches import REFUSALS
from imports.services.progress import Progress
from imports.services.sync import settings_of_productions, stored_files
from imports.services.sync.mirrors import (
    STUDIO,
    WORK,
    AttachmentFiles,
    BuildJobs,
    Entities,
    EntityLinks,
    Mirror,
)
from imports.services.sync.pulling import Pull
from imports.services.sync.remote import Remote
from kitsu_site import avatars, events
from kitsu_site.db.parts import parts
from kitsu_site.services import Rows
from production.models import Comment, Entity, Project, Task
from production.services import entity_removal, project_removal
from production.services.comment_rows import CommentRows
from production.services.tasks import TaskRows

STEP = "events"
PAGE = 1000
AT_ONCE = 100  # ids that go into one address
# A transaction that began earlier may be committed, and its events seen, later.
OVERLAP = datetime.timedelta(seconds=30)
MIRRORS = [mirror for mirror in (*STUDIO, *WORK) if not isinstance(mirror, BuildJobs)]
LINKS = next(mirror for mirror in WORK if isinstance(mirror, EntityLinks))
ATTACHMENTS = next(mirror for mirror in WORK if isinstance(mirror, AttachmentFiles))


def key_of(mirror: Mirror) -> str:
    """By what name events tell ids of these rows."""
    return f"{mirror.kind.lower() if isinstance(mirror, Entities) else mirror.model._meta.db_table}_id"


KEYS = {key_of(mirror): mirror for mirror in MIRRORS}
KEYS["asset_type_id"] = KEYS["entity_type_id"]
ENTITY_KEYS = tuple(key for key, mirror in KEYS.items() if isinstance(mirror, Entities))
REMOVE = {
    Project: lambda row: project_removal.remove(project=row, by=None),
    Entity: lambda row: entity_removal.remove([row], by=None),
    Task: lambda row: TaskRows().delete(row=row, force=True),
    Comment: lambda row: CommentRows().delete(row=row),
    PreviewFile: lambda row: PreviewFileRows().delete(row=row, force=True),
    Person: lambda row: PersonRows().delete(row=row),
}


@dataclass
class Follower:
    """`step` brings what happened since the last one; the first begins `minutes` before now."""

    remote: Remote
    progress: Progress
    minutes: int = 0
    files: stored_files.FilePull | None = None
    seen: set[str] = field(default_factory=set)  # ids of events that are applied, and may be read again
    window: set[str] = field(default_factory=set)  # ids of all events of the last look
    written: int = 0
    removed: int = 0
    refused: list[tuple[str, str, str]] = field(default_factory=list)  # collection, id, reason

    def step(self) -> int:
        """Apply what is news; answers the number of events. Raises `Invalid` where the server is away."""
        found = self.news()
        if found:
            self.apply(found)
            self.tell(found)
        self.seen = self.window
        return len(found)

    # Reading

    def news(self) -> list[dict]:
        """The events that were not yet read, oldest first; the moment reached is noted by `apply`."""
        since = self.progress.of(STEP) or self.first_moment()
        after = (datetime.datetime.fromisoformat(since) - OVERLAP).isoformat()
        found, cursor, self.window = [], {}, set()
        while page := self.remote.get("data/events/last", after=after, limit=PAGE, **cursor):
            self.window |= {event["id"] for event in page}
            found += [{**e, "data": e["data"] or {}} for e in page if e["id"] not in self.seen]
            cursor = {"cursor_event_id": page[-1]["id"]}
            if len(page) < PAGE:
                break
        return found[::-1]

    def first_moment(self) -> str:
        """By the clock of the other server: its last event, less the minutes."""
        last = self.remote.get("data/events/last", limit=1)
        moment = (
            datetime.datetime.fromisoformat(last[0]["created_at"]) if last else datetime.datetime(2000, 1, 1)
        )
        moment -= datetime.timedelta(minutes=self.minutes)
        self.progress.reached(STEP, moment.isoformat())
        return moment.isoformat()

    def read(self, mirror: Mirror, column: str, ids: Iterable[str]) -> list[dict]:
        """The other server's rows whose `column` is one of `ids`."""
        found = {}
        for part in parts(sorted(ids), AT_ONCE):
            chosen = {column: orjson.dumps(part).decode()}
            for rows, _ in self.remote.pages(f"data/{mirror.collection}", **mirror.params, **chosen):
                found.update((row["id"], row) for row in rows)
        return list(found.values())

    # Writing

    def apply(self, found: list[dict]) -> None:
        """Bring the rows that the events speak of, and note how far that came."""
        there: dict[Mirror, list] = {}
        gone: dict[Mirror, set] = defaultdict(set)
        for mirror, ids in touched(found).items():
            there[mirror] = self.read(mirror, "id", ids)
            gone[mirror] |= ids - {row["id"] for row in there[mirror]}
        for mirror, column, ids in hanging(found):
            rows = self.read(mirror, column, ids)
            there[mirror] = list({row["id"]: row for row in [*there.get(mirror, ()), *rows]}.values())
            ours = mirror.rows().filter(**{f"{column}__in": ids}).values_list("id", flat=True)
            gone[mirror] |= {str(pk) for pk in ours} - {row["id"] for row in there[mirror]}
        for mirror in reversed(MIRRORS):
            self.remove(mirror, gone[mirror])
        pull = Pull(self.remote, self.progress)
        for mirror in MIRRORS:
            if rows := there.get(mirror):
                pull.take(mirror, rows)
        for mirror in MIRRORS:
            if mirror.loose and (rows := there.get(mirror)):
                pull.take(mirror, rows)  # what they refer to is there now
        for pk in {event["data"]["project_id"] for event in found if event["name"] == "project:update"}:
            settings_of_productions.pull(self.remote, pk)
        self.written += pull.written.total()
        self.refused += pull.refused
        if self.files:
            self.fetch(found)
        self.progress.reached(STEP, found[-1]["created_at"])

    def remove(self, mirror: Mirror, ids: set[str]) -> None:
        act = REMOVE.get(mirror.model, lambda row: Rows(mirror.model).delete(row=row))
        for row in mirror.rows().filter(id__in=ids) if ids else ():
            try:
                with transaction.atomic():
                    act(row)
                self.removed += 1
            except ProtectedError:
                self.refused.append((mirror.name, str(row.id), "it is used here, and stays"))
            except REFUSALS as error:
                self.refused.append((mirror.name, str(row.id), str(error)))

    def fetch(self, found: list[dict]) -> None:
        """Fetch the files that the events speak of; pictures of people may have changed."""
        wanted = []
        for event in found:
            noun, _, verb = event["name"].partition(":")
            pk = event["data"].get(f"{noun}_id")
            if verb == "set-thumbnail" and pk:
                wanted.append((f"pictures/thumbnails/{noun}s/{pk}.png", avatars.place(pk)))
        ids = {event["data"].get("preview_file_id") for event in found} - {None}
        previews = PreviewFile.objects.filter(pk__in=ids).exclude(extension=None)
        lacking = [place for row in previews for place in stored_files.of_preview(row.pk, row.extension)]
        attached = ATTACHMENTS.rows().filter(comment__in=ids_of(found, "comment_id"))
        lacking += [stored_files.of_attachment(row) for row in attached]
        with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
            self.files.take_all(wanted, Path(folder), again=True)
            self.files.take_all(lacking, Path(folder))

    @staticmethod
    def tell(found: list[dict]) -> None:
        """Let listeners here hear of it. Nothing here acts on it: what follows from it comes from there."""
        events.deliver(
            [
                events.Event(event["name"], {**event["data"], "sync": True}, event["project_id"], None, False)
                for event in found
            ]
        )


def touched(found: list[dict]) -> dict[Mirror, set[str]]:
    """The ids that the events tell, by what they are ids of."""
    result = defaultdict(set)
    for event in found:
        for key, value in event["data"].items():
            if key in KEYS and isinstance(value, str) and value:
                result[KEYS[key]].add(value)
    return result


def hanging(found: list[dict]) -> list[tuple[Mirror, str, set[str]]]:
    """(what, column, ids): rows that come with others, and are not told one by one."""
    casters = set()
    for event in found:
        data, (_, _, verb) = event["data"], event["name"].partition(":")
        if verb == "casting-update":
            casters |= {data[key] for key in ENTITY_KEYS if data.get(key)}
        casters |= {data[key] for key in ("asset_in", "entity_in_id") if data.get(key)}
    wanted = [(LINKS, "entity_in_id", casters), (ATTACHMENTS, "comment_id", ids_of(found, "comment_id"))]
    return [(mirror, column, ids) for mirror, column, ids in wanted if ids]


def ids_of(found: list[dict], key: str) -> set[str]:
    return {event["data"][key] for event in found if event["data"].get(key)}
