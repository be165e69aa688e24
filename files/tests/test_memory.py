"""Files of any size pass through in chunks: neither an upload nor an answer is held whole in memory."""

import io
import tracemalloc
from contextlib import contextmanager
from wsgiref.util import setup_testing_defaults

import pytest

from files.models import PreviewFile
from kitsu_site.tests.client import token_of
from kitsu_site.wsgi import application

MEGABYTE = 1024 * 1024
SIZE, LIMIT = 64 * MEGABYTE, 24 * MEGABYTE
HEAD = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="scene.zip"\r\n'
    b"Content-Type: application/zip\r\n\r\nPK\x03\x04"
)
TAIL = b"\r\n--b--\r\n"


class Body(io.RawIOBase):
    """A form with a file of `SIZE` bytes that are made as they are read."""

    def __init__(self):
        self.left, self.head, self.tail = SIZE, io.BytesIO(HEAD), io.BytesIO(TAIL)

    def readable(self):
        return True

    def read(self, size=-1):
        assert size is not None
        assert size >= 0, "read whole"
        if found := self.head.read(size):
            return found
        size = min(size, self.left)
        self.left -= size
        return b"a" * size or self.tail.read()


@contextmanager
def little_memory():
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < LIMIT
    finally:
        tracemalloc.stop()


@pytest.fixture
def call(transactional_db, studio):
    """The WSGI application as the admin calls it: (status, number of bytes answered)."""
    token = token_of(studio.admin)

    def call(method: str, path: str, **environ) -> tuple[int, int]:
        environ |= {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_AUTHORIZATION": f"Bearer {token}"}
        setup_testing_defaults(environ)
        started = []
        answer = application(environ, lambda status, headers: started.append(status))
        try:
            size = sum(len(chunk) for chunk in answer)
        finally:
            answer.close()
        return int(started[0].split()[0]), size

    return call


def test_an_upload_and_its_download_take_little_memory(call, studio, settings, tmp_path):
    stored = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": stored}
    preview = PreviewFile.objects.create(name="p", task=studio.first_animation)
    form = {
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
        "CONTENT_LENGTH": str(len(HEAD) + SIZE + len(TAIL)),
        "wsgi.input": Body(),
    }
    with little_memory():
        status, _ = call("POST", f"/pictures/preview-files/{preview.pk}", **form)
    assert status == 201
    with little_memory():
        found = call("GET", f"/pictures/originals/preview-files/{preview.pk}.zip")
    assert found == (200, SIZE + 4)
