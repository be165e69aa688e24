"""Stored files on S3, against a real server that speaks it."""

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import RequestFactory
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


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer(port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def client(server, settings):
    """A server with the three buckets, and settings that use it."""
    account = {"endpoint_url": server, "region_name": "us-east-1"}
    keys = {"access_key": "key", "secret_key": "secret"}
    found = boto3.client("s3", **account, aws_access_key_id="key", aws_secret_access_key="secret")
    options = {**account, **keys, "file_overwrite": True}
    made = {}
    for bucket in ("pictures", "movies", "files"):
        found.create_bucket(Bucket=f"studio-{bucket}")
        made[bucket] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**options, "bucket_name": f"studio-{bucket}"},
        }
    settings.STORAGE_BACKEND = "s3"
    settings.STORAGES = {**settings.STORAGES, **made}
    yield found
    for place in PLACES:
        storages[place.bucket].delete(place.key)


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
