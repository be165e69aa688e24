"""The time of people: by person, and in tables of all of them (notes on tasks, section 5)."""

import datetime

from django.db.models import Sum
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractWeek, ExtractYear
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.day_offs import month_of, week_of, year_of
from accounts.models import Person
from kitsu_site.api import filters
from kitsu_site.exceptions import Invalid, Refused
from production import policies
from production.api import entity_names
from production.api.reach import ReachViewSet
from production.api.time_logging import in_period
from production.api.time_spents import TIME_SPENT
from production.api.wires import RAW_ENTITY
from production.models import Entity, TimeSpent
from production.services import person_quotas

TASK_COLUMNS = {
    "task_id": "task_id",
    "task_type_id": "task__task_type_id",
    "project_id": "task__project_id",
    "project_name": "task__project__name",
    "entity_name": "task__entity__name",
    "entity_type_name": "task__entity__entity_type__name",
    "sequence_name": "task__entity__parent__name",
    "episode_name": "task__entity__parent__parent__name",
}


class PersonTime(ReachViewSet):
    """/data/persons/{person_id}/time-spents..."""

    @action(detail=False, methods=["get"], url_path="{person_id}/time-spents")
    def within(self, request, person_id):
        person = self.find(Person, person_id)
        self.check(policies.is_admin)
        rows = TimeSpent.objects.filter(person=person)
        return Response(TIME_SPENT.rows(in_period(rows, request.query_params)))

    @action(detail=False, methods=["get"], url_path="{person_id}/time-spents/{date}")
    def on_day(self, request, person_id, date):
        rows = self.rows_of(person_id).filter(date=filters.as_date("date", date))
        return Response(TIME_SPENT.rows(rows))

    @action(detail=False, methods=["get"], url_path="{person_id}/time-spents/year/{year}")
    def year(self, request, person_id, year):
        return self.by_task(person_id, year_of(year))

    @action(detail=False, methods=["get"], url_path="{person_id}/time-spents/month/{year}/{month}")
    def month(self, request, person_id, year, month):
        return self.by_task(person_id, month_of(year, month))

    @action(detail=False, methods=["get"], url_path="{person_id}/time-spents/week/{year}/{week}")
    def week(self, request, person_id, year, week):
        return self.by_task(person_id, week_of(year, week))

    @action(detail=False, methods=["get"], url_path="{person_id}/time-spents/day/{year}/{month}/{day}")
    def day(self, request, person_id, year, month, day):
        return self.by_task(person_id, day_of(year, month, day))

    @action(detail=False, methods=["get"], url_path="{person_id}/time-spents/month/all/{year}/{month}")
    def rows_of_month(self, request, person_id, year, month):
        person = self.find(Person, person_id)
        if not (self.scope.is_admin or person.pk == self.person.pk):
            raise Refused("One's own time, or any for admins.")
        rows = TimeSpent.objects.filter(person=person).between(*month_of(year, month))
        return Response(TIME_SPENT.rows(rows))

    # Quotas

    @action(detail=False, methods=["get"], url_path="{person_id}/quota-shots/month/{year}/{month}")
    def quota_month(self, request, person_id, year, month):
        return self.quota(person_id, month_of(year, month))

    @action(detail=False, methods=["get"], url_path="{person_id}/quota-shots/week/{year}/{week}")
    def quota_week(self, request, person_id, year, week):
        return self.quota(person_id, week_of(year, week))

    @action(detail=False, methods=["get"], url_path="{person_id}/quota-shots/day/{year}/{month}/{day}")
    def quota_day(self, request, person_id, year, month, day):
        return self.quota(person_id, day_of(year, month, day))

    def quota(self, person_id, period) -> Response:
        params = self.request.query_params
        person = self.find(Person, person_id)
        ids = {name: params.get(name) for name in ("project_id", "task_type_id")}
        ids = {name: filters.as_uuid(name, value) if value else None for name, value in ids.items()}
        oneself = person.pk == self.person.pk
        if not (oneself or self.scope.in_project(ids["project_id"]).is_manager):
            raise Refused("One's own shots, or any for managers of the production.")
        count_mode = params.get("count_mode") or "weighted"
        weights = person_quotas.weights(
            person=person,
            **ids,
            count_mode=count_mode,
            first=period[0],
            last=period[1],
            zone=self.person.zone,
        )
        return Response(weighted_shots(weights))

    # What the caller may see

    def rows_of(self, person_id):
        """The time of a person that the caller sees: all of one's own, what one leads of others."""
        person = self.find(Person, person_id)
        if person.pk != self.person.pk and not leads(self.scope):
            raise Refused("One's own time, or that of those one leads.")
        return TimeSpent.objects.visible_to(self.scope).filter(person=person)

    def by_task(self, person_id, period) -> Response:
        """The minutes by task in a period."""
        rows = of_project(self.scope, self.rows_of(person_id), self.request.query_params)
        rows = rows.between(*period).order_by("task__project__name", "task__entity__name", "task_id")
        found = rows.values_list(*TASK_COLUMNS.values()).annotate(Sum("duration"))
        return Response([task_row(row) for row in found])


