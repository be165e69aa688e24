"""How much CPU the API takes, beside the least that the database and JSON take: `manage.py benchmark`."""

import datetime
import gc
import io
import secrets
import statistics
import time
import uuid
from dataclasses import dataclass

import orjson
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import JSONField, UUIDField
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kitsu_site.api.renderers import dumps
from kitsu_site.db.scratch import scratch_database

TASK_TYPES = 8  # tasks of a shot
BATCH = 2000  # rows of an insert


@dataclass(frozen=True)
class Measure:
    """What one way of doing it took: the median of the rounds."""

    name: str
    seconds: float  # of CPU, in this process
    queries: int
    size: int  # of the answer, in bytes


@dataclass(frozen=True)
class Comparison:
    """The API beside the bare cursor."""

    rows: int
    columns: int
    bare: Measure
    api: Measure

    @property
    def ratio(self) -> float:
        return self.api.seconds / self.bare.seconds


def rows(*, tasks: int, rounds: int) -> Comparison:
    """Measure the list of a production's tasks in a scratch database, which is made and dropped for it."""
    with scratch_database("benchmark"):
        call_command("migrate", interactive=False, verbosity=0)
        return compare_rows(make_production(tasks), rounds=rounds)


def compare_rows(project_id: uuid.UUID, *, rounds: int) -> Comparison:
    """Measure `GET /data/tasks?project_id=` beside the same columns by a bare cursor, in turns.

    Raises RuntimeError where the two do not answer the same objects.
    """
    client, task = signed_in(), apps.get_model("production", "Task")
    columns = [field for field in task._meta.concrete_fields if field.column]

    def through_the_api() -> bytes:
        answer = client.get("/data/tasks", {"project_id": str(project_id)}, secure=True)
        if answer.status_code != 200:
            raise RuntimeError(f"GET /data/tasks: {answer.status_code} {answer.content[:200]!r}")
        return answer.content

    def by_a_bare_cursor() -> bytes:
        return dumps(bare_rows(task._meta.db_table, columns, project_id, type_name=task.__name__))

    answers = [orjson.loads(way()) for way in (by_a_bare_cursor, through_the_api)]
    if by_id(answers[0]) != by_id(answers[1]):
        raise RuntimeError("The API and the bare cursor do not answer the same objects.")
    with CaptureQueriesContext(connection) as captured:
        size = len(through_the_api())
    queries = len(captured)  # before the next request forgets them
    bare_seconds, api_seconds = in_turns(rounds, by_a_bare_cursor, through_the_api)
    return Comparison(
        rows=len(answers[0]),
        columns=len(columns),
        bare=Measure("bare cursor and orjson", bare_seconds, 1, len(by_a_bare_cursor())),
        api=Measure("GET /data/tasks", api_seconds, queries, size),
    )


def in_turns(rounds: int, *ways, clock=time.process_time) -> list[float]:
    """The median seconds (of CPU, by default) of each way, measured one after the other in each round."""
    taken = [[] for _ in ways]
    for _ in range(rounds):
        for way, times in zip(ways, taken, strict=True):
            gc.collect()
            start = clock()
            way()
            times.append(clock() - start)
    return [statistics.median(times) for times in taken]


def bare_rows(table: str, columns, project_id: uuid.UUID, *, type_name: str) -> list[dict]:
    """The rows of a production without the ORM, as the driver reads them; `type` added."""
    names = [field.column for field in columns]
    makers = [(field.column, make) for field in columns if (make := maker(field))]
    selected = ", ".join(f'"{name}"' for name in names)
    placeholder, value = (
        ("%s", str(project_id)) if connection.vendor == "postgresql" else ("?", project_id.hex)
    )
    connection.ensure_connection()
    cursor = connection.connection.cursor()  # the driver's own
    cursor.execute(f'SELECT {selected} FROM "{table}" WHERE project_id = {placeholder}', [value])  # noqa: S608
    result = []
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        row["type"] = type_name
        for name, make in makers:
            if row[name] is not None:
                row[name] = make(row[name])
        result.append(row)
    return result


def maker(field):
    """What makes a value of what the driver reads, or None: JSON goes as text, and SQLite has no ids."""
    if isinstance(field, JSONField):
        return orjson.Fragment
    if connection.vendor == "sqlite" and isinstance(getattr(field, "target_field", field), UUIDField):
        return uuid.UUID
    return None


def by_id(objects: list[dict]) -> dict:
    return {one["id"]: one for one in objects}


def signed_in() -> Client:
    """A client of an admin, with a token, through the whole stack in this process."""
    account = {"email": "admin@example.com", "password": secrets.token_urlsafe(12)}
    call_command("create_admin", account["email"], password=account["password"], stdout=io.StringIO())
    answer = Client().post("/auth/login", account, content_type="application/json", secure=True)
    return Client(headers={"Authorization": f"Bearer {answer.json()['access_token']}"})


def make_production(tasks: int, name: str = "Benchmark") -> uuid.UUID:
    """A production with that many tasks on shots, as filled as a real one; answers its id."""
    model = {m.__name__: m for m in apps.get_app_config("production").get_models()}

    def word(kind: str, **values):
        return model[kind].objects.get_or_create(**values)[0]

    status = word("ProjectStatus", name="Open", color="#000000")
    project = model["Project"].objects.create(name=name, project_status=status)
    shot_type = word("EntityType", name="Shot")
    types = [word("TaskType", name=f"Type {number}", for_entity="Shot") for number in range(TASK_TYPES)]
    todo = word("TaskStatus", name="Todo", short_name="todo", color="#999999")
    shots = [
        model["Entity"](name=f"SH{number:05}", project=project, entity_type=shot_type)
        for number in range(-(-tasks // TASK_TYPES))
    ]
    model["Entity"].objects.bulk_create(shots, batch_size=BATCH)
    start = datetime.datetime(2030, 1, 7)
    model["Task"].objects.bulk_create(
        (
            model["Task"](
                name="main",
                project=project,
                entity=shots[number // TASK_TYPES],
                task_type=types[number % TASK_TYPES],
                task_status=todo,
                estimation=480.0,
                start_date=start + datetime.timedelta(days=number % 300),
                due_date=start + datetime.timedelta(days=number % 300 + 2),
                last_comment_date=start + datetime.timedelta(minutes=number),
                data={"software": "blender", "layers": number % 7} if number % 4 == 0 else None,
            )
            for number in range(tasks)
        ),
        batch_size=BATCH,
    )
    return project.pk
