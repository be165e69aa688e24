"""Scenes: /data/scenes, /data/projects/{project_id}/scenes."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Missing
from production import entity_policies
from production.api.entity_inputs import SceneInput
from production.api.kinds import KindViewSet, named
from production.api.lists.timeline import SceneList
from production.api.wires import ENTITY
from production.services import scenes


class SceneRoutes(KindViewSet):
    kind = "Scene"
    extra = {"project_name": "project__name", "sequence_name": "parent__name"}
    list_class = SceneList


class SceneViewSet(SceneRoutes):
    @action(detail=False)
    def all(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.filtered(self.listed(project_id)).filter(parent__isnull=False)
        return self.plain(rows.order_by("name", "pk"), project_id=project_id)

    @action(detail=False, url_path="with-tasks")
    def with_tasks(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.listed(project_id)
        if sequence_id := request.query_params.get("episode_id"):  # compared to the parent, a sequence
            rows = (
                rows.none()
                if sequence_id in ("all", "main")
                else rows.filter(parent_id=as_uuid("episode_id", sequence_id))
            )
        return self.big_list(rows, project_id)

    def retrieve(self, request, pk):
        scene = self.readable(pk)
        if scene.parent is None:
            raise Missing("This scene is in no sequence.")
        names = {"sequence": "parent", **({"episode": "parent__parent"} if scene.parent.parent_id else {})}
        return Response(named(ENTITY.row(scene), scene, **names))


class ProjectScenes(SceneRoutes):
    """/data/projects/{project_id}/scenes."""

    def list(self, request, project_id):
        project = self.project(project_id)
        self.check(entity_policies.is_on_team, project.pk)  # vendors too, here
        return self.plain(self.listed(project.pk).order_by("name", "pk"), project_id=project.pk, extra={})

    def create(self, request, project_id):
        project = self.managed_project(project_id)
        scene = scenes.create_scene(project=project, by=self.person, **self.read(SceneInput))
        return Response(ENTITY.row(scene), status=201)


def register(router):
    router.register("data/scenes", SceneViewSet)
    router.register("data/projects/{project_id}/scenes", ProjectScenes)
