"""An import that is killed leaves nothing or all of it, and runs again without duplicates."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest

SHEET = "Sequence,Name,Animation\n" + "".join(f"SQ{n // 5},SH{n:03},wip\n" for n in range(30))
PREPARE = """
from production.models import *
project = Project.objects.create(name="Film", production_type="feature")
kind = TaskType.objects.create(name="Animation", for_entity="Shot")
ProjectTaskTypeLink.objects.create(project=project, task_type=kind)
TaskStatus.objects.create(name="Todo", short_name="todo", color="#999999", is_default=True)
TaskStatus.objects.create(name="Wip", short_name="wip", color="#999999", is_wip=True)
"""
# Kills itself right before the query of that number that writes; 0: never.
RUN = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
writes = 0
def killer(execute, sql, params, many, context):
    global writes
    writes += sql.startswith(("INSERT", "UPDATE"))
    if writes and writes == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
if sys.argv[3]:
    call_command("migrate", verbosity=0)
    call_command("create_admin", "admin@example.com", password="mysecretpassword")
    exec(sys.argv[3])
else:
    with connection.execute_wrapper(killer):
        call_command("import_csv", "shots", sys.argv[1], project="Film")
"""


@pytest.fixture
def run(tmp_path):
    """Run the import in a process of its own, on a database file."""
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET)
    database = tmp_path / "kitsu.sqlite3"
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "kitsu_site.settings",
    }

    def run(kill_at: int, code: str = "") -> int:
        command = [sys.executable, "-c", RUN, str(path), str(kill_at), code]
        return subprocess.run(command, env=env, capture_output=True, check=False).returncode

    run.database = database
    assert run(0, PREPARE) == 0
    return run


def counts(database) -> list[int]:
    with sqlite3.connect(database) as connection:
        tables = ("entity", "task", "comment", "news")
        return [connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in tables]  # noqa: S608


def test_a_killed_import_leaves_nothing_and_the_next_completes_it(run):
    for kill_at in (2, 4, 7, 9):
        assert run(kill_at) == -signal.SIGKILL
        assert counts(run.database) == [0, 0, 0, 0]
    for _ in range(2):
        assert run(0) == 0
        assert counts(run.database) == [36, 30, 30, 30]
