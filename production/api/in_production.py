"""What the routes under /data/projects/{project_id} have in common: who may enter."""

from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Missing, Refused
from production.api.parsers import PARSERS
from production.models import Project


class InProduction(ScopedViewSet):
    """Routes within one production: a malformed id is 400, an unknown one 404."""

    lookup_value_regex = "[^/]+"
    parser_classes = PARSERS

    def team_project(self, project_id) -> Project:
        """The production of the path, for its team."""
        return self.project(project_id, lambda there: there.is_member)

    def planning_project(self, project_id) -> Project:
        """The production of the path, for its team without vendors."""
        return self.project(project_id, lambda there: there.is_member and not there.is_vendor)

    def staff_project(self, project_id) -> Project:
        """The production of the path, for its team without clients and vendors."""
        return self.project(
            project_id, lambda there: there.is_member and not there.is_vendor and not there.is_client
        )

    def managed_project(self, project_id) -> Project:
        """The production of the path, for its managers."""
        return self.project(project_id, lambda there: there.is_manager)

    def project(self, project_id, rule) -> Project:
        """The production of the path, for whom `rule` (of a ProjectScope) lets in."""
        project = self.find(Project, as_uuid("project_id", project_id))
        if not rule(self.scope.in_project(project)):
            raise Refused("You do not have that right in this production.")
        return project

    def child(self, rows, pk, field: str):
        """The row of the path among `rows`, those of its parent: 400 for a malformed id, else 404."""
        row = rows.filter(pk=as_uuid(field, pk)).first()
        if row is None:
            raise Missing(f"There is no {rows.model._meta.verbose_name} {pk} here.")
        return row
