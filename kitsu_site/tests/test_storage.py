"""Stored files: where they are, and how they are sent."""

import datetime
import json

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory

from kitsu_site import sending, storage
from kitsu_site.exceptions import Missing
from kitsu_site.tests.media import body_of

PK = "0a1b2c3d-0000-4000-8000-000000000001"
PLACE = storage.Stored("pictures", "thumbnails", PK)
CONTENT = bytes(range(256)) * 8
MOMENT = datetime.datetime(2030, 1, 7, 9, 0)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of its own for each test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


@pytest.fixture
def stored():
    storage.save(PLACE, ContentFile(CONTENT))


def send(headers=None, **options):
    request = RequestFactory().get("/", headers=headers)
    return sending.answer(request, PLACE, kind="image/png", changed=MOMENT, **options)


def test_a_file_stands_where_servers_of_this_api_put_it(stored, folder):
    assert (folder / "pictures/thumbnails/0a1/b2c" / PK).read_bytes() == CONTENT


def test_on_s3_a_file_is_known_by_prefix_and_id(settings):
    settings.STORAGE_BACKEND = "s3"
    assert PLACE.key == f"thumbnails-{PK}"


def test_a_file_is_replaced_at_once_and_leaves_nothing_beside_it(stored, folder):
    storage.save(PLACE, ContentFile(b"new"))
    files = [path.name for path in folder.rglob("*") if path.is_file()]
    assert files == [PK]
    assert storage.opened(PLACE).read() == b"new"


def test_an_upload_that_breaks_off_leaves_the_former_file(stored, folder):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        storage.save(PLACE, Broken(b"half of it"))
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [PK]
    assert storage.opened(PLACE).read() == CONTENT


def test_what_fails_takes_its_files_back(folder):
    def fail():
        with storage.taken_back() as kept:
            kept.append(PLACE)
            storage.save(PLACE, ContentFile(b"x"))
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        fail()
    assert not storage.exists(PLACE)


def test_a_file_that_is_not_there_is_missing():
    for ask in (storage.facts, storage.opened, lambda place: storage.first_of([place])):
        with pytest.raises(Missing):
            ask(PLACE)
    with pytest.raises(Missing), storage.on_disk(PLACE):
        pass


def test_a_whole_file_is_sent_with_its_headers(stored):
    response = send()
    assert response.status_code == 200
    assert body_of(response) == CONTENT
    assert {name: response[name] for name in response.headers if name != "ETag"} == {
        "Content-Type": "image/png",
        "Content-Length": "2048",
        "Accept-Ranges": "bytes",
        "Last-Modified": "Mon, 07 Jan 2030 09:00:00 GMT",
        "Cache-Control": "max-age=604800, private",
    }


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=2000-", 2000, 2047),
        ("bytes=2000-99999", 2000, 2047),
        ("bytes=-5", 2043, 2047),
        ("bytes=-99999", 0, 2047),
    ],
)
def test_a_range_is_sent(stored, asked, start, end):
    response = send({"Range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end}/2048"
    assert response["Content-Length"] == str(end - start + 1)
    assert body_of(response) == CONTENT[start : end + 1]


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=2048-", "bytes=9999-10000", "bytes=-0"),
        *("bytes=5-2", "bytes=-", "bytes=", "bytes=a-b", "bytes=1-2-3"),
        pytest.param(f"bytes={'9' * 5000}-", id="many digits"),
    ],
)
def test_a_range_out_of_bounds_is_refused(stored, asked):
    response = send({"Range": asked})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */2048")
    assert json.loads(response.content)["message"] == "Range: the file has 2048 bytes."


@pytest.mark.parametrize("asked", ["lines=1-2", "bytes=0-1,5-6", "nonsense"])
def test_several_ranges_and_other_units_get_the_whole_file(stored, asked):
    assert send({"Range": asked}).status_code == 200


def test_who_has_the_file_is_not_sent_it_again(stored):
    etag = send()["ETag"]
    assert send({"If-None-Match": etag}).status_code == 304
    assert send({"If-Modified-Since": "Fri, 01 Jan 2032 00:00:00 GMT"}).status_code == 304
    assert send({"If-None-Match": '"other"'}).status_code == 200
    assert send({"If-Modified-Since": "Fri, 01 Jan 2027 00:00:00 GMT"}).status_code == 200


def test_a_range_of_a_file_that_changed_is_answered_whole(stored):
    etag = send()["ETag"]
    assert send({"Range": "bytes=0-1", "If-Range": etag}).status_code == 206
    assert send({"Range": "bytes=0-1", "If-Range": '"other"'}).status_code == 200


def test_a_proxy_is_told_what_to_send(stored, settings, folder):
    settings.FILES_SENT_BY = "x-accel-redirect"
    response = send()
    assert response["X-Accel-Redirect"] == f"/stored/pictures/thumbnails/0a1/b2c/{PK}"
    assert (response.content, response["Content-Type"]) == (b"", "image/png")
    settings.FILES_SENT_BY = "x-sendfile"
    assert send()["X-Sendfile"] == str(folder / "pictures/thumbnails/0a1/b2c" / PK)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a_b-1.png", "attachment; filename=a_b-1.png"),
        ("Notes on light.pdf", 'attachment; filename="Notes on light.pdf"'),
        ("été.png", "attachment; filename*=utf-8''%C3%A9t%C3%A9.png"),
        ('a"; x="b\r\nSet-Cookie: c', 'attachment; filename="a\\"; x=\\"bSet-Cookie: c"'),
    ],
)
def test_a_download_has_a_name_that_cannot_break_out(stored, name, header):
    assert send(download=name)["Content-Disposition"] == header
