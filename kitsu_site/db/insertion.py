"""Thousands of rows into a table at once, as fast as the database takes them.

`bulk_create` asks every field of every row; here columns are converted some rows at a time, which go by
COPY (PostgreSQL, which stores them while the next are made) or one prepared statement (SQLite). Nothing is
answered, and no conflict is passed over.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from operator import attrgetter

import orjson
from django.db import connections, models, router
from django.utils.functional import Promise

from .base import utcnow
from .fields import ArrayField

NULL = "\\N"  # of COPY
ROWS = 500  # that are converted together


def insert_rows(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert rows that are not saved yet; they are those of the database afterwards, dates included."""
    rows = list(rows)
    fields = [field for field in model._meta.concrete_fields if field.column]
    now = utcnow()
    for field in fields:
        if getattr(field, "auto_now", False):
            for row in rows:
                setattr(row, field.attname, now)
    names = [field.attname for field in fields]
    insert_values(model, names, map(attrgetter(*names), rows))
    alias = router.db_for_write(model)
    for row in rows:
        row._state.adding, row._state.db = False, alias


def insert_values(model: type[models.Model], names: list[str], values: Iterable[Iterable]) -> None:
    """Insert rows of values of the attributes `names`, made meanwhile, which must not ask the database."""
    connection = connections[router.db_for_write(model)]
    fields = {field.attname: field for field in model._meta.concrete_fields}
    converters = [converter(fields[name], connection) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(fields[name].column) for name in names)
    table = quote(model._meta.db_table)
    null = NULL if connection.vendor == "postgresql" else None
    rows = map(tuple, values)
    parts = (columns_of(part, converters, null) for part in iter(lambda: list(islice(rows, ROWS)), []))
    first = next(parts, None)
    if first is None:
        return
    parts = chain([first], parts)
    if connection.vendor == "postgresql":
        copy(connection, f"COPY {table} ({columns}) FROM STDIN", map(lines, parts))
    else:
        marks = ", ".join(["%s"] * len(names))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608
                chain.from_iterable(parts),
            )


def columns_of(rows: list[tuple], converters: list[Callable], null) -> Iterator[tuple]:
    """Some rows, converted column by column."""
    by_column = zip(zip(*rows, strict=True), converters, strict=True)
    return zip(*(column(values, convert, null) for values, convert in by_column), strict=True)


def column(values: tuple, convert: Callable, null) -> Iterable:
    """The values of a column converted: once each, as many columns hold the same few objects."""
    keys = list(map(id, values))
    distinct = dict(zip(keys, values, strict=True))
    if len(distinct) == len(values):
        return [null if value is None else convert(value) for value in values]
    known = {key: null if value is None else convert(value) for key, value in distinct.items()}
    return map(known.__getitem__, keys)


def lines(rows: Iterable[tuple]) -> str:
    """Rows as COPY reads them."""
    return "".join([f"{line}\n" for line in map("\t".join, rows)])


def copy(connection, sql: str, texts: Iterator[str]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(sql, Source(texts))


class Source:
    """What COPY reads from: it is asked for the next text when the database has taken the last."""

    def __init__(self, texts: Iterator[str]):
        self.texts = texts

    def read(self, size: int) -> str:
        return next(self.texts, "")


def converter(field: models.Field, connection) -> Callable:
    """What makes of a value of a column, which is not null, what goes to the database."""
    field = getattr(field, "target_field", field)
    postgresql = connection.vendor == "postgresql"
    if isinstance(field, models.UUIDField):
        return hexadecimal
    if isinstance(field, models.JSONField):
        return (lambda value: dumped(value).replace("\\", "\\\\")) if postgresql else json.dumps
    if isinstance(field, ArrayField):
        return (lambda value: array(value, field)) if postgresql else prepared(field, connection)
    if isinstance(field, models.BinaryField):
        raise TypeError(f"{field}: bytes are not inserted this way.")
    if isinstance(field, models.DateField):  # with a time or without
        return str
    if not postgresql:
        return prepared(field, connection)
    if isinstance(field, models.BooleanField):
        return lambda value: "t" if value else "f"
    return lambda value: escaped(str(value))


def dumped(value) -> str:
    """JSON, by the faster writer where it can."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # whole numbers of more than 64 bits
        return json.dumps(value)


def hexadecimal(value) -> str:
    return value.hex if isinstance(value, uuid.UUID) else uuid.UUID(str(value)).hex


def prepared(field: models.Field, connection) -> Callable:
    """The field's own way, where the value is none that the driver takes as it is."""
    if isinstance(field, ArrayField):
        return lambda value: field.get_db_prep_save(value, connection)
    return lambda value: str(value) if isinstance(value, Promise) else value


def array(value: list, field: ArrayField) -> str:
    """A list of text as PostgreSQL writes it."""
    items = []
    for item in value:
        text = str(field.to_element(item)).replace("\\", "\\\\").replace('"', '\\"')
        items.append(f'"{text}"')
    return escaped("{" + ",".join(items) + "}")


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
