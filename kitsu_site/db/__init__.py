"""What every app's models are made of: fields, bases and querysets."""

from .base import DatedLink, LinkModel, StudioModel
from .fields import BytesArrayField, ImportSourceField, JSONArrayField, TextArrayField, UTCDateTimeField
from .querysets import ProductionQuerySet, PublicQuerySet, StudioQuerySet

__all__ = [
    "BytesArrayField",
    "DatedLink",
    "ImportSourceField",
    "JSONArrayField",
    "LinkModel",
    "ProductionQuerySet",
    "PublicQuerySet",
    "StudioModel",
    "StudioQuerySet",
    "TextArrayField",
    "UTCDateTimeField",
]
