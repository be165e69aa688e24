"""A real nginx sends the stored files; the server only says which, and to whom."""

import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from files.models import PreviewFile
from kitsu_site.tests import media
from kitsu_site.tests.client import token_of

PATIENCE = 20  # seconds
CONFIGURATION = """
{user}
daemon off; master_process on; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen unix:{folder}/nginx.sock;
        location / {{ proxy_pass {server}; proxy_set_header Host $host; }}
        location /stored/ {{ internal; alias {stored}/; }}
    }}
}}
"""

pytestmark = pytest.mark.django_db(transaction=True)


class Connection(http.client.HTTPConnection):
    """HTTP over a socket of the file system."""

    def __init__(self, path: Path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(str(self.path))


@pytest.fixture
def stored(settings, tmp_path):
    options = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    settings.FILES_SENT_BY = "x-accel-redirect"
    return tmp_path


@pytest.fixture
def nginx(live_server, stored):
    """nginx before the server: a function that asks it."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.fail("nginx missing: install the Debian package: apt-get install nginx-light")
    with tempfile.TemporaryDirectory(prefix="nginx-") as folder:
        user = "user root;" if os.getuid() == 0 else ""  # the folder of the test is its owner's alone
        written = CONFIGURATION.format(user=user, folder=folder, server=live_server.url, stored=stored)
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(written)
        arguments = ["-p", folder, "-c", str(configuration), "-e", f"{folder}/error.log"]
        process = subprocess.Popen([program, *arguments])
        try:
            path = Path(folder) / "nginx.sock"
            end = time.monotonic() + PATIENCE
            while not path.exists() and process.poll() is None and time.monotonic() < end:
                time.sleep(0.01)
            yield lambda target, headers: asked(path, target, headers)
        finally:
            process.terminate()
            process.wait()


def asked(path: Path, target: str, headers: dict) -> tuple[int, dict, bytes]:
    connection = Connection(path)
    try:
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


@pytest.fixture
def picture(studio, api, stored):
    preview = PreviewFile.objects.create(name="p", task=studio.first_animation)
    form = {"file": media.upload("shot.png", media.png())}
    assert api("admin").post(f"/pictures/preview-files/{preview.pk}", form=form).status_code == 201
    return preview


def test_nginx_sends_what_the_server_lets_it(nginx, picture, stored, studio):
    target = f"/pictures/originals/preview-files/{picture.pk}.png"
    place = f"pictures/original/{str(picture.pk)[:3]}/{str(picture.pk)[3:6]}/{picture.pk}"
    content, mine = (stored / place).read_bytes(), {"Authorization": f"Bearer {token_of(studio.animator)}"}

    status, headers, body = nginx(target, mine)
    assert (status, body) == (200, content)
    assert "X-Accel-Redirect" not in headers
    assert (headers["Content-Type"], headers["Cache-Control"]) == ("image/png", "max-age=604800, private")

    status, ranged, body = nginx(target, {**mine, "Range": "bytes=8-15"})
    assert (status, body) == (206, content[8:16])
    assert ranged["Content-Range"] == f"bytes 8-15/{len(content)}"

    assert nginx(target, {**mine, "If-None-Match": headers["ETag"]})[::2] == (304, b"")
    assert nginx(target, {**mine, "Range": f"bytes={len(content)}-"})[0] == 416

    assert nginx(target, {})[0] == 401
    assert nginx(target, {"Authorization": f"Bearer {token_of(studio.outsider)}"})[0] == 403
    assert nginx(f"/stored/{place}", mine)[0] == 404
