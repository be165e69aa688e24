"""The generic filters of a collection: every query parameter that names a column or a relation.

Rules: notes on crud, section 1. Names that are no column are ignored; values that do not fit
their column are refused with the column's name.
"""

import datetime
import uuid

import orjson
from django.db import models
from django.db.models import Q

from kitsu_site.db.fields import ArrayField
from kitsu_site.exceptions import Invalid

TRUE, FALSE = {"y", "yes", "t", "true", "on", "1"}, {"n", "no", "f", "false", "off", "0"}
INTEGER_RANGES = {models.BigIntegerField: 2**63, models.IntegerField: 2**31}


def apply(queryset, wire, params, *, refused=()):
    """`queryset` narrowed by the filters in `params` (a QueryDict).

    `refused`: wire names that this caller may not filter by. Raises `Invalid`.
    """
    for name in params:
        value = params.getlist(name)[0]
        if name in refused:
            raise Invalid(f"{name} is no filter here.", field=name)
        if name in wire.columns:
            queryset = queryset.filter(condition(wire.columns[name], name, value))
        elif name in wire.links:
            link = wire.links[name]
            queryset = queryset.filter(pk__in=link.holding(as_uuid(name, value)))
    return queryset


def condition(field, name: str, value: str) -> Q:
    """The condition of one filter."""
    if name == "name" and isinstance(field, models.CharField):
        return Q(**{f"{field.name}__ilike": value})
    if isinstance(field, (models.JSONField, models.BinaryField, ArrayField)):
        return Q(pk__in=[])  # compared as text in the reference, which matches nothing in practice
    if value.startswith("["):
        try:
            values = orjson.loads(value)
        except orjson.JSONDecodeError:
            raise Invalid(f"{name}: a JSON list expected.", field=name) from None
        if not isinstance(values, list):
            raise Invalid(f"{name}: a JSON list expected.", field=name)
        return Q(**{f"{field.attname}__in": [cast(field, name, v) for v in values]})
    return Q(**{field.attname: cast(field, name, value)})


def cast(field, name: str, value):
    """A text of the query as the column's type; raises `Invalid`."""
    if isinstance(field, (models.ForeignKey, models.UUIDField)):
        return as_uuid(name, value)
    if isinstance(field, models.BooleanField):
        return as_boolean(name, value)
    if isinstance(field, models.IntegerField):
        return as_integer(name, value, next(r for k, r in INTEGER_RANGES.items() if isinstance(field, k)))
    if isinstance(field, models.FloatField):
        return as_float(name, value)
    if isinstance(field, models.DateTimeField):
        return as_datetime(name, value)
    if isinstance(field, models.DateField):
        return as_date(name, value)
    if isinstance(value, (dict, list)) or value is None or "\x00" in str(value):
        raise Invalid(f"{name}: text expected.", field=name)
    return str(value)


def as_uuid(name: str, value) -> uuid.UUID:
    """An id; raises `Invalid`."""
    try:
        if isinstance(value, str) and len(value) in (32, 36):
            return uuid.UUID(value)
    except ValueError:
        pass
    raise Invalid(f"{name}: an id expected, got {value!r}.", field=name)


def as_boolean(name: str, value) -> bool:
    """A boolean in any of the words for it; raises `Invalid`."""
    word = str(value).lower()
    if word in TRUE | FALSE:
        return word in TRUE
    raise Invalid(f"{name}: true or false expected, got {value!r}.", field=name)


def as_integer(name: str, value, limit: int = 2**31) -> int:
    """A whole number within the column's range; raises `Invalid`."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise Invalid(f"{name}: a whole number expected, got {value!r}.", field=name) from None
    if not -limit <= number < limit:
        raise Invalid(f"{name}: {value} is out of range.", field=name)
    return number


def as_float(name: str, value) -> float:
    """A finite number; raises `Invalid`."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if number != number or number in (float("inf"), float("-inf")):
        raise Invalid(f"{name}: a number expected, got {value!r}.", field=name)
    return number


def as_datetime(name: str, value) -> datetime.datetime:
    """A time as naive UTC, from ISO 8601 with or without zone, or a date; raises `Invalid`."""
    try:
        moment = datetime.datetime.fromisoformat(value)
        if moment.tzinfo:
            moment = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    except (TypeError, ValueError, OverflowError):
        raise Invalid(f"{name}: a date and time like 2030-01-31T12:00:00 expected.", field=name) from None
    return moment


def as_date(name: str, value) -> datetime.date:
    """A date like 2030-01-31, or a time whose day is taken; raises `Invalid`."""
    try:
        return datetime.datetime.fromisoformat(value).date()
    except (TypeError, ValueError):
        raise Invalid(f"{name}: a date like 2030-01-31 expected.", field=name) from None


def wanted(params, name: str, default: bool = False) -> bool:
    """A switch of the query that is on for `true` in any case, and for nothing else."""
    value = params.get(name)
    return default if value is None else value.lower() == "true"
