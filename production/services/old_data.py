"""What was noted long ago and is looked at no more (notes on commands, "Database")."""

import datetime
from collections.abc import Callable

from django.db import models, transaction

from accounts.models import LoginLog
from kitsu_site.db.base import utcnow
from kitsu_site.models import ApiEvent
from production.models import Notification

AT_ONCE = 5000  # rows: others write in between
KINDS = {"events": ApiEvent, "login logs": LoginLog, "notifications": Notification}


def counts(days: int) -> dict[str, int]:
    """How many rows of each kind are more than `days` days old."""
    return {name: older(model, limit(days)).count() for name, model in KINDS.items()}


def remove(days: int, *, removed: Callable[[int], None]) -> None:
    """Delete them, some at a time; `removed` hears how many. It may be cut short, and run again."""
    before = limit(days)
    for model in KINDS.values():
        while some := list(older(model, before).values_list("pk", flat=True)[:AT_ONCE]):
            with transaction.atomic():
                model.objects.filter(pk__in=some).delete()
            removed(len(some))


def limit(days: int) -> datetime.datetime:
    return utcnow() - datetime.timedelta(days=days)


def older(model: type[models.Model], before: datetime.datetime) -> models.QuerySet:
    return model.objects.filter(created_at__lt=before)
