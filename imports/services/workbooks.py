"""The reader of workbooks (XLSX): the cells of the first sheet, as the text that a CSV of it would hold."""

import datetime
import io
import zipfile
from collections.abc import Iterator

from django.conf import settings
from openpyxl import load_workbook

from kitsu_site.exceptions import Invalid

SIGNATURE = b"PK\x03\x04"
MOST_CELLS = 10_000_000
MOST_UNPACKED = 16  # times the size that a file may have


def is_workbook(content: bytes) -> bool:
    return content.startswith(SIGNATURE)


def lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, with their numbers. Raises `Invalid` for what is no workbook."""
    try:
        check_size(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own extent may be wrong
        found, cells = [], 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            if line := trimmed(values):
                width = len(found[0][1]) if found else 0  # empty cells under the header are cells
                found.append((number, line + [""] * (width - len(line))))
                cells += len(found[-1][1])
            if cells > MOST_CELLS:
                raise Invalid(f"file: more than {MOST_CELLS:,} cells.", field="file")
        return iter(found)
    except Invalid:
        raise
    except Exception as error:
        # Whatever the library stumbles over in a file that is broken, or a zip of something else.
        raise Invalid("file: this is no workbook (XLSX) that can be read.", field="file") from error


def check_size(content: bytes) -> None:
    """Refuse what unpacks into far more than it is."""
    size = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
    if size > MOST_UNPACKED * settings.IMPORT_MAX_SIZE:
        raise Invalid(f"file: {size} bytes when it is unpacked (setting IMPORT_MAX_SIZE).", field="file")


def trimmed(values: tuple) -> list[str]:
    """A line without the empty cells at its end."""
    cells = [text(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def text(value) -> str:
    """A cell as somebody would type it into a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)
