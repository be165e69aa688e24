"""Fifty people comment one task at once: nothing is lost, the counters are right, nobody is told to wait.

On PostgreSQL in the test database; on SQLite, whose tests run in memory, on a file of its own in
processes of its own, as a server has it.
"""

import json
import os
import subprocess
import sys
import textwrap
import threading

import pytest
from django.db import connection

from production.models import Comment, News, Task

CLIENTS = 50


def comment_at_once(studio, api) -> list[int]:
    """Each of many clients posts a retake or a step of work, all at the same moment."""
    path = f"/actions/tasks/{studio.first_animation.pk}/comment"
    clients = [api("manager") for _ in range(CLIENTS)]
    start, answers = threading.Barrier(CLIENTS), []

    def post(number: int) -> None:
        status = studio.retake if number % 2 else studio.wip
        try:
            start.wait()
            answer = clients[number].post(path, {"task_status_id": str(status.pk), "comment": str(number)})
            answers.append(answer.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def check(studio) -> None:
    comments = Comment.objects.filter(object_id=studio.first_animation.pk).order_by("created_at", "pk")
    assert sorted(int(comment.text) for comment in comments) == list(range(CLIENTS))
    assert News.objects.filter(task=studio.first_animation).count() == CLIENTS
    statuses = [comment.task_status_id for comment in comments]
    entries = sum(
        after == studio.retake.pk and before != studio.retake.pk
        for before, after in zip([None, *statuses], statuses, strict=False)
    )
    task = Task.objects.get(pk=studio.first_animation.pk)
    assert task.task_status_id == statuses[-1]
    assert task.retake_count == entries
    assert task.last_comment_date == comments.last().created_at


class TestOnPostgreSQL:
    """SQLite has its own test below: threads share its memory."""

    __test__ = connection.vendor == "postgresql"

    @pytest.mark.django_db(transaction=True)
    def test_fifty_clients_comment_a_task_at_once(self, studio, api):
        assert comment_at_once(studio, api) == [201] * CLIENTS
        check(studio)


SCRIPT = """
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    from kitsu_site.tests import world
    from kitsu_site.tests.client import Api
    from production.tests.test_comment_concurrency import check, comment_at_once

    studio = world.build()
    answers = comment_at_once(studio, Api.of)
    check(studio)
    import json, sys

    json.dump(answers, sys.stdout)
"""


def test_fifty_clients_comment_a_task_at_once_on_a_file_of_sqlite(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kitsu_site.settings",
        "KITSU_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'kitsu.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [201] * CLIENTS
