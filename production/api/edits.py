"""Edits: /data/edits, /data/projects/{project_id}/edits."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid
from production.api.entity_inputs import EditInput
from production.api.kinds import KindViewSet
from production.api.lists.edits import EditList
from production.api.wires import ENTITY
from production.services import edits


class EditRoutes(KindViewSet):
    kind = "Edit"
    extra = {"project_name": "project__name"}
    list_class = EditList


class EditViewSet(EditRoutes):
    def list(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.filtered(self.listed(project_id))
        return self.plain(rows.order_by("name", "pk"), project_id=project_id)

    @action(detail=False)
    def all(self, request):
        return self.list(request)

    @action(detail=False, url_path="with-tasks")
    def with_tasks(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.listed(project_id)
        if pk := self.asked("id"):
            rows = rows.filter(pk=pk)
        episode_id = request.query_params.get("episode_id")
        if episode_id == "main":
            rows = rows.filter(parent__isnull=True)
        elif episode_id and episode_id != "all":
            rows = rows.filter(parent_id=as_uuid("episode_id", episode_id))
        return self.big_list(rows, project_id)

    def retrieve(self, request, pk):
        return Response(EditList.one(self.readable(pk)))


class ProjectEdits(EditRoutes):
    """/data/projects/{project_id}/edits."""

    def list(self, request, project_id):
        return self.list_of_project(project_id)

    def create(self, request, project_id):
        project = self.managed_project(project_id)
        edit = edits.create_edit(project=project, by=self.person, **self.read(EditInput))
        return Response(ENTITY.row(edit), status=201)


def register(router):
    router.register("data/edits", EditViewSet)
    router.register("data/projects/{project_id}/edits", ProjectEdits)
