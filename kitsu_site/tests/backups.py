"""Backups for tests: of a studio with rows in every table, changed by a hostile hand, restored elsewhere."""

import datetime
import io
import json
import tarfile
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django_otp.plugins.otp_totp.models import TOTPDevice

from kitsu_site import progress, storage
from kitsu_site.backup import archive, making, restoring
from kitsu_site.tests.rows import Rows

SOON = datetime.datetime(2031, 1, 7)
AWKWARD = {"text": "é\"'\\ \u2028 snow ☃", "number": 12345678901234567890123, "list": [None, True, 1.5, {}]}


def fill(studio) -> list[storage.Stored]:
    """Rows in every table, with awkward values; answers the places of the files that they name."""
    rows = Rows(studio)
    rows.grow(2)
    rest(rows)
    person = studio.admin
    person.otp_recovery_codes, person.fido_credentials = [b"\x00\xff'", b""], [AWKWARD]
    person.data = AWKWARD
    person.save()
    studio.feature.data = None
    studio.feature.save()
    LogEntry.objects.create(user=person, object_repr="x", action_flag=CHANGE, change_message="y")
    TOTPDevice.objects.create(user=person, name="app")
    Session.objects.create(session_key="k" * 32, session_data="d", expire_date=SOON)
    places = [
        storage.Stored("pictures", "thumbnails", studio.feature.pk),
        storage.Stored("movies", "previews", apps.get_model("files.PreviewFile").objects.first().pk),
    ]
    for number, place in enumerate(places):
        storage.save(place, ContentFile(bytes([number]) * 300_000))
    return places


def rest(rows: Rows) -> None:
    """A row in each table of the project that `Rows.grow` leaves empty: those that have keys of their own."""
    for model in apps.get_models():
        if model._meta.app_label in restoring.OURS and not model.objects.exists():
            key = model._meta.pk
            value = rows.anchor(key.related_model) if key.is_relation else "key"
            is_made = key.has_default() or isinstance(key, models.AutoField)
            rows.anchors[model] = rows.make(model, **({} if is_made else {key.name: value}))


def make(path: Path, **options) -> dict:
    return making.make(path, **{"files": True, "secret_key": False, "bar": progress.bar, **options})


def restore(path: Path, **options):
    standard = {"force": False, "secret_key": False, "dry_run": False, "bar": progress.bar}
    return restoring.restore(path, **{**standard, **options})


@contextmanager
def sqlite(path: Path):
    """A file of SQLite in the place of the default database, for the calling thread."""
    own = connections[DEFAULT_DB_ALIAS]
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
    engine = "django.db.backends.sqlite3"
    connections[DEFAULT_DB_ALIAS] = DatabaseWrapper(
        {**own.settings_dict, "ENGINE": engine, "NAME": str(path), "OPTIONS": options}, DEFAULT_DB_ALIAS
    )
    try:
        yield connections[DEFAULT_DB_ALIAS]
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections[DEFAULT_DB_ALIAS] = own


def contents() -> dict[str, list[str]]:
    """Every row of every table, by table."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields if field.column]
        rows = model._base_manager.values_list(*names)
        found[model._meta.db_table] = sorted(
            json.dumps(row, sort_keys=True, default=plain) for row in rows.iterator()
        )
    return found


def triggers() -> int:
    """How many triggers the database has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        else:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        return cursor.fetchone()[0]


def plain(value):
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)


def sequences_work() -> bool:
    """Whether tables that number their rows go on beyond those that were restored."""
    model = apps.get_model("auth.Group")
    assert isinstance(model._meta.pk, models.AutoField)
    last = model.objects.aggregate(last=models.Max("pk"))["last"] or 0
    return model.objects.create(name=f"after {last} on {connection.vendor}").pk > last


def rewritten(path: Path, change, *, sums: bool = True) -> Path:
    """A copy of an archive, of what `change(name, content)` makes of each member: a list of pairs.

    With `sums` the checksums fit again.
    """
    target = path.with_name("rewritten.tar")
    with tarfile.open(path) as old, tarfile.open(target, "w") as new, io.BytesIO() as written:
        writer = archive.Writer.__new__(archive.Writer)
        writer.file, writer.sums, writer.tar = None, written, new
        for info in old.getmembers():
            content = old.extractfile(info).read()
            if info.name == archive.SUMS and sums:
                content = written.getvalue()
            for name, changed in change(info.name, content):
                writer.add_bytes(name, changed)
    return target
