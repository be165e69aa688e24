"""Previews of a production, and those that are not ready (notes on files, "Preview records")."""

from rest_framework.decorators import action
from rest_framework.response import Response

from files.api.preview_files import PREVIEW_FILE
from files.models import PreviewFile
from kitsu_site.api import filters
from kitsu_site.exceptions import Invalid, Refused
from production.api.entity_names import columns, whole_name
from production.api.reach import ReachViewSet
from production.api.task_reads import listed

UNREADY = (PreviewFile.Status.PROCESSING, PreviewFile.Status.BROKEN, PreviewFile.Status.MISSING)


class ProjectPreviews(ReachViewSet):
    """/data/projects/{project_id}/preview-files: for admins."""

    @action(detail=False, methods=["get"], url_path="{project_id}/preview-files")
    def previews(self, request, project_id):
        project = self.project(project_id)
        if not self.scope.is_admin:
            raise Refused("Only admins list all previews of a production.")
        rows = PreviewFile.objects.filter(task__project=project)
        return Response(listed(rows, PREVIEW_FILE, request.query_params, links=False))


class RunningPreviews(ReachViewSet):
    """/data/playlists/preview-files/running: what is processing, broken or missing; for admins."""

    @action(detail=False, methods=["get"], url_path="running")
    def running(self, request):
        if not self.scope.is_admin:
            raise Refused("Only admins see what is being prepared.")
        params = request.query_params
        rows = PreviewFile.objects.filter(status__in=UNREADY).in_open_productions()
        if cursor := params.get("cursor_preview_file_id"):
            last = PreviewFile.objects.filter(pk=filters.as_uuid("cursor_preview_file_id", cursor)).first()
            if last is None:
                raise Invalid(
                    "cursor_preview_file_id: there is no such preview.", field="cursor_preview_file_id"
                )
            rows = rows.filter(created_at__lt=last.created_at)
        rows = rows.order_by("-created_at", "id")
        if params.get("limit"):
            limit = filters.as_integer("limit", params["limit"])
            if limit < 0:
                raise Invalid("limit: a number from 0 on expected.", field="limit")
            rows = rows[:limit]
        names = columns("task__entity")
        inner = {f"entity__{name}": path for name, path in names.items()}
        extra = {"project_id": "task__project_id", "task_type_id": "task__task_type_id", **inner}
        found = PREVIEW_FILE.rows(rows, extra=extra)
        for row in found:
            row["full_entity_name"] = whole_name({name: row.pop(f"entity__{name}") for name in names})
        return Response(found)


def register(router):
    router.register("data/projects", ProjectPreviews)
    router.register("data/playlists/preview-files", RunningPreviews)
