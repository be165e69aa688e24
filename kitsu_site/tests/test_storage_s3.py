"""Stored files on S3, against a real server that speaks it."""

import io
import os
import shutil

import boto3
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import RequestFactory, override_settings
from moto.server import ThreadedMotoServer

from accounts.services import persons
from kitsu_site import sending, storage
from kitsu_site.exceptions import Missing
from kitsu_site.tests import backups
from kitsu_site.tests.media import body_of

PK = "0a1b2c3d-0000-4000-8000-000000000001"
CONTENT = bytes(range(256)) * 4096  # 1 MB: several chunks
PLACES = [storage.Stored("pictures", "previews", PK), storage.Stored("movies", "previews", PK)]
PLACE = PLACES[1]

pytestmark = pytest.mark.xdist_group("s3")  # its tests share a server


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer(port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    return tmp_path_factory.mktemp("stored")


@pytest.fixture(scope="module")
def buckets(server, local):
    """A server with the three buckets, and settings that use it: clients of it are dear to make."""
    account = {"endpoint_url": server, "region_name": "us-east-1"}
    keys = {"access_key": "key", "secret_key": "secret"}
    found = boto3.client("s3", **account, aws_access_key_id="key", aws_secret_access_key="secret")
    options = {**account, **keys, "file_overwrite": True}
    made = {"default": {**settings.STORAGES["default"], "OPTIONS": {"location": local}}}
    for bucket in ("pictures", "movies", "files"):
        found.create_bucket(Bucket=f"studio-{bucket}")
        made[bucket] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**options, "bucket_name": f"studio-{bucket}"},
        }
    with override_settings(STORAGE_BACKEND="s3", STORAGES={**settings.STORAGES, **made}):
        yield found


@pytest.fixture
def client(buckets):
    yield buckets
    storage.remove(storage.everything())


def send(headers=None):
    return sending.answer(RequestFactory().get("/", headers=headers), PLACE, kind="video/mp4")


def test_a_file_is_kept_under_prefix_and_id_in_the_bucket_of_its_kind(client):
    for place in PLACES:
        storage.save(place, ContentFile(place.bucket.encode()))
    for place in PLACES:
        found = client.get_object(Bucket=f"studio-{place.bucket}", Key=f"previews-{PK}")
        assert found["Body"].read() == place.bucket.encode()


def test_a_file_is_sent_whole_and_in_ranges(client):
    storage.save(PLACE, ContentFile(CONTENT))
    assert body_of(send()) == CONTENT
    part = send({"Range": "bytes=1000-500999"})
    assert (part.status_code, part["Content-Range"]) == (206, "bytes 1000-500999/1048576")
    assert body_of(part) == CONTENT[1000:501000]
    assert send({"If-None-Match": part["ETag"]}).status_code == 304


def test_a_file_is_replaced_copied_and_removed(client):
    storage.save(PLACE, ContentFile(b"one"))
    storage.save(PLACE, ContentFile(b"two"))
    assert storage.copy(PLACE, PLACES[0])
    storage.remove([PLACE])
    assert storage.opened(PLACES[0]).read() == b"two"
    assert not storage.exists(PLACE)
    with pytest.raises(Missing):
        storage.facts(PLACE)
    with pytest.raises(Missing):
        storage.opened(PLACE)


def test_many_files_are_removed_by_the_thousand(client, monkeypatch):
    monkeypatch.setattr(storage, "MOST_AT_ONCE", 2)
    many = [storage.Stored("pictures", "previews", f"{n:08}") for n in range(5)]
    for place in [*many, PLACE]:
        storage.save(place, ContentFile(b"x"))
    absent = storage.Stored("movies", "previews", "absent")
    storage.remove([*many[:4], PLACE, absent])
    assert [storage.exists(place) for place in [*many, PLACE]] == [False] * 4 + [True, False]
    storage.remove(many)


def test_tools_get_a_copy_on_the_disk_that_goes_again(client):
    storage.save(PLACE, ContentFile(b"movie"))
    with storage.on_disk(PLACE) as path:
        assert path.read_bytes() == b"movie"
    assert not path.exists()


