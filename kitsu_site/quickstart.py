"""The steps of `manage.py quickstart`. Each finds what an earlier run did, so that any run may be cut short.

They raise `Invalid` with one line that says what to change.
"""

import errno
import os
import secrets
import socket
import tempfile
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from kitsu_site.exceptions import Invalid
from kitsu_site.roles import Role

SECRET_BYTES = 48
BACKLOG = 2048  # calls that may wait while the server starts


def listen(host: str, port: int) -> socket.socket:
    """The socket to serve at, already taken: nobody else gets it while the rest is prepared.

    Port 0 is any free one.
    """
    if not 0 <= port <= 65535:
        raise Invalid(f"--port: a number from 0 to 65535 expected, got {port}.", field="port")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
        # Head and body of an answer go apart: the second would wait some 40 ms for the client's delayed ACK.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Invalid(f"Port {port} of {host} is in use: choose another with --port.") from None
        raise Invalid(f"Cannot serve at {host}, port {port}: {reason(error)}.") from None


def make_folders() -> None:
    """The data folder, for its owner only, and the folder of the stored files."""
    make_folder(settings.KITSU_DATA, "KITSU_DATA")
    if settings.STORAGE_BACKEND == "local":
        make_folder(settings.PREVIEW_FOLDER, "PREVIEW_FOLDER")


def make_folder(folder: Path, variable: str) -> None:
    """A folder that files can be written to; `variable` says where to choose another."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Invalid(
            f"The folder {folder} cannot be written to ({reason(error)}): set {variable} to another."
        ) from None


def make_secret() -> bool:
    """Whether a secret key had to be written; this process still has another one then.

    The file appears whole, readable by its owner only.
    """
    if settings.SECRET_KEY_SOURCE != "generated":
        return False
    handle, temporary = tempfile.mkstemp(dir=settings.KITSU_DATA, prefix=".secret_key-")  # mode 600
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(SECRET_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, settings.SECRET_KEY_FILE)
    return True


def check_database() -> None:
    """Raise `Invalid` for a database that does not answer, or holds the tables of another server."""
    try:
        tables = connection.introspection.table_names()
    except Error as error:
        address = settings.DATABASES["default"]
        where = f"{address['NAME']} at {address['HOST']}" if address.get("HOST") else address["NAME"]
        raise Invalid(f"DATABASE_URL: the database {where} is of no use: {reason(error)}.") from None
    if "person" in tables and "django_migrations" not in tables:
        raise Invalid("DATABASE_URL: there are tables of Kitsu already: run `manage.py adopt_database`.")


def is_migrated() -> bool:
    """Whether the database has the tables of this version."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def has_admin() -> bool:
    """Whether somebody can sign in who may do everything."""
    people = get_user_model().objects.filter(role=Role.ADMIN, is_bot=False, active=True)
    return people.exclude(password=None).exists()


def is_empty_studio() -> bool:
    """Whether nothing but an account was made yet: only then a demo is welcome."""
    people = get_user_model().objects.filter(is_bot=False)
    return not apps.get_model("production", "Project").objects.exists() and people.count() <= 1


def reason(error: Exception) -> str:
    """What went wrong, in one line without a full stop."""
    text = getattr(error, "strerror", None) or str(error).strip().partition("\n")[0]
    return text.rstrip(". ") or type(error).__name__
