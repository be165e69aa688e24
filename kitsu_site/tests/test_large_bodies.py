"""Bodies beyond MAX_JSON_BODY are refused, as far as possible without reading them."""

import io
import json
from wsgiref.util import setup_testing_defaults

import pytest

from kitsu_site.tests.client import token_of
from kitsu_site.wsgi import application

MEGABYTE = 1024 * 1024


class Endless(io.RawIOBase):
    """A body of so many bytes that counts how many were read."""

    def __init__(self, size: int):
        self.left, self.taken = size, 0

    def readable(self):
        return True

    def read(self, size=-1):
        size = self.left if size is None or size < 0 else min(size, self.left)
        self.left, self.taken = self.left - size, self.taken + size
        return b"a" * size


@pytest.fixture
def wsgi(transactional_db, studio):
    """A call of the WSGI application as the admin: (status, answer)."""
    token = token_of(studio.admin)

    def call(path: str, body, **environ) -> tuple[int, dict]:
        environ |= {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "HTTP_AUTHORIZATION": f"Bearer {token}",
            "wsgi.input": body,
        }
        setup_testing_defaults(environ)
        started = []
        answer = b"".join(application(environ, lambda status, headers: started.append(status)))
        return int(started[0].split()[0]), json.loads(answer)

    return call


def test_a_json_body_of_50_megabytes_is_refused_unread(wsgi):
    body = Endless(50 * MEGABYTE)
    status, answer = wsgi(
        "/data/departments", body, CONTENT_TYPE="application/json", CONTENT_LENGTH=str(50 * MEGABYTE)
    )
    assert status == 413
    assert answer == {
        "error": True,
        "message": "The body is larger than 8388608 bytes (setting MAX_JSON_BODY).",
    }
    assert body.taken == 0


def test_a_json_body_of_50_megabytes_of_unsaid_length_is_refused(wsgi):
    body = Endless(50 * MEGABYTE)
    environ = {"CONTENT_TYPE": "application/json", "HTTP_TRANSFER_ENCODING": "chunked"}
    status, answer = wsgi("/data/departments", body, **environ, **{"wsgi.input_terminated": True})
    assert status == 400
    assert answer["error"] is True
    assert body.taken <= 8 * MEGABYTE + 1


@pytest.mark.parametrize("length", ["-1", "x", "1e9", "18446744073709551616"])
def test_a_content_length_that_is_none_is_refused(wsgi, length):
    status, answer = wsgi(
        "/data/departments", io.BytesIO(b"{}"), CONTENT_TYPE="application/json", CONTENT_LENGTH=length
    )
    assert 400 <= status < 500
    assert answer["error"] is True


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_a_form_of_50_megabytes_is_refused(wsgi, kind):
    start = (
        b"email=" if "urlencoded" in kind else b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n'
    )
    body = io.BytesIO(start + b"a" * (50 * MEGABYTE))
    status, answer = wsgi(
        "/auth/login", body, CONTENT_TYPE=kind, CONTENT_LENGTH=str(len(start) + 50 * MEGABYTE)
    )
    assert status == 413
    assert answer["error"] is True


def test_a_text_of_10_megabytes_is_refused(api, studio):
    answer = api("admin").post("/data/departments", {"name": "a" * (10 * MEGABYTE), "color": "#FF0000"})
    assert answer.status_code == 413


def test_a_text_longer_than_its_column_is_refused(api, studio):
    answer = api("admin").post("/data/departments", {"name": "a" * (5 * MEGABYTE), "color": "#FF0000"})
    assert answer.status_code == 400
    assert answer.json()["data"] == {
        "errors": [{"field": "name", "message": "Ensure this field has no more than 80 characters."}]
    }


def test_a_large_body_within_the_limit_is_taken(api, studio):
    answer = api("admin").put(f"/data/projects/{studio.feature.pk}", {"description": "a" * (5 * MEGABYTE)})
    assert answer.status_code == 200
    assert len(answer.json()["description"]) == 5 * MEGABYTE
