"""`manage.py sync_kitsu` and `push_kitsu` between two of our own servers, over sockets."""

import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from accounts.models import Department, Person, SalaryScale
from files.models import PreviewFile
from files.services import preview_places
from imports.services.sync.mirrors import WORK
from imports.services.sync.rekeys import rekey
from kitsu_site import storage
from kitsu_site.tests.rows import Rows
from kitsu_site.tests.test_quickstart import STRONG, Server, environment
from production.models import Entity, Milestone, Project, ProjectPersonLink, ProjectTemplate, Task
from production.services import project_removal

ACCOUNT = {"SYNC_LOGIN": "admin@example.com", "SYNC_PASSWORD": "mysecretpassword"}
PATIENCE = 120  # seconds
PICTURE = settings.BASE_DIR / "kitsu_site/tests/contract/files/red.png"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """The data of a new server, made once."""
    folder = tmp_path_factory.mktemp("new")
    (folder / "secret_key").write_text(STRONG)
    run(folder, "quickstart", "--no-demo", "--no-serve", "--admin-password", "another-one-1")
    return folder


@pytest.fixture
def target(template, tmp_path):
    """The folder of a new server, with an admin of its own."""
    folder = tmp_path / "target"
    folder.mkdir()
    source, copy = (sqlite3.connect(path / "kitsu.sqlite3") for path in (template, folder))
    source.backup(copy)
    source.close()
    copy.close()
    (folder / "secret_key").write_text((template / "secret_key").read_text())
    return folder


@pytest.fixture
def world(studio):
    """The studio with rows of every model, and a picture that is stored."""
    Rows(studio).grow(1)
    preview = PreviewFile.objects.create(
        task=studio.first_animation, name="look", extension="png", original_name="red", status="ready"
    )
    storage.save_path(preview_places.picture(preview.pk), PICTURE)
    Entity.objects.filter(pk=studio.first_shot.pk).update(preview_file=preview)
    ProjectPersonLink.objects.filter(project=studio.feature, person=studio.modeler).update(role="supervisor")
    studio.preview = preview
    template = ProjectTemplate.objects.create(name="Series in 3D")
    template.asset_types.add(studio.props)
    template.task_types.add(studio.animation, through_defaults={"priority": 3})
    template.task_statuses.add(studio.wip, through_defaults={"roles_for_board": ["user"]})
    return studio


