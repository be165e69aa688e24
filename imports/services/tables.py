"""The reader of sheets, CSV or XLSX: bytes become rows of text, without a look at the database.

Rules: notes on imports, section 1 ("Reading the file").
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from charset_normalizer import from_bytes
from django.conf import settings

from imports.services import workbooks
from imports.services.formulas import restored
from kitsu_site.exceptions import Invalid

SNIFFED = 8192  # characters that tell the delimiter
LONGEST_CELL = 100_000  # characters
MOST_ROWS = 200_000
WESTERN = "cp1252"
FOUND = "auto"  # the encoding is found
# The longer marks first: UTF-32's begins like UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class RowRefused(Invalid):
    """A row that cannot be taken; `line` is where it ends in the file."""

    def __init__(self, message: str, *, line: int, column: str | None = None):
        super().__init__(message, field=column)
        self.line = line


@dataclass(frozen=True)
class Row:
    """The cells of a row by the names of their columns; a cell that is missing has no name here.

    `line`: the line in which the row ends; the header is on the first, line ends in cells count.
    `asked`: the columns that somebody read, of any row of the sheet.
    """

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set, repr=False, compare=False)

    def get(self, name: str) -> str | None:
        """A cell as it is; None where the row has none."""
        self.asked.add(name)
        return self.cells.get(name)

    def filled(self, *names: str) -> str | None:
        """The first of those cells that is not empty."""
        self.asked.update(names)
        return next((value for name in names if (value := self.cells.get(name))), None)

    def required(self, *names: str) -> list[str]:
        """Those cells; raises `Invalid` for a column that is missing."""
        self.asked.update(names)
        for name in names:
            if name not in self.cells:
                raise Invalid(f"The column {name} is missing.", field=name)
        return [self.cells[name] for name in names]


def read(content: bytes, *, encoding: str = "utf-8") -> Iterable[Row]:
    """The rows of a CSV file, or of the first sheet of a workbook (XLSX), one after the other.

    `encoding`: of CSV, a name that Python knows, or `auto`. Raises `Invalid` for a file that is none, and
    `RowRefused` at a row that cannot be read.
    """
    if len(content) > settings.IMPORT_MAX_SIZE:
        raise Invalid(
            f"file: {len(content)} bytes, more than {settings.IMPORT_MAX_SIZE} (setting IMPORT_MAX_SIZE).",
            field="file",
        )
    if workbooks.is_workbook(content):
        return rows_of(workbooks.lines(content))
    text = decoded(content, encoding)
    return rows_of(lines_of(text, dialect_of(text)))


def unread(rows: Iterable) -> list[str]:
    """The columns that nobody asked any of the rows for, in the order of the sheet."""
    columns, asked = {}, set()
    for row in rows:
        if isinstance(row, Row):
            columns.update(dict.fromkeys(row.cells))
            asked = row.asked
    return [column for column in columns if column and column not in asked]


def decoded(content: bytes, encoding: str) -> str:
    """The file as text; raises `Invalid` where it is none in that encoding."""
    try:
        return content.decode(found_encoding(content) if encoding == FOUND else encoding)
    except LookupError:
        raise Invalid(f"encoding: there is no encoding {encoding!r}.", field="encoding") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        advice = "" if encoding == FOUND else " Save it so, or ask for encoding=auto."
        raise Invalid(f"file: line {line} is not {error.encoding} text.{advice}", field="file") from None


def found_encoding(content: bytes) -> str:
    """How a text is encoded: by its mark, as UTF-8 where it can be, else what it looks like.

    Raises `Invalid` for what looks like no text.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return name
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    if wide := wide_encoding(content):
        return wide
    matches = [] if b"\0" in content else list(from_bytes(content))
    if not matches:
        raise Invalid("file: this is no text, or in an encoding that cannot be told.", field="file")
    # Where it is as clean in the code page of Windows and the web, that is likelier than its many cousins.
    best = matches[0]
    western = [m for m in matches if WESTERN in (m.encoding, *m.could_be_from_charset)]
    return WESTERN if western and western[0].chaos <= best.chaos else best.encoding


def wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    head = content[:SNIFFED]
    half = len(head) // 2
    if half and head[1::2].count(0) > 0.6 * half and not head[0::2].count(0):
        return "utf-16-le"
    if half and head[0::2].count(0) > 0.6 * half and not head[1::2].count(0):
        return "utf-16-be"
    return None


def dialect_of(text: str) -> type[csv.Dialect]:
    """The delimiter and quotes that a text uses; raises `Invalid` where there are none."""
    try:
        dialect = csv.Sniffer().sniff(text[:SNIFFED])
    except csv.Error:
        raise Invalid("file: no delimiter was found (comma, semicolon, tab, ...).", field="file") from None
    dialect.doublequote = True
    return dialect


def lines_of(text: str, dialect) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV file: where each ends, and its cells."""
    lines = csv.reader(io.StringIO(text, newline=""), dialect)
    while True:
        try:
            values = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            raise RowRefused(f"This is no CSV: {error}.", line=max(lines.line_num, 1)) from None
        yield lines.line_num, values


def rows_of(lines: Iterator[tuple[int, list[str]]]) -> Iterable[Row]:
    """The rows under the first line, which holds the names of the columns; empty lines are passed over."""
    line, header = next(lines, (1, []))
    check_text(header, header, line=line)
    header = list(map(restored, header))
    asked: set[str] = set()
    for number, (line, values) in enumerate((found for found in lines if found[1]), start=1):
        if number > MOST_ROWS:
            raise RowRefused(f"More than {MOST_ROWS} rows: split the file.", line=line)
        check_text(header, values, line=line)
        yield Row(line, dict(zip(header, map(restored, values), strict=False)), asked)


def check_text(header: list[str], values: list[str], *, line: int) -> None:
    """Refuse what no column of the database holds."""
    for index, value in enumerate(values):
        if "\0" not in value and len(value) <= LONGEST_CELL and not has_surrogates(value):
            continue
        column = header[index][:80].replace("\0", "") if index < len(header) else f"number {index + 1}"
        why = f"more than {LONGEST_CELL} characters" if len(value) > LONGEST_CELL else "no text"
        raise RowRefused(f"The column {column} holds {why}.", line=line, column=column)


def has_surrogates(value: str) -> bool:
    return not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)
