"""`manage.py backup`: the rows of one moment, and the files that they name; the server goes on."""

import datetime
import gzip
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import orjson
from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from kitsu_site import storage
from kitsu_site.backup import archive, tables, versions
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid, Missing

FILES_AT_ONCE = 1000
COMPRESSION = 5


def make(path: Path, *, files: bool, secret_key: bool, bar: Callable) -> dict[str, int]:
    """Write the archive `path`; answers the number of its tables, rows and files.

    It is there whole or not at all, and for its owner only: it holds hashes of passwords, tokens and mails.
    `bar(total, unit, text)` makes a progress bar. Raises `Invalid`.
    """
    with archive.written(path) as writer, snapshot():
        loader = MigrationLoader(connection)
        nodes = versions.seen(loader)
        if not nodes:
            raise Invalid("There is nothing to back up: the database has no tables of this server.")
        found = versions.models_at(loader, nodes)
        writer.add_bytes(archive.MANIFEST, orjson.dumps(manifest(nodes, files), option=orjson.OPT_INDENT_2))
        counts = {"tables": len(found), "rows": write_tables(writer, found, path.parent, bar), "files": 0}
        if files:
            counts["files"] = write_files(writer, found, bar)
        if secret_key:
            writer.add_bytes(archive.SECRET_KEY, settings.SECRET_KEY.encode())
    return counts


def manifest(nodes, files: bool) -> dict:
    return {
        "format": archive.FORMAT,
        "made_at": utcnow().isoformat(timespec="seconds"),
        "server": settings.VERSION,
        "database": connection.vendor,
        "files": files,
        "migrations": sorted(map(list, nodes)),
    }


def default_name(now: datetime.datetime) -> str:
    return f"kitsu-backup-{now:%Y-%m-%dT%H-%M-%S}.tar"


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read within is of one moment; nobody waits, and nobody is kept waiting."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # Django would begin an immediate transaction, which locks writers out.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def write_tables(writer: archive.Writer, found: list, folder: Path, bar: Callable) -> int:
    """Add every table; how many rows that were."""
    total = sum(model._base_manager.count() for model in found)
    with bar(total, "row", "Rows") as progress:
        for model in found:
            with tempfile.TemporaryFile(dir=folder) as spool:
                with gzip.GzipFile("", "wb", COMPRESSION, spool, mtime=0) as zipped:
                    for number, line in enumerate(tables.lines(model)):
                        zipped.write(line)
                        progress.update(number > 0)
                size = spool.tell()
                spool.seek(0)
                writer.add(f"tables/{model._meta.db_table}.jsonl.gz", spool, size)
    return total


def write_files(writer: archive.Writer, found: list, bar: Callable) -> int:
    """Add every stored file that a row of the snapshot names; how many."""
    count = 0
    with bar(None, "B", "Files") as progress:
        for place in named(storage.everything(), found):
            try:
                with storage.streamed(place) as (file, size):
                    name = f"files/{place.bucket}/{place.prefix}/{place.id}"
                    writer.add(name, file, size, progress.update)
            except Missing:  # deleted since it was listed, and its row too
                continue
            count += 1
    return count


def named(places: Iterator[storage.Stored], found: list) -> Iterator[storage.Stored]:
    """The files whose id is that of a row: others were left by something that failed, or came later."""
    owners = [model for model in found if isinstance(model._meta.pk, models.UUIDField)]
    while some := list(islice(places, FILES_AT_ONCE)):
        left, wanted = {place.id for place in some}, set()
        for model in list(owners):
            if hits := {
                str(pk) for pk in model._base_manager.filter(pk__in=left).values_list("pk", flat=True)
            }:
                left, wanted = left - hits, wanted | hits
                owners.remove(model)  # what owned some owns more: it is asked first
                owners.insert(0, model)
            if not left:
                break
        yield from (place for place in some if place.id in wanted)
