"""What people have to do, have done, have to check, and when they are busy (notes on tasks, section 6)."""

from collections import defaultdict

from django.db.models import F, Q
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Person
from kitsu_site.api import filters
from kitsu_site.exceptions import Refused
from production.api import task_items
from production.api.reach import ReachViewSet
from production.api.wires import TASK
from production.models import Task, TaskPersonLink, TaskType

DONE_ORDER = (F("end_date").desc(nulls_first=True), "task_type__name", "entity__name", "pk")
ORDER = ("project__name", "entity__name", "task_type__name", "pk")


class OwnTasks(ReachViewSet):
    """/data/user/..."""

    @action(detail=False, methods=["get"], url_path="tasks")
    def tasks(self, request):
        return Response(to_do(self.mine()))

    @action(detail=False, methods=["get"], url_path="done-tasks")
    def done(self, request):
        return Response(done(self.mine()))

    @action(detail=False, methods=["get"], url_path="tasks-to-check")
    def to_check(self, request):
        rows = Task.objects.filter(task_status__is_feedback_request=True).in_open_productions()
        if not self.scope.is_admin:
            rule = Q(project_id__in=self.scope.projects("manager"))
            supervised = Q(project_id__in=self.scope.projects("supervisor"))
            if self.scope.departments:
                supervised &= Q(task_type__department_id__in=self.scope.departments)
            rows = rows.filter(rule | supervised)
        return Response(task_items.own_items(rows.order_by(*ORDER)))

    def mine(self):
        tasks = Task.objects.filter(assignees=self.person).in_open_productions()
        return tasks if self.scope.is_admin else tasks.filter(project_id__in=self.scope.projects())


class PersonTasks(ReachViewSet):
    """/data/persons/{person_id}/..."""

    @action(detail=False, methods=["get"], url_path="{person_id}/tasks")
    def tasks(self, request, person_id):
        return Response(to_do(self.of(person_id)))

    @action(detail=False, methods=["get"], url_path="{person_id}/done-tasks")
    def done(self, request, person_id):
        return Response(done(self.of(person_id)))

    @action(detail=False, methods=["get"], url_path="{person_id}/related-tasks/{task_type_id}")
    def related(self, request, person_id, task_type_id):
        person = self.person_of(person_id)
        task_type = self.find(TaskType, task_type_id)
        entities = Task.objects.filter(assignees=person).values("entity_id")
        rows = Task.objects.within_reach_of(self.scope).filter(task_type=task_type, entity_id__in=entities)
        return Response(TASK.rows(rows.order_by(*ORDER)))

    def of(self, person_id):
        """The tasks of a person in open productions of the caller; none for clients and vendors."""
        person = self.person_of(person_id)
        tasks = Task.objects.visible_to(self.scope).in_open_productions().filter(assignees=person)
        if self.scope.is_admin:
            return tasks
        return tasks.filter(project_id__in=self.scope.projects("manager", "supervisor", "user"))

    def person_of(self, person_id) -> Person:
        person = self.find(Person, person_id)
        if self.scope.role == "vendor" and person.pk != self.person.pk:
            raise Refused("Vendors see their own work alone.")
        return person

    # When people are busy

    @action(detail=False, methods=["get"], url_path="task-dates")
    def dates(self, request):
        links = TaskPersonLink.objects.filter(task__project__project_status__name="Open")
        own = None if self.scope.is_admin else set(self.scope.projects("manager", "supervisor"))
        if value := request.query_params.get("project_id"):
            project_id = filters.as_uuid("project_id", value)
            if own is not None and project_id not in own:
                raise Refused("You do not lead this production.")
            own, links = None, links.filter(task__project_id=project_id)
        elif own is not None and not own and self.scope.role not in ("manager", "supervisor"):
            raise Refused("Only those who lead a production see when people are busy.")
        return Response(busy(links, own))


def to_do(tasks) -> list[dict]:
    return task_items.own_items(tasks.exclude(task_status__is_done=True).order_by(*ORDER))


def done(tasks) -> list[dict]:
    return task_items.own_items(tasks.filter(task_status__is_done=True).order_by(*DONE_ORDER))


def busy(links, own: set | None) -> list[dict]:
    """From when to when people are at work; in productions beyond `own` (None: all are) without a name."""
    known, elsewhere = {}, defaultdict(list)
    columns = ("person_id", "task__project_id", "task__start_date", "task__due_date")
    for person_id, project_id, start, end in links.order_by("person_id").values_list(*columns):
        if own is not None and project_id not in own:
            if start and end:
                elsewhere[person_id].append((start, end))
            continue
        first, last = known.get(person_id, (None, None))
        known[person_id] = earliest(first, start), latest(last, end)
    rows = []
    for person_id in [*known, *(pk for pk in elsewhere if pk not in known)]:
        dates = [str(date) for date in known[person_id]] if person_id in known else [None, None]
        periods = [{"start_date": str(a), "end_date": str(b)} for a, b in merged(elsewhere[person_id])]
        rows.append(
            {"person_id": person_id, "min_date": dates[0], "max_date": dates[1], "busy_periods": periods}
        )
    return rows


def earliest(*dates):
    return min(filter(None, dates), default=None)


def latest(*dates):
    return max(filter(None, dates), default=None)


def merged(periods: list) -> list[tuple]:
    """Periods in order, those that touch as one."""
    found = []
    for start, end in sorted(periods):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def register(router):
    router.register("data/user", OwnTasks)
    router.register("data/persons", PersonTasks)
