"""A model on the wire: the one list of its fields.

It derives from the model and feeds the answers, the generic filters, the role masks,
the exports and the OpenAPI schema: a hidden column can then be neither read, filtered nor exported.
"""

import uuid
from collections import defaultdict
from functools import cached_property

import orjson
from django.db import models
from django.db.models.functions import Cast

from kitsu_site.db.fields import ArrayField


class Wire:
    """What clients see of `model`.

    `type`: the word in the rows' `type` (default: the model's class);
    `links`: the to-many relations shown, by default the model's many-to-many fields;
    `secret`: columns never shown to anybody;
    `shown_as`: other names that columns have in the answers (not in bodies and filters).
    """

    def __init__(self, model, *, type=None, links=None, secret=(), shown_as=None):
        self.model = model
        self.type = type or model.__name__
        self.secret = frozenset(secret)
        self.shown_as = shown_as or {}
        self.link_names = links

    @cached_property
    def all_columns(self) -> dict[str, models.Field]:
        """Every column by wire name, the secret ones included."""
        return {field.column: field for field in self.model._meta.concrete_fields if field.column}

    @cached_property
    def columns(self) -> dict[str, models.Field]:
        """The columns that are shown, by wire name."""
        return {name: field for name, field in self.all_columns.items() if name not in self.secret}

    @cached_property
    def links(self) -> dict[str, "Link"]:
        """The to-many relations by wire name."""
        names = self.link_names
        if names is None:
            names = [field.name for field in self.model._meta.many_to_many]
        return {name: Link(self.model, name) for name in names}

    def rows(
        self, queryset, *, links: bool = False, only=None, parsed: bool = False, extra=None
    ) -> list[dict]:
        """The rows of `queryset` as dictionaries: one query, and one more for each relation asked for.

        `only`: the wire names to keep; `id` and `type` always come along. JSON columns stay text
        from the database to the answer (`orjson.Fragment`) unless `parsed` asks to look into them.
        `extra`: further names, with the lookups of what they show.
        """
        extra = extra or {}
        names = [n for n in self.columns if only is None or self.shown_as.get(n, n) in only or n == "id"]
        fields = [self.columns[name] for name in names]
        wraps = [(index, wrap) for index, field in enumerate(fields) if (wrap := wrapper(field, parsed))]
        values = queryset.values_list(*(selected(field) for field in fields), *extra.values())
        names = [*(self.shown_as.get(name, name) for name in names), *extra, "type"]
        constant = (self.type,)
        if not wraps:
            result = [dict(zip(names, row + constant, strict=True)) for row in values]
        else:
            result = []
            for row in values:
                row = list(row + constant)
                for index, wrap in wraps:
                    if row[index] is not None:
                        row[index] = wrap(row[index])
                result.append(dict(zip(names, row, strict=True)))
        if links:
            self.add_links(result, queryset, only=only)
        return result

    def add_links(self, rows: list[dict], queryset, *, only=None) -> None:
        """Add to `rows`, those of `queryset`, their relations as lists of ids."""
        for name, link in self.links.items():
            if only is not None and name not in only:
                continue
            found = link.ids(queryset, rows) if rows else {}
            for row in rows:
                row[name] = found.get(row["id"], [])

    def row(self, instance, *, links: bool = False, parsed: bool = False) -> dict:
        """One row, read anew: what is answered is what is stored."""
        return self.rows(self.model._base_manager.filter(pk=instance.pk), links=links, parsed=parsed)[0]


class Link:
    """A to-many relation of a model: through a link table, or a foreign key that points back."""

    MANY = 500  # rows up to which their ids go into the query; SQLite takes no more than 999 parameters

    def __init__(self, model, name: str):
        self.name = name
        relation = model._meta.get_field(name)
        self.writable = not relation.one_to_many
        if relation.one_to_many:
            self.through, self.left = relation.related_model, relation.field
            self.right = self.through._meta.pk
            self.target = self.through
            return
        forward = relation if not relation.auto_created else relation.field
        self.through = forward.remote_field.through
        left, right = forward.m2m_field_name(), forward.m2m_reverse_field_name()
        if relation.auto_created:
            left, right = right, left
        self.left, self.right = self.through._meta.get_field(left), self.through._meta.get_field(right)
        self.target = self.right.related_model

    def ids(self, queryset, rows: list[dict]) -> dict[uuid.UUID, list[uuid.UUID]]:
        """{id of a row: linked ids} for the `rows` that `queryset` answered, in one query."""
        if len(rows) <= self.MANY:
            wanted = [row["id"] for row in rows]
        else:
            wanted = queryset.order_by().values("pk")
        pairs = self.through._base_manager.filter(**{f"{self.left.name}__in": wanted})
        found = defaultdict(list)
        for left, right in pairs.values_list(self.left.attname, self.right.attname):
            found[left].append(right)
        return found

    def holding(self, target_id: uuid.UUID):
        """The ids of the rows linked to `target_id`, as a subquery."""
        return self.through._base_manager.filter(**{self.right.attname: target_id}).values(self.left.attname)


def selected(field):
    """What to select for a column: JSON as text, which then needs no parsing."""
    return Cast(field.name, models.TextField()) if isinstance(field, models.JSONField) else field.attname


def wrapper(field, parsed: bool):
    """How to wrap a value of a column for the answer, or None where it goes as it is."""
    if isinstance(field, models.JSONField):
        return orjson.loads if parsed else orjson.Fragment
    if isinstance(field, models.BinaryField):
        return lambda value: bytes(value).decode()
    if isinstance(field, ArrayField) and field.element_type == "bytea":
        return lambda values: [bytes(value).decode() for value in values]
    return None
