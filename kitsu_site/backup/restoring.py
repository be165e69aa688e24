"""`manage.py restore`: the rows and files of an archive take the place of what is there.

All rows come in one transaction, the tables of an older version too: whatever interrupts it, the old rows
are still there. New files are stored before it ends, since nobody sees them until rows name them; those that
take the place of another come after it.
"""

import gzip
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import File
from django.core.management.sql import emit_post_migrate_signal
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from kitsu_site import storage
from kitsu_site.backup import archive, checking, tables, versions
from kitsu_site.exceptions import Invalid, Missing
from kitsu_site.storage import CHUNK, Stored

OURS = ("kitsu_site", "accounts", "production", "files", "imports")
PATIENCE = "10s"  # for the locks of others
IN_USE = "The database is in use: stop the server first, and its workers."


def restore(path: Path, *, force: bool, secret_key: bool, dry_run: bool, bar: Callable) -> checking.Found:
    """Put what `path` holds in the place of what is there; answers what that was.

    Without `force` nothing is overwritten: rows or other files of the same name are `Invalid`.
    """
    found = checking.check(path, bar=bar)
    if secret_key and not found.secret_key:
        raise Invalid(f"{path.name} holds no secret key.")
    refuse_foreign_tables()
    if not force:
        refuse_rows()
    if dry_run:
        return found
    with connection.constraint_checks_disabled(), explained(), new_files() as placed:
        with transaction.atomic():
            be_patient()
            if not force:
                refuse_rows()
            models, plan = prepare_tables(found.manifest)
            with without_triggers(models), postponed_checks(models):
                empty([model._meta.db_table for model in models])  # migrations may have made rows, too
                write_rows(path, found, models, bar)
            plan += migrate(newest())
            if plan:
                emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, plan=plan)
            changed = write_files(path, placed, force=force, bar=bar)
        replace_files(path, changed)
    cache.clear()
    if secret_key:
        write_secret_key(path)
    return found


def newest() -> list[versions.Node]:
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


@contextmanager
def explained() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "lock" not in str(error):
            raise
        raise Invalid(IN_USE) from None


def be_patient() -> None:
    """Do not wait for ever for who uses the database, nor be thrown out while files are copied."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL lock_timeout = '{PATIENCE}'; SET LOCAL idle_in_transaction_session_timeout = 0"
            )


# What is there


def refuse_foreign_tables() -> None:
    names = connection.introspection.table_names()
    if "person" in names and MigrationRecorder.Migration._meta.db_table not in names:
        raise Invalid("There are tables of Kitsu already: run `manage.py adopt_database` first.")


def refuse_rows() -> None:
    """Raise `Invalid` where the database is in use already."""
    loader = MigrationExecutor(connection).loader
    nodes = versions.seen(loader)
    for model in versions.models_at(loader, nodes) if nodes else ():
        if model._meta.app_label in OURS and (count := model._base_manager.count()):
            raise Invalid(
                f"There is data already ({model._meta.db_table}: {count} rows): --force replaces all of it."
            )


# Tables and rows


def prepare_tables(manifest: dict) -> tuple[list, list]:
    """Tables as the archive's version has them; answers their models, and the migrations that it took."""
    loader = MigrationExecutor(connection).loader
    wanted = versions.known(loader, manifest["migrations"])
    there = versions.seen(loader)
    if there == wanted:
        return versions.models_at(loader, wanted), []
    if there:
        drop([model._meta.db_table for model in versions.models_at(loader, there)])
    plan = migrate(versions.ends(loader, wanted))
    return versions.models_at(loader, wanted), plan


