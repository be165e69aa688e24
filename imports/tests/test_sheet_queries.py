"""How many queries sheets take: as many for few rows as for all that go into a statement."""

import datetime

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from imports.tests.sheets import sheet
from production.models import Comment, Delivery, EntityLink, Notification, Task

FEW, MANY = range(100, 103), range(200, 220)
TASK = "{status},Look at {n} @home #{n},Ann Animator"
# Kind -> (header, row; {status} and {turn} are others in the second import).
SHEETS = {
    "persons": (
        "First Name,Last Name,Email,Phone,Departments",
        "P{n},Q{n},p{n}@example.com,{turn},Animation",
    ),
    "assets": (
        "Type,Name,Description,Modeling,Modeling comment,Modeling assignations",
        "Props,Asset {n},{turn}," + TASK,
    ),
    "shots": (
        "Sequence,Name,Frames,Animation,Animation comment,Animation assignations",
        "SQ{n},SH{n},{n}{turn}," + TASK,
    ),
    "edits": ("Name,Description", "Edit {n},{turn}"),
    "casting": (
        "Parent,Name,Asset Type,Asset,Occurences,Label",
        "SQ{n},SH{n},Props,Lamp,{n},label {n} {turn}",
    ),
    "task-types/{animation}/estimations": (
        "Parent,Entity,Estimation,Start date,Difficulty",
        "SQ{n},SH{n},{n}{turn},2030-01-07,3",
    ),
}


@pytest.fixture
def send(studio, api):
    """Send some rows of a sheet; answers the number of queries that they took."""
    caller = api("admin")

    def send(kind: str, numbers, *, turn: int = 1) -> int:
        header, row = SHEETS[kind]
        status = ("wip", "wfa")[turn - 1]
        lines = [row.format(n=n, turn=turn, status=status) for n in numbers]
        place = "" if kind == "persons" else f"projects/{studio.feature.pk}/"
        path = f"/import/csv/{place}{kind.format(animation=studio.animation.pk)}"
        with CaptureQueriesContext(connection) as found:
            answer = caller.post(path, form=sheet(header, *lines), params={"update": "true"})
        assert (answer.status_code, len(answer.json())) == (201, len(lines)), answer.json()
        return len(found)

    return send


@pytest.mark.parametrize("kind", SHEETS)
def test_many_rows_take_as_many_queries_as_few(studio, send, kind):
    Person.objects.filter(pk=studio.animator.pk).update(notifications_enabled=True)
    if kind == "casting" or "estimations" in kind:
        send("shots", [99, *FEW, *MANY])
    send(kind, range(99, 100))  # reads what is read once
    assert send(kind, FEW) == send(kind, MANY)
    # Each task was begun at a time of its own.
    for n, task in enumerate(Task.objects.filter(real_start_date__isnull=False)):
        Task.objects.filter(pk=task.pk).update(
            real_start_date=datetime.datetime(2030, 1, 7, 9) + datetime.timedelta(minutes=n)
        )
    assert send(kind, FEW, turn=2) == send(kind, MANY, turn=2)


def test_the_rows_that_took_few_queries_are_all_written(studio, send):
    Person.objects.filter(pk=studio.animator.pk).update(notifications_enabled=True)
    send("shots", MANY)
    Task.objects.filter(task_status=studio.wip).update(real_start_date=Value("2030-01-07 09:00:00"))
    send("shots", MANY, turn=2)
    send("casting", MANY)
    send("casting", MANY, turn=2)
    tasks = Task.objects.filter(task_type=studio.animation, entity__name__startswith="SH2")
    assert {(t.task_status_id, t.real_start_date) for t in tasks} == {
        (studio.wfa.pk, datetime.datetime(2030, 1, 7, 9))
    }
    assert all(task.end_date == task.last_comment_date for task in tasks)
    assert Comment.objects.filter(object_id__in=tasks.values("pk")).count() == 40
    assert Notification.objects.filter(person=studio.animator).count() == 40
    told = Delivery.objects.filter(subject="Ada Admin commented Big Buck / SQ219 / SH219 / Animation")
    assert sorted(delivery.text.split("\n\n")[:2] for delivery in told) == [
        ["Status: Waiting For Approval", "Look at 219 @home #219"],
        ["Status: Work In Progress", "Look at 219 @home #219"],
    ]
    links = EntityLink.objects.filter(entity_out=studio.lamp, entity_in__name="SH219")
    assert list(links.values_list("nb_occurences", "label")) == [(219, "label-219-2")]
