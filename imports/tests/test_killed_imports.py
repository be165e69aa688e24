"""An import that is killed leaves nothing or all of it, and runs again without duplicates."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from kitsu_site.tests.concurrency import at_once, shared_address
from production.models import Comment, Entity, News, Task

SHEET = "Sequence,Name,Animation\n" + "".join(f"SQ{n // 5},SH{n:03},wip\n" for n in range(30))
# Kills itself right before the query of that number, from the first that writes; 0: never.
RUN = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
number = 0
def killer(execute, sql, params, many, context):
    global number
    number += bool(number) or not sql.startswith("SELECT")
    if number and number == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
with connection.execute_wrapper(killer):
    call_command("import_csv", "shots", sys.argv[1], project="Big Buck")
"""


def counts(project) -> list[int]:
    tasks = Task.objects.filter(project=project)
    comments = Comment.objects.filter(object_id__in=tasks.values("pk"))
    news = News.objects.filter(task__in=tasks)
    return [rows.count() for rows in (Entity.objects.filter(project=project), tasks, comments, news)]


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_nothing_and_the_next_completes_it(studio, tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET)
    with shared_address() as address:
        env = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "kitsu_site.settings"}

        def run(kill_at: int) -> int:
            command = [sys.executable, "-c", RUN, str(path), str(kill_at)]
            return subprocess.run(command, env=env, cwd=settings.BASE_DIR, check=False).returncode

        for kill_at in (2, 6, 11):
            assert run(kill_at) == -signal.SIGKILL
            assert at_once(lambda: counts(studio.feature)) == [[5, 5, 0, 0]]
        for _ in range(2):
            assert run(0) == 0
            # Shots have tasks of two types in this production.
            assert at_once(lambda: counts(studio.feature)) == [[41, 65, 30, 30]]
