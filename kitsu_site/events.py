"""What happened: written with the change itself, told to everybody once it is committed.

`emit` is for services only. Names and payloads are in the notes on events. A subscriber
(`on`) runs in the same transaction: the way a later app follows what an earlier one does.
A sink (setting EVENT_SINKS) runs on commit; its failure is logged and fails no request.
"""

import datetime
import logging
import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from kitsu_site.db.base import utcnow
from kitsu_site.db.insertion import insert_values

logger = logging.getLogger(__name__)

COLUMNS = ("id", "name", "data", "project_id", "user_id", "created_at")
TICK = datetime.timedelta(microseconds=1)
MANY = 100  # from which on the log is filled at the speed of the database


@dataclass(slots=True)
class Event:
    """`kept` events are rows of the log; the others are only pushed."""

    name: str
    data: dict
    project_id: uuid.UUID | None = None
    user_id: uuid.UUID | None = None
    kept: bool = True
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    created_at: datetime.datetime = field(default_factory=lambda: clock.tick())


class Clock:
    """Times that never stand still, so that the log sorts in the order of emission."""

    def __init__(self):
        self.last, self.lock = datetime.datetime.min, threading.Lock()

    def tick(self) -> datetime.datetime:
        with self.lock:
            now = utcnow()
            self.last = now if now > self.last else self.last + TICK
            return self.last


clock = Clock()
subscribers: dict[str, list[Callable[[Event], None]]] = defaultdict(list)


def on(*names: str):
    """Decorate a function of an `Event` to be called in the transaction of each event so named."""

    def register(function):
        for name in names:
            subscribers[name].append(function)
        return function

    return register


def event(name: str, *, by=None, project_id=None, kept: bool = True, **payload) -> Event:
    """An event, its payload made of texts; `project_id` is added to it."""
    data = {key: plain(value) for key, value in payload.items()}
    if project_id is not None:
        data["project_id"] = str(project_id)
    return Event(name.lower(), data, project_id, getattr(by, "pk", None), kept)


def emit(name: str, *, by=None, project_id=None, kept: bool = True, **payload) -> None:
    """Say that something happened: a row of the log in this transaction, and delivery on commit.

    `by`: the person who did it (None: a job or a command).
    """
    emit_all([event(name, by=by, project_id=project_id, kept=kept, **payload)])


def emit_all(events: Iterable[Event]) -> None:
    """`emit` for many events at once, in their order, with one insert."""
    emit_made(iter(list(events)))


def emit_made(events: Iterator[Event]) -> None:
    """`emit_all` for events that are made while the database takes those before: it is not asked for them."""
    from kitsu_site.models import ApiEvent

    told = list(islice(events, MANY + 1))
    if not told:
        return
    if len(told) > MANY:
        rows = ([*columns(event), event.created_at] for event in noted(events, told) if event.kept)
        insert_values(ApiEvent, [*COLUMNS, "updated_at"], rows)
    else:
        rows = (columns(event) for event in told if event.kept)
        ApiEvent.objects.bulk_create(ApiEvent(**dict(zip(COLUMNS, row, strict=True))) for row in rows)
    transaction.on_commit(lambda: deliver(told))  # before what subscribers emit in turn
    for one in told:
        for subscriber in subscribers.get(one.name, ()):
            subscriber(one)


def noted(events: Iterator[Event], told: list[Event]) -> Iterator[Event]:
    """Those `told` before, and then `events`, which are added to them."""
    yield from list(told)
    for event in events:
        told.append(event)
        yield event


def columns(event: Event) -> tuple:
    """The values of COLUMNS of the row of the log."""
    return (event.id, event.name, event.data, event.project_id, event.user_id, event.created_at)


def tell(name: str, **payload) -> None:
    """Call the subscribers of `name` in this transaction: nothing is kept, nothing delivered.

    For what a later app does as part of an act of an earlier one, and that clients are not told of.
    """
    one = event(name, kept=False, **payload)
    for subscriber in subscribers.get(one.name, ()):
        subscriber(one)


def plain(value):
    """A value as it goes into a payload."""
    if type(value) is uuid.UUID:  # nearly all are
        return str(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds")
    return value if value is None or isinstance(value, (str, bool, int, float)) else str(value)


@cache
def sinks() -> list:
    """The configured sinks, made once."""
    return [import_string(path)() for path in settings.EVENT_SINKS]


def deliver(events: list[Event]) -> None:
    """Hand committed events to every sink."""
    for sink in sinks():
        try:
            sink.deliver(events)
        except Exception:
            # The change is done and logged: a sink that fails must not make it look undone.
            logger.exception("sink %s failed", type(sink).__name__)
