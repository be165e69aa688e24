"""Episodes: /data/episodes, /data/projects/{project_id}/episodes."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid
from production.api.entity_inputs import EpisodeInput
from production.api.kinds import KindViewSet, named
from production.api.lists.timeline import EpisodeList
from production.api.wires import ENTITY
from production.services import episodes


class EpisodeRoutes(KindViewSet):
    kind = "Episode"
    list_class = EpisodeList
    around = True


class EpisodeViewSet(EpisodeRoutes):
    def list(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.listed(project_id)
        if not self.is_vendor(project_id):
            rows = self.filtered(rows)
        return self.plain(rows.order_by("name", "pk"), project_id=project_id)

    @action(detail=False, url_path="with-tasks")
    def with_tasks(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.listed(project_id)
        if episode_id := request.query_params.get("episode_id"):  # compared to the parent: none has one
            rows = (
                rows.none()
                if episode_id in ("all", "main")
                else rows.filter(parent_id=as_uuid("episode_id", episode_id))
            )
        return self.big_list(rows, project_id)

    def retrieve(self, request, pk):
        episode = self.readable(pk)
        return Response(named(ENTITY.row(episode), episode))


class ProjectEpisodes(EpisodeRoutes):
    """/data/projects/{project_id}/episodes."""

    def list(self, request, project_id):
        return self.list_of_project(project_id)

    def create(self, request, project_id):
        project = self.managed_project(project_id)
        episode = episodes.create_episode(project=project, by=self.person, **self.read(EpisodeInput))
        return Response(ENTITY.row(episode), status=201)


def register(router):
    router.register("data/episodes", EpisodeViewSet)
    router.register("data/projects/{project_id}/episodes", ProjectEpisodes)
