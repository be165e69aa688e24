"""Sequences: /data/sequences, /data/projects/{project_id}/sequences."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid
from production.api.entity_inputs import SequenceInput
from production.api.kinds import KindViewSet, named
from production.api.lists.timeline import SequenceList
from production.api.wires import ENTITY
from production.services import sequences


class SequenceRoutes(KindViewSet):
    kind = "Sequence"
    list_class = SequenceList
    around = True

    def plain_list(self, episode_id):
        """The sequences that the query asks for, of an episode or of any."""
        project_id = self.asked("project_id")
        if episode_id is not None:
            episode = self.entity(str(episode_id), "Episode")
            project_id = project_id or episode.project_id
        self.enter(project_id)
        rows = self.listed(project_id)
        if not self.is_vendor(project_id):
            rows = self.filtered(rows)
            if episode_id is not None:
                rows = rows.filter(parent_id=episode_id)
        return self.plain(rows.order_by("name", "pk"), project_id=project_id)


class SequenceViewSet(SequenceRoutes):
    def list(self, request):
        return self.plain_list(self.asked("episode_id"))

    @action(detail=False, url_path="with-tasks")
    def with_tasks(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.listed(project_id)
        episode_id = request.query_params.get("episode_id")
        if episode_id == "main":
            rows = rows.filter(parent__isnull=True)
        elif episode_id == "all":
            rows = rows.none()
        elif episode_id:
            rows = rows.filter(parent_id=as_uuid("episode_id", episode_id))
        return self.big_list(rows, project_id)

    def retrieve(self, request, pk):
        sequence = self.readable(pk)
        names = {"episode": "parent"} if sequence.parent_id else {}
        return Response(named(ENTITY.row(sequence), sequence, **names))


class ProjectSequences(SequenceRoutes):
    """/data/projects/{project_id}/sequences."""

    def list(self, request, project_id):
        return self.list_of_project(project_id)

    def create(self, request, project_id):
        project = self.managed_project(project_id)
        sequence = sequences.create_sequence(project=project, by=self.person, **self.read(SequenceInput))
        return Response(ENTITY.row(sequence), status=201)


def register(router):
    router.register("data/sequences", SequenceViewSet)
    router.register("data/projects/{project_id}/sequences", ProjectSequences)
