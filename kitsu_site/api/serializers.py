"""Input: what a body may hold, from a wire or by hand."""

import datetime
import math
import uuid

from django.db import models
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kitsu_site.db.fields import ArrayField
from kitsu_site.exceptions import Invalid

from .filters import as_date, as_datetime, as_uuid

SERVER_ONLY = {"id", "created_at", "updated_at"}


class Text(serializers.CharField):
    """Text as it is: blanks stay, the empty text is one. Numbers are written out."""

    def __init__(self, **kwargs):
        super().__init__(**{"allow_blank": True, "trim_whitespace": False, **kwargs})


class StrictText(Text):
    """Text only: a number is none."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            raise serializers.ValidationError("Text expected.")
        return super().to_internal_value(data)


class Finite(serializers.FloatField):
    def to_internal_value(self, data):
        value = super().to_internal_value(data)
        if isinstance(data, bool) or not math.isfinite(value):
            raise serializers.ValidationError("A number expected.")
        return value


@extend_schema_field(OpenApiTypes.DATETIME)
class Moment(serializers.Field):
    """A date and time (ISO 8601, or a date): naive UTC."""

    def to_internal_value(self, data) -> datetime.datetime:
        return translated(as_datetime, self.field_name, data)

    def to_representation(self, value):
        return value


@extend_schema_field(OpenApiTypes.DATE)
class Day(serializers.Field):
    """A date."""

    def to_internal_value(self, data) -> datetime.date:
        return translated(as_date, self.field_name, data)

    def to_representation(self, value):
        return value


@extend_schema_field(OpenApiTypes.UUID)
class Id(serializers.Field):
    """A well-formed id."""

    def to_internal_value(self, data) -> uuid.UUID:
        return translated(as_uuid, self.field_name, data)

    def to_representation(self, value):
        return value


@extend_schema_field(OpenApiTypes.UUID)
class ForeignId(Id):
    """The id of an existing row of `queryset`."""

    def __init__(self, *, queryset, **kwargs):
        super().__init__(**kwargs)
        self.queryset = queryset

    def to_internal_value(self, data) -> uuid.UUID:
        value = super().to_internal_value(data)
        if not self.queryset.filter(pk=value).exists():
            raise serializers.ValidationError(
                f"There is no {self.queryset.model._meta.verbose_name} {value}."
            )
        return value


@extend_schema_field({"type": "array", "items": {"type": "string", "format": "uuid"}})
class Ids(serializers.Field):
    """A list of ids, or of objects with an `id`; null is the empty list. Unknown ids are dropped."""

    def __init__(self, *, queryset, **kwargs):
        super().__init__(**{"allow_null": True, **kwargs})
        self.queryset = queryset

    def validate_empty_values(self, data):
        return (True, []) if data is None else super().validate_empty_values(data)

    def to_internal_value(self, data) -> list[uuid.UUID]:
        if not isinstance(data, list):
            raise serializers.ValidationError("A list of ids expected.")
        items = [item.get("id") if isinstance(item, dict) else item for item in data]
        wanted = list(dict.fromkeys(translated(as_uuid, self.field_name, item) for item in items))
        known = set(self.queryset.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
        return [pk for pk in wanted if pk in known]

    def to_representation(self, value):
        return value


class Json(serializers.JSONField):
    """Any JSON value."""


class JsonObject(Json):
    """A JSON object."""

    def to_internal_value(self, data) -> dict:
        if not isinstance(data, dict):
            raise serializers.ValidationError("A JSON object expected.")
        return super().to_internal_value(data)


def translated(reader, name, data):
    """What `reader` makes of `data`, its refusal as a serializer's."""
    try:
        return reader(name, data)
    except Invalid as error:
        # In a list a field has no name of its own.
        raise serializers.ValidationError(error.message.removeprefix(": ")) from None


def body(request, serializer_class, **options) -> dict:
    """The checked body of a request that takes JSON or, failing that, form and query values.

    Unknown keys are ignored; raises DRF's ValidationError.
    """
    data = request.data
    if not request.content_type.startswith("application/json"):
        data = {**{k: v[-1] for k, v in request.query_params.lists()}, **{k: data[k] for k in data}}
    serializer = serializer_class(data=data, **options)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


class RowInput(serializers.Serializer):
    """The columns and relations of a wire as input; see `of`."""

    wire = None
    creating = True

    def to_internal_value(self, data):
        if not isinstance(data, dict):
            raise serializers.ValidationError({"non_field_errors": ["A JSON object expected."]})
        data = {name: value for name, value in data.items() if name not in SERVER_ONLY}
        if self.creating:
            if unknown := sorted(set(data) - set(self.fields)):
                raise serializers.ValidationError({name: ["There is no such field."] for name in unknown})
            # An explicit null takes the column's default.
            data = {n: v for n, v in data.items() if v is not None or not self.has_default(n)}
        return super().to_internal_value(data)

    def has_default(self, name: str) -> bool:
        column = self.wire.columns.get(name)
        return column is not None and column.has_default()

    def split(self) -> tuple[dict, dict]:
        """The checked values by attribute of the model (extra ones by name), and the relations by name."""
        values, links = {}, {}
        for name, value in self.validated_data.items():
            if name in self.wire.links:
                links[name] = value
            elif name in self.wire.columns:
                values[self.wire.columns[name].attname] = value
            else:
                values[name] = value
        return values, links


def input_of(wire, *, creating: bool, protected=(), extra=None) -> type[RowInput]:
    """The serializer class of a wire's input, for a creation or a (partial) change.

    `protected`: columns that a change leaves alone, as it does keys; `extra`: further fields by name.
    """
    fields = {}
    keys = wire.model._meta.pk_fields
    for name, column in wire.columns.items():
        if name in SERVER_ONLY or (not creating and (name in protected or column in keys)):
            continue
        if field := field_of(column, creating):
            fields[name] = field
    for name, link in wire.links.items():
        if link.writable and (creating or name not in protected):
            fields[name] = Ids(queryset=link.target._base_manager.all(), required=False)
    name = f"{wire.type}{'Input' if creating else 'Change'}"
    return type(name, (RowInput,), {**fields, **(extra or {}), "wire": wire, "creating": creating})


def field_of(column, creating: bool) -> serializers.Field | None:
    """The serializer field of a model's column; None where it cannot be written."""
    options = {
        "required": creating and not column.null and not column.has_default(),
        "allow_null": column.null,
    }
    if isinstance(column, models.ForeignKey):
        return ForeignId(queryset=column.related_model._base_manager.all(), **options)
    if isinstance(column, models.UUIDField):
        return Id(**options)
    if isinstance(column, ArrayField):
        return serializers.ListField(child=Text(), **options) if column.element_type != "bytea" else None
    if isinstance(column, models.BinaryField):
        return None
    if column.choices:
        return serializers.ChoiceField(choices=column.choices, **options)
    if isinstance(column, models.CharField):
        return Text(max_length=column.max_length, **options)
    if isinstance(column, models.TextField):
        return Text(**options)
    if isinstance(column, models.BooleanField):
        return serializers.BooleanField(**options)
    if isinstance(column, models.IntegerField):
        limit = 2**63 if isinstance(column, models.BigIntegerField) else 2**31
        return serializers.IntegerField(min_value=-limit, max_value=limit - 1, **options)
    if isinstance(column, models.FloatField):
        return Finite(**options)
    if isinstance(column, models.DateTimeField):
        return Moment(**options)
    if isinstance(column, models.DateField):
        return Day(**options)
    return Json(**options)
