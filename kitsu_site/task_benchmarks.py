"""What work on many tasks costs, through the API: `manage.py benchmark tasks`."""

import time
import uuid
from dataclasses import dataclass

import orjson
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kitsu_site.benchmarks import TASK_TYPES, make_production, signed_in
from kitsu_site.db.scratch import scratch_database
from kitsu_site.models import ApiEvent

LIMITS = {"create": 10.0, "assign": 10.0, "delete": 10.0, "open tasks": 0.5, "stats": 0.5, "comment": 0.5}
MOST_QUERIES = 40  # of a comment


@dataclass(frozen=True)
class Step:
    """One call: what it is about, what it took, and how many events it left in the log."""

    name: str
    rows: int
    seconds: float  # of the clock
    queries: int
    events: int

    @property
    def limit(self) -> float:
        return LIMITS[self.name]


def tasks(*, shots: int, assigned: int) -> list[Step]:
    """Measure in a scratch database, which is made and dropped for it."""
    with scratch_database("benchmark"):
        call_command("migrate", interactive=False, verbosity=0)
        return measure(make_production(shots * TASK_TYPES), assigned=assigned)


def measure(project_id: uuid.UUID, *, assigned: int) -> list[Step]:
    """Create a task on every shot of a production, assign some, comment one, list all, delete the new ones.

    Raises RuntimeError where a call is refused.
    """
    client = signed_in()
    person = apps.get_model("accounts", "Person").objects.get()
    kind = apps.get_model("production", "TaskType").objects.create(name="Extra", for_entity="Shot")
    status = apps.get_model("production", "TaskStatus").objects.create(
        name="Feedback", short_name="wfa", color="#888888", is_feedback_request=True
    )
    steps = []

    def call(name: str, method: str, path: str, body=None, rows=len):
        """Make a call, once to be timed and noted; answers its JSON."""
        before, raw = ApiEvent.objects.count(), b"" if body is None else orjson.dumps(body)
        with CaptureQueriesContext(connection) as captured:
            start = time.perf_counter()
            answer = client.generic(method, path, raw, content_type="application/json", secure=True)
            seconds = time.perf_counter() - start
        if answer.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.content[:200]!r}")
        found = orjson.loads(answer.content)
        events = ApiEvent.objects.count() - before
        steps.append(Step(name, rows(found), seconds, len(captured), events))
        return found

    made = call(
        "create", "POST", f"/actions/projects/{project_id}/task-types/{kind.pk}/shots/create-tasks", []
    )
    ids = [task["id"] for task in made]
    call("assign", "PUT", f"/actions/persons/{person.pk}/assign", {"task_ids": ids[:assigned]})
    comment = {"task_status_id": str(status.pk), "comment": "Please look."}
    call("comment", "POST", f"/actions/tasks/{ids[0]}/comment", comment, rows=lambda answer: 1)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a server's own would have by then
    call("open tasks", "GET", "/data/tasks/open-tasks", rows=lambda answer: answer["stats"]["total"])
    amounts = lambda answer: sum(project["amount"] for project in answer.values())  # noqa: E731
    call("stats", "GET", "/data/tasks/open-tasks/stats", rows=amounts)
    call("delete", "POST", f"/actions/projects/{project_id}/delete-tasks", ids)
    return steps
