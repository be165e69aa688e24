"""How files become rows: encodings, delimiters, and files that are none (notes on imports, section 1)."""

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook

from imports.services import tables
from imports.services.tables import RowRefused
from kitsu_site.exceptions import Invalid

TEXT = "Type,Name,Description\nVessel,Île,né à Épinal\nVessel,Brig,\n"


def cells(content: bytes, encoding: str = "auto") -> list[dict]:
    return [row.cells for row in tables.read(content, encoding=encoding)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"]
)
def test_the_encoding_of_a_sheet_is_found(encoding):
    assert cells(TEXT.encode(encoding)) == [
        {"Type": "Vessel", "Name": "Île", "Description": "né à Épinal"},
        {"Type": "Vessel", "Name": "Brig", "Description": ""},
    ]


def test_an_encoding_can_be_named():
    text = "Type,Name\nVessel,港の灯\n"
    assert cells(text.encode("shift_jis"), "shift_jis") == [{"Type": "Vessel", "Name": "港の灯"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_is_found(delimiter):
    text = "Type,Name,Note\nVessel,Brig,a\nVessel,Tug,b\n".replace(",", delimiter)
    assert [row["Name"] for row in cells(text.encode())] == ["Brig", "Tug"]


def test_lines_are_those_of_the_file():
    text = '"Type","Name"\n"Vessel","two\nlines"\n\n"Vessel","Tug"\n'
    assert [row.line for row in tables.read(text.encode())] == [3, 5]


def test_missing_cells_are_no_columns_and_extra_ones_are_ignored():
    text = '"A","B"\n"1"\n"1","2","3"\n'
    assert cells(text.encode()) == [{"A": "1"}, {"A": "1", "B": "2"}]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no delimiter"),
        (b"word\nline\n", "no delimiter"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff", "no text"),
        (bytes(range(256)) * 20, "no text"),
    ],
)
def test_what_is_no_sheet_is_refused(content, words):
    with pytest.raises(Invalid, match=words):
        cells(content)


def test_a_sheet_in_another_encoding_than_asked_for_names_its_line():
    with pytest.raises(Invalid, match="line 2 is not utf-8 text"):
        cells(TEXT.encode("latin-1"), "utf-8")


def test_an_unknown_encoding_is_named():
    with pytest.raises(Invalid, match="there is no encoding 'klingon'"):
        cells(b"a,b\n", "klingon")


@pytest.mark.parametrize(
    ("cell", "words"),
    [("a\0b", "column Name holds no text"), ("x" * 100_001, "column Name holds more than 100000 characters")],
)
def test_a_cell_that_no_column_holds_names_line_and_column(cell, words):
    with pytest.raises(RowRefused, match=words) as caught:
        cells(f"Type,Name\nVessel,Tug\nVessel,{cell}\n".encode(), "utf-8")
    assert (caught.value.line, caught.value.field) == (3, "Name")


def test_a_file_beyond_the_limit_is_refused_unread(settings):
    settings.IMPORT_MAX_SIZE = 100
    with pytest.raises(Invalid, match=r"setting IMPORT_MAX_SIZE"):
        cells(b"Type,Name\n" + b"Vessel,Tug\n" * 100)


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "-2+cmd|' /C calc'!A0", "+A1", "\t=1", "- a dash"])
def test_formulas_are_defused_on_the_way_out_and_restored_on_the_way_in(cell):
    from imports.services.formulas import defused, restored

    assert defused(cell) == f"'{cell}"
    assert restored(defused(cell)) == cell


@pytest.mark.parametrize("cell", ["-12.5", "+33 1 23 45", "'tis", "a=b", "", 12, None])
def test_what_is_no_formula_stays_as_it_is(cell):
    from imports.services.formulas import defused

    assert defused(cell) == cell


# Workbooks


def workbook(*rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_the_first_sheet_of_a_workbook_is_read_as_its_csv_would_be():
    day = datetime.datetime(2030, 1, 31)
    content = workbook(
        ["Name", "Frames", "Due", "Note"], [None], ["SH010", 24.0, day, None], ["SH020", 2.5, True]
    )
    assert [(row.line, row.cells) for row in tables.read(content)] == [
        (3, {"Name": "SH010", "Frames": "24", "Due": "2030-01-31", "Note": ""}),
        (4, {"Name": "SH020", "Frames": "2.5", "Due": "true", "Note": ""}),
    ]


def test_a_zip_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word.txt", "no sheet")
    for content in (file.getvalue(), file.getvalue()[:40], workbook(["A"])[:-100]):
        with pytest.raises(Invalid, match="no workbook"):
            cells(content)


def test_what_unpacks_into_far_more_than_it_is_is_refused(settings):
    settings.IMPORT_MAX_SIZE = 10_000
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 200_000)
    with pytest.raises(Invalid, match="200000 bytes when it is unpacked"):
        cells(file.getvalue())


def test_columns_that_nobody_asked_for_are_known():
    rows = list(tables.read(b"Name,Frames,Coment\nSH010,,x\nSH020,1,\n"))
    assert rows[0].get("Name") == "SH010"
    assert rows[1].filled("Frames", "Nb Frames") == "1"
    assert tables.unread(rows) == ["Coment"]
