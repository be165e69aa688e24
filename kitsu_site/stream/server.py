"""The server's side of the stream: who may listen, and what is told to all."""

import asyncio
import logging
from http.cookies import CookieError, SimpleCookie

import socketio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections
from django.http import HttpRequest
from django.utils.module_loading import import_string
from rest_framework.exceptions import APIException
from rest_framework.settings import api_settings

from kitsu_site.exceptions import StudioError

from .sink import NAMESPACE, relay

logger = logging.getLogger(__name__)

sio = socketio.AsyncServer(
    async_mode="asgi",
    cors_allowed_origins=settings.CORS_ALLOWED_ORIGINS or None,  # None: the same origin only
    client_manager=socketio.AsyncRedisManager(settings.REDIS_URL) if settings.REDIS_URL else None,
)


def application(api):
    """The ASGI application that serves the stream at /socket.io/ and `api` everywhere else."""
    for path in settings.STREAM_EXTENSIONS:
        import_string(path)(sio)
    return socketio.ASGIApp(sio, api)


def open_relay() -> None:
    """Let the threads that answer requests push into this event loop, and watch who listens to it.

    From the first listener on.
    """
    if relay.local is not None:
        return
    loop = asyncio.get_running_loop()

    async def tell(events):
        for event in events:
            await sio.emit(event.name, event.data, namespace=NAMESPACE)

    relay.local = lambda events: asyncio.run_coroutine_threadsafe(tell(events), loop)
    sio.start_background_task(watch)


def person_of(environ: dict):
    """The person of a connection's token (cookie or Authorization header), or None."""
    request = HttpRequest()
    request.META = {name: value for name, value in environ.items() if isinstance(value, str)}
    try:
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        cookies = {}
    request.COOKIES = {name: morsel.value for name, morsel in cookies.items()}
    try:
        found = api_settings.DEFAULT_AUTHENTICATION_CLASSES[0]().authenticate(request)
    except (APIException, StudioError):
        return None
    return found[0] if found else None


def in_database(function):
    """Run a function that queries the database in a thread, with a connection that still works."""

    def run(*args):
        close_old_connections()
        try:
            return function(*args)
        finally:
            close_old_connections()

    return sync_to_async(run, thread_sensitive=False)


async def caller(sid: str):
    """The person behind a message, whose token must still be good; None otherwise."""
    return await in_database(person_of)(sio.get_environ(sid, namespace=NAMESPACE) or {})


async def watch():
    """Let go of listeners whose token is good no more, all that time."""
    while True:
        await asyncio.sleep(settings.STREAM_TOKEN_CHECK_SECONDS)
        try:
            await let_go()
        except Exception:  # a database that is away for a moment: they are looked at the next time
            logger.exception("the tokens of listeners could not be checked")


async def let_go():
    """Disconnect this process's listeners whose token ended, was revoked, or whose person is out."""
    listening = [sid for sid, _ in sio.manager.get_participants(NAMESPACE, None)]
    environs = {sid: sio.get_environ(sid, namespace=NAMESPACE) or {} for sid in listening}
    for sid in await in_database(strangers)(environs):
        await sio.disconnect(sid, namespace=NAMESPACE)


def strangers(environs: dict[str, dict]) -> list[str]:
    """Those of the connections that nobody would be let in with any more."""
    return [sid for sid, environ in environs.items() if person_of(environ) is None]


@sio.on("connect", namespace=NAMESPACE)
async def connect(sid, environ, auth=None):
    """Listening takes a valid access token."""
    if await in_database(person_of)(environ) is None:
        raise socketio.exceptions.ConnectionRefusedError("A valid access token is wanted.")
    open_relay()
