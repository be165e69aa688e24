"""`manage.py backup`, `verify_backup` and `restore`: from either database to either, with stored files."""

import gzip
import io
import os
import shutil
import signal
import stat
import subprocess
import sys
import tarfile
from contextlib import contextmanager

import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from kitsu_site import storage
from kitsu_site.backup import archive, making
from kitsu_site.db.scratch import scratch_database
from kitsu_site.exceptions import Invalid
from kitsu_site.tests import backups
from kitsu_site.tests.concurrency import at_once, copy, shared_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Stored files of its own for each test."""

    def use(name):
        options = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / name}}
        settings.STORAGES = {**settings.STORAGES, "default": options}
        return tmp_path / name

    use("here")
    return use


@pytest.fixture
def made(admin_account, tmp_path):
    """An archive of a small studio: one person, who has a picture."""
    place = storage.Stored("pictures", "thumbnails", admin_account.pk)
    storage.save(place, ContentFile(b"picture"))
    backups.make(tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


def run(*arguments, **options) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


# There and back


def test_every_row_and_file_arrives_in_another_database(studio, folder, tmp_path):
    places = backups.fill(studio)
    before = backups.contents()
    assert [table for table, rows in before.items() if not rows and not table.startswith("auth_")] == []
    triggers = backups.triggers()
    assert triggers > 0
    counts = backups.make(tmp_path / "one.tar")
    assert (counts["files"], counts["rows"]) == (2, sum(map(len, before.values())))
    folder("there")
    with backups.sqlite(tmp_path / "new.sqlite3"):
        backups.restore(tmp_path / "one.tar")
        assert backups.contents() == before
        assert backups.sequences_work()
        assert backups.triggers() == triggers
        backups.make(tmp_path / "two.tar")
    for number, place in enumerate(places):
        assert place.path.read_bytes() == bytes([number]) * 300_000
    if connection.vendor == "postgresql":
        with scratch_database("restored"):
            backups.restore(tmp_path / "two.tar")
            group = before["auth_group"]
            assert {**backups.contents(), "auth_group": group} == before
            assert backups.triggers() == triggers
            assert backups.sequences_work()


def test_the_archive_is_for_its_owner_and_ordinary_tools_can_check_it(made, tmp_path):
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    with tarfile.open(made) as tar:
        tar.extractall(tmp_path / "out", filter="data")
    checked = subprocess.run(["sha256sum", "-c", "--quiet", archive.SUMS], cwd=tmp_path / "out", check=False)
    assert checked.returncode == 0


def test_the_secret_key_is_in_it_only_when_asked_for(made, tmp_path):
    with tarfile.open(made) as tar:
        assert archive.SECRET_KEY not in tar.getnames()
    backups.make(tmp_path / "with.tar", secret_key=True)
    with tarfile.open(tmp_path / "with.tar") as tar:
        assert tar.extractfile(archive.SECRET_KEY).read().decode() == project.SECRET_KEY


def test_the_secret_key_is_put_in_its_place_only_when_asked_for(admin_account, tmp_path, settings):
    backups.make(tmp_path / "with.tar", secret_key=True)
    settings.SECRET_KEY_FILE, settings.KITSU_DATA = tmp_path / "secret_key", tmp_path
    backups.restore(tmp_path / "with.tar", force=True)
    assert not settings.SECRET_KEY_FILE.exists()
    backups.restore(tmp_path / "with.tar", force=True, secret_key=True)
    assert settings.SECRET_KEY_FILE.read_text() == project.SECRET_KEY
    assert stat.S_IMODE(settings.SECRET_KEY_FILE.stat().st_mode) == 0o600


def test_files_that_no_row_names_are_left_out(admin_account, tmp_path):
    storage.save(
        storage.Stored("files", "previews", "0a1b2c3d-0000-4000-8000-000000000001"), ContentFile(b"?")
    )
    assert backups.make(tmp_path / "backup.tar")["files"] == 0


def test_the_rows_alone_can_be_moved(made, tmp_path):
    assert backups.make(tmp_path / "rows.tar", files=False)["files"] == 0


def test_a_backup_is_of_one_moment_and_keeps_nobody_waiting(admin_account):
    with shared_database(), making.snapshot():
        assert Person.objects.count() == 1
        assert at_once(lambda: Person.objects.create(first_name="New", last_name="P").first_name) == ["New"]
        assert Person.objects.count() == 1
    assert Person.objects.count() == 2


def test_a_backup_that_fails_leaves_nothing(admin_account, tmp_path, monkeypatch):
    monkeypatch.setattr(making, "write_files", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backups.make(tmp_path / "backup.tar")
    assert list(tmp_path.iterdir()) == []


def test_big_tables_are_read_some_rows_at_a_time(studio, tmp_path):
    with CaptureQueriesContext(connection) as few:
        backups.make(tmp_path / "few.tar")
    Person.objects.bulk_create(
        Person(first_name=f"{n}", last_name="P", email=f"{n}@x.test") for n in range(500)
    )
    with CaptureQueriesContext(connection) as many:
        backups.make(tmp_path / "many.tar")
    assert len(many) == len(few)


# Over what is there


def test_rows_are_overwritten_only_by_force(made):
    Person.objects.update(first_name="Changed")
    with pytest.raises(CommandError, match=r"There is data already \(person: 1 rows\): --force replaces all"):
        run("restore", made)
    assert Person.objects.get().first_name == "Changed"
    assert run("restore", made, force=True).startswith("Restored ")
    assert Person.objects.get().first_name != "Changed"


def test_a_studio_is_restored_over_what_became_of_it(studio, tmp_path):
    before, triggers = backups.contents(), backups.triggers()
    backups.make(tmp_path / "backup.tar")
    studio.first_shot.tasks.all().delete()
    studio.feature.name = "Changed"
    studio.feature.save()
    backups.restore(tmp_path / "backup.tar", force=True)
    assert backups.contents() == before
    assert backups.triggers() == triggers


def test_a_dry_run_only_looks(made):
    Person.objects.update(first_name="Changed")
    assert "Nothing was changed." in run("restore", made, force=True, dry_run=True)
    assert Person.objects.get().first_name == "Changed"


def test_a_file_is_overwritten_only_by_force(made, admin_account, tmp_path):
    place = storage.Stored("pictures", "thumbnails", admin_account.pk)
    storage.save(place, ContentFile(b"another"))
    with backups.sqlite(tmp_path / "new.sqlite3"):
        with pytest.raises(Invalid, match="is stored already: --force replaces it"):
            backups.restore(made)
        assert "person" not in connection.introspection.table_names()
        assert place.path.read_bytes() == b"another"
        backups.restore(made, force=True)
    assert place.path.read_bytes() == b"picture"


def test_a_restore_that_fails_takes_its_files_back(made, folder, monkeypatch):
    there = folder("there")
    monkeypatch.setattr("kitsu_site.backup.restoring.newest", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backups.restore(made, force=True)
    assert [path for path in there.rglob("*") if path.is_file()] == []


KILLED = """
import os, signal, sys, django
django.setup()
from django.core.management import call_command
from kitsu_site.backup import restoring
where, calls = getattr(restoring.tables, "insert", None), 0
def kill(*args):
    os.kill(os.getpid(), signal.SIGKILL)
