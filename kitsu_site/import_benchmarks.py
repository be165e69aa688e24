"""How long a sheet of shots takes to import, through the API: `manage.py benchmark sheet`."""

import csv
import io
import time
from dataclasses import dataclass

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection

from kitsu_site.benchmarks import signed_in
from kitsu_site.db.scratch import scratch_database
from kitsu_site.models import ApiEvent

TASK_TYPES = 6
SHOTS_OF_A_SEQUENCE = 25
STATUSES = {
    "wip": {"is_wip": True},
    "wfa": {"is_feedback_request": True},
    "retake": {"is_retake": True},
    "done": {"is_done": True},
}


@dataclass(frozen=True)
class Step:
    """One import: its rows, the seconds of the clock, its queries, the events it left in the log."""

    name: str
    rows: int
    seconds: float
    queries: int
    events: int


class QueryCounter:
    """Counts queries, and keeps none: remembering them takes longer than they do."""

    queries = 0

    def __call__(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)


def sheet(*, shots: int) -> list[Step]:
    """Import new shots with a status for each task, then the same sheet with the next statuses.

    In a scratch database, which is made and dropped for it.
    """
    with scratch_database("benchmark"):
        call_command("migrate", interactive=False, verbosity=0)
        return measure(shots)


def measure(shots: int) -> list[Step]:
    """The two imports in the current database. Raises RuntimeError where one is refused."""
    client, path = signed_in(), f"/import/csv/projects/{make_production().pk}/shots"
    steps = []
    for name, turn in (("new", 0), ("update", 1)):
        file = SimpleUploadedFile("shots.csv", content(shots, turn))
        before = ApiEvent.objects.count()
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            start = time.perf_counter()
            answer = client.post(f"{path}?update={'true' if turn else 'false'}", {"file": file}, secure=True)
            seconds = time.perf_counter() - start
        if answer.status_code != 201 or len(answer.json()) != shots:
            raise RuntimeError(f"POST {path}: {answer.status_code} {answer.content[:300]!r}")
        steps.append(Step(name, shots, seconds, counter.queries, ApiEvent.objects.count() - before))
    return steps


def content(shots: int, turn: int) -> bytes:
    """A sheet of shots, every task of which has a status; the next `turn` has the next ones."""
    names = [f"Type {number}" for number in range(TASK_TYPES)]
    statuses = list(STATUSES)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Sequence", "Name", "Description", "Frame In", "Frame Out", *names])
    for number in range(shots):
        cells = [statuses[(number + place + turn) % len(statuses)] for place in range(TASK_TYPES)]
        frames = [1001, 1100 + number % 300 + turn]
        sequence = f"SQ{number // SHOTS_OF_A_SEQUENCE:04}"
        writer.writerow([sequence, f"SH{number:05}", "As a supervisor writes it", *frames, *cells])
    return out.getvalue().encode()


def make_production():
    """An empty production with task types and statuses; answers it."""
    model = {m.__name__: m for m in apps.get_app_config("production").get_models()}
    status = model["ProjectStatus"].objects.create(name="Open", color="#000000")
    project = model["Project"].objects.create(name="Benchmark", project_status=status)
    todo = {"name": "Todo", "short_name": "todo", "color": "#999999", "is_default": True}
    model["TaskStatus"].objects.create(**todo)
    for name, flags in STATUSES.items():
        model["TaskStatus"].objects.create(name=name, short_name=name, color="#999999", **flags)
    for number in range(TASK_TYPES):
        kind = model["TaskType"].objects.create(name=f"Type {number}", for_entity="Shot")
        model["ProjectTaskTypeLink"].objects.create(project=project, task_type=kind, priority=number)
    return project
