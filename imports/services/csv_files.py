"""CSV files as they are exported: rows become bytes while they are read (notes on imports, section 2)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from slugify import slugify

from imports.services.formulas import defused

CHUNK = 500  # rows sent at once


@dataclass(frozen=True)
class Export:
    """A file to be: its name, without `kitsu_` and the extension, and its rows, the header first."""

    title: str
    rows: Iterable[list]

    @property
    def file_name(self) -> str:
        return f"kitsu_{slugify(self.title, separator='_')}.csv"

    def chunks(self) -> Iterator[bytes]:
        """The file, in pieces; cells that a spreadsheet would run are defused."""
        rows = (["" if cell is None else defused(cell) for cell in row] for row in self.rows)
        return written(rows, delimiter=";")


def written(rows: Iterable[list], *, delimiter: str) -> Iterator[bytes]:
    """Rows as CSV, some at once."""
    lines: list[str] = []
    writer = csv.writer(Lines(lines), delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row)
        if len(lines) >= CHUNK:
            yield "".join(lines).encode("utf-8", "replace")
            lines.clear()
    if lines:
        yield "".join(lines).encode("utf-8", "replace")


class Lines:
    """What csv.writer writes to: a list of lines."""

    def __init__(self, lines: list[str]):
        self.write = lines.append