def migrate(targets: list[versions.Node]) -> list:
    """Run the migrations that lead to `targets`; answers them, as Django's plans have them."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(targets)
    executor.migrate(targets, plan)
    return plan


def empty(names: list[str]) -> None:
    quoted = list(map(connection.ops.quote_name, names))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(quoted)}")
            return
        for name in quoted:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - a table of ours


def drop(names: list[str]) -> None:
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in (*names, MigrationRecorder.Migration._meta.db_table):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}{cascade}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP TYPE IF EXISTS import_source_enum")


@contextmanager
def postponed_checks(models: list) -> Iterator[None]:
    """Foreign keys are looked at when all rows are there: raises `Invalid` where one leads nowhere.

    Those of an adopted database cannot wait, and learn it for this while.
    """
    keys = strict_keys([model._meta.db_table for model in models])
    with connection.cursor() as cursor:
        for table, name in keys:
            cursor.execute(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED")
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # which migrations may have ended
        yield
        try:
            connection.check_constraints()
        except Exception as error:
            reason = str(error).strip().partition("\n")[0]
            raise Invalid(f"The backup does not fit together: {reason}") from None
        for table, name in keys:
            cursor.execute(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE")


@contextmanager
def without_triggers(models: list) -> Iterator[None]:
    """What the database itself does on changes is done already in the rows of the archive."""
    names = [model._meta.db_table for model in models]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in names:
                cursor.execute(f"ALTER TABLE {quote(name)} DISABLE TRIGGER USER")
            yield
            for name in names:
                cursor.execute(f"ALTER TABLE {quote(name)} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for name, table, sql in cursor.fetchall() if table in names]
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {quote(name)}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


def strict_keys(names: list[str]) -> list[tuple[str, str]]:
    """Table and name of the foreign keys that are looked at with each row."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
            " WHERE k.contype = 'f' AND NOT k.condeferrable AND pg_table_is_visible(c.oid)"
            " AND c.relname = ANY(%s)",
            [names],
        )
        return [tuple(map(connection.ops.quote_name, row)) for row in cursor.fetchall()]


def write_rows(path: Path, found: checking.Found, models: list, bar: Callable) -> None:
    by_table = {model._meta.db_table: model for model in models}
    with bar(sum(found.rows.values()), "row", "Rows") as progress:
        for member in archive.members(path):
            if member.table:
                with gzip.GzipFile(fileobj=member.file) as lines:
                    table = tables.Table(by_table[member.table], lines)
                    tables.insert(connection, table, progress.update)
    tables.reset_sequences(connection, models)


# Files


@contextmanager
def new_files() -> Iterator:
    """A list, on the disk, of files that are deleted again where the block fails."""
    with tempfile.TemporaryFile("w+") as placed:
        try:
            yield placed
        except BaseException:
            placed.seek(0)
            storage.remove(Stored(*line.split()) for line in placed)
            raise


def write_files(path: Path, placed, *, force: bool, bar: Callable) -> set[str]:
    """Store the files that are not there; answers the members that would take the place of others.

    Without `force` the latter raise `Invalid`.
    """
    changed = set()
    with bar(path.stat().st_size, "B", "Files") as progress:
        for member in archive.members(path, progress.update):
            if (place := member.place) is None:
                continue
            if not storage.exists(place):
                placed.write(f"{place.bucket} {place.prefix} {place.id}\n")
                placed.flush()
                save(place, member)
            elif not is_same(place, member):
                if not force:
                    raise Invalid(f"Another {place.key} is stored already: --force replaces it.")
                changed.add(member.name)
    return changed


def replace_files(path: Path, changed: set[str]) -> None:
    """Store those files of the archive over the ones of the same name, each at once."""
    if changed:
        for member in archive.members(path):
            if member.name in changed:
                save(member.place, member)


def save(place: Stored, member: archive.Member) -> None:
    file = File(member.file, name=str(place.id))
    file.size = member.size
    storage.save(place, file)


def is_same(place: Stored, member: archive.Member) -> bool:
    with storage.streamed(place) as (stored, size):
        if size != member.size:
            return False
        one, other = archive.Hashing(stored), archive.Hashing(member.file)
        while chunk := one.read(CHUNK):
            if chunk != other.read(CHUNK):
                return False
    return True


def write_secret_key(path: Path) -> None:
    """Put the secret key of the archive in its file (mode 600)."""
    for member in archive.members(path):
        if member.name == archive.SECRET_KEY:
            handle, temporary = tempfile.mkstemp(dir=settings.KITSU_DATA, prefix=".secret_key-")
            with os.fdopen(handle, "wb") as file:
                file.write(member.file.read(archive.MANIFEST_SIZE))
            os.replace(temporary, settings.SECRET_KEY_FILE)
            return
    raise Missing(f"{path.name} holds no secret key.")
