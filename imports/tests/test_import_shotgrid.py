"""`manage.py import_shotgrid`: ShotGrid's own client against a site at a socket, and folders of dumps."""

import contextlib
import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Department, Person
from files.models import PreviewFile
from imports.models import DataImportError
from imports.tests.shotgrid_site import FILMS, KEY, ROWS, ShotGridSite
from kitsu_site.tests.concurrency import shared_address
from production.models import Comment, Entity, EntityLink, Project, Task
from production.models.project import ProjectPersonLink

KINDS = {
    "HumanUser": "persons",
    "Project": "projects",
    "ProjectUserConnection": "project-connections",
    "Step": "steps",
    "Status": "status",
    "Sequence": "sequences",
    "Asset": "assets",
    "Shot": "shots",
    "Task": "tasks",
    "Version": "versions",
    "Note": "notes",
}
COUNTED = (Department, Person, Project, ProjectPersonLink, Entity, EntityLink, Task, PreviewFile, Comment)


@pytest.fixture
def site():
    with ShotGridSite() as started:
        yield started


@pytest.fixture
def folder(tmp_path):
    """The same rows, as a folder of dumps."""
    for kind, rows in ROWS.items():
        (tmp_path / f"{KINDS[kind]}.json").write_text(json.dumps(rows))
    (tmp_path / "films").mkdir()
    shutil.copy(FILMS / "red.png", tmp_path / "films/1.png")
    shutil.copy(FILMS / "notes.txt", tmp_path / "films/2.txt")
    return tmp_path


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def move_in(site, *options, api_key=KEY):
    """The command; what failed in it is expected to be the version whose film is a text."""
    call_command("import_shotgrid", *options, url=site.url, script_name="mover", api_key=api_key, verbosity=0)


WHOLE = {
    "Department": 1,
    "Person": 2,
    "Project": 2,
    "ProjectPersonLink": 1,
    "Entity": 10,
    "EntityLink": 6,
    "Task": 6,
    "PreviewFile": 2,
    "Comment": 3,
}


@pytest.mark.django_db
def test_all_of_a_site_comes_in_with_its_films(admin_account, site):
    with pytest.raises(CommandError, match="1 could not be taken in"):
        move_in(site)
    assert counts() == WHOLE
    shot = Entity.objects.get(name="SH001")
    assert shot.data == {"frame_in": 101, "frame_out": 125, "sg_cut_duration": 24, "sg_mood": "calm"}
    assert (shot.parent.name, shot.entities_out.get().name) == ("S01", "Fin")
    assert Entity.objects.get(name="Seal").entities_out.get().name == "Fin"
    assert Task.objects.get(shotgun_id=1).assignees.get().email == "mia@harbour.example.com"
    image, text = PreviewFile.objects.order_by("shotgun_id")
    assert (image.revision, image.status, image.extension, image.width) == (1, "ready", "png", 320)
    assert (text.revision, text.status) == (2, "broken")


@pytest.mark.django_db
def test_comments_show_what_was_said_and_published(admin_account, api, site):
    with pytest.raises(CommandError):
        move_in(site)
    task = Task.objects.get(shotgun_id=1)
    comments = api(admin_account).get(f"/data/tasks/{task.pk}/comments").json()
    said = {(c["text"], *(p["revision"] for p in c["previews"])) for c in comments}
    assert said == {("More foam",), ("first", 1), ("first", 2)}


@pytest.mark.django_db
def test_a_second_run_changes_no_count(admin_account, site):
    for _ in range(2):
        with pytest.raises(CommandError):
            move_in(site)
    assert counts() == WHOLE
    assert DataImportError.objects.count() == 1


@pytest.mark.django_db
def test_one_production_comes_in_alone(admin_account, site):
    move_in(site, "--project", "Brine")
    assert list(Project.objects.values_list("name", flat=True)) == ["Brine"]
    assert list(Entity.objects.order_by("name").values_list("name", flat=True)) == ["S01", "SH006"]
    assert (Task.objects.count(), PreviewFile.objects.count(), Comment.objects.count()) == (1, 0, 0)


