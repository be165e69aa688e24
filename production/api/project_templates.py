"""Templates of productions: /data/project-templates (notes on production, section 9)."""

from __future__ import annotations  # `list` is a method here

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.crud import CrudViewSet, ScopedViewSet
from kitsu_site.api.filters import as_uuid
from kitsu_site.api.serializers import ForeignId, Id, Ids, StrictText
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Refused
from production import policies
from production.api.parsers import PARSERS
from production.api.project_links import Roles, ids_in
from production.api.wires import PROJECT, TASK_STATUS, TASK_TYPE
from production.models import MetadataDescriptor, Project, ProjectTemplate, StatusAutomation
from production.services import project_templates

INTEGER = {"min_value": -(2**31), "max_value": 2**31 - 1}
PROJECT_TEMPLATE = Wire(ProjectTemplate)


class OfSomething(Ids):
    """Ids as they are sent, nulls left out; whether they exist is seen when the template is applied."""

    def __init__(self, **kwargs):
        super().__init__(queryset=None, **kwargs)

    def to_internal_value(self, data):
        if not isinstance(data, list):
            raise serializers.ValidationError("A list of ids expected.")
        return [as_uuid(self.field_name, pk) for pk in data if pk is not None]


class DescriptorSnapshot(serializers.Serializer):
    """A column as a template keeps it."""

    name = StrictText(max_length=120, allow_null=True, required=False)
    field_name = StrictText(max_length=120, allow_null=True, required=False)
    entity_type = StrictText(max_length=60, allow_null=True, required=False)
    task_type_id = Id(allow_null=True, required=False)
    data_type = serializers.ChoiceField(
        choices=MetadataDescriptor.DataType.choices, allow_null=True, required=False
    )
    choices = serializers.ListField(allow_null=True, required=False)
    for_client = serializers.BooleanField(allow_null=True, required=False)
    departments = OfSomething(required=False)
    position = serializers.IntegerField(allow_null=True, required=False, **INTEGER)


class Descriptors(serializers.ListField):
    """The columns of a template; null is none."""

    child = DescriptorSnapshot()

    def validate_empty_values(self, data):
        return (True, []) if data is None else super().validate_empty_values(data)

    def to_internal_value(self, data):
        return [project_templates.snapshot(item) for item in super().to_internal_value(data)]


class ProjectTemplateViewSet(CrudViewSet):
    wire, policy, rows = (
        PROJECT_TEMPLATE,
        policies.ProjectTemplates(),
        project_templates.ProjectTemplateRows(),
    )
    protected = ("task_types", "task_statuses", "asset_types", "status_automations")
    extra_input = {"metadata_descriptors": Descriptors(required=False)}

    def before_create(self, body):
        kept = {
            "name",
            "description",
            "file_tree",
            "data",
            "metadata_descriptors",
            *project_templates.CARRIED,
        }
        for name in set(body) - kept:
            del body[name]

    def answer(self, row, *, links, created=False):
        return super().answer(row, links=links and not created)


class TemplateRoutes(ScopedViewSet):
    """Routes of one template: read by any manager of the studio, written by admins."""

    lookup_value_regex = "[^/]+"
    parser_classes = PARSERS

    def readable(self, pk) -> ProjectTemplate:
        if not self.scope.is_manager:
            raise Refused("Only managers see templates.")
        return self.find(ProjectTemplate, pk)

    def writable(self, pk) -> ProjectTemplate:
        if not self.scope.is_admin:
            raise Refused("Only admins change templates.")
        return self.find(ProjectTemplate, pk)


class TemplateLinks(TemplateRoutes):
    """What a template brings, of one kind: `links`."""

    links: project_templates.Links
    further: dict = {}  # more fields of the body

    def list(self, request, project_template_id):
        return Response(self.things(self.readable(project_template_id)))

    def create(self, request, project_template_id):
        template = self.writable(project_template_id)
        thing = ForeignId(queryset=self.links.thing.objects.all())
        fields = {self.links.column: thing, **self.further}
        body = self.read(type("TemplateLinkInput", (serializers.Serializer,), fields))
        thing_id = body.pop(self.links.column)
        values = {name: value for name, value in body.items() if value not in (None, [])}
        link = project_templates.add(
            template=template, links=self.links, thing_id=thing_id, by=self.person, **values
        )
        return Response(self.made(template, link), status=201)

    def destroy(self, request, project_template_id, pk):
        template = self.writable(project_template_id)
        thing_id = as_uuid(self.links.column, pk)
        project_templates.take_out(template=template, links=self.links, thing_id=thing_id, by=self.person)
        return Response(status=204)

    def things(self, template) -> list[dict]:
        """The things that the template brings."""
        raise NotImplementedError

    def made(self, template, link) -> dict:
        """The answer to a new link: what the list shows of its thing."""
        thing_id = getattr(link, self.links.column)
        return next(row for row in self.things(template) if row["id"] == thing_id)

    def brought(self, template):
        """The rows of the links, as dictionaries."""
        return self.links.of_template.objects.filter(project_template=template).values(
            self.links.column, *self.links.extra
        )

    def queryset(self, template):
        """The things that the template brings."""
        ids = self.links.of_template.objects.filter(project_template=template).values(self.links.column)
        return self.links.thing.objects.filter(pk__in=ids)


