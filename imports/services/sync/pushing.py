"""A production copied to another server of this API, through its /import/kitsu/ routes."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from imports.services.sync import verifying
from imports.services.sync.mirrors import STUDIO, WORK, Entities, Mirror
from imports.services.sync.remote import Remote
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid
from production.models import Project

BATCH = 200
# What must be there under the same ids.
VOCABULARY = (
    "studios",
    "departments",
    "persons",
    "task-types",
    "task-status",
    "entity-types",
    "project-status",
)
SENT = (
    "projects",
    "metadata-descriptors",
    "entities",
    "entity-links",
    "tasks",
    "preview-files",
    "comments",
    "attachment-files",
    "time-spents",
    "news",
    "subscriptions",
    "playlists",
    "build-jobs",
    "notifications",
    "milestones",
    "schedule-items",
)
# What the routes do not take, or set by themselves.
IGNORED = (
    "updated_at",
    "preview_background_files",
    "default_preview_background_file_id",
    "source_file_id",
    "entity_concept_links",
    "instance_casting",
)
SHOWN = 5


@dataclass
class Push:
    """Rows that are there as they are here are left alone, so that a run may be cut short and repeated."""

    remote: Remote
    project: Project
    silent: bool = True
    batch_size: int = BATCH
    begin: Callable[[str, int | None], None] = lambda step, total: None
    tell: Callable[[int], None] = lambda number: None
    sent: Counter = field(default_factory=Counter)
    refused: list[tuple[str, str]] = field(default_factory=list)  # kind, reason

    def run(self) -> None:
        self.check_vocabulary()
        for mirror in self.mirrors():
            self.step(mirror)
        for mirror in self.mirrors():
            if isinstance(mirror, Entities):
                self.step(mirror)  # their main previews are there now

    @staticmethod
    def mirrors() -> list[Mirror]:
        return [mirror for mirror in WORK if mirror.collection in SENT]

    def check_vocabulary(self) -> None:
        """Raise `Invalid` where people or words of ours are not there under their ids."""
        for mirror in STUDIO:
            if mirror.collection not in VOCABULARY:
                continue
            there = {row["id"] for rows, _ in mirror.read(self.remote, None) for row in rows}
            missing = [row for row in mirror.rows() if str(row.pk) not in there]
            if missing:
                names = ", ".join(str(row) for row in missing[:SHOWN])
                raise Invalid(
                    f"{self.remote.host} lacks {len(missing)} of our {mirror.collection}: {names}. Have it"
                    " copied from here first: manage.py sync_kitsu --source, over there."
                )

    def step(self, mirror: Mirror) -> None:
        """Send the rows that are not there, or not as they are here."""
        project_id = str(self.project.pk)
        pages = mirror.pages(self.remote, project_id) or ()
        there = {row["id"]: row for rows, _ in pages for row in rows}
        ours = mirror.answered(mirror.within(project_id).order_by("created_at", "id"))
        changed = [row for row in ours if self.is_news(mirror, row, there.get(row["id"]))]
        self.begin(mirror.name, len(changed))
        for part in parts(changed, self.batch_size):
            self.send(mirror, part, there)

    def is_news(self, mirror: Mirror, row: dict, stored: dict | None) -> bool:
        return stored is None or bool(set(mirror.differs(stored, row)) - set(IGNORED))

    def send(self, mirror: Mirror, rows: list[dict], there: dict[str, dict]) -> None:
        path = f"import/kitsu/{mirror.collection}" + ("?silent=true" if self.silent else "")
        try:
            self.remote.post(path, [self.dressed(mirror, row, there.get(row["id"])) for row in rows])
            self.sent[mirror.name] += len(rows)
        except Invalid as error:
            self.refused.append((mirror.name, error.message))
        self.tell(len(rows))

    def dressed(self, mirror: Mirror, row: dict, stored: dict | None) -> dict:
        """A row as the route takes it."""
        if isinstance(mirror, Entities):
            # The casting that is there stays: the links follow, under their own ids.
            return {**row, "type": mirror.kind, "entities_out": (stored or {}).get("entities_out", [])}
        dropped = {"source_file_id", "default_preview_background_file_id", "preview_background_files"}
        return {name: value for name, value in row.items() if name not in dropped}

    def verify(self) -> list[verifying.Comparison]:
        """Compare what was sent."""
        return verifying.compare(self.remote, str(self.project.pk), mirrors=self.mirrors(), ignored=IGNORED)
