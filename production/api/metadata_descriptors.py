"""Columns that productions add (notes on production, section 5)."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Department
from kitsu_site.api.crud import CrudViewSet, ScopedViewSet
from kitsu_site.api.filters import as_uuid
from kitsu_site.api.serializers import ForeignId, Id, Ids, StrictText
from kitsu_site.exceptions import Invalid, Missing, Refused
from production import policies
from production.api.in_production import InProduction
from production.api.parsers import PARSERS
from production.api.wires import METADATA_DESCRIPTOR
from production.models import MetadataDescriptor, Project, TaskType
from production.services import metadata_descriptors

STUDIO_WIDE = ("Asset", "Shot", "Edit", "Episode", "Sequence", "Project")
KINDS = (*STUDIO_WIDE, "Task")


class MetadataDescriptorViewSet(CrudViewSet):
    wire, policy = METADATA_DESCRIPTOR, policies.MetadataDescriptors()
    rows = metadata_descriptors.MetadataDescriptorRows()

    def list_links(self, params):
        return not params  # asked for without any parameter, the list has its departments


class DescriptorInput(serializers.Serializer):
    """What is left out returns to its default, in a change too."""

    name = StrictText(max_length=120, allow_blank=False)
    data_type = serializers.ChoiceField(choices=MetadataDescriptor.DataType.choices, default="string")
    choices = serializers.ListField(default=list)
    for_client = serializers.BooleanField(default=False)
    departments = Ids(queryset=Department.objects.all(), default=list)


class NewDescriptorInput(DescriptorInput):
    entity_type = serializers.ChoiceField(choices=KINDS, default="Asset")
    task_type_id = ForeignId(queryset=TaskType.objects.all(), default=None, allow_null=True)

    def validate(self, data):
        if (data["entity_type"] == "Task") != (data["task_type_id"] is not None):
            raise serializers.ValidationError({"task_type_id": ["It goes with columns of tasks, only."]})
        return data


class OrderInput(serializers.Serializer):
    entity_type = serializers.ChoiceField(choices=KINDS)
    descriptor_ids = serializers.ListField(child=Id(), allow_empty=False)


class ProjectMetadataDescriptors(InProduction):
    """The columns of one production."""

    def list(self, request, project_id):
        project_id = as_uuid("project_id", project_id)
        if not policies.is_member(self.scope, project_id):
            raise Refused("Only the team sees the columns of a production.")
        found = MetadataDescriptor.objects.filter(project_id=project_id)
        if self.scope.in_project(project_id).is_client:
            found = found.filter(for_client=True)
        return Response(METADATA_DESCRIPTOR.rows(found.order_by(*metadata_descriptors.ORDER), links=True))

    def create(self, request, project_id):
        project = self.team_project(project_id)
        body = self.read(NewDescriptorInput)
        self.check(policies.can_change_columns, project, body["departments"])
        made = metadata_descriptors.create(projects=[project], by=self.person, **body)
        return Response(METADATA_DESCRIPTOR.row(made[0]), status=201)

    def retrieve(self, request, project_id, pk):
        descriptor = self.descriptor(self.team_project(project_id), pk)
        return Response(METADATA_DESCRIPTOR.row(descriptor, links=True))

    def update(self, request, project_id, pk):
        project = self.team_project(project_id)
        descriptor = self.descriptor(project, pk)
        body = self.read(DescriptorInput)
        self.check(policies.can_change_columns, project, own(descriptor) | {*body["departments"]})
        metadata_descriptors.change(descriptors=[descriptor], by=self.person, **body)
        return Response(METADATA_DESCRIPTOR.row(descriptor))

    def destroy(self, request, project_id, pk):
        project = self.team_project(project_id)
        descriptor = self.descriptor(project, pk)
        self.check(policies.can_change_columns, project, own(descriptor))
        metadata_descriptors.remove(descriptors=[descriptor], by=self.person)
        return Response(status=204)

    @action(detail=False, methods=["post"])
    def reorder(self, request, project_id):
        project = self.managed_project(project_id)
        body = self.read(OrderInput)
        found = project.metadata_descriptors.filter(entity_type=body["entity_type"])
        descriptors = list(found)
        if not {*body["descriptor_ids"]} <= {descriptor.pk for descriptor in descriptors}:
            raise Invalid("descriptor_ids: one of these is no such column here.", field="descriptor_ids")
        metadata_descriptors.reorder(
            descriptors=descriptors, first=body["descriptor_ids"], key="pk", by=self.person
        )
        return Response(METADATA_DESCRIPTOR.rows(found.order_by(*metadata_descriptors.ORDER), links=True))

    def descriptor(self, project, pk) -> MetadataDescriptor:
        """The column of the path, which is one of its production; a malformed id is 404."""
        descriptor = self.find(MetadataDescriptor, pk)
        if descriptor.project_id != project.pk:
            raise Missing(f"There is no such column in {project}.")
        return descriptor


def own(descriptor) -> set:
    """The ids of the departments of a column."""
    return set(descriptor.department_links.values_list("department_id", flat=True))


class StudioDescriptorInput(DescriptorInput):
    entity_type = serializers.ChoiceField(choices=STUDIO_WIDE, default="Asset")


class StudioDescriptorChange(DescriptorInput):
    name = StrictText(max_length=120, allow_null=True, default=None)
    entity_type = serializers.ChoiceField(choices=STUDIO_WIDE)


class StudioKindInput(serializers.Serializer):
    entity_type = serializers.ChoiceField(choices=STUDIO_WIDE)


class StudioOrderInput(StudioKindInput):
    field_order = serializers.ListField(child=StrictText(), allow_empty=False)


class ManagedProductions(ScopedViewSet):
    """What is done in all the open productions that the caller manages."""

    lookup_value_regex = "[^/]+"
    parser_classes = PARSERS

    def managed_projects(self):
        """The open productions that the caller, a manager of the studio, manages."""
        if not self.scope.is_manager:
            raise Refused("Only managers change the columns of all productions.")
        projects = Project.objects.loaded_first_by(self.scope)
        if not self.scope.is_admin:
            projects = projects.filter(pk__in=self.scope.projects("manager"))
        return projects.order_by("name")


class StudioMetadataDescriptors(ManagedProductions):
    """A column of all those productions."""

    def create(self, request):
        projects = self.managed_projects()
        body = self.read(StudioDescriptorInput)
        field_name = metadata_descriptors.field_name_of(body["name"])
        having = MetadataDescriptor.objects.filter(entity_type=body["entity_type"], field_name=field_name)
        projects = projects.exclude(pk__in=having.values("project_id"))
        made = metadata_descriptors.create(projects=projects, by=self.person, **body)
        ids = [descriptor.pk for descriptor in made]
        return Response(self.rows(MetadataDescriptor.objects.filter(pk__in=ids)), status=201)

    def update(self, request, pk):
        projects = self.managed_projects()
        body = self.read(StudioDescriptorChange)
        found = self.columns(projects, body.pop("entity_type"), pk)
        name = body.pop("name") or None
        metadata_descriptors.change(descriptors=found, name=name, by=self.person, **body)
        ids = [descriptor.pk for descriptor in found]
        return Response(self.rows(MetadataDescriptor.objects.filter(pk__in=ids)))

    def destroy(self, request, pk):
        projects = self.managed_projects()
        kind = StudioKindInput(data=request.query_params)
        kind.is_valid(raise_exception=True)
        found = self.columns(projects, kind.validated_data["entity_type"], pk)
        metadata_descriptors.remove(descriptors=found, by=self.person)
        return Response([descriptor.pk for descriptor in found])

    def columns(self, projects, entity_type: str, field_name: str) -> list[MetadataDescriptor]:
        """The columns of that kind and field name in `projects`."""
        return list(
            MetadataDescriptor.objects.filter(
                project_id__in=projects.values("pk"), entity_type=entity_type, field_name=field_name
            )
        )

    def rows(self, descriptors) -> list[dict]:
        """The columns as they are answered."""
        return METADATA_DESCRIPTOR.rows(descriptors.order_by("project__name", *metadata_descriptors.ORDER))


class StudioMetadataDescriptorActions(ManagedProductions):
    @action(detail=False, methods=["post"])
    def reorder(self, request):
        projects = self.managed_projects()
        body = self.read(StudioOrderInput)
        same_kind = MetadataDescriptor.objects.filter(entity_type=body["entity_type"])
        having = same_kind.filter(project_id__in=projects.values("pk"), field_name__in=body["field_order"])
        found = same_kind.filter(project_id__in=list(having.values_list("project_id", flat=True)))
        metadata_descriptors.reorder(
            descriptors=list(found), first=body["field_order"], key="field_name", by=self.person
        )
        order = ("project__name", *metadata_descriptors.ORDER)
        return Response(METADATA_DESCRIPTOR.rows(found.order_by(*order), links=True))


def register(router):
    router.register("data/projects/{project_id}/metadata-descriptors", ProjectMetadataDescriptors)
    router.register("data/metadata-descriptors/all-projects", StudioMetadataDescriptors)
    router.register("actions/metadata-descriptors/all-projects", StudioMetadataDescriptorActions)
