"""Shots: /data/shots, /data/projects/{project_id}/shots."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid
from kitsu_site.api.serializers import input_of
from kitsu_site.exceptions import Missing
from production import entity_policies
from production.api.entities import PROTECTED, changes
from production.api.entity_inputs import ShotInput
from production.api.kinds import KindViewSet
from production.api.lists.shots import ShotList
from production.api.wires import ENTITY, RAW_ENTITY
from production.services import shots
from production.services.shots import ShotRows

ShotChange = input_of(ENTITY, creating=False, protected={*PROTECTED, "project_id"})


class ShotRoutes(KindViewSet):
    kind = "Shot"
    extra = {"project_name": "project__name", "sequence_name": "parent__name"}
    list_class, has_forms = ShotList, True


class ShotViewSet(ShotRoutes):
    def list(self, request):
        project_id = self.asked("project_id")
        sequence_id = self.asked("sequence_id")
        if sequence_id is not None:
            project_id = self.entity(str(sequence_id), "Sequence").project_id
        self.enter(project_id)
        rows = self.filtered(self.listed(project_id)).filter(parent__isnull=False)
        if sequence_id is not None:
            rows = rows.filter(parent_id=sequence_id)
        return self.plain(rows.order_by("name", "pk"), project_id=project_id)

    @action(detail=False)
    def all(self, request):
        return self.list(request)

    @action(detail=False, url_path="with-tasks")
    def with_tasks(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.listed(project_id).filter(parent__isnull=False)
        if pk := self.asked("id"):
            rows = rows.filter(pk=pk)
        episode_id = request.query_params.get("episode_id")
        if episode_id == "main":
            rows = rows.filter(parent__parent__isnull=True)
        elif episode_id and episode_id != "all":
            rows = rows.filter(parent__parent_id=as_uuid("episode_id", episode_id))
        return self.big_list(rows, project_id)

    def retrieve(self, request, pk):
        shot = self.readable(pk)
        if shot.parent_id is None:
            raise Missing("This shot is in no sequence.")
        return Response({**ShotList.one(shot), **ENTITY.row(shot, links=True)})

    def update(self, request, pk):
        shot = self.entity(pk)
        self.check(entity_policies.manages, shot.project_id)
        serializer = ShotChange(data=changes(self.object_body()), partial=True)
        serializer.is_valid(raise_exception=True)
        values, links = serializer.split()
        ShotRows().update(row=shot, values=values, links=links, by=self.person)
        return Response(RAW_ENTITY.row(shot))


class ProjectShots(ShotRoutes):
    """/data/projects/{project_id}/shots."""

    def list(self, request, project_id):
        return self.list_of_project(project_id)

    def create(self, request, project_id):
        project = self.managed_project(project_id)
        shot = shots.create_shot(project=project, by=self.person, **self.read(ShotInput))
        return Response(ENTITY.row(shot), status=201)


def register(router):
    router.register("data/shots", ShotViewSet)
    router.register("data/projects/{project_id}/shots", ProjectShots)
