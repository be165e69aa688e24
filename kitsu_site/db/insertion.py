"""Thousands of rows into a table at once, as fast as the database takes them.

`bulk_create` asks every field of every row; here each column is converted in one go, and the rows go by
COPY (PostgreSQL) or one prepared statement (SQLite). Nothing is answered, and no conflict is passed over.
"""

import io
import json
import uuid
from collections.abc import Callable, Iterable

from django.db import connections, models, router
from django.utils.functional import Promise

from .base import utcnow
from .fields import ArrayField

NULL = "\\N"  # of COPY


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
    insert_values(model, names, ([getattr(row, name) for name in names] for row in rows))
    alias = router.db_for_write(model)
    for row in rows:
        row._state.adding, row._state.db = False, alias


def insert_values(model: type[models.Model], names: list[str], values: Iterable[Iterable]) -> None:
    """Insert rows of values of the attributes `names`."""
    connection = connections[router.db_for_write(model)]
    fields = {field.attname: field for field in model._meta.concrete_fields}
    converters = [converter(fields[name], connection) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(fields[name].column) for name in names)
    table = quote(model._meta.db_table)
    rows = list(values)
    if not rows:
        return
    null = NULL if connection.vendor == "postgresql" else None
    by_column = zip(zip(*rows, strict=True), converters, strict=True)
    converted = zip(*(column(values, convert, null=null) for values, convert in by_column), strict=True)
    if connection.vendor == "postgresql":
        copy(connection, f"COPY {table} ({columns}) FROM STDIN", converted)
    else:
        marks = ", ".join(["%s"] * len(names))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(converted))  # noqa: S608


def column(values: tuple, convert: Callable, *, null) -> list:
    """The values of a column converted: once each, as most columns hold the same few objects."""
    distinct = {id(value): value for value in values}
    known = {key: null if value is None else convert(value) for key, value in distinct.items()}
    return [known[id(value)] for value in values]


def copy(connection, sql: str, rows: Iterable[tuple]) -> None:
    lines = map("\t".join, rows)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.cursor.copy_expert(sql, io.StringIO("\n".join([*lines, ""])))


def converter(field: models.Field, connection) -> Callable:
    """What makes of a value of a column, which is not null, what goes to the database."""
    field = getattr(field, "target_field", field)
    postgresql = connection.vendor == "postgresql"
    if isinstance(field, models.UUIDField):
        return hexadecimal
    if isinstance(field, models.JSONField):
        return (lambda value: json.dumps(value).replace("\\", "\\\\")) if postgresql else json.dumps
    if isinstance(field, ArrayField):
        return (lambda value: array(value, field)) if postgresql else prepared(field, connection)
    if isinstance(field, models.BinaryField):
        raise TypeError(f"{field}: bytes are not inserted this way.")
    if not postgresql:
        return (
            str
            if isinstance(field, (models.DateTimeField, models.DateField))
            else prepared(field, connection)
        )
    if isinstance(field, models.BooleanField):
        return lambda value: "t" if value else "f"
    return lambda value: escaped(str(value))


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
