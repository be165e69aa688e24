"""Time spent in a production, and days off of its team (notes on production, section 8)."""

from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import DayOff
from kitsu_site.api.filters import as_date, as_uuid
from kitsu_site.api.wire import Wire
from production.api.in_production import InProduction
from production.models import Entity, TimeSpent
from production.services import project_time

TIME_SPENT, DAY_OFF = Wire(TimeSpent), Wire(DayOff)


class ProjectTime(InProduction):
    @action(detail=False, methods=["get"], url_path="time-spents")
    def time_spents(self, request, project_id):
        project = self.team_project(project_id)
        spent = project_time.of_project(project)
        if self.scope.in_project(project).is_vendor:
            spent = spent.filter(task__entity__in=Entity.objects.visible_to(self.scope))
        return Response(TIME_SPENT.rows(self.within(spent)))

    @action(detail=False, methods=["get"], url_path="task-types/{task_type_id}/time-spents")
    def of_task_type(self, request, project_id, task_type_id):
        spent = project_time.of_project(self.managed_project(project_id))
        spent = spent.filter(task__task_type_id=as_uuid("task_type_id", task_type_id))
        rows = TIME_SPENT.rows(self.within(spent).order_by("-date"))
        return Response(project_time.by_person(rows))

    @action(detail=False, methods=["get"], url_path="day-offs")
    def day_offs(self, request, project_id):
        project = self.staff_project(project_id)
        found = DAY_OFF.rows(project_time.days_off(project, *self.period()))
        if not self.scope.in_project(project).is_manager:
            for row in found:
                if row["person_id"] != self.person.pk:
                    del row["description"]
        return Response(project_time.by_person(found))

    def within(self, spent):
        return project_time.within(spent, *self.period())

    def period(self) -> tuple:
        """The days from and to which the query asks; None where it does not say."""
        params = self.request.query_params
        return tuple(
            as_date(name, params[name]) if params.get(name) else None for name in ("start_date", "end_date")
        )


def register(router):
    router.register("data/projects/{project_id}", ProjectTime)
