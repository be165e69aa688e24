"""What the big lists cost, beside the least that the database and JSON take: `manage.py benchmark lists`."""

import datetime
import gc
import time
import tracemalloc
import uuid
from dataclasses import dataclass

import orjson
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from kitsu_site.api.renderers import dumps
from kitsu_site.benchmarks import in_turns, signed_in
from kitsu_site.db.scratch import scratch_database

TASKS_OF_A_SHOT = 6
SHOTS_OF_A_SEQUENCE = 25
BATCH = 2000
PATH = "/data/shots/with-tasks"
SHOT_COLUMNS = (
    "e.id, e.name, e.canceled, e.data, e.description, e.entity_type_id, e.nb_frames, e.parent_id,"
    " e.preview_file_id, e.project_id, e.source_id, e.nb_entities_out, e.is_casting_standby,"
    " s.name, s.parent_id, p.name"
)
TASK_COLUMNS = (
    "t.id, t.duration, t.due_date, t.end_date, t.done_date, t.entity_id, t.estimation, t.last_comment_date,"
    " t.last_preview_file_id, t.nb_assets_ready, t.priority, t.real_start_date, t.retake_count,"
    " t.start_date, t.difficulty, t.nb_drawings, t.task_status_id, t.task_type_id, t.data"
)
BARE = (
    f"SELECT {SHOT_COLUMNS} FROM entity e JOIN entity s ON s.id = e.parent_id"  # noqa: S608
    " JOIN project p ON p.id = e.project_id JOIN entity_type k ON k.id = e.entity_type_id"
    " WHERE e.project_id = {id} AND k.name = 'Shot'",
    f"SELECT {TASK_COLUMNS} FROM task t JOIN entity e ON e.id = t.entity_id"  # noqa: S608
    " WHERE e.project_id = {id}",
    "SELECT l.task_id, l.person_id FROM task_person_link l JOIN task t ON t.id = l.task_id"
    " WHERE t.project_id = {id}",
)


@dataclass(frozen=True)
class ListMeasure:
    """What `shots/with-tasks` took for one production; seconds are of the clock."""

    shots: int
    tasks: int
    size: int  # of the answer, in bytes
    bare: float  # a bare cursor fetches the same columns, and orjson writes the same objects
    whole: float  # the HTTP call, in process
    compact: float
    streamed: float
    first_byte: float  # of the streamed form
    first_row: float
    unchanged: float  # the call that is answered 304
    peak: int  # bytes of memory, at most, while the answer is made

    @property
    def ratio(self) -> float:
        return self.whole / self.bare

    @property
    def memory(self) -> float:
        return self.peak / self.size


def lists(*, sizes: list[int], rounds: int) -> list[ListMeasure]:
    """Measure the list for productions of so many shots, in a scratch database made and dropped for it."""
    with scratch_database("benchmark"):
        call_command("migrate", interactive=False, verbosity=0)
        client, types = signed_in(), vocabulary()
        projects = [(shots, make_production(f"Benchmark {shots}", shots, types)) for shots in sizes]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return [measure(client, project_id, shots, rounds) for shots, project_id in projects]


