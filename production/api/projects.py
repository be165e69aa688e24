"""Productions: /data/projects."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet, ScopedViewSet
from kitsu_site.api.serializers import Id, Ids
from kitsu_site.exceptions import Invalid, Missing, Refused
from production import policies
from production.api import open_projects
from production.api.wires import PROJECT
from production.models import PreviewBackgroundFile, Project, ProjectStatus
from production.services import project_removal, projects


class KnownIds(Ids):
    """A list of ids that must all exist (404)."""

    def to_internal_value(self, data):
        found = super().to_internal_value(data)
        if len(found) < len({str(item) for item in data}):
            raise Missing(f"{self.field_name}: one of these does not exist.", field=self.field_name)
        return found


class ProjectViewSet(CrudViewSet):
    wire, policy, rows = PROJECT, policies.Projects(), projects.ProjectRows()
    protected = ("team",)
    extra_input = {
        "preview_background_files": KnownIds(queryset=PreviewBackgroundFile.objects.all(), required=False),
        "project_template_id": Id(required=False, allow_null=True),
    }

    def answer(self, row, *, links, created=False):
        answer = super().answer(row, links=links)
        if self.action == "retrieve":
            status = ProjectStatus.objects.filter(pk=row.project_status_id).first()
            answer["project_status_name"] = status.name if status else None
        elif row.production_type == projects.TV_SHOW:
            answer["first_episode_id"] = projects.first_episode(row).pk
        return answer

    def writable(self, row, body):
        if "production_style" in body and body["production_style"] is None:
            body = {**body, "production_style": Project._meta.get_field("production_style").default}
        body = {name: value for name, value in body.items() if name != "project_template_id"}
        wanted = body.get("preview_background_file_id")
        if wanted and wanted not in (body.get("preview_background_files") or ()):
            raise Invalid(
                "preview_background_file_id: not among preview_background_files.",
                field="preview_background_file_id",
            )
        return body

    def before_destroy(self, row):
        if row.project_status and row.project_status.name == "Open":
            raise Invalid("An open production is not deleted: close it first.")

    def destroy(self, request, pk):
        """`dry_run=true` answers how many rows of which tables would go, and removes nothing."""
        if filters.wanted(request.query_params, "dry_run"):
            row = self.row(pk)
            self.before_destroy(row)
            if not self.policy.may_delete(self.scope, row):
                raise Refused("You may not delete that.")
            counts = project_removal.counts(row.pk)
            return Response({"dry_run": True, "counts": counts, "total": sum(counts.values())})
        return super().destroy(request, pk)


class OpenProjects(ScopedViewSet):
    """The productions that a client loads first."""

    @action(detail=False, methods=["get"], url_path="projects/open")
    def open(self, request):
        return self.loaded(Project.objects.loaded_first_by(self.scope))

    @action(detail=False, methods=["get"], url_path="user/projects/open")
    def own(self, request):
        return self.loaded(Project.objects.visible_to(self.scope).in_open_productions())

    @action(detail=False, methods=["get"], url_path="projects/all")
    def all(self, request):
        projects = Project.objects.visible_to(self.scope).order_by("name")
        if name := request.query_params.get("name"):
            found = PROJECT.rows(projects.filter(name__ilike=name)[:1])
            if not found:
                raise Missing(f"There is no production named {name}.")
            return Response(found)
        rows = PROJECT.rows(projects)
        if self.scope.is_admin:
            statuses = dict(ProjectStatus.objects.values_list("pk", "name"))
            ids = [row["id"] for row in rows]
            descriptors = open_projects.descriptors_of(self.scope, ids, entity_type="Project")
            for row in rows:
                row["project_status_name"] = statuses.get(row["project_status_id"])
                row["descriptors"] = descriptors[row["id"]]
        return Response(rows)

    def loaded(self, projects) -> Response:
        """Productions with their settings; `name` in the query is exact."""
        if name := self.request.query_params.get("name"):
            projects = projects.filter(name=name)
        return Response(open_projects.rows(self.scope, projects))


def register(router):
    router.register("data", OpenProjects)
