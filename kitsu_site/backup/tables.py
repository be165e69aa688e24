"""The rows of a table as lines of JSON, which either database writes and either reads.

The first line names the columns, each other is a row. JSON columns travel as the text that the database
has, bytes as base64: nothing is lost or rounded on the way.
"""

import base64
import json
import math
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO

import orjson
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, models
from django.db.models.functions import Cast

from kitsu_site.db import BytesArrayField, JSONArrayField
from kitsu_site.exceptions import Invalid

ROWS_AT_ONCE = 1000
LONGEST_ROW = 128 * 1024 * 1024  # bytes


def columns(model) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if field.column]


# From the database


def lines(model) -> Iterator[bytes]:
    """The lines of a table, the head first; it is never whole in memory."""
    fields = columns(model)
    yield orjson.dumps([field.column for field in fields]) + b"\n"
    encoders = [(place, encode) for place, field in enumerate(fields) if (encode := encoder(field))]
    rows = model._base_manager.order_by().values_list(*map(selected, fields))
    for row in rows.iterator(chunk_size=2000):
        if encoders:
            row = list(row)
            for place, encode in encoders:
                row[place] = encode(row[place])
        yield orjson.dumps(row) + b"\n"


def selected(field):
    """The column as it is read: JSON as its text."""
    if isinstance(field, models.JSONField):
        return Cast(models.F(field.attname), models.TextField())
    return field.attname


def encoder(field) -> Callable | None:
    """What makes JSON of a value, where orjson does not by itself."""
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else base64.b64encode(value).decode()
    if isinstance(field, BytesArrayField):
        return lambda value: None if value is None else [base64.b64encode(item).decode() for item in value]
    if isinstance(field, JSONArrayField):
        return lambda value: None if value is None else [json.dumps(item) for item in value]
    if isinstance(field, models.FloatField):  # JSON has no NaN
        return lambda value: value if value is None or math.isfinite(value) else str(value)
    return None


# To the database


class Table:
    """The lines of a table, read; raises `Invalid` for those that do not fit the model."""

    def __init__(self, model, file: IO[bytes]):
        self.model, self.file, self.count = model, file, 0
        self.name = model._meta.db_table
        by_column = {field.column: field for field in columns(model)}
        head = self.parsed(self.line())
        if sorted(map(str, head)) != sorted(by_column):
            raise Invalid(f"{self.name}: the columns in the backup are not those of this server.")
        self.fields = [by_column[column] for column in head]
        self.decoders = [decoder(field) for field in self.fields]

    def __iter__(self) -> Iterator[list]:
        """The rows, as Python values."""
        while line := self.line():
            self.count += 1
            row = self.parsed(line)
            if len(row) != len(self.fields):
                raise Invalid(f"{self.place}: {len(self.fields)} values expected, got {len(row)}.")
            try:
                yield [
                    None if value is None else decode(value)
                    for decode, value in zip(self.decoders, row, strict=True)
                ]
            except ValidationError as error:
                raise Invalid(f"{self.place}: {' '.join(error.messages)}") from None
            except (TypeError, ValueError) as error:
                raise Invalid(f"{self.place}: {error}.") from None

    @property
    def place(self) -> str:
        return f"{self.name}, row {self.count}"

    def line(self) -> bytes:
        found = self.file.readline(LONGEST_ROW)
        if found and not found.endswith(b"\n"):
            raise Invalid(f"{self.name}, row {self.count + 1}: the line is cut short, or has no end.")
        return found

    def parsed(self, line: bytes) -> list:
        try:
            found = orjson.loads(line)
        except orjson.JSONDecodeError:
            found = None
        if not isinstance(found, list):
            raise Invalid(f"{self.place}: a list in JSON expected.")
        return found


def decoder(field) -> Callable:
    """What makes the value of a column of its JSON."""
    if isinstance(field, models.JSONField):
        return json_text
    if isinstance(field, models.BinaryField):
        return base64.b64decode
    if isinstance(field, BytesArrayField):
        return lambda value: [base64.b64decode(item) for item in value]
    if isinstance(field, JSONArrayField):
        return lambda value: [json.loads(item) for item in value]
    return field.to_python


def json_text(value) -> str:
    """The text of a JSON column, which the database takes as it is."""
    if not isinstance(value, str):
        raise ValueError("JSON as text expected")
    json.loads(value)  # which knows numbers of any length
    return value


def insert(connection, table: Table, written: Callable[[int], None]) -> None:
    """Write the rows of a table; `written` hears how many, some at a time."""
    fields, quote = table.fields, connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    into = f"INSERT INTO {quote(table.name)} ({names}) VALUES "  # noqa: S608 - a table of ours
    marks = f"({', '.join(placeholder(field, connection) for field in fields)})"
    preparers = [preparer(field, connection) for field in fields]
    with connection.cursor() as cursor:
        for rows in batches(table):
            prepared = [
                [prepare(value) for prepare, value in zip(preparers, row, strict=True)] for row in rows
            ]
            try:
                write(connection, cursor, into, marks, prepared)
            except (DataError, IntegrityError, ValueError) as error:
                reason = str(error).strip().partition("\n")[0].rstrip(".")
                raise Invalid(
                    f"{table.name}, a row up to {table.count}: the database does not take it: {reason}."
                ) from None
            written(len(rows))


def batches(table: Table) -> Iterator[list[list]]:
    rows = iter(table)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield some


def write(connection, cursor, into: str, marks: str, rows: list[list]) -> None:
    if connection.vendor == "postgresql":
        from psycopg2.extras import execute_values

        execute_values(cursor.cursor, f"{into} %s", rows, template=marks, page_size=len(rows))
    else:
        cursor.executemany(into + marks, rows)


def placeholder(field, connection) -> str:
    if isinstance(field, models.JSONField):
        return "%s::jsonb" if connection.vendor == "postgresql" else "%s"
    return field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"


def preparer(field, connection) -> Callable:
    if isinstance(field, models.JSONField):
        return lambda text: text
    return lambda value: field.get_db_prep_value(value, connection, prepared=False)


def reset_sequences(connection, written: Iterable[type[models.Model]]) -> None:
    """The next number of each table is beyond those that were restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(written)):
            cursor.execute(statement)
