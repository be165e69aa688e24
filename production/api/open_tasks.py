"""What is to do in open productions, and how much of it (notes on tasks, section 6)."""

from django.db.models import Count, F, Q, Sum
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.exceptions import Invalid, Refused
from production.api import task_items
from production.api.reach import ReachViewSet
from production.models import Task, TaskPersonLink

SORTED_BY = (
    "project__name",
    "entity__parent__parent__name",
    "entity__parent__name",
    "entity__entity_type__name",
    "entity__name",
    "task_type__name",
)
ORDER = (*(F(name).asc(nulls_last=True) for name in SORTED_BY), "pk")
UNASSIGNED = "unassigned"
COLUMNS = ("task_type_id", "task_status_id", "project_id")
DEFAULT_LIMIT, MAX_LIMIT = 100, 10_000
CONCEPT = Q(task_type__for_entity="Concept")


class OpenTasks(ReachViewSet):
    """/data/tasks/open-tasks"""

    @action(detail=False, methods=["get"], url_path="open-tasks")
    def page(self, request):
        params = request.query_params
        limit, number = at_least_one(params, "limit", DEFAULT_LIMIT), at_least_one(params, "page", 1)
        limit = min(limit, MAX_LIMIT)
        tasks = narrowed(self.tasks(params), params)
        with_concepts = bool(params.get("task_type_id"))
        offset = (number - 1) * limit
        shown = tasks if with_concepts else tasks.exclude(CONCEPT)
        items = task_items.open_items(shown.order_by(*ORDER)[offset : offset + limit])
        return Response(
            {
                "data": items,
                "stats": summary(tasks, with_concepts=with_concepts, offset=offset),
                "limit": limit,
                "is_more": len(items) == limit,
                "page": number,
            }
        )

    @action(detail=False, methods=["get"], url_path="open-tasks/stats")
    def stats(self, request):
        tasks = narrowed(self.tasks(request.query_params), request.query_params).exclude(CONCEPT)
        groups = tasks.order_by().values_list(
            "project_id", "task_type_id", "task_status_id", "task_status__is_done"
        )
        sums = groups.annotate(Count("pk"), Sum("duration"), Sum("estimation"))
        found = {}
        for project_id, task_type_id, status_id, is_done, amount, duration, estimation in sums:
            row = {
                "amount": amount,
                "amount_done": amount if is_done else 0,
                "total_duration": duration or 0,
                "total_estimation": estimation or 0,
            }
            whole = found.setdefault(str(project_id), {**dict.fromkeys(row, 0), "task_types": []})
            for name, value in row.items():
                whole[name] += value
            ids = {"task_type_id": task_type_id, "task_status_id": status_id, "project_id": project_id}
            whole["task_types"].append({**ids, **row})
        return Response(found)

    def tasks(self, params):
        """The tasks of open productions that the person sees; 403 for a production that is not theirs."""
        if value := params.get("project_id"):
            project_id = filters.as_uuid("project_id", value)
            if not self.scope.in_project(project_id).is_member:
                raise Refused("You are not on the team of this production.")
        return Task.objects.within_reach_of(self.scope).in_open_productions()


def narrowed(tasks, params):
    """The tasks asked for; raises `Invalid`."""
    for name in COLUMNS:
        if value := params.get(name):
            tasks = tasks.filter(**{name: filters.as_uuid(name, value)})
    if value := params.get("priority"):
        tasks = tasks.filter(priority=filters.as_integer("priority", value))
    links = TaskPersonLink.objects.all()
    if value := params.get("person_id"):
        if value == UNASSIGNED:
            tasks = tasks.filter(person_links__isnull=True)
        else:
            people = [filters.as_uuid("person_id", pk) for pk in value.split(",")]
            tasks = tasks.filter(pk__in=links.filter(person_id__in=people).values("task_id"))
    if value := params.get("studio_id"):
        studio_id = filters.as_uuid("studio_id", value)
        tasks = tasks.filter(pk__in=links.filter(person__studio_id=studio_id).values("task_id"))
    if value := params.get("department_id"):
        department_id = filters.as_uuid("department_id", value)
        tasks = tasks.filter(pk__in=links.filter(person__departments=department_id).values("task_id"))
    if value := params.get("start_date"):
        tasks = tasks.filter(start_date__gte=filters.as_datetime("start_date", value))
    if value := params.get("due_date"):
        tasks = tasks.filter(due_date__lte=filters.as_datetime("due_date", value))
    return tasks


def summary(tasks, *, with_concepts: bool, offset: int) -> dict:
    """Sums over all pages, concepts included; `total` counts what is listed from this page on."""
    groups = tasks.order_by().values_list("task_status_id", "task_type__for_entity")
    statuses, total, minutes, estimated = {}, 0, 0, 0
    for status_id, kind, amount, duration, estimation in groups.annotate(
        Count("pk"), Sum("duration"), Sum("estimation")
    ):
        statuses[status_id] = statuses.get(status_id, 0) + amount
        minutes, estimated = minutes + (duration or 0), estimated + (estimation or 0)
        if with_concepts or kind != "Concept":
            total += amount
    return {
        "total_duration": minutes,
        "total_estimation": estimated,
        "total": max(total - offset, 0),
        "status": [{"task_status_id": pk, "amount": amount} for pk, amount in statuses.items()],
    }


def at_least_one(params, name: str, default: int) -> int:
    value = filters.as_integer(name, params[name]) if params.get(name) else default
    if value < 1:
        raise Invalid(f"{name}: 1 or more expected.", field=name)
    return value


def register(router):
    router.register("data/tasks", OpenTasks)
