"""The engine of every import: rows are planned one by one, then written together.

A reader makes rows of a file; an `Importer` plans a change for each against what is there, and
writes what was planned in as few statements as it takes; `run` does both in one transaction.
The API, the back office and the commands all call `run`.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from django.db import IntegrityError, transaction

from imports.services import tables
from kitsu_site.exceptions import Invalid, StudioError

HEADER = 1  # the line of a sheet that names its columns
MOST_NAMES, LONGEST_NAME = 10, 80  # of columns, in a warning


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass
class Change:
    """What becomes of a row.

    `line`: where it ends in the file; `kind`, `name`: what it is about; `values`: what is written;
    `reason`, `column`: why it is refused; `target`: the row of the database, for the importer's own use.
    """

    line: int
    action: Action
    kind: str = ""
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    reason: str | None = None
    column: str | None = None
    target: Any = None


@dataclass
class Plan:
    """The changes of an import, in the order of the rows, and what is worth a second look."""

    changes: list[Change] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)  # (line, words)
    answer: Any = None  # what the importer says of what it wrote

    @property
    def refused(self) -> list[Change]:
        return [change for change in self.changes if change.action == Action.REFUSED]

    def counts(self) -> dict[str, int]:
        """{action: number of rows}, in a fixed order."""
        found = Counter(change.action for change in self.changes)
        return {action.value: found[action] for action in Action}

    def as_json(self) -> dict:
        """The plan as the API answers it."""
        return {
            "dry_run": True,
            "counts": self.counts(),
            "changes": [
                {
                    "line_number": change.line,
                    "action": change.action.value,
                    "kind": change.kind,
                    "name": change.name,
                    "values": change.values,
                    "column": change.column,
                    "reason": change.reason,
                }
                for change in self.changes
            ],
            "warnings": [{"line_number": line, "message": words} for line, words in self.warnings],
        }


class Importer(Protocol):
    """What an import is made of, besides its rows."""

    def prepare(self) -> None:
        """Lock and load what rows are compared with; in the transaction."""

    def plan(self, row) -> Change:
        """The change of a row. Raises `StudioError` where it is refused, having planned nothing of it."""

    def write(self, *, complete: bool) -> Any:
        """Write what was planned, and answer for it; `complete`: whether all rows were taken."""


class ImportRefused(Invalid):
    """Rows that stop an import; `plan` holds them all."""

    def __init__(self, plan: Plan, *, imported: int):
        first = plan.refused[0]
        more = {"line_number": first.line, "imported_rows": imported}
        super().__init__(f"Line {first.line}: {first.reason}", field=first.column, more=more)
        self.plan = plan


class DryRun(Exception):
    """Rolls back what planning may have written."""


def run(
    importer: Importer,
    rows: Iterable,
    *,
    whole: bool = True,
    dry_run: bool = False,
    progress: Callable[[Iterable], Iterable] = iter,
) -> Plan:
    """Plan and write an import, in one transaction.

    `whole`: a refused row refuses all; else the rows before the first refused one are written, and
    stay. `dry_run`: nothing is written. Raises `ImportRefused`, with the plan, where a row is refused.
    """
    rows = list(taken(rows))
    with uncollected():
        try:
            return attempt(importer, rows, whole=whole, dry_run=dry_run, progress=progress)
        except IntegrityError:
            # Somebody else made the same things meanwhile: they are known now.
            return attempt(importer, rows, whole=whole, dry_run=dry_run, progress=progress)


@contextmanager
def uncollected():
    """Nothing of an import is garbage before its end: looking for some takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def attempt(importer: Importer, rows: list, *, whole: bool, dry_run: bool, progress) -> Plan:
    plan = Plan()
    try:
        with transaction.atomic():
            importer.prepare()
            plan_rows(importer, progress(rows), plan, go_on=whole or dry_run)
            plan.warnings = [*warned(rows, plan), *getattr(importer, "warnings", ())]
            if dry_run:
                raise DryRun
            if plan.refused and whole:
                raise ImportRefused(plan, imported=0)
            plan.answer = importer.write(complete=not plan.refused)
    except DryRun:
        return plan
    if plan.refused:
        raise ImportRefused(plan, imported=len(plan.changes) - 1)
    return plan


def taken(rows: Iterable) -> Iterable:
    """The rows of a reader; the refusal that ends them is the last."""
    try:
        yield from rows
    except StudioError as refusal:
        if getattr(refusal, "line", None) is None:
            raise
        yield refusal


def plan_rows(importer: Importer, rows: Iterable, plan: Plan, *, go_on: bool) -> None:
    """Plan rows up to the first that is refused, or all of them."""
    for row in rows:
        try:
            if isinstance(row, StudioError):
                raise row
            plan.changes.append(importer.plan(row))
        except StudioError as refusal:
            plan.changes.append(
                Change(row.line, Action.REFUSED, reason=refusal.message, column=refusal.field)
            )
            if not go_on:
                break


def warned(rows: list, plan: Plan) -> Iterable[tuple[int, str]]:
    """Columns that no rule asked for: their names may have a slip in them."""
    columns = tables.unread(rows)
    if columns and len(plan.refused) < len(plan.changes):
        names = ", ".join(column[:LONGEST_NAME] for column in columns[:MOST_NAMES])
        more = f" and {len(columns) - MOST_NAMES} more" if len(columns) > MOST_NAMES else ""
        yield HEADER, f"Not read, as no rule knows the column: {names}{more}."
