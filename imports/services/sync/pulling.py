"""A studio, or a production of it, copied from another server of this API."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from imports.services.kitsu import upserts
from imports.services.progress import Progress
from imports.services.sync import settings_of_productions, templates
from imports.services.sync.mirrors import AGAIN, STUDIO, WORK, Mirror
from imports.services.sync.rekeys import rekey
from imports.services.sync.remote import Remote

DONE = "done"


@dataclass
class Pull:
    """Rows that are here as they are there are left alone, so that a second run only reads."""

    remote: Remote
    progress: Progress
    project_id: str | None = None
    begin: Callable[[str, int | None], None] = lambda step, total: None
    tell: Callable[[int], None] = lambda number: None
    written: Counter = field(default_factory=Counter)
    refused: list[tuple[str, str, str]] = field(default_factory=list)  # collection, id, reason

    def run(self) -> None:
        for mirror in (*STUDIO, *WORK):
            self.step(mirror, mirror.name)
        for mirror in AGAIN:
            self.step(mirror, f"{mirror.name} again")
        settings_of_productions.pull(self.remote, self.project_id)
        templates.pull(self.remote)

    def step(self, mirror: Mirror, name: str) -> None:
        """Copy a collection, unless a former run did."""
        if self.progress.of(name) == DONE:
            return
        pages = mirror.pages(self.remote, self.project_id)
        if pages is None:
            return
        is_first = True
        for rows, total in pages:
            if is_first:
                self.begin(name, total)
                is_first = False
            self.take(mirror, rows)
            self.tell(len(rows))
        self.progress.reached(name, DONE)

    @transaction.atomic
    def take(self, mirror: Mirror, rows: list[dict]) -> None:
        """Copy some rows: those that are not here, or not as they are there."""
        stored = mirror.here([row["id"] for row in rows])
        changed = [row for row in rows if row["id"] not in stored or mirror.differs(row, stored[row["id"]])]
        if not changed:
            return
        for old, new in mirror.twins(changed).items():
            if new not in stored:
                rekey(mirror.model, old, new)
        ids, refused = upserts.import_rows(
            mirror, changed, by=None, silent=True, keep_times=True, passing=True
        )
        self.written[mirror.name] += len(ids)
        self.refused += [(mirror.name, failure.row["id"], failure.reason) for failure in refused]
