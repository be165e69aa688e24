"""What a production uses, link by link: /data/task-type-links, /data/task-status-links."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.filters import as_uuid
from kitsu_site.api.serializers import ForeignId
from kitsu_site.exceptions import Invalid, Refused
from kitsu_site.roles import Role
from production import policies
from production.api.in_production import InProduction
from production.api.parsers import PARSERS
from production.api.wires import PROJECT_TASK_STATUS_LINK, PROJECT_TASK_TYPE_LINK
from production.models import Project, TaskStatus, TaskType
from production.services import project_settings


class Roles(serializers.Field):
    """A list of roles, or one."""

    def to_internal_value(self, data) -> list[str]:
        roles = data if isinstance(data, list) else [data]
        if unknown := [role for role in roles if role not in Role.values]:
            raise serializers.ValidationError(f"There is no role {unknown[0]!r}.")
        return roles

    def to_representation(self, value):
        return value


class ProjectLinkInput(serializers.Serializer):
    project_id = ForeignId(queryset=Project.objects.all())
    priority = serializers.IntegerField(default=1, allow_null=True, min_value=-(2**31), max_value=2**31 - 1)


class TaskTypeLinkInput(ProjectLinkInput):
    task_type_id = ForeignId(queryset=TaskType.objects.all())


class TaskStatusLinkInput(ProjectLinkInput):
    task_status_id = ForeignId(queryset=TaskStatus.objects.all())
    roles_for_board = Roles(default=list)


class ProjectLinks(ScopedViewSet):
    """Made or changed by managers of the production."""

    parser_classes = PARSERS

    def project(self, body) -> Project:
        if not policies.is_manager(self.scope, body["project_id"]):
            raise Refused("Only managers of the production change its settings.")
        return Project.objects.get(pk=body["project_id"])


class TaskTypeLinkViewSet(ProjectLinks):
    def create(self, request):
        body = self.read(TaskTypeLinkInput)
        link = project_settings.set_task_type(
            project=self.project(body),
            task_type_id=body["task_type_id"],
            priority=body["priority"],
            by=self.person,
        )
        return Response(PROJECT_TASK_TYPE_LINK.row(link), status=201)


class TaskStatusLinkViewSet(ProjectLinks):
    def create(self, request):
        body = self.read(TaskStatusLinkInput)
        link = project_settings.set_task_status(
            project=self.project(body),
            task_status_id=body["task_status_id"],
            priority=body["priority"],
            roles_for_board=body["roles_for_board"],
            by=self.person,
        )
        return Response(PROJECT_TASK_STATUS_LINK.row(link), status=201)


class ProjectLinkOrders(InProduction):
    """The order of the task types and statuses of a production."""

    @action(detail=False, methods=["post"], url_path="task-type-links/reorder")
    def task_types(self, request, project_id):
        return self.reorder(project_id, PROJECT_TASK_TYPE_LINK, "task_type")

    @action(detail=False, methods=["post"], url_path="task-status-links/reorder")
    def task_statuses(self, request, project_id):
        return self.reorder(project_id, PROJECT_TASK_STATUS_LINK, "task_status")

    def reorder(self, project_id, wire, thing: str) -> Response:
        """Order the links of `wire` as the body names their things; answers the links in that order."""
        project = self.managed_project(project_id)
        ids = ids_in(self.object_body(), f"{thing}_ids")
        ordered = project_settings.reorder(
            project=project, links=wire.model, thing=f"{thing}_id", ids=ids, by=self.person
        )
        rows = {row["id"]: row for row in wire.rows(wire.model.objects.filter(project=project))}
        return Response([rows[link.id] for link in ordered])


def ids_in(body: dict, name: str) -> list:
    """The list of ids that a body holds by that name; raises `Invalid`."""
    ids = body.get(name)
    if not isinstance(ids, list):
        raise Invalid(f"{name}: a list of ids expected.", field=name)
    return [as_uuid(name, pk) for pk in ids]


def register(router):
    router.register("actions/projects/{project_id}", ProjectLinkOrders)
