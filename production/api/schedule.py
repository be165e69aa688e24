"""Milestones and schedule items (notes on production, section 6)."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.filters import as_uuid
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Missing, Refused
from production import policies
from production.api.in_production import InProduction
from production.models import Milestone, ScheduleItem, TaskType
from production.services import schedule

SCHEDULE_ITEM = Wire(ScheduleItem)
MILESTONE_KEYS = ("id", "date", "name", "project_id", "task_type_id")


class MilestoneViewSet(CrudViewSet):
    wire, policy = Wire(Milestone), policies.OfProduction()


class ProjectMilestones(InProduction):
    def list(self, request, project_id):
        project_id = as_uuid("project_id", project_id)
        if not policies.is_member(self.scope, project_id):
            raise Refused("Only the team sees the milestones of a production.")
        found = Milestone.objects.filter(project_id=project_id)
        return Response(list(found.order_by("date", "name").values(*MILESTONE_KEYS)))


class ScheduleItemViewSet(CrudViewSet):
    wire, policy, rows = SCHEDULE_ITEM, policies.ScheduleItems(), schedule.ScheduleItemRows()

    def writable(self, row, body):
        if isinstance(body.get("man_days"), str):
            body = {name: value for name, value in body.items() if name != "man_days"}
        return body


class ProjectScheduleItems(InProduction):
    """The schedule of a production; what is missing of it is made when it is read."""

    def list(self, request, project_id):
        project = self.planning_project(project_id)
        return Response(SCHEDULE_ITEM.rows(project.schedule_items.all()))

    @action(detail=False, methods=["get"], url_path="task-types")
    def task_types(self, request, project_id):
        project = self.planning_project(project_id)
        return self.items(project, None, schedule.scheduled_task_types(project))

    @action(detail=False, methods=["get"], url_path="{task_type_id}/asset-types")
    def asset_types(self, request, project_id, task_type_id):
        project, task_type_id, episode_id = self.planned(project_id, task_type_id)
        return self.items(project, task_type_id, schedule.asset_types(project, episode_id))

    @action(detail=False, methods=["get"], url_path="{task_type_id}/episodes")
    def episodes(self, request, project_id, task_type_id):
        project, task_type_id, episode_id = self.planned(project_id, task_type_id)
        only = {"pk": episode_id} if episode_id else {}
        return self.items(project, task_type_id, schedule.entities(project, "Episode", **only))

    @action(detail=False, methods=["get"], url_path="{task_type_id}/sequences")
    def sequences(self, request, project_id, task_type_id):
        project, task_type_id, episode_id = self.planned(project_id, task_type_id)
        only = {"parent_id": episode_id} if episode_id else {}
        return self.items(project, task_type_id, schedule.entities(project, "Sequence", **only))

    @action(detail=False, methods=["get"], url_path="{task_type_id}/edits")
    def edits(self, request, project_id, task_type_id):
        project, task_type_id, episode_id = self.planned(project_id, task_type_id)
        only = {"parent_id": episode_id} if episode_id else {}
        return self.items(project, task_type_id, schedule.entities(project, "Edit", canceled=False, **only))

    def planned(self, project_id, task_type_id) -> tuple:
        """The production, the task type's id and the episode's (or None) of the call."""
        project = self.planning_project(project_id)
        task_type_id = as_uuid("task_type_id", task_type_id)
        if not TaskType.objects.filter(pk=task_type_id).exists():
            raise Missing("There is no such task type.")
        episode_id = self.request.query_params.get("episode_id")
        return project, task_type_id, as_uuid("episode_id", episode_id) if episode_id else None

    def items(self, project, task_type_id, subjects) -> Response:
        return Response(schedule.items(project, task_type_id, subjects, by=self.person))


def register(router):
    router.register("data/projects/{project_id}/milestones", ProjectMilestones)
    router.register("data/projects/{project_id}/schedule-items", ProjectScheduleItems)
