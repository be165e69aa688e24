"""Columns of a model read from JSON: what another server answered becomes what ours stores."""

from collections.abc import Callable
from functools import cache

from django.db import models

from kitsu_site.api import filters
from kitsu_site.db.fields import ArrayField
from kitsu_site.exceptions import Invalid


@cache
def by_name(model) -> dict[str, models.Field]:
    """The columns of a model by their names on the wire."""
    return {field.column: field for field in model._meta.concrete_fields if field.column}


def values(model, row: dict, *, fresh: bool) -> dict:
    """The columns of `model` that `row` holds, by attribute; names that are no column are passed over.

    `fresh`: the row is new: null stands for a column's default, and what has none must be there.
    Raises `Invalid` with the column's name.
    """
    found = {}
    for name, field in by_name(model).items():
        if name not in row:
            continue
        value = row[name]
        if value is not None:
            found[field.attname] = reader(field)(name, value)
        elif field.null and not (fresh and field.has_default()):
            found[field.attname] = None
        elif not fresh:
            raise Invalid(f"{name}: it cannot be null.", field=name)
    if fresh:
        for name, field in by_name(model).items():
            if not field.null and not field.has_default() and field.attname not in found:
                raise Invalid(f"{name}: it is required.", field=name)
    return found


@cache
def reader(field) -> Callable:
    """What reads a value, not null, of a column: `(name, value)`; raises `Invalid`."""
    if isinstance(field, (models.ForeignKey, models.UUIDField)):
        return filters.as_uuid
    if isinstance(field, models.BooleanField):
        return filters.as_boolean
    if isinstance(field, models.BigIntegerField):
        return lambda name, value: whole(name, value, 2**63)
    if isinstance(field, models.IntegerField):
        return lambda name, value: whole(name, value, 2**31)
    if isinstance(field, models.FloatField):
        return filters.as_float
    if isinstance(field, models.DateTimeField):
        return filters.as_datetime
    if isinstance(field, models.DateField):
        return filters.as_date
    if isinstance(field, ArrayField):
        return array(field)
    if isinstance(field, models.BinaryField):
        return lambda name, value: text(name, value).encode()
    if isinstance(field, models.JSONField):
        return lambda name, value: value
    return words(field)


def whole(name: str, value, limit: int) -> int:
    """A whole number, also one that is written as 3.0."""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise Invalid(f"{name}: a whole number expected, got {value!r}.", field=name)
    return filters.as_integer(name, value, limit)


def text(name: str, value) -> str:
    """Text; numbers are written out."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Invalid(f"{name}: text expected.", field=name)
    value = str(value)
    if "\x00" in value:
        raise Invalid(f"{name}: it holds a NUL character.", field=name)
    return value


def words(field) -> Callable:
    """What reads text of a column: no longer than it takes, one of its choices where it has some."""
    known = {value for value, _ in field.choices or ()}
    limit = getattr(field, "max_length", None)

    def read(name: str, value) -> str:
        found = text(name, value)
        if known and found not in known:
            raise Invalid(f"{name}: one of {', '.join(sorted(known))} expected, got {found!r}.", field=name)
        if limit is not None and len(found) > limit:
            raise Invalid(f"{name}: it is longer than {limit} characters.", field=name)
        return found

    return read


def array(field: ArrayField) -> Callable:
    """What reads a list of the column's elements."""
    element = {"jsonb": lambda name, value: value, "bytea": lambda name, value: text(name, value).encode()}
    read_one = element.get(field.element_type, text)

    def read(name: str, value) -> list:
        if not isinstance(value, list):
            raise Invalid(f"{name}: a list expected.", field=name)
        return [read_one(name, item) for item in value]

    return read
