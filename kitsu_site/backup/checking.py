"""`manage.py verify_backup`: is an archive whole, and what is in it?"""

import gzip
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kitsu_site.backup import archive, tables, versions
from kitsu_site.exceptions import Invalid
from kitsu_site.storage import CHUNK


@dataclass
class Found:
    """What an archive holds; `rows` by table, `size` of the files in bytes."""

    manifest: dict
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    size: int = 0
    secret_key: bool = False


def check(path: Path, *, bar: Callable) -> Found:
    """Read all of an archive: checksums, tables, rows.

    Raises `Invalid` for what is damaged, incomplete, of a newer version or does not fit the tables.
    """
    found = Found(archive.manifest(path))
    loader = MigrationLoader(connection)
    models = {
        model._meta.db_table: model
        for model in versions.models_at(loader, versions.known(loader, found.manifest["migrations"]))
    }
    is_whole = False
    with (
        archive.explained(path),
        bar(path.stat().st_size, "B", "Checking") as progress,
        tempfile.TemporaryFile() as sums,
    ):
        for member in archive.members(path, progress.update):
            if is_whole:
                raise Invalid(f"{path.name}: {member.name!r} comes after the checksums.")
            if member.name == archive.SUMS:
                compare(path, member, sums)
                is_whole = True
                continue
            hashing = archive.Hashing(member.file)
            while hashing.read(CHUNK):
                pass
            sums.write(f"{hashing.hexdigest()}  {member.name}\n".encode())
            note(found, member, models, path)
    if not is_whole:
        raise Invalid(f"{path.name} is incomplete: it ends before the checksums.")
    if missing := sorted(set(models) - set(found.rows)):
        raise Invalid(f"{path.name}: the table {missing[0]} is missing.")
    return found


def compare(path: Path, member: archive.Member, sums) -> None:
    """Compare the checksums with those that the archive ends with, which are in the same order."""
    sums.seek(0)
    for number, line in enumerate(sums):
        if (wanted := member.file.readline(len(line))) != line:
            name = line.decode().split("  ", 1)[1].strip()
            there = wanted.decode(errors="replace").strip().endswith(f"  {name}")
            what = "its content does not have its checksum" if there else "it has no checksum"
            raise Invalid(f"{path.name} is damaged: {name}: {what} (line {number + 1} of {archive.SUMS}).")
    if member.file.read(1):
        raise Invalid(f"{path.name} is damaged: there are checksums of what is not there.")


def note(found: Found, member: archive.Member, models: dict, path: Path) -> None:
    """Count a member that has the right bytes; read the rows of a table."""
    if member.table:
        if member.table not in models or member.table in found.rows:
            raise Invalid(f"{path.name}: {member.name} is not a table of this server, or is there twice.")
        member.file.seek(0)
        with gzip.GzipFile(fileobj=member.file) as lines:
            rows = tables.Table(models[member.table], lines)
            found.rows[member.table] = sum(1 for _ in rows)
    elif member.place:
        found.files += 1
        found.size += member.size
    elif member.name == archive.SECRET_KEY:
        found.secret_key = True
