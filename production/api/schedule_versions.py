"""Versions of the schedule, and the tasks in them (notes on production, section 7)."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.crud import CrudViewSet, ScopedViewSet
from kitsu_site.api.filters import as_uuid, wanted
from kitsu_site.api.serializers import Id
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Missing
from production import policies
from production.models import ProductionScheduleVersion, ProductionScheduleVersionTaskLink
from production.policies import known_task
from production.services import schedule_versions

TASK_LINK = Wire(ProductionScheduleVersionTaskLink)


class ScheduleVersionViewSet(CrudViewSet):
    wire, policy = Wire(ProductionScheduleVersion), policies.ScheduleVersions()
    rows = schedule_versions.ScheduleVersionRows()

    @action(detail=True, methods=["get"], url_path="task-links")
    def task_links(self, request, pk):
        version = self.row(pk)
        self.check(policies.can_see, version)
        links = version.task_links.all()
        if task_type_id := request.query_params.get("task_type_id"):
            links = links.filter(task__task_type_id=as_uuid("task_type_id", task_type_id))
        return Response(TASK_LINK.rows(links, links=wanted(request.query_params, "relations")))


class ScheduleVersionTaskLinkViewSet(CrudViewSet):
    wire = TASK_LINK
    policy, rows = policies.ScheduleVersionTaskLinks(), schedule_versions.ScheduleVersionTaskLinkRows()
    protected = ("task_id", "production_schedule_version_id")

    def before_create(self, body):
        if body.get("task_id") and not known_task(body["task_id"]):
            raise Missing("There is no such task.")


class SourceInput(serializers.Serializer):
    production_schedule_version_id = Id()


class ScheduleVersionActions(ScopedViewSet):
    @action(detail=True, methods=["post"], url_path="set-task-links-from-production")
    def copy_production(self, request, pk):
        count = schedule_versions.copy_production(version=self.version(pk), by=self.person)
        return Response({"success": True, "task_link_count": count})

    @action(detail=True, methods=["post"], url_path="set-task-links-from-production-schedule-version")
    def copy_version(self, request, pk):
        version = self.version(pk)
        source = self.version(self.read(SourceInput)["production_schedule_version_id"])
        count = schedule_versions.copy_version(version=version, source=source, by=self.person)
        return Response({"success": True, "task_link_count": count})

    @action(detail=True, methods=["post"], url_path="apply-to-production")
    def apply(self, request, pk):
        count = schedule_versions.apply(version=self.version(pk), by=self.person)
        return Response({"success": True, "task_count": count})

    def version(self, pk) -> ProductionScheduleVersion:
        """A version of the call, for the managers of its production."""
        version = self.find(ProductionScheduleVersion, as_uuid("production_schedule_version_id", str(pk)))
        self.check(policies.manages_production_of, version)
        return version


def register(router):
    router.register("actions/production-schedule-versions", ScheduleVersionActions)
