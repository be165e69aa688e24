"""Abstract bases: the columns that the schema gives to every table."""

import datetime
import uuid

from django.db import models

from .fields import UTCDateTimeField
from .querysets import StudioQuerySet

EPOCH = datetime.datetime(1970, 1, 1)


def utcnow() -> datetime.datetime:
    """The current time, naive, in UTC."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


class Dated(models.Model):
    """When a row was made and last changed (naive UTC)."""

    created_at = UTCDateTimeField(default=utcnow, null=True, editable=False)
    updated_at = UTCDateTimeField(auto_now=True, null=True, editable=False)

    class Meta:
        abstract = True


class StudioModel(Dated):
    """A row of its own: `id`, `created_at`, `updated_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    objects = StudioQuerySet.as_manager()

    class Meta:
        abstract = True


class LinkModel(models.Model):
    """A row that joins two others, identified by them."""

    objects = StudioQuerySet.as_manager()

    class Meta:
        abstract = True


class DatedLink(Dated, LinkModel):
    """A link that also has times, and an id of its own within its composite key."""

    class Meta:
        abstract = True
