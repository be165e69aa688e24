"""A database beside the configured one, for as long as something is tried in it."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def scratch_database(purpose: str):
    """Put a new, empty database of the same kind in the place of the default one; drop it at the end.

    Only the calling thread sees it. The account of the database server must be allowed to make databases.
    """
    own = connections[DEFAULT_DB_ALIAS]
    scratch = own.copy()
    make = sqlite_file if own.vendor == "sqlite" else server_database
    with make(own, purpose) as name:
        scratch.settings_dict["NAME"] = name
        connections[DEFAULT_DB_ALIAS] = scratch
        try:
            yield scratch
        finally:
            scratch.close()
            connections[DEFAULT_DB_ALIAS] = own


@contextmanager
def sqlite_file(own, purpose: str):
    with tempfile.TemporaryDirectory(prefix=f"kitsu-{purpose}-") as folder:
        yield str(Path(folder) / "scratch.sqlite3")


@contextmanager
def server_database(own, purpose: str):
    name = own.ops.quote_name(f"{own.settings_dict['NAME']}_{purpose}_{os.getpid()}")
    with own._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield name.strip('"')
    finally:
        with own._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
