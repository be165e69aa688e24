"""A studio moves in from ShotGrid: all kinds in their order, progress noted after each list of rows."""

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.base import File
from django.db import transaction

from files.models import PreviewFile
from files.services import preview_uploads, previews
from imports.models import DataImportError
from imports.services.progress import Progress
from imports.services.shotgun import entities, importer
from imports.services.shotgun.kind import PassedOver, ids_at, may
from imports.services.shotgun.sources import number_of
from kitsu_site import storage
from kitsu_site.exceptions import Invalid

STUDIO = ("persons", "projects", "steps", "status")
CASTINGS, FILMS = "castings", "previews"


@dataclass
class Outcome:
    """What became of the rows, by kind."""

    stored: Counter = field(default_factory=Counter)
    passed: Counter = field(default_factory=Counter)  # nothing is wrong with these
    failed: Counter = field(default_factory=Counter)  # kept as failed imports

    def kinds(self) -> list[str]:
        steps = [*importer.KINDS, CASTINGS, FILMS]
        return [k for k in steps if self.stored[k] or self.passed[k] or self.failed[k]]


@dataclass
class Move:
    """`source`: see `sources`; `projects`: names of productions, all where there are none.

    `begin` is called before each step with the number of its rows (None: unknown), `tell` with those done.
    """

    source: object
    by: object
    progress: Progress
    projects: frozenset[str] = frozenset()
    films: bool = True
    begin: Callable[[str, int | None], None] = lambda step, total: None
    tell: Callable[[int], None] = lambda number: None
    outcome: Outcome = field(default_factory=Outcome)

    def run(self) -> Outcome:
        self.check_projects()
        for kind in importer.KINDS:
            self.take_in(kind)
            if kind == "assets":
                self.cast()
        if self.films:
            self.take_films()
        return self.outcome

    def check_projects(self) -> None:
        """Raise `Invalid` for a production that ShotGrid has not."""
        if not self.projects:
            return
        names = {
            row.get("name") for rows in self.source.rows("projects") for row in rows if isinstance(row, dict)
        }
        if unknown := sorted(self.projects - names):
            raise Invalid(f"ShotGrid has no production named {unknown[0]}.")

    # Rows

    def take_in(self, kind: str) -> None:
        self.begin(kind, self.source.count(kind))
        for rows in self.source.rows(kind, self.progress.of(kind)):
            with transaction.atomic():
                self.store(kind, [row for row in rows if self.is_wanted(kind, row)])
            self.progress.reached(kind, number_of(rows[-1]))
            self.tell(len(rows))

    def is_wanted(self, kind: str, row) -> bool:
        """Whether a row is of the productions that are asked for."""
        if not self.projects or (kind in STUDIO and kind != "projects"):
            return True
        name = may(row, "name") if kind == "projects" else may(row, "project.name")
        return name in self.projects

    def store(self, kind: str, rows: list) -> None:
        answered, _ = importer.import_rows(kind, rows, by=self.by, adopts=True, passing=True)
        failures = []
        for row, answer in zip(rows, answered, strict=True):
            if not isinstance(answer, PassedOver):
                self.outcome.stored[kind] += 1
            elif answer.expected:
                self.outcome.passed[kind] += 1
            else:
                failures.append((row, answer.reason))
        self.note(kind, rows, failures)

    def note(self, kind: str, rows: list, failures: list[tuple[dict, str]]) -> None:
        """Keep the failures of some rows, in place of former ones of theirs."""
        self.outcome.failed[kind] += len(failures)
        errors = DataImportError.objects.filter(source="shotgun", event_data__kind=kind)
        numbers = [number_of(row) for row in rows]
        if numbers and errors.exists():
            errors.filter(event_data__row__id__in=numbers).delete()
        DataImportError.objects.bulk_create(
            DataImportError(source="shotgun", event_data={"kind": kind, "row": row, "reason": reason})
            for row, reason in failures
        )

    def cast(self) -> None:
        """What assets are made of, once all are here."""
        if self.progress.of(CASTINGS):
            return
        children = {}
        for rows in self.source.rows("assets"):
            for row in rows:
                if isinstance(row, dict) and self.is_wanted("assets", row):
                    for parent in ids_at(entities.items(row, "parents"), "id"):
                        children.setdefault(parent, []).append(number_of(row))
        with transaction.atomic():
            self.outcome.stored[CASTINGS] += entities.cast(children, by=self.by)
        self.progress.reached(CASTINGS, 1)

    # Films

    def take_films(self) -> None:
        self.begin(FILMS, self.source.count("versions"))
        for rows in self.source.rows("versions", self.progress.of(FILMS)):
            for row in rows:
                if self.is_wanted("versions", row):
                    self.take_film(row)
                self.progress.reached(FILMS, number_of(row))
                self.tell(1)

    def take_film(self, row: dict) -> None:
        """The film of a version, unless it is here."""
        preview = PreviewFile.objects.filter(shotgun_id=number_of(row), original_name=None).first()
        if preview is None:
            return
        with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
            try:
                path = self.source.film(row, Path(folder))
                if path is None:
                    return
                store_film(preview, path, str(may(row, "sg_uploaded_movie.name", path.name)), by=self.by)
            except Invalid as error:
                self.note(FILMS, [row], [(row, error.message)])
            else:
                self.note(FILMS, [row], [])
                self.outcome.stored[FILMS] += 1


def store_film(preview: PreviewFile, path: Path, name: str, *, by) -> None:
    """Store the file of a version, prepared as any upload; one of no use makes the preview `broken`."""
    if "." not in name:
        name = f"{name}{path.suffix}"
    try:
        with path.open("rb") as opened, storage.taken_back() as stored:
            file = File(opened, name=name)
            preview_uploads.take_in(preview, file, stored, normalise=True, at_once=True, by=by)
    except Invalid:
        previews.arrived(preview=preview, values={"status": PreviewFile.Status.BROKEN}, by=by)
        raise
