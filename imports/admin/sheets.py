"""The pages that sheets are imported on: they take the place of the same pages without.

The apps that registered those pages come before this one, and know of no imports.
"""

from django.http import HttpResponseRedirect
from unfold.decorators import action

from accounts.admin.person import PersonAdmin
from accounts.models import Person
from imports import policies
from imports.admin import exports
from imports.admin.sheet_pages import SheetPage
from kitsu_site.admin import site
from kitsu_site.admin.resources import scope_of
from production.admin.entity import EntityAdmin
from production.admin.project import ProjectAdmin
from production.admin.task import TaskAdmin
from production.models import Entity, Project, Task


class PersonPage(SheetPage, PersonAdmin):
    sheets = ("persons",)
    export_resource = exports.People

    def has_export_permission(self, request):
        return self.has_view_permission(request) and policies.can_export_studio(scope_of(request))


class ProductionPage(SheetPage):
    """Rows of productions: of those that the viewer may export."""

    def has_export_permission(self, request):
        scope = scope_of(request)
        return self.has_view_permission(request) and (scope.is_admin or bool(exported_projects(scope)))

    def exportable(self, request, rows):
        scope = scope_of(request)
        return rows if scope.is_admin else rows.filter(project_id__in=exported_projects(scope))


def exported_projects(scope) -> list:
    return [pk for pk in scope.roles if policies.can_export(scope, pk)]


class EntityPage(ProductionPage, EntityAdmin):
    sheets = ("assets", "shots", "edits", "casting")
    export_resource = exports.Entities

    def breakdown(self, request):
        """The grid of castings, with the way to their sheets for who may import them."""
        response = super().breakdown(request)
        project = response.context_data["project"]
        if project is not None and policies.can_import(scope_of(request), project.pk):
            response.context_data["import_link"] = self.link(project, "casting")
        return response

    def link(self, project, sheet: str) -> str:
        """The page that imports such a sheet into a production."""
        return f"{self.address('import')}?sheet={sheet}&project={project.pk}"


class TaskPage(ProductionPage, TaskAdmin):
    sheets = ("estimations",)
    export_resource = exports.Tasks


class ProjectPage(ProjectAdmin):
    """With the way to the sheets of what is in the production."""

    actions_detail = (*ProjectAdmin.actions_detail, "import_sheet")

    def has_import_sheet_permission(self, request, object_id=None):
        project = self.get_object(request, object_id)
        return project is not None and policies.can_import(scope_of(request), project.pk)

    @action(description="Import a sheet", icon="upload", permissions=["import_sheet"])
    def import_sheet(self, request, object_id):
        page = self.admin_site.get_model_admin(Entity)
        return HttpResponseRedirect(page.link(self.get_object(request, object_id), "shots"))


for model, page in (
    (Person, PersonPage),
    (Project, ProjectPage),
    (Entity, EntityPage),
    (Task, TaskPage),
):
    site.unregister(model)
    site.register(model, page)
