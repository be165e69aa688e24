"""Rows made from rows by one statement: INSERT ... SELECT, with what to do where they exist already."""

from collections.abc import Iterable

from django.db import connections, models
from django.db.models import Func, Value

from .base import utcnow


class NewId(Func):
    """A new random id for each row."""

    output_field = models.UUIDField()

    def as_postgresql(self, compiler, connection, **context):
        return "gen_random_uuid()", []

    def as_sqlite(self, compiler, connection, **context):
        return "LOWER(HEX(RANDOMBLOB(16)))", []


def insert_select(
    model: type[models.Model],
    rows: models.QuerySet,
    columns: dict,
    *,
    unique: Iterable[str] = (),
    update: Iterable[str] = (),
) -> int:
    """Insert into `model` what `columns` ({attribute: field or expression of `rows`}) makes of each row.

    A row that meets one with the same `unique` columns takes the place of its `update` columns, or is
    dropped where there are none. Ids and dates are added where the model has them. Answers the number
    of rows written.
    """
    columns = {**defaults(model), **columns}
    selected, params = rows.order_by().values_list(*columns.values()).query.sql_with_params()
    quote = connections[rows.db].ops.quote_name
    names = {name: quote(model._meta.get_field(name).column) for name in columns}
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names.values())}) {selected}"
    if unique:
        target = ", ".join(quote(model._meta.get_field(name).column) for name in unique)
        changes = ", ".join(f"{names[name]} = EXCLUDED.{names[name]}" for name in update)
        sql += f" ON CONFLICT ({target}) DO " + (f"UPDATE SET {changes}" if changes else "NOTHING")
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def defaults(model) -> dict:
    """What the rows of a model have besides: an id, dates."""
    found = {}
    names = {field.name for field in model._meta.concrete_fields}
    if "id" in names:
        found["id"] = NewId()
    now = Value(utcnow(), output_field=models.DateTimeField())
    return found | {name: now for name in ("created_at", "updated_at") if name in names}
