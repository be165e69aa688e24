"""Assigning tasks, and their priority (notes on tasks, section 1, "Assigning")."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Person
from kitsu_site.api.filters import as_uuid
from kitsu_site.api.serializers import Id
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid, Refused
from production import policies
from production.api.parsers import PARSERS, IdList
from production.api.reach import ReachViewSet
from production.api.wires import TASK
from production.models import Task, TaskPersonLink
from production.services import assignments


class PersonInput(serializers.Serializer):
    person_id = Id()


class TasksInput(serializers.Serializer):
    task_ids = IdList(allow_empty=False)


class ClearInput(TasksInput):
    person_id = Id(required=False, allow_null=True, default=None)


class PriorityInput(TasksInput):
    priority = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class TaskAssignments(ReachViewSet):
    """/actions/tasks/..."""

    parser_classes = PARSERS

    @action(detail=False, methods=["put"], url_path="{task_id}/assign")
    def assign(self, request, task_id):
        task = self.task(task_id, lambda scope, task: True)
        person = known_person(self.read(PersonInput)["person_id"])
        self.check(policies.can_assign, task, person, policies.departments_of(person))
        if not policies.can_assign_kind(task, person):
            raise Refused("The production does not work with bots.")
        assignments.assign(tasks=[task], person=person, by=self.person)
        return Response(TASK.row(task, links=True))

    @action(detail=False, methods=["put"], url_path="clear-assignation")
    def clear(self, request):
        body = self.read(ClearInput)
        tasks = listed(body["task_ids"])
        mine = TaskPersonLink.objects.filter(person=self.person, task__in=tasks)
        assigned = set(mine.values_list("task_id", flat=True))
        allowed = [
            task
            for task in tasks
            if policies.can_clear_assignation(self.scope, task, body["person_id"], task.pk in assigned)
        ]
        assignments.clear(tasks=allowed, person_id=body["person_id"], by=self.person)
        return Response([task.pk for task in allowed])

    @action(detail=False, methods=["put"], url_path="set-priority")
    def set_priority(self, request):
        body = self.read(PriorityInput)
        allowed = [
            task
            for task in listed(body["task_ids"])
            if policies.can_change_task(self.scope, task, {"priority"})
        ]
        assignments.set_priority(tasks=allowed, priority=body["priority"], by=self.person)
        return Response(answered(allowed, links=False))


class PersonAssignments(ReachViewSet):
    """/actions/persons/{person_id}/assign"""

    parser_classes = PARSERS

    @action(detail=False, methods=["put"], url_path="{person_id}/assign")
    def assign(self, request, person_id):
        body = self.read(TasksInput)
        person = known_person(person_id)
        departments = policies.departments_of(person)
        allowed = [
            task
            for task in listed(body["task_ids"])
            if policies.can_assign(self.scope, task, person, departments)
            and policies.can_assign_kind(task, person)
        ]
        assignments.assign(tasks=allowed, person=person, by=self.person)
        return Response(answered(allowed, links=True))


def known_person(pk) -> Person:
    """The person of a body or a path; raises `Invalid`, as this area answers 400."""
    person = Person.objects.filter(pk=as_uuid("person_id", str(pk))).first()
    if person is None:
        raise Invalid(f"person_id: there is no person {pk}.", field="person_id")
    return person


def listed(ids: list) -> list[Task]:
    """The tasks with those ids in their order; unknown ones are passed over."""
    found = {}
    for part in parts(ids):
        tasks = Task.objects.select_related("task_type", "project").filter(pk__in=part)
        found |= {task.pk: task for task in tasks}
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def answered(tasks: list[Task], *, links: bool) -> list[dict]:
    """The rows of tasks as they are now, in their order."""
    rows = {}
    ids = [task.pk for task in tasks]
    for part in parts(ids):
        rows |= {row["id"]: row for row in TASK.rows(Task.objects.filter(pk__in=part), links=links)}
    return [rows[pk] for pk in ids]


def register(router):
    router.register("actions/tasks", TaskAssignments)
    router.register("actions/persons", PersonAssignments)