class OrderedLinks(TemplateLinks):
    """Things that come in an order: shown with what their links hold."""

    wire: Wire

    def things(self, template):
        links = {row.pop(self.links.column): row for row in self.brought(template)}
        rows = [{**row, **links[row["id"]]} for row in self.wire.rows(self.queryset(template))]
        return sorted(rows, key=lambda row: (row["priority"] or 0, row["name"]))

    def made(self, template, link):
        return Wire(self.links.of_template).rows(
            self.links.of_template.objects.filter(project_template=template, id=link.id)
        )[0]


class TemplateTaskTypes(OrderedLinks):
    links, wire = project_templates.TASK_TYPES, TASK_TYPE
    further = {"priority": serializers.IntegerField(allow_null=True, default=None, **INTEGER)}


class TemplateTaskStatuses(OrderedLinks):
    links, wire = project_templates.TASK_STATUSES, TASK_STATUS
    further = {**TemplateTaskTypes.further, "roles_for_board": Roles(allow_null=True, default=list)}


class TemplateAssetTypes(TemplateLinks):
    links = project_templates.ASSET_TYPES

    def things(self, template):
        return list(self.queryset(template).order_by("name").values("id", "name"))


class TemplateStatusAutomations(TemplateLinks):
    links = project_templates.STATUS_AUTOMATIONS

    def things(self, template):
        return Wire(StatusAutomation).rows(self.queryset(template))


class TemplatePreviewBackgroundFiles(TemplateLinks):
    links = project_templates.PREVIEW_BACKGROUND_FILES

    def things(self, template):
        return list(self.queryset(template).order_by("name").values("id", "name", "is_default"))


class DefaultBackgroundInput(serializers.Serializer):
    default_preview_background_file_id = Id(allow_null=True)


class DescriptorsInput(serializers.Serializer):
    metadata_descriptors = Descriptors()


class NewTemplateInput(serializers.Serializer):
    name = StrictText(max_length=80, allow_blank=False)
    description = StrictText(allow_null=True, default=None)


class ProjectTemplateActions(TemplateRoutes):
    @action(detail=True, methods=["put"], url_path="default-preview-background-file")
    def default_background(self, request, pk):
        template = self.writable(pk)
        background_id = self.read(DefaultBackgroundInput)["default_preview_background_file_id"]
        project_templates.set_default_background(
            template=template, background_id=background_id, by=self.person
        )
        return Response(PROJECT_TEMPLATE.row(template))

    @action(detail=True, methods=["put"], url_path="metadata-descriptors")
    def metadata_descriptors(self, request, pk):
        template = self.writable(pk)
        bare = isinstance(request.data, list)
        serializer = DescriptorsInput(data={"metadata_descriptors": request.data} if bare else request.data)
        serializer.is_valid(raise_exception=True)
        project_templates.set_descriptors(
            template=template, descriptors=serializer.validated_data["metadata_descriptors"], by=self.person
        )
        return Response(PROJECT_TEMPLATE.row(template))

    @action(detail=False, methods=["post"], url_path="from-project/{project_id}")
    def from_project(self, request, project_id):
        if not self.scope.is_admin:
            raise Refused("Only admins make templates.")
        project = self.find(Project, project_id)
        body = self.read(NewTemplateInput)
        template = project_templates.create_from(project=project, by=self.person, **body)
        return Response(PROJECT_TEMPLATE.row(template), status=201)


class ProjectTemplateOrders(TemplateRoutes):
    @action(detail=True, methods=["post"], url_path="task-types/reorder")
    def task_types(self, request, pk):
        return self.reorder(pk, project_templates.TASK_TYPES)

    @action(detail=True, methods=["post"], url_path="task-statuses/reorder")
    def task_statuses(self, request, pk):
        return self.reorder(pk, project_templates.TASK_STATUSES)

    def reorder(self, pk, links) -> Response:
        """Order the things of a template; answers the links named, in that order."""
        template = self.writable(pk)
        ids = ids_in(self.object_body(), f"{links.column}s")
        project_templates.reorder(template=template, links=links, thing_ids=ids, by=self.person)
        named = links.of_template.objects.filter(project_template=template, **{f"{links.column}__in": ids})
        return Response(Wire(links.of_template).rows(named.order_by("priority")))


class TemplateApplication(TemplateRoutes):
    @action(detail=False, methods=["post"], url_path="apply-template/{project_template_id}")
    def apply(self, request, project_id, project_template_id):
        template = self.writable(project_template_id)
        project = self.find(Project, project_id)
        project_templates.apply(template=template, project=project, by=self.person)
        return Response(PROJECT.row(project))


def register(router):
    template = "data/project-templates/{project_template_id}"
    router.register(f"{template}/task-types", TemplateTaskTypes)
    router.register(f"{template}/task-statuses", TemplateTaskStatuses)
    router.register(f"{template}/asset-types", TemplateAssetTypes)
    router.register(f"{template}/status-automations", TemplateStatusAutomations)
    router.register(f"{template}/preview-background-files", TemplatePreviewBackgroundFiles)
    router.register("data/project-templates", ProjectTemplateActions)
    router.register("actions/project-templates", ProjectTemplateOrders)
    router.register("data/projects/{project_id}", TemplateApplication)