def run(folder, *command, **more):
    return subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env=environment(folder, **ACCOUNT, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def sync(folder, source, *options):
    return run(folder, "sync_kitsu", "--source", source, *options)


def one(folder, sql):
    with contextlib.closing(sqlite3.connect(folder / "kitsu.sqlite3")) as database:
        return database.execute(sql).fetchone()[0]


pytestmark = pytest.mark.xdist_group("two servers")


@pytest.mark.django_db(transaction=True)
def test_a_studio_is_copied_whole_and_once(live_server, world, target):
    first = sync(target, live_server.url, "--with-files")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Both servers hold the same." in first.stdout
    assert one(target, "SELECT count(*) FROM task") == Task.objects.count()
    assert one(target, "SELECT role FROM project_person_link WHERE role IS NOT NULL") == "supervisor"
    assert one(target, "SELECT count(*) FROM entity WHERE preview_file_id IS NOT NULL") >= 1
    assert one(target, "SELECT count(*) FROM salary_scale") == SalaryScale.objects.count() > 1
    template = (
        "FROM project_template t JOIN {} l ON l.project_template_id = t.id WHERE t.name = 'Series in 3D'"
    )
    assert one(target, "SELECT priority " + template.format("project_template_task_type_link")) == 3
    assert one(target, "SELECT count(*) " + template.format("project_template_asset_type_link")) == 1
    boards = one(target, "SELECT roles_for_board " + template.format("project_template_task_status_link"))
    assert ("user" in boards, "admin" in boards) == (True, False)
    pk = str(world.preview.pk)
    stored = target / "previews/pictures/original" / pk[:3] / pk[3:6] / pk
    assert stored.read_bytes() == PICTURE.read_bytes()
    second = sync(target, live_server.url, "--with-files")
    assert (second.returncode, "\n0 rows written." in f"\n{second.stdout}") == (0, True), second.stdout


@pytest.mark.django_db(transaction=True)
def test_a_difference_is_named_by_verify_and_mended_by_the_next_run(live_server, world, target):
    assert sync(target, live_server.url).returncode == 0
    Milestone.objects.filter(project=world.feature).update(name="Wrap")
    verified = sync(target, live_server.url, "--verify")
    assert verified.returncode == 1
    assert "The two servers differ in milestones." in verified.stderr
    assert one(target, "SELECT count(*) FROM milestone WHERE name = 'Wrap'") == 0
    assert sync(target, live_server.url).returncode == 0
    assert one(target, "SELECT count(*) FROM milestone WHERE name = 'Wrap'") == 1


@pytest.mark.django_db(transaction=True)
def test_one_production_comes_with_the_vocabulary_and_without_the_others(live_server, world, target):
    done = sync(target, live_server.url, "--project", "Night Shift")
    assert done.returncode == 0, done.stdout + done.stderr
    assert one(target, "SELECT group_concat(name) FROM project") == "Night Shift"
    assert one(target, "SELECT count(*) FROM task") == Task.objects.filter(project=world.series).count()


@pytest.mark.django_db(transaction=True)
def test_a_collection_that_an_older_server_lacks_is_passed_over(live_server, studio, monkeypatch, capsys):
    for name, value in ACCOUNT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(WORK[-1], "collection", "unheard-of")
    call_command("sync_kitsu", source=live_server.url)  # which is this one, hence has all else
    printed = capsys.readouterr().out
    assert re.search(r"^unheard-of +- .* not there$", printed, re.M)
    assert ("0 rows written.\n" in printed, printed.endswith("Both servers hold the same.\n")) == (True, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kill_at", [12, 45, 80])
def test_a_copy_that_is_killed_is_completed_by_the_next(live_server, world, target, kill_at):
    with Proxy(live_server.url) as proxy:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "sync_kitsu", "--source", proxy.url]
        running = subprocess.Popen(
            command,
            env=environment(target, **ACCOUNT),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        proxy.victim, proxy.kill_at = running.pid, kill_at
        assert running.wait(PATIENCE) == -signal.SIGKILL
        assert one(target, "PRAGMA integrity_check") == "ok"
        with contextlib.closing(sqlite3.connect(target / "kitsu.sqlite3")) as database:
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        proxy.kill_at = None
        done = sync(target, proxy.url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert one(target, "SELECT count(*) FROM task") == Task.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_production_is_pushed_to_a_server_that_knows_the_people(
    live_server, world, target, monkeypatch, capsys
):
    assert sync(target, live_server.url, "--project", "Night Shift").returncode == 0
    for name, value in ACCOUNT.items():
        monkeypatch.setenv(name, value)
    server = Server(target, "--no-demo")
    try:
        call_command("push_kitsu", target=server.address, project="Big Buck")
        assert "Both servers hold the same." in capsys.readouterr().out
        Task.objects.filter(pk=world.first_animation.pk).update(estimation=960)
        with pytest.raises(CommandError, match="differ in tasks"):
            call_command("push_kitsu", "--verify", target=server.address, project="Big Buck")
        call_command("push_kitsu", target=server.address, project="Big Buck")
    finally:
        server.stop()
    assert one(target, "SELECT count(*) FROM task WHERE estimation = 960") == 1
    assert one(target, "SELECT count(*) FROM project") == 2
    links = one(target, "SELECT count(*) FROM entity_link")
    assert links == sum(
        e.entities_out.count() for e in Entity.objects.filter(project__in=Project.objects.all())
    )


# The studio of the tests, under the same ids, in a database of its own.
SAME_STUDIO = """
import django
django.setup()
from django.core.management import call_command
from kitsu_site.tests import world
call_command("flush", interactive=False, verbosity=0)
world.build()
"""


@pytest.mark.django_db(transaction=True)
def test_a_push_that_is_killed_leaves_whole_rows_and_is_completed_by_the_next(live_server, studio, target):
    wanted = {model: model.objects.filter(project=studio.feature).count() for model in (Entity, Task)}
    project_removal.remove(project=studio.feature, by=None)
    more = {**ACCOUNT, "DJANGO_SETTINGS_MODULE": "kitsu_site.settings"}
    script = [sys.executable, "-c", SAME_STUDIO]
    subprocess.run(script, env=environment(target, **more), cwd=settings.BASE_DIR, check=True)
    with Proxy(live_server.url) as proxy:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "push_kitsu"]
        command += ["--target", proxy.url, "--project", "Big Buck", "--batch-size", "2"]
        running = subprocess.Popen(command, env=environment(target, **more), stderr=subprocess.DEVNULL)
        proxy.victim, proxy.kill_at = running.pid, "/import/kitsu/tasks"
        assert running.wait(PATIENCE) == -signal.SIGKILL
        proxy.kill_at = None
        found = [model.objects.filter(project=studio.feature).count() for model in (Entity, Task)]
        done = subprocess.run(command, env=environment(target, **more), capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert found == [5, 2]
    assert {model: model.objects.filter(project=studio.feature).count() for model in wanted} == wanted


def eventually(folder, wanted: dict) -> dict:
    """What the queries `wanted` answer, once that is what is wanted, or patience ends."""
    end = time.monotonic() + PATIENCE
    while (found := {sql: one(folder, sql) for sql in wanted}) != wanted and time.monotonic() < end:
        time.sleep(0.1)
    return found


@pytest.mark.django_db(transaction=True)
def test_what_happened_is_followed_until_sigterm(live_server, studio, target, api):
    more = {**ACCOUNT, "DJANGO_SETTINGS_MODULE": "kitsu_site.settings"}
    script = [sys.executable, "-c", SAME_STUDIO]
    subprocess.run(script, env=environment(target, **more), cwd=settings.BASE_DIR, check=True)
    admin = api("admin")
    task = studio.first_animation.pk
    comment = admin.post(
        f"/actions/tasks/{task}/comment", {"task_status_id": str(studio.done.pk), "comment": "Well done"}
    ).json()
    preview = admin.post(f"/actions/tasks/{task}/comments/{comment['id']}/add-preview", {}).json()["id"]
    upload = SimpleUploadedFile("red.png", PICTURE.read_bytes())
    assert admin.post(f"/pictures/preview-files/{preview}", form={"file": upload}).status_code == 201
    cast = [{"asset_id": str(studio.lamp.pk), "nb_occurences": 3}]
    path = f"/data/projects/{studio.feature.pk}/entities/{studio.first_shot.pk}/casting"
    assert admin.put(path, cast).status_code == 200
    assert admin.delete(f"/data/shots/{studio.second_shot.pk}?force=true").status_code == 204
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "sync_changes", "--with-files"]
    running = subprocess.Popen(
        [*command, "--source", live_server.url, "--minutes", "60", "--every", "0.2"],
        env=environment(target, **more),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout.readline() == "Start listening.\n"
        wanted = {
            "SELECT max(text) FROM comment": "Well done",
            "SELECT count(*) FROM task t JOIN task_status s ON t.task_status_id = s.id"
            " WHERE s.short_name = 'done'": 1,
            "SELECT group_concat(nb_occurences) FROM entity_link": "3",
            "SELECT count(*) FROM entity WHERE name = 'SH020'": 0,
            "SELECT max(extension || status) FROM preview_file": "pngready",
        }
        assert eventually(target, wanted) == wanted
        assert running.stdout.readline().endswith("removed.\n")
    finally:
        running.terminate()
    assert (running.communicate(timeout=PATIENCE)[0], running.returncode) == ("Stopped.\n", 0)
    stored = target / "previews/pictures/thumbnails" / preview[:3] / preview[3:6] / preview
    assert stored.exists()


@pytest.mark.django_db(transaction=True)
def test_a_push_names_the_people_that_the_other_server_lacks(live_server, world, target, monkeypatch):
    monkeypatch.setenv("SYNC_LOGIN", "admin@example.com")
    monkeypatch.setenv("SYNC_PASSWORD", "another-one-1")
    server = Server(target, "--no-demo")
    try:
        with pytest.raises(CommandError, match="lacks 1 of our studios"):
            call_command("push_kitsu", target=server.address, project="Big Buck")
    finally:
        server.stop()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("account", "words"),
    [
        ({"SYNC_PASSWORD": "wrong-password"}, "cannot sign in"),
        ({"SYNC_LOGIN": "manager@example.com"}, "is no admin there"),
        ({"SYNC_LOGIN": ""}, "Set SYNC_LOGIN and SYNC_PASSWORD"),
    ],
)
def test_an_account_that_will_not_do_is_told_in_one_line(live_server, studio, monkeypatch, account, words):
    for name, value in {**ACCOUNT, **account}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CommandError, match=words):
        call_command("sync_kitsu", source=live_server.url)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "localhost"])
