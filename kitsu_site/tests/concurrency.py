"""Calls made at the same moment, each on a connection of its own, as a server's threads make them.

A test that uses it is marked `@pytest.mark.django_db(transaction=True)`: what it stored must be
committed for others to see it.
"""

import sqlite3
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


def at_once(*calls: Callable) -> list:
    """What each of `calls` answered, or the exception that it raised, in their order."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        try:
            barrier.wait()
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with shared_database(), ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@contextmanager
def shared_database():
    """A database that threads can share.

    SQLite's in memory knows no waiting: its rows go to a file and back, where they queue as on a server.
    """
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    # The thread of a former live server, whose client hangs up only now, must not close it for good.
    connection.close = lambda: None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shared.sqlite3"
        copy(memory, path)
        connection.settings_dict["NAME"] = str(path)
        try:
            yield
        finally:
            connection.settings_dict["NAME"] = name
            del connection.close
            source = sqlite3.connect(path)
            source.backup(memory)
            source.close()


def copy(memory: sqlite3.Connection, path: Path) -> None:
    target = sqlite3.connect(path)
    memory.backup(target)
    target.close()


@contextmanager
def shared_address():
    """The address (DATABASE_URL) of a database that other processes can share."""
    with shared_database():
        values = connection.settings_dict
        if connection.vendor == "sqlite":
            yield f"sqlite:///{values['NAME']}"
        else:
            account = f"{values['USER']}:{values['PASSWORD']}"
            yield f"postgres://{account}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
