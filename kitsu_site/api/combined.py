"""The rows of several small tables with one query, for the answers that hold a bit of everything.

Each table is one branch of a UNION ALL whose columns are texts; their fields make values of them again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import orjson
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast

from kitsu_site.db.fields import ArrayField

from .wire import Link, Wire

TRUE = {"1", "t", "true", "True"}
TEXT = models.TextField()


def rows(parts: Mapping[str, tuple[Wire, models.QuerySet]]) -> dict[str, list[dict]]:
    """{name: the rows of its queryset as its wire shows them}; they come in no order."""
    width = max(len(wire.columns) for wire, _ in parts.values())
    branches = []
    for name, (wire, queryset) in parts.items():
        columns = [Cast(field.attname, TEXT) for field in wire.columns.values()]
        padding = [Cast(Value(None), TEXT)] * (width - len(columns))
        branches.append(queryset.order_by().values_list(Cast(Value(name), TEXT), *columns, *padding))
    found = {name: [] for name in parts}
    for name, *values in union(branches):
        wire, _ = parts[name]
        row = {
            column: value_of(field, text)
            for (column, field), text in zip(wire.columns.items(), values, strict=False)
        }  # less the padding
        found[name].append({**row, "type": wire.type})
    return found


def links(parts: Mapping[str, tuple[Link, models.QuerySet]]) -> dict[str, dict]:
    """{name: {id: linked ids}} of the links of the rows of each queryset."""
    branches = [
        link.through._base_manager.filter(
            **{f"{link.left.name}__in": queryset.order_by().values("pk")}
        ).values_list(Cast(Value(name), TEXT), link.left.attname, link.right.attname)
        for name, (link, queryset) in parts.items()
    ]
    found = {name: defaultdict(list) for name in parts}
    for name, left, right in union(branches):
        found[name][left].append(right)
    return found


def union(branches: list[models.QuerySet]) -> Iterable[tuple]:
    first, *others = branches
    return first.union(*others, all=True)


def value_of(field: models.Field, text: str | None):
    """What a column's value is that the database wrote as text."""
    if text is None:
        return None
    if isinstance(field, models.JSONField):
        return orjson.Fragment(text)
    if isinstance(field, models.BooleanField):
        return text in TRUE
    if isinstance(field, (models.BinaryField, ArrayField)):
        raise TypeError(f"{field} cannot be read as text.")
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.to_python(text)
