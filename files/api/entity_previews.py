"""The previews of entities, and the lengths of shots that come from them (notes on entities)."""

from rest_framework.decorators import action
from rest_framework.response import Response

from files.api import preview_revisions
from files.models import PreviewFile
from files.services import shot_lengths
from kitsu_site.api.filters import as_uuid
from kitsu_site.api.wire import Wire
from production import entity_policies, policies
from production.api.kinds import KindViewSet
from production.models import Entity, Project

PREVIEW = Wire(PreviewFile)
SHORT = [
    "id",
    "name",
    "original_name",
    "extension",
    "revision",
    "position",
    "file_size",
    "status",
    "validation_status",
    "task_id",
    "person_id",
    "created_at",
    "token_in",
    "token_out",
]


class EntityPreviews(KindViewSet):
    """`preview-files` of shots, edits and concepts: by task type, the latest revision first."""

    @action(detail=True, url_path="preview-files")
    def preview_files(self, request, pk):
        return Response(preview_revisions.of_entity(self.readable(pk)))


class ShotPreviews(EntityPreviews):
    kind = "Shot"


class EditPreviews(EntityPreviews):
    kind = "Edit"


class ConceptPreviews(EntityPreviews):
    kind = "Concept"


class AllPreviews(KindViewSet):
    """/data/entities/{entity_id}/preview-files: a plain list."""

    @action(detail=True, url_path="preview-files")
    def preview_files(self, request, pk):
        entity = self.find(Entity, pk)
        self.check(entity_policies.can_read, entity)
        previews = PreviewFile.objects.filter(task__entity=entity).order_by(
            "task__task_type__name", "-revision", "position"
        )
        return Response([{name: row[name] for name in SHORT} for row in PREVIEW.rows(previews)])


class PlaylistEntityPreviews(EntityPreviews):
    """/data/playlists/entities/{entity_id}/preview-files"""

    kind = None

    def readable(self, pk):
        entity = self.find(Entity, pk)
        self.check(entity_policies.can_read, entity)
        return entity


class ShotLengths(KindViewSet):
    """/actions/projects/{project_id}/task-types/{task_type_id}/set-shot-nb-frames"""

    kind = "Shot"

    @action(detail=False, methods=["post"], url_path="set-shot-nb-frames")
    def set_nb_frames(self, request, project_id, task_type_id):
        project_id = as_uuid("project_id", project_id)
        self.check(policies.is_manager, project_id)
        found = shot_lengths.set_from_previews(
            project=self.find(Project, project_id),
            task_type_id=as_uuid("task_type_id", task_type_id),
            episode_id=self.asked("episode_id"),
            by=self.person,
        )
        return Response(found)


def register(router):
    router.register("data/shots", ShotPreviews)
    router.register("data/edits", EditPreviews)
    router.register("data/concepts", ConceptPreviews)
    router.register("data/entities", AllPreviews)
    router.register("data/playlists/entities", PlaylistEntityPreviews)
    router.register("actions/projects/{project_id}/task-types/{task_type_id}", ShotLengths)