def in_the_rows(*args):
    global calls
    calls += 1
    where(*args)
    if calls == 50:
        kill()
at = sys.argv[2]
if at == "rows":
    restoring.tables.insert = in_the_rows
elif at == "files":
    restoring.save = kill
elif at == "end":
    restoring.MigrationExecutor.migrate = kill
call_command("restore", sys.argv[1], force=True)
"""


@pytest.mark.parametrize("moment", ["rows", "files", "end"])
def test_a_killed_restore_leaves_the_old_data_and_can_be_repeated(made, moment, tmp_path, folder):
    Person.objects.update(first_name="Old")
    before = backups.contents()
    there = folder("there")
    with on_the_disk(tmp_path) as address:
        environment = {**os.environ, "DATABASE_URL": address, "PREVIEW_FOLDER": str(there)}
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(made), moment],
            env={**environment, "DJANGO_SETTINGS_MODULE": "kitsu_site.settings"},
            cwd=project.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        assert backups.contents() == before
        backups.restore(made, force=True)
        assert Person.objects.get().first_name != "Old"


@contextmanager
def on_the_disk(folder):
    """The address of a database that other processes share: the suite's own, of SQLite a copy in a file."""
    target = connection.settings_dict
    if connection.vendor == "postgresql":
        yield f"postgres://{target['USER']}@{target['HOST']}:{target['PORT']}/{target['NAME']}"
        return
    copy(connection.connection, folder / "copy.sqlite3")
    with backups.sqlite(folder / "copy.sqlite3"):
        yield f"sqlite:///{folder}/copy.sqlite3"


def test_a_backup_of_an_older_version_is_brought_to_this_one(made, tmp_path):
    def older(name, content):
        if name == archive.MANIFEST:
            content = content.replace(b',\n    [\n      "sessions",\n      "0001_initial"\n    ]', b"")
        return [] if name.startswith("tables/django_session") else [(name, content)]

    path = backups.rewritten(made, older)
    assert "sessions" not in str(archive.manifest(path)["migrations"])
    with backups.sqlite(tmp_path / "new.sqlite3"):
        backups.restore(path)
        assert "django_session" in connection.introspection.table_names()
        assert Person.objects.get().email == "admin@example.com"
        backups.restore(path, force=True)
        assert Person.objects.get().email == "admin@example.com"


# Archives that are not as they should be


def without(member):
    return lambda name, content: [] if name.startswith(member) else [(name, content)]


