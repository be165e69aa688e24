"""How long it takes to plan, count and delete a whole production: `manage.py benchmark production`.

Seconds are of the clock, through the whole stack in this process, in a scratch database.
"""

import datetime
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from kitsu_site.benchmarks import BATCH, make_production, signed_in
from kitsu_site.db.scratch import scratch_database

COMMENTS_OF_A_PREVIEW = 4
DAY = datetime.datetime(2030, 1, 7)


@dataclass(frozen=True)
class Step:
    """A call, how many rows it says it is about, and the seconds it took."""

    name: str
    rows: int
    seconds: float


def whole_production(*, tasks: int, comments: int) -> list[Step]:
    """Plan, apply, count and delete a production of that size, beside another one that stays."""
    with scratch_database("benchmark"):
        call_command("migrate", interactive=False, verbosity=0)
        client, person = signed_in(), apps.get_model("accounts", "Person").objects.get()
        for name in ("Benchmark", "Neighbour"):
            add_talk(make_production(tasks, name), person, comments)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        return steps(client)


def steps(client) -> list[Step]:
    """The calls, one after the other."""
    project = apps.get_model("production", "Project").objects.get(name="Benchmark")
    version = call(
        client.post, "/data/production-schedule-versions", {"name": "Plan", "project_id": str(project.pk)}
    )
    plan = f"/actions/production-schedule-versions/{version['id']}"
    found = [
        timed(
            "tasks copied into a schedule version",
            lambda: call(client.post, f"{plan}/set-task-links-from-production")["task_link_count"],
        ),
        timed(
            "tasks that a schedule version is applied to",
            lambda: call(client.post, f"{plan}/apply-to-production")["task_count"],
        ),
    ]
    closed, _ = apps.get_model("production", "ProjectStatus").objects.get_or_create(
        name="Closed", color="#000000"
    )
    call(client.put, f"/data/projects/{project.pk}", {"project_status_id": str(closed.pk)})
    path = f"/data/projects/{project.pk}?force=true"
    counted = timed("rows counted by a dry run", lambda: call(client.delete, f"{path}&dry_run=true")["total"])
    removed = timed("rows deleted", lambda: call(client.delete, path) or counted.rows)
    return [*found, counted, removed]


def timed(name: str, act) -> Step:
    start = time.perf_counter()
    rows = act()
    return Step(name, rows, time.perf_counter() - start)


def call(method, path: str, body: dict | None = None):
    """What the API answers to a call; raises RuntimeError where it refuses."""
    answer = method(path, body, content_type="application/json", secure=True)
    if answer.status_code >= 400:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:200]!r}")
    return answer.json() if answer.content else None


def add_talk(project_id: uuid.UUID, person, comments: int) -> None:
    """So many comments on the tasks in turn, with news and notifications, previews, and time spent."""
    model = {m.__name__: m for m in apps.get_app_config("production").get_models()}
    preview_file = apps.get_model("files", "PreviewFile")
    tasks = list(model["Task"].objects.filter(project_id=project_id))
    status_id = tasks[0].task_status_id
    made = [
        model["Comment"](
            object_id=tasks[number % len(tasks)].pk,
            object_type="Task",
            person=person,
            task_status_id=status_id,
            text=f"Take {number}: please match the continuity of the previous shot.",
        )
        for number in range(comments)
    ]
    insert(made)
    previews = [
        preview_file(name=f"preview {n}", task_id=comment.object_id, person=person, revision=n)
        for n, comment in enumerate(made[::COMMENTS_OF_A_PREVIEW])
    ]
    insert(previews)
    insert(
        model["CommentPreviewLink"](comment=comment, preview_file=preview)
        for comment, preview in zip(made[::COMMENTS_OF_A_PREVIEW], previews, strict=True)
    )
    about = {"author": person}
    insert(model["News"](comment=comment, task_id=comment.object_id, **about) for comment in made)
    insert(
        model["Notification"](
            comment=comment, task_id=comment.object_id, person=person, type="comment", **about
        )
        for comment in made
    )
    insert(model["TaskPersonLink"](task=task, person=person) for task in tasks)
    insert(model["TimeSpent"](task=task, person=person, duration=240, date=DAY.date()) for task in tasks)


def insert(rows: Iterable) -> None:
    """Write rows of one model."""
    rows = list(rows)
    type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)