def test_all_that_is_stored_is_listed(client):
    for place in PLACES:
        storage.save(place, ContentFile(b"x"))
    client.put_object(Bucket="studio-files", Key="note.txt", Body=b"none of ours")
    found = list(storage.everything())
    assert [place for place in found if place.id == PK] == PLACES
    assert {place.bucket for place in found} <= {"pictures", "movies"}


@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_the_files_from_there_and_puts_them_back(client, tmp_path):
    person, _ = persons.create_admin(email="ada@example.com", password="mysecretpassword")
    place = storage.Stored("pictures", "thumbnails", person.pk)
    storage.save(place, ContentFile(CONTENT))
    assert backups.make(tmp_path / "backup.tar")["files"] == 1
    storage.save(place, ContentFile(b"another"))
    backups.restore(tmp_path / "backup.tar", force=True)
    assert b"".join(storage.read(place, 0, len(CONTENT))) == CONTENT
    storage.remove([place])
    backups.restore(tmp_path / "backup.tar", force=True)
    assert b"".join(storage.read(place, 0, len(CONTENT))) == CONTENT


# Copies of the folder


@pytest.fixture
def folder(client, local):
    """The folder that holds the files without S3, empty."""
    yield local
    for path in local.iterdir():
        shutil.rmtree(path)


def run(*arguments, **options) -> list[str]:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue().splitlines()


def in_folder(folder, place: storage.Stored, content: bytes) -> str:
    """Put a file into the folder; answers its name there."""
    name = f"{place.bucket}/previews/0a1/b2c/{PK}"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(content)
    return name


def test_files_of_the_folder_are_uploaded_those_that_are_there_are_not(client, folder):
    names = [in_folder(folder, place, place.bucket.encode()) for place in PLACES]
    (folder / "pictures/note.txt").write_bytes(b"none of ours")
    storage.save(PLACES[0], ContentFile(b"there"))
    assert run("upload_files_to_cloud_storage", dry_run=True) == [names[1], "1 files would be copied."]
    assert not storage.exists(PLACES[1])
    assert run("upload_files_to_cloud_storage") == [names[1], "1 files copied."]
    assert [storage.opened(place).read() for place in PLACES] == [b"there", b"movies"]
    assert run("upload_files_to_cloud_storage") == ["0 files copied."]


def test_files_that_changed_long_ago_are_left_out_of_the_last_days(client, folder):
    names = [in_folder(folder, place, b"x") for place in PLACES]
    os.utime(folder / names[0], (0, 0))
    assert run("upload_files_to_cloud_storage", days=2) == [names[1], "1 files copied."]
    with pytest.raises(CommandError, match="--days: a number from 1 to 36500 expected, got 0"):
        run("upload_files_to_cloud_storage", days=0)


def test_a_file_that_cannot_be_read_is_told_and_the_next_one_copied(client, folder):
    (folder / f"pictures/previews/0a1/b2c/{PK}").mkdir(parents=True)
    in_folder(folder, PLACES[1], b"x")
    with pytest.raises(CommandError, match="1 of 2 files could not be copied"):
        run("upload_files_to_cloud_storage")
    assert storage.exists(PLACES[1])


def test_files_of_s3_are_downloaded_those_that_are_there_are_not(client, folder):
    for place in PLACES:
        storage.save(place, ContentFile(CONTENT))
    name = in_folder(folder, PLACES[0], b"there")
    lines = run("download_storage_files")
    assert lines == [f"movies/previews/0a1/b2c/{PK}", "1 files copied."]
    assert (folder / name).read_bytes() == b"there"
    assert (folder / lines[0]).read_bytes() == CONTENT


@pytest.mark.parametrize("command", ["upload_files_to_cloud_storage", "download_storage_files"])
def test_without_s3_nothing_is_copied(settings, command):
    settings.STORAGE_BACKEND = "local"
    with pytest.raises(CommandError, match="set STORAGE_BACKEND=s3"):
        run(command)