@pytest.mark.django_db
def test_a_production_that_is_not_there_is_named(admin_account, site):
    with pytest.raises(CommandError, match="no production named Krill"):
        move_in(site, "--project", "Krill")


@pytest.mark.django_db
def test_a_dry_run_counts_and_changes_nothing(admin_account, site, capsys):
    call_command("import_shotgrid", "--dry-run", url=site.url, script_name="mover", api_key=KEY)
    printed = capsys.readouterr().out
    assert "shots                        6            0       0" in printed
    assert "Nothing was changed." in printed
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_a_wrong_key_is_told_in_one_line(admin_account, site):
    with pytest.raises(CommandError, match="authenticate"):
        move_in(site, api_key="wrong")


@pytest.mark.django_db
def test_a_site_that_is_not_there_is_told_in_one_line(admin_account, site):
    site.__exit__()
    with pytest.raises(CommandError, match="does not answer"):
        move_in(site)


@pytest.mark.django_db
def test_the_key_may_stand_in_the_environment(admin_account, site, monkeypatch):
    monkeypatch.setenv("SHOTGRID_API_KEY", KEY)
    move_in(site, "--project", "Brine", api_key=None)
    assert Project.objects.exists()


@pytest.mark.django_db
def test_a_folder_of_dumps_comes_in_like_a_site(admin_account, folder):
    with pytest.raises(CommandError, match="1 could not be taken in"):
        call_command("import_shotgrid", str(folder), verbosity=0)
    assert counts() == WHOLE


@pytest.mark.django_db
def test_rows_that_fail_are_kept_with_the_reason_and_come_in_later(admin_account, folder):
    (folder / "status.json").unlink()
    shots = folder / "shots.json"
    shots.write_text(json.dumps([{**ROWS["Shot"][0], "code": None}]))
    with pytest.raises(CommandError, match="could not be taken in"):
        call_command("import_shotgrid", str(folder), "--no-previews", verbosity=0)
    error = DataImportError.objects.filter(event_data__kind="shots").get()
    assert error.event_data["reason"] == "name: it is required."
    shots.write_text(json.dumps(ROWS["Shot"]))
    call_command("import_shotgrid", str(folder), "--no-previews", verbosity=0)
    assert not DataImportError.objects.exists()
    assert Entity.objects.filter(entity_type__name="Shot").count() == 6


@pytest.mark.parametrize("name", ["", "films"])
@pytest.mark.django_db
def test_a_folder_without_dumps_is_refused(admin_account, tmp_path, name):
    with pytest.raises(CommandError):
        call_command("import_shotgrid", str(tmp_path / name))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kill_at", [14, 27, 40])
def test_a_run_that_is_killed_leaves_whole_rows_and_is_completed_by_the_next(admin_account, kill_at):
    with ShotGridSite() as site, database() as environment:
        running = start(site, environment)
        site.victim, site.kill_at = lambda: running.pid, kill_at
        assert running.wait(120) == -9
        site.kill_at = None
        assert start(site, environment).wait(120) == 1  # the film that is a text
    assert counts() == WHOLE
    assert Task.objects.filter(assignees=None).count() == 0
    assert PreviewFile.objects.get(shotgun_id=1).status == "ready"


@contextlib.contextmanager
def database():
    """The environment of a process that shares the database of the test."""
    with shared_address() as address:
        yield {**os.environ, "DATABASE_URL": address, "SHOTGRID_API_KEY": KEY}


def start(site, environment) -> subprocess.Popen:
    return subprocess.Popen(
        [
            *(sys.executable, str(settings.BASE_DIR / "manage.py"), "import_shotgrid"),
            *("--url", site.url, "--script-name", "mover"),
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