def measure(client: Client, project_id: uuid.UUID, shots: int, rounds: int) -> ListMeasure:
    params = {"project_id": str(project_id)}

    def call(**more):
        answer = client.get(PATH, {**params, **more}, secure=True)
        if answer.status_code != 200:
            raise RuntimeError(f"GET {PATH}: {answer.status_code} {answer.content[:200]!r}")
        return answer

    answer = call()
    content, tag = answer.content, answer["ETag"]
    objects = orjson.loads(content)
    if len(objects) != shots or sum(len(shot["tasks"]) for shot in objects) != shots * TASKS_OF_A_SHOT:
        raise RuntimeError("The list does not hold what was made.")
    queries = bare_queries(project_id)

    def bare() -> None:
        fetch(queries)
        dumps(objects)

    def unchanged() -> None:
        if client.get(PATH, params, headers={"If-None-Match": tag}, secure=True).status_code != 304:
            raise RuntimeError("An unchanged list is not answered 304.")

    took = in_turns(
        rounds,
        bare,
        lambda: call().content,
        lambda: call(compact="true").content,
        unchanged,
        clock=time.perf_counter,  # the database works too
    )
    streams = sorted(streamed(lambda: call(stream="true")) for _ in range(rounds))
    first_byte, first_row, whole_stream = streams[len(streams) // 2]
    return ListMeasure(
        shots=shots,
        tasks=shots * TASKS_OF_A_SHOT,
        size=len(content),
        bare=took[0],
        whole=took[1],
        compact=took[2],
        unchanged=took[3],
        first_byte=first_byte,
        first_row=first_row,
        streamed=whole_stream,
        peak=peak_of(lambda: call().content),
    )


def bare_queries(project_id: uuid.UUID) -> list[str]:
    text = f"'{project_id}'" if connection.vendor == "postgresql" else f"'{project_id.hex}'"
    return [query.replace("{id}", text) for query in BARE]


def fetch(queries: list[str]) -> None:
    """Read the rows of `queries` with the driver's own cursor."""
    connection.ensure_connection()
    for query in queries:
        cursor = connection.connection.cursor()
        cursor.execute(query)
        cursor.fetchall()
        cursor.close()


def streamed(call) -> tuple[float, float, float]:
    """Seconds to the first byte, to the first row, and to the end of a streamed answer."""
    gc.collect()
    start = time.perf_counter()
    lines = iter(call().streaming_content)
    next(lines)
    first_byte = time.perf_counter() - start
    next(lines)
    first_row = time.perf_counter() - start
    for _ in lines:
        pass
    return first_byte, first_row, time.perf_counter() - start


def peak_of(call) -> int:
    """The most bytes that Python held for a call, beyond what it held before."""
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    call()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak - before


# What is measured


def models() -> dict:
    return {model.__name__: model for model in apps.get_app_config("production").get_models()}


def vocabulary() -> dict:
    """The types, the status and the people that all productions share."""
    model = models()
    person = apps.get_model("accounts", "Person").objects
    return {
        "open": model["ProjectStatus"].objects.get_or_create(name="Open", defaults={"color": "#000000"})[0],
        "shot": model["EntityType"].objects.get_or_create(name="Shot")[0],
        "sequence": model["EntityType"].objects.get_or_create(name="Sequence")[0],
        "todo": model["TaskStatus"].objects.create(name="Todo", short_name="bench", color="#999999"),
        "task_types": [
            model["TaskType"].objects.create(name=f"Type {number}", for_entity="Shot")
            for number in range(TASKS_OF_A_SHOT)
        ],
        "people": [
            person.create(first_name="Bench", last_name=str(n), email=f"bench{n}@example.com")
            for n in range(20)
        ],
    }


def make_production(name: str, count: int, types: dict) -> uuid.UUID:
    """A production with that many shots, each with its tasks and an assignee for each; answers its id."""
    model = models()
    project = model["Project"].objects.create(name=name, project_status=types["open"])
    sequences = [
        model["Entity"](name=f"SQ{number:04}", project=project, entity_type=types["sequence"])
        for number in range(-(-count // SHOTS_OF_A_SEQUENCE))
    ]
    model["Entity"].objects.bulk_create(sequences, batch_size=BATCH)
    shots = [
        model["Entity"](
            name=f"SH{number:05}",
            project=project,
            entity_type=types["shot"],
            parent=sequences[number // SHOTS_OF_A_SEQUENCE],
            nb_frames=number % 300,
            description="A description as supervisors write them",
            data={"fps": 25, "frame_in": 1001, "frame_out": 1001 + number % 300, "camera": "A", "note": "x"},
        )
        for number in range(count)
    ]
    model["Entity"].objects.bulk_create(shots, batch_size=BATCH)
    start = datetime.datetime(2030, 1, 7)
    tasks = [
        model["Task"](
            name="main",
            project=project,
            entity=shot,
            task_type=task_type,
            task_status=types["todo"],
            estimation=480.0,
            start_date=start + datetime.timedelta(days=number % 300),
            due_date=start + datetime.timedelta(days=number % 300 + 2),
            last_comment_date=start + datetime.timedelta(minutes=number),
        )
        for number, shot in enumerate(shots)
        for task_type in types["task_types"]
    ]
    model["Task"].objects.bulk_create(tasks, batch_size=BATCH)
    people = types["people"]
    model["TaskPersonLink"].objects.bulk_create(
        (
            model["TaskPersonLink"](task=task, person=people[number % len(people)])
            for number, task in enumerate(tasks)
        ),
        batch_size=BATCH,
    )
    return project.pk
