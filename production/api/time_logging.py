"""Logging time on a task, and reading what was logged (notes on tasks, section 5)."""

from collections import defaultdict

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Person
from kitsu_site.api import filters
from kitsu_site.api.serializers import Finite
from kitsu_site.exceptions import Invalid, Missing, Refused
from production import policies
from production.api.parsers import PARSERS
from production.api.reach import ReachViewSet
from production.api.time_spents import TIME_SPENT
from production.models import Task, TimeSpent
from production.services import time_spents

MOST = 10_000_000  # minutes; far beyond any, well within what the column sums without loss


class DurationInput(serializers.Serializer):
    duration = Finite(max_value=MOST)

    def validate_duration(self, value):
        if value <= 0:
            raise serializers.ValidationError("More than 0 minutes expected.")
        return value


class TimeLogging(ReachViewSet):
    """/actions/tasks/{task_id}/time-spents/..."""

    parser_classes = PARSERS

    @action(detail=False, methods=["post"], url_path="{task_id}/time-spents/{date}/persons/{person_id}")
    def log(self, request, task_id, date, person_id):
        return self.logged(task_id, date, person_id, add=False)

    @log.mapping.delete
    def forget(self, request, task_id, date, person_id):
        task, date, person = self.subject(task_id, date, person_id)
        row = TimeSpent.objects.filter(task=task, person=person, date=date).first()
        if row is None:
            raise Missing("There is no time logged on that day.")
        answer = {**TIME_SPENT.row(row), "duration": 0}
        time_spents.forget(row=row, by=self.person)
        return Response(answer, status=201)

    @action(detail=False, methods=["post"], url_path="{task_id}/time-spents/{date}/persons/{person_id}/add")
    def add(self, request, task_id, date, person_id):
        return self.logged(task_id, date, person_id, add=True)

    @action(detail=False, methods=["get"], url_path="{task_id}/time-spents")
    def of_task(self, request, task_id):
        return Response(by_person(TimeSpent.objects.filter(task=self.task(task_id))))

    @action(detail=False, methods=["get"], url_path="{task_id}/time-spents/{date}")
    def on_day(self, request, task_id, date):
        rows = TimeSpent.objects.filter(task=self.task(task_id), date=filters.as_date("date", date))
        return Response(by_person(rows))

    def logged(self, task_id, date, person_id, *, add: bool) -> Response:
        task, date, person = self.subject(task_id, date, person_id)
        duration = self.read(DurationInput)["duration"]
        row = time_spents.log(task=task, person=person, date=date, duration=duration, by=self.person, add=add)
        return Response(TIME_SPENT.row(row), status=201)

    def subject(self, task_id, date, person_id) -> tuple:
        """The task, the day and the person of a path, for who may log that person's time."""
        task = self.task(task_id, policies.is_within_reach)
        person = self.find(Person, person_id)
        if not policies.can_assign_kind(task, person):
            raise Refused("The production does not work with bots.")
        self.check(policies.can_log_time, task, person)
        return task, filters.as_date("date", date), person


class OwnTime(ReachViewSet):
    """/data/user/..."""

    @action(detail=False, methods=["get"], url_path="time-spents")
    def within(self, request):
        rows = TimeSpent.objects.filter(person=self.person)
        return Response(TIME_SPENT.rows(in_period(rows, request.query_params)))

    @action(detail=False, methods=["get"], url_path="time-spents/{date}")
    def on_day(self, request, date):
        rows = TimeSpent.objects.filter(person=self.person, date=filters.as_date("date", date))
        return Response(TIME_SPENT.rows(rows))

    @action(detail=False, methods=["get"], url_path="tasks/{task_id}/time-spents/{date}")
    def on_task(self, request, task_id, date):
        task = self.find(Task, filters.as_uuid("task_id", task_id))
        rows = TimeSpent.objects.filter(person=self.person, task=task, date=filters.as_date("date", date))
        return Response(next(iter(TIME_SPENT.rows(rows)), None))


class EntityTime(ReachViewSet):
    """/data/entities/{entity_id}/time-spents"""

    @action(detail=False, methods=["get"], url_path="{entity_id}/time-spents")
    def of_entity(self, request, entity_id):
        rows = TimeSpent.objects.filter(task__entity=self.entity(entity_id))
        return Response(TIME_SPENT.rows(rows.order_by("-date", "pk")))


def in_period(rows, params):
    """The rows from `start_date` to `end_date`; none where neither is given, 400 where one is."""
    start, end = params.get("start_date"), params.get("end_date")
    if not start and not end:
        return rows.none()
    if not start or not end:
        raise Invalid("start_date and end_date go together.", field="end_date" if start else "start_date")
    return rows.between(filters.as_date("start_date", start), filters.as_date("end_date", end))


def by_person(rows) -> dict:
    """{person: rows} and the `total` of minutes."""
    found = defaultdict(list)
    for row in TIME_SPENT.rows(rows.order_by("date", "pk")):
        found[str(row["person_id"])].append(row)
    total = sum(row["duration"] for rows in found.values() for row in rows)
    return {**found, "total": total}


def register(router):
    router.register("actions/tasks", TimeLogging)
    router.register("data/user", OwnTime)
    router.register("data/entities", EntityTime)
