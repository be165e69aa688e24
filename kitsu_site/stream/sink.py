"""Pushes committed events to the clients of the stream."""

from collections.abc import Callable
from functools import cache

from django.conf import settings

NAMESPACE = "/events"


class Relay:
    """How this process reaches the stream: directly where it serves it, else through Redis."""

    def __init__(self):
        self.local: Callable[[list], None] | None = None  # set by the server of this process

    def push(self, events: list) -> None:
        if self.local is not None:
            self.local(events)
        elif settings.REDIS_URL:
            for event in events:
                redis_manager().emit(event.name, event.data, namespace=NAMESPACE)


relay = Relay()


@cache
def redis_manager():
    """The queue that every server process listens to."""
    import socketio  # only where it is needed: commands start faster without

    return socketio.RedisManager(settings.REDIS_URL, write_only=True)


class StreamSink:
    """Nobody listens to a process that neither serves the stream nor has a Redis: then it drops them."""

    def deliver(self, events: list) -> None:
        relay.push(events)
