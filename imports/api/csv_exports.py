"""/export/csv: what spreadsheets want of the studio and its productions (notes on imports, section 2)."""

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action

from imports import policies
from imports.services import casting_export, entity_exports, playlist_export, studio_exports
from imports.services.csv_files import Export
from kitsu_site import sending
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.filters import as_uuid, wanted
from kitsu_site.exceptions import Invalid, Missing
from production.models import Entity, Playlist, Project

EPISODE = OpenApiParameter("episode_id", str, description="An id, `main` or `all`.")
NARROWED = [
    OpenApiParameter("id", OpenApiTypes.UUID),
    EPISODE,
    OpenApiParameter("assigned_to", str, description="There at all: what is assigned to the caller."),
]
WORDS = (entity_exports.ALL, entity_exports.MAIN)


def sent(export: Export) -> StreamingHttpResponse:
    """The file, sent while its rows are read."""
    return StreamingHttpResponse(
        export.chunks(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": sending.content_disposition(export.file_name)},
    )


class CSVExports(ScopedViewSet):
    def production(self, project_id: str) -> Project:
        """The production; 404 for what is no id, then 403, then 404 for an unknown one."""
        try:
            pk = as_uuid("project_id", project_id)
        except Invalid:
            raise Missing(f"There is no production {project_id}.") from None
        self.check(policies.can_export, pk)
        return self.find(Project, pk)

    def ident(self, name: str, *words: str):
        """An id of the query, or one of `words`; None where there is none."""
        value = self.request.query_params.get(name)
        return value if not value or value in words else as_uuid(name, value)


class StudioExports(CSVExports):
    @action(detail=False, methods=["get"], url_path="persons.csv")
    def persons(self, request):
        self.check(policies.can_export_studio)
        return sent(studio_exports.persons())

    @action(detail=False, methods=["get"], url_path="projects.csv")
    def projects(self, request):
        self.check(policies.can_export_studio)
        return sent(studio_exports.projects())

    @action(detail=False, methods=["get"], url_path="task-types.csv")
    def task_types(self, request):
        self.check(policies.can_export_studio)
        return sent(studio_exports.task_types())

    @action(detail=False, methods=["get"], url_path="tasks.csv")
    def tasks(self, request):
        self.check(policies.can_export_studio)
        return sent(studio_exports.tasks())

    @action(detail=False, methods=["get"], url_path="time-spents.csv")
    def time_spents(self, request):
        self.check(policies.can_export_studio)
        return sent(studio_exports.time_spents(zone=self.person.zone))

    @action(detail=False, methods=["get"], url_path="playlists/{playlist_id}")
    def playlist(self, request, playlist_id):
        playlist = self.find(Playlist.objects.select_related("project", "episode"), playlist_id)
        self.check(policies.can_export_playlist, playlist)
        return sent(playlist_export.playlist(playlist=playlist, zone=self.person.zone))


class ProductionExports(CSVExports):
    """/export/csv/projects/{project_id}/..."""

    @extend_schema(parameters=NARROWED)
    @action(detail=False, methods=["get"], url_path="{project_id}/assets.csv")
    def assets(self, request, project_id):
        return self.entities(project_id, "Asset")

    @extend_schema(parameters=NARROWED)
    @action(detail=False, methods=["get"], url_path="{project_id}/shots.csv")
    def shots(self, request, project_id):
        return self.entities(project_id, "Shot")

    @action(detail=False, methods=["get"], url_path="{project_id}/edits.csv")
    def edits(self, request, project_id):
        project = self.production(project_id)
        return sent(entity_exports.entities(project=project, kind="Edit", rows=self.rows(project, "Edit")))

    @extend_schema(parameters=[EPISODE, OpenApiParameter("is_shot_casting", OpenApiTypes.BOOL)])
    @action(detail=False, methods=["get"], url_path="{project_id}/casting.csv")
    def casting(self, request, project_id):
        project = self.production(project_id)
        shots = wanted(request.query_params, "is_shot_casting")
        return sent(
            casting_export.casting(project=project, episode=self.ident("episode_id", *WORDS), shots=shots)
        )

    def entities(self, project_id: str, kind: str) -> StreamingHttpResponse:
        project = self.production(project_id)
        mine = self.person if "assigned_to" in self.request.query_params else None
        rows = entity_exports.narrowed(
            self.rows(project, kind),
            kind,
            pk=self.ident("id"),
            episode=self.ident("episode_id", *WORDS),
            person=mine,
        )
        return sent(entity_exports.entities(project=project, kind=kind, rows=rows, person=mine))

    def rows(self, project: Project, kind: str):
        return Entity.objects.visible_to(self.scope).filter(project=project).of_kind(kind)


def register(router):
    router.register("export/csv", StudioExports)
    router.register("export/csv/projects", ProductionExports)
