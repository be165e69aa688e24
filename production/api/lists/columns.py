"""Columns of the big lists as the database itself writes them out: of PostgreSQL's values none is made anew
in Python, of SQLite's only what SQL would take longer for."""

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf


class Plain(Func):
    """A column as the driver reads it, without Django's converters."""

    template = "%(expressions)s"
    arity = 1
    output_field = TextField()


class IdText(Plain):
    """An id as text; SQLite holds the 32 digits without dashes, which Python adds faster than SQL."""

    def __init__(self, path: str, none: str | None = None):
        super().__init__(F(path))
        self.unique, self.none = path == "id", none

    def as_postgresql(self, compiler, connection, **context):
        sql, params = self.as_sql(compiler, connection, template="%(expressions)s::text", **context)
        return (sql, params) if self.none is None else (f"COALESCE({sql}, %s)", [*params, self.none])

    def get_db_converters(self, connection):
        if connection.vendor != "sqlite":
            return []
        if self.unique:
            return [lambda value, expression, connection: dashed(value)]
        known = Dashed({None: self.none})
        return [lambda value, expression, connection: known[value]]


class Dashed(dict):
    """Ids by their digits: most columns hold the same few again and again."""

    def __missing__(self, digits):
        self[digits] = found = dashed(digits)
        return found


def dashed(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class IdKey(Plain):
    """An id as it is quickest to read, to look things up by."""

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="%(expressions)s::text", **context)


class Time(Plain):
    """A time; SQLite holds text with a blank where JSON has a T, and maybe a fraction."""

    def as_sqlite(self, compiler, connection, **context):
        template = "replace(substr(%(expressions)s, 1, 19), ' ', 'T')"
        return self.as_sql(compiler, connection, template=template, **context)


def ident(path: str, *, none: str | None = None):
    """An id as text, and what stands for a missing one."""
    return IdText(path, none)


def key(path: str):
    """An id to look things up by; the same row has the same key in all queries of a list."""
    return IdKey(F(path))


def moment(path: str):
    """A date and time."""
    return Time(F(path))


def column(path: str, *, none=None):
    """A column as it is, and what stands for a missing value."""
    return F(path) if none is None else Plain(Coalesce(F(path), Value(none)))


def json(path: str, *, none: str | None = None):
    """The text of a JSON column, and what stands for a missing one."""
    found = NullIf(Cast(F(path), TextField()), constant("null"))
    return found if none is None else Coalesce(found, constant(none))


def constant(value: str):
    """The same text in each row."""
    return Value(value, output_field=TextField())


def later():
    """A place that Python fills."""
    return Value(None, output_field=TextField())