def changed(member, old, new):
    def change(name, content):
        if not name.startswith(member):
            return [(name, content)]
        text = gzip.decompress(content) if name.endswith(".gz") else content
        assert old in text
        text = text.replace(old, new)
        return [(name, gzip.compress(text) if name.endswith(".gz") else text)]

    return change


def besides(added, content=b"x"):
    return lambda name, own: [(added, content), (name, own)] if name == archive.SUMS else [(name, own)]


PERSON = "tables/person.jsonl.gz"
DAMAGED = {
    "a changed row": (changed(PERSON, b"example.com", b"example.org"), False, "does not have its checksum"),
    "a lost file": (without("files/"), False, "there is no|has no checksum|not there"),
    "an unlisted file": (
        besides("files/movies/previews/0a1b2c3d-0000-4000-8000-000000000001"),
        False,
        "it has no checksum",
    ),
    "no checksums": (without(archive.SUMS), True, "it ends before the checksums"),
    "a lost table": (without(PERSON), True, "the table person is missing"),
    "a newer schema": (
        changed(archive.MANIFEST, b"0001_schema", b"0999_later"),
        True,
        "newer version than this server, which does not know accounts.0999_later: upgrade the server first",
    ),
    "a newer format": (changed(archive.MANIFEST, b'"format": 1', b'"format": 2'), True, "a newer version of"),
    "a gap in its migrations": (
        changed(archive.MANIFEST, b'[\n      "accounts",\n      "0001_schema"\n    ],', b""),
        True,
        "does not name the migration accounts.0001_schema",
    ),
    "no manifest": (without(archive.MANIFEST), True, "is no backup: it does not begin with manifest.json"),
    "another column": (changed(PERSON, b'"first_name"', b'"nick_name"'), True, "person: the columns in the"),
    "a value of another type": (
        changed(
            PERSON,
            b"[",
            b'[["a"],',
        ),
        True,
        "person",
    ),
    "a way out of the folder": (besides("files/pictures/../../../../etc/passwd"), True, "has no place in a"),
    "an absolute path": (besides("/etc/passwd"), True, "has no place in a backup"),
    "an unknown table": (
        besides("tables/sqlite_master.jsonl.gz", gzip.compress(b"[]\n")),
        True,
        "is not a table",
    ),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_or_hostile_archive_is_refused_in_one_line(made, what):
    change, sums, message = DAMAGED[what]
    path = backups.rewritten(made, change, sums=sums)
    for command in ("verify_backup", "restore"):
        with pytest.raises(CommandError, match=message) as refusal:
            run(command, path)
        assert "\n" not in str(refusal.value)


def test_links_are_refused(made):
    with tarfile.open(made, "a") as tar:
        link = tarfile.TarInfo("secret_key")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(CommandError, match="'secret_key' has no place in a backup"):
        run("verify_backup", made)


@pytest.mark.parametrize("size", [0, 100, 5_000, -20_000])
def test_an_archive_that_ends_too_early_is_refused(made, size):
    os.truncate(made, size if size >= 0 else made.stat().st_size + size)
    with pytest.raises(CommandError, match="backup"):
        run("verify_backup", made)


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "photo.tar").write_bytes(b"no archive" * 1000)
    with pytest.raises(CommandError, match=r"photo\.tar is damaged or no backup"):
        run("verify_backup", tmp_path / "photo.tar")
    with pytest.raises(CommandError, match=r"none\.tar cannot be read: No such file"):
        run("restore", tmp_path / "none.tar")


def test_rows_that_do_not_fit_together_are_refused(studio, tmp_path):
    backups.make(tmp_path / "backup.tar")
    lead = str(studio.feature.project_status_id).encode()
    broken = backups.rewritten(
        tmp_path / "backup.tar",
        changed("tables/project.jsonl.gz", lead, b"00000000-0000-4000-8000-000000000000"),
    )
    before = backups.contents()
    with pytest.raises(CommandError, match="does not fit together"):
        run("restore", broken, force=True)
    assert backups.contents() == before


# The commands


def test_a_backup_is_named_for_its_time_and_overwrites_none(admin_account, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out = run("backup")
    [path] = tmp_path.glob("kitsu-backup-*.tar")
    assert out.startswith(f"{path.name}: ")
    with pytest.raises(CommandError, match="exists already: choose another name, or --force"):
        run("backup", path.name)
    assert run("backup", path.name, force=True).startswith(path.name)


def test_verifying_says_what_is_in_it(made):
    out = run("verify_backup", made, tables=True)
    assert f"{made} is whole: " in out
    assert ", 1 files (7" in out
    assert any(line.split() == ["person", "1"] for line in out.splitlines())


def test_a_folder_that_cannot_be_written_to_is_named(admin_account, tmp_path):
    shutil.rmtree(tmp_path / "none", ignore_errors=True)
    with pytest.raises(CommandError, match=r"none/b\.tar cannot be written: No such file or directory"):
        run("backup", tmp_path / "none" / "b.tar")