class TimeTables(ReachViewSet):
    """/data/persons/time-spents/...-table: {unit: {person: minutes}}"""

    @action(detail=False, methods=["get"], url_path="time-spents/year-table")
    def years(self, request):
        return self.table(ExtractYear("date"))

    @action(detail=False, methods=["get"], url_path="time-spents/month-table/{year}")
    def months(self, request, year):
        return self.table(ExtractMonth("date"), year_of(year))

    @action(detail=False, methods=["get"], url_path="time-spents/week-table/{year}")
    def weeks(self, request, year):
        return self.table(ExtractWeek("date"), year_of(year))

    @action(detail=False, methods=["get"], url_path="time-spents/day-table/{year}/{month}")
    def days(self, request, year, month):
        return self.table(ExtractDay("date"), month_of(year, month))

    def table(self, unit, period=None) -> Response:
        params = self.request.query_params
        rows = of_project(self.scope, TimeSpent.objects.visible_to(self.scope), params)
        if value := params.get("department_id"):
            department = filters.as_uuid("department_id", value)
            if self.scope.role == "supervisor" and department not in (self.scope.departments or {department}):
                raise Invalid("department_id: not one of yours.", field="department_id")
            rows = rows.filter(task__task_type__department_id=department)
        if value := params.get("studio_id"):
            rows = rows.filter(person__studio_id=filters.as_uuid("studio_id", value))
        if period:
            rows = rows.between(*period)
        found = {}
        sums = rows.order_by().annotate(unit=unit).values_list("unit", "person_id").annotate(Sum("duration"))
        for number, person_id, minutes in sums:
            found.setdefault(str(number), {})[str(person_id)] = minutes
        return Response(found)


def leads(scope) -> bool:
    """Whether a person manages or supervises, in the studio or somewhere."""
    return scope.role in ("admin", "manager", "supervisor") or bool(scope.projects("manager", "supervisor"))


def of_project(scope, rows, params):
    """The rows of the production asked for; 403 for one that the caller is not on."""
    value = params.get("project_id")
    if not value:
        return rows
    project_id = filters.as_uuid("project_id", value)
    if not scope.in_project(project_id).is_member:
        raise Refused("You are not on the team of this production.")
    return rows.filter(task__project_id=project_id)


def day_of(year: str, month: str, day: str) -> tuple[datetime.date, datetime.date]:
    """A day as a period; raises `Invalid`."""
    try:
        date = datetime.date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        raise Invalid(f"There is no day {year}-{month}-{day}.", field="day") from None
    return date, date


def task_row(values: tuple) -> dict:
    """A task with its minutes; sequence and episode are those of shots."""
    row = dict(zip([*TASK_COLUMNS, "duration"], values, strict=True))
    if row["entity_type_name"] != entity_names.SHOT:
        row |= {"sequence_name": None, "episode_name": None}
    return row


def weighted_shots(weights: dict) -> list[dict]:
    """Shots with their weights, by their whole names."""
    shots = Entity.objects.filter(pk__in=weights)
    columns = entity_names.columns("x")
    lookups = [lookup.removeprefix("x__") for lookup in columns.values()]
    names = {
        values[0]: entity_names.whole_name(dict(zip(columns, values, strict=True)))
        for values in shots.values_list(*lookups)
    }
    rows = [
        {**row, "full_name": names[row["id"]], "weight": weights[row["id"]]} for row in RAW_ENTITY.rows(shots)
    ]
    return sorted(rows, key=lambda row: row["full_name"])


def register(router):
    router.register("data/persons", PersonTime)
    router.register("data/persons", TimeTables)
