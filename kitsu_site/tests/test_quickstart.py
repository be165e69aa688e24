"""`manage.py quickstart`, run as a person runs it: a process, a folder, a port."""

import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.request

import pytest
from django.conf import settings

from kitsu_site import quickstart
from kitsu_site.exceptions import Invalid

pytestmark = pytest.mark.xdist_group("quickstart")  # its tests share a server

OWN = ("SECRET_KEY", "DATABASE_URL", "PREVIEW_FOLDER", "REDIS_URL", "CELERY_BROKER_URL")
PATIENCE = 120  # seconds
STRONG = "a-long-enough-secret-0123456789-XYZ"


def command(*options):
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "quickstart", *options]


def environment(folder, **more):
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    return {**kept, "KITSU_DATA": str(folder), "BCRYPT_LOG_ROUNDS": "4", **more}


def run(folder, *options, **more):
    """A run that ends by itself."""
    return subprocess.run(
        command(*options),
        env=environment(folder, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


class Server:
    """A run that serves at any free port, with what it printed until it did."""

    def __init__(self, folder, *options):
        self.process = subprocess.Popen(
            command("--port", "0", *options),
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []
        self.is_serving = threading.Event()
        self.reader = threading.Thread(target=self.read, daemon=True)  # a full pipe would stop the server
        self.reader.start()
        assert self.is_serving.wait(PATIENCE)
        self.address = re.search(r"^API: +(http://127\.0\.0\.1:\d+)/$", self.printed, re.M)[1]

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("Ctrl-C"):
                self.is_serving.set()
        self.is_serving.set()  # it ended, well or not

    @property
    def printed(self):
        return "".join(self.lines)

    def open(self, path, body=None, token=None):
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.address + path, data=data, headers=headers)  # noqa: S310
        return urllib.request.urlopen(request, timeout=PATIENCE)  # noqa: S310

    def json(self, path, **values):
        with self.open(path, **values) as answer:
            return json.load(answer)

    def stop(self):
        """Ctrl-C; the last line that it printed, and its exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self.reader.join()
        return self.lines[-1], code


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("quickstart") / "new" / "data"


@pytest.fixture(scope="module")
def server(folder):
    started = Server(folder)
    yield started
    if started.process.poll() is None:
        started.stop()


@pytest.fixture(scope="module")
def login(server):
    email, password = re.search(r"^Admin: (\S+), password: (\S+) ", server.printed, re.M).groups()
    return {"email": email, "password": password}


@pytest.fixture(scope="module")
def token(server, login):
    return server.json("/auth/login", body=login)["access_token"]


# The first run


def test_serves_the_api(server):
    assert server.json("/")["api"] == "Zou"


def test_prints_where_the_admin_and_the_documentation_are(server):
    assert f"{server.address}/admin/" in server.printed
    assert f"{server.address}/docs/" in server.printed


def test_makes_an_admin_who_can_sign_in(server, login):
    assert server.json("/auth/login", body=login)["user"]["role"] == "admin"


def test_serves_the_style_of_the_admin(server):
    with server.open("/static/admin/css/base.css") as answer:
        assert answer.headers.get_content_type() == "text/css"


def test_loads_the_demo(server, token):
    names = {project["name"] for project in server.json("/data/projects", token=token)}
    assert names == {"The Lantern Keeper", "Pip & Otto"}


def test_people_of_the_demo_sign_in_with_the_printed_password(server):
    password = re.search(r"with the password (\S+) ", server.printed)[1]
    answer = server.json("/auth/login", body={"email": "hugo.lambert@northlight.test", "password": password})
    assert answer["user"]["role"] == "manager"


def test_keeps_the_secret_key_from_others(server, folder):
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_keeps_the_data_from_others(server, folder):
    assert folder.stat().st_mode & 0o777 == 0o700


def test_leaves_no_unfinished_files(server, folder):
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


# The first steps of the README


def steps(language, server, login):
    """The README's block of that language, for this server and its admin."""
    readme = (settings.BASE_DIR / "README.md").read_text()
    (block,) = re.findall(
        rf"```{language}\n(.*?admin@example.com.*?)```", readme.partition("## First steps")[2], re.S
    )
    own = {"http://127.0.0.1:8000": server.address, "the printed password": login["password"]}
    for written, meant in own.items():
        block = block.replace(written, meant)
    return block


def test_the_readme_steps_with_gazu_work(server, login):
    result = subprocess.run(
        [sys.executable, "-c", steps("python", server, login)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "Pip & Otto",
        "The Lantern Keeper",
        "Please match the continuity of the previous shot.",
    ]


def test_the_readme_steps_with_curl_work(server, login):
    block = steps("sh", server, login)
    result = subprocess.run(["bash", "-euc", block], capture_output=True, text=True, timeout=PATIENCE)
    assert result.returncode == 0
    productions, tasks = re.split(r"(?<=\])(?=\{)", result.stdout.strip())
    assert {project["name"] for project in json.loads(productions)} == {"The Lantern Keeper", "Pip & Otto"}
    assert len(json.loads(tasks)["data"]) == 3


# The runs after it


def test_stops_cleanly_on_ctrl_c_and_serves_again(server, folder, login):
    secret = (folder / "secret_key").read_text()
    assert server.stop() == ("Stopped.\n", 0)
    again = Server(folder)
    try:
        assert again.json("/auth/login", body=login)["login"] is True
    finally:
        again.stop()
    assert again.printed.startswith("API: ")  # nothing was left to prepare
    assert (folder / "secret_key").read_text() == secret


@pytest.fixture(scope="module")
def cut_short(tmp_path_factory):
    """A folder, and a run that prepared all but the demo in it."""
    folder = tmp_path_factory.mktemp("cut") / "data"
    options = ("--admin-email", "boss@studio.test", "--admin-password", "mysecretpassword")
    return folder, run(folder, "--no-serve", "--no-demo", *options)


def test_the_admin_can_be_named(cut_short):
    _, first = cut_short
    assert first.stdout.splitlines()[-1] == "Admin: boss@studio.test"


def test_a_run_cut_short_is_finished_by_the_next(cut_short):
    folder, first = cut_short
    assert (first.returncode, first.stderr) == (0, "")
    second = run(folder, "--no-serve")
    assert second.returncode == 0
    assert second.stdout.startswith("Loading the demo ...\nDemo loaded: The Lantern Keeper and Pip & Otto.\n")


def test_a_studio_at_work_gets_no_demo(studio):
    assert quickstart.is_empty_studio() is False


def test_a_studio_with_people_gets_no_demo(admin_account, django_user_model):
    django_user_model.objects.create(first_name="Ann", last_name="Animator", email="ann@studio.test")
    assert quickstart.is_empty_studio() is False


def test_a_studio_of_its_admin_alone_gets_the_demo(admin_account):
    assert quickstart.is_empty_studio() is True


def test_an_admin_without_password_is_no_admin_yet(admin_account):
    admin_account.password = None
    admin_account.save()
    assert quickstart.has_admin() is False


def test_the_tables_of_another_server_are_to_be_adopted_first(tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "kitsu.sqlite3")) as database:
        database.execute("CREATE TABLE person (id text)")
    result = run(tmp_path, "--no-serve", SECRET_KEY=STRONG)
    assert result.returncode == 1
    assert result.stderr == (
        "CommandError: DATABASE_URL: there are tables of Kitsu already: run `manage.py adopt_database`.\n"
    )


# What cannot work


def test_a_busy_port_is_said_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        result = run(tmp_path / "data", "--port", str(port))
    assert result.returncode == 1
    assert result.stderr == f"CommandError: Port {port} of 127.0.0.1 is in use: choose another with --port.\n"
    assert not (tmp_path / "data").exists()


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    result = run(tmp_path / "file" / "data", "--no-serve")
    assert result.returncode == 1
    assert result.stderr == (
        f"CommandError: The folder {tmp_path}/file/data cannot be written to (Not a directory): "
        "set KITSU_DATA to another.\n"
    )


def test_a_database_that_is_none_is_said(tmp_path):
    (tmp_path / "notes.txt").write_text("These are notes, and no database at all. " * 30)
    address = f"sqlite:///{tmp_path}/notes.txt"
    result = run(tmp_path / "data", "--no-serve", DATABASE_URL=address, SECRET_KEY=STRONG)
    assert result.returncode == 1
    assert result.stderr == (
        f"CommandError: DATABASE_URL: the database {tmp_path}/notes.txt is of no use: "
        "file is not a database.\n"
    )


def test_a_database_server_that_does_not_answer_is_said(tmp_path):
    address = "postgres://user:hidden@127.0.0.1:9/studio"
    result = run(tmp_path / "data", "--no-serve", DATABASE_URL=address, SECRET_KEY=STRONG)
    assert result.returncode == 1
    assert result.stderr.startswith(
        "CommandError: DATABASE_URL: the database studio at 127.0.0.1 is of no use: "
    )
    assert result.stderr.count("\n") == 1
    assert "hidden" not in result.stderr


def test_a_weak_secret_is_refused(tmp_path):
    result = run(tmp_path / "data", "--no-serve", SECRET_KEY="changeme")
    assert result.returncode == 1
    assert result.stderr.startswith("CommandError: The secret key is a well-known one. Set SECRET_KEY to ")


def test_a_wrong_setting_is_one_line(tmp_path):
    result = run(tmp_path / "data", DEBUG="perhaps")
    assert (result.returncode, result.stderr) == (
        1,
        "Configuration error: DEBUG: true or false expected, got 'perhaps'.\n",
    )


def test_answers_do_not_wait_for_more_to_send():
    with quickstart.listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_port_out_of_range_is_refused():
    with pytest.raises(Invalid, match="--port: a number from 0 to 65535 expected, got 70000"):
        quickstart.listen("127.0.0.1", 70000)