def test_a_server_that_is_not_there_is_told_in_one_line(monkeypatch, address):
    for name, value in ACCOUNT.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CommandError, match=re.escape(address)):
        call_command("sync_kitsu", source=address)


@pytest.mark.django_db(transaction=True)
def test_what_refers_to_a_row_follows_it_to_another_id(studio):
    new = "11111111-1111-4111-8111-111111111111"
    rekey(Person, studio.animator.pk, new)
    rekey(Department, studio.animation_department.pk, new)
    moved = Person.objects.get(pk=new)
    assert moved.email == "animator@example.com"
    assert str(moved.departments.get().pk) == new
    assert Task.objects.get(pk=studio.first_animation.pk).assignees.get() == moved


class Proxy:
    """Passes calls on to a server; before it answers call `kill_at`, the `victim` is killed.

    That is a number, or a path.
    """

    def __init__(self, address: str):
        self.address, self.victim, self.kill_at, self.calls = address, None, None, 0
        state = self

        class Handler(BaseHTTPRequestHandler):
            def pass_on(self):
                state.calls += 1
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
                headers = {
                    n: v for n, v in self.headers.items() if n.lower() not in ("host", "accept-encoding")
                }
                request = urllib.request.Request(  # noqa: S310 - a server of the test
                    state.address + self.path, data=body, headers=headers, method=self.command
                )
                try:
                    answer = urllib.request.urlopen(request, timeout=PATIENCE)  # noqa: S310
                except urllib.error.HTTPError as error:
                    answer = error
                content = answer.read()
                if state.kill_at in (state.calls, self.path.partition("?")[0]):
                    os.kill(state.victim, signal.SIGKILL)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.send_response(answer.status)
                    self.send_header("Content-Type", answer.headers.get("Content-Type", "application/json"))
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)

            do_GET = do_POST = pass_on

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()
