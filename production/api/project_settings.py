"""What a production uses: /data/projects/{project_id}/settings/... (notes on production, section 4)."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid
from kitsu_site.api.serializers import ForeignId, Id
from kitsu_site.api.wire import Wire
from production.api.in_production import InProduction
from production.api.wires import PROJECT, TASK_STATUS, TASK_TYPE
from production.models import (
    EntityType,
    PreviewBackgroundFile,
    ProjectAssetTypeLink,
    ProjectPreviewBackgroundFileLink,
    ProjectStatusAutomationLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    StatusAutomation,
    TaskStatus,
    TaskType,
)
from production.services import project_settings

INTEGER = {"min_value": -(2**31), "max_value": 2**31 - 1}


class Used(InProduction):
    """One kind of things that a production uses, by the rows of `links`."""

    model = links = None

    def used(self, wire, project) -> Response:
        """The things that the production uses."""
        column = project_settings.thing_column(self.links)
        ids = self.links.objects.filter(project=project).values(column)
        return Response(wire.rows(self.model.objects.filter(pk__in=ids)))


class Setting(Used):
    """Added and removed by the managers of the production.

    `key`: the name of the thing's id in the body; `further`: more fields of it, for new links.
    """

    key = None
    further: dict = {}

    def create(self, request, project_id):
        project = self.managed_project(project_id)
        fields = {self.key: ForeignId(queryset=self.model.objects.all()), **self.further}
        body = self.read(type("SettingInput", (serializers.Serializer,), fields))
        thing_id = body.pop(self.key)
        project_settings.use(project=project, links=self.links, thing_id=thing_id, by=self.person, **body)
        return Response(PROJECT.row(project), status=201)

    def destroy(self, request, project_id, pk):
        project = self.managed_project(project_id)
        thing_id = as_uuid(self.key, pk)
        project_settings.stop_using(project=project, links=self.links, thing_id=thing_id, by=self.person)
        return Response(status=204)


class AssetTypes(Setting):
    model, links, key = EntityType, ProjectAssetTypeLink, "asset_type_id"


class TaskTypes(Setting):
    model, links, key = TaskType, ProjectTaskTypeLink, "task_type_id"
    further = {"priority": serializers.IntegerField(allow_null=True, default=None, **INTEGER)}


class UsedTaskTypes(Used):
    model, links = TaskType, ProjectTaskTypeLink

    def list(self, request, project_id):
        return self.used(TASK_TYPE, self.team_project(project_id))


class TaskStatuses(Setting):
    model, links, key = TaskStatus, ProjectTaskStatusLink, "task_status_id"

    def list(self, request, project_id):
        return self.used(TASK_STATUS, self.team_project(project_id))


class StatusAutomations(Setting):
    model, links, key = StatusAutomation, ProjectStatusAutomationLink, "status_automation_id"

    def list(self, request, project_id):
        return self.used(Wire(StatusAutomation), self.managed_project(project_id))


class PreviewBackgroundFiles(Setting):
    model, links, key = PreviewBackgroundFile, ProjectPreviewBackgroundFileLink, "preview_background_file_id"

    def list(self, request, project_id):
        return self.used(Wire(PreviewBackgroundFile), self.team_project(project_id))


class TaskTypeOfBatch(serializers.Serializer):
    task_type_id = Id()
    priority = serializers.IntegerField(allow_null=True, default=None, **INTEGER)


class BatchInput(serializers.Serializer):
    task_types = TaskTypeOfBatch(many=True, default=list)
    task_status_ids = serializers.ListField(child=Id(), default=list)
    asset_type_ids = serializers.ListField(child=Id(), default=list)
    replace_task_types = serializers.BooleanField(default=False)


class SettingsBatch(InProduction):
    @action(detail=False, methods=["post"])
    def batch(self, request, project_id):
        project = self.managed_project(project_id)
        body = self.read(BatchInput)
        task_types = {item["task_type_id"]: item["priority"] for item in body.pop("task_types")}
        project_settings.add_all(project=project, task_types=task_types, by=self.person, **body)
        return Response(PROJECT.row(project))


def register(router):
    settings = "data/projects/{project_id}/settings"
    router.register(settings, SettingsBatch)
    router.register(f"{settings}/asset-types", AssetTypes)
    router.register(f"{settings}/task-types", TaskTypes)
    router.register(f"{settings}/task-status", TaskStatuses)
    router.register(f"{settings}/status-automations", StatusAutomations)
    router.register(f"{settings}/preview-background-files", PreviewBackgroundFiles)
    router.register("data/projects/{project_id}/task-types", UsedTaskTypes)
