"""Output files and their types: /data/output-files, /data/output-types, and those of entities."""

from django.db.models import Q
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Person
from files import policies
from files.api.working_files import REVISION, WORKING_FILE
from files.models import FileStatus, OutputFile, OutputType, WorkingFile
from files.services import output_files
from files.services.output_files import Origin, OutputFileRows
from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import Vocabulary
from kitsu_site.api.serializers import ForeignId, Id, StrictText, Text
from kitsu_site.api.uploads import PARSERS
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Refused
from production.api.reach import ReachViewSet
from production.models import AssetInstance, Entity, TaskType

FILTERS = ("output_type_id", "task_type_id", "file_status_id")


class OutputFileWire(Wire):
    """An output file embeds the working file it comes from, or null."""

    def rows(self, queryset, *, links=False, only=None, parsed=False, extra=None):
        wanted = only if only is None or "source_file" not in only else {*only, "source_file_id"}
        rows = super().rows(queryset, links=links, only=wanted, parsed=parsed, extra=extra)
        if only is not None and "source_file" not in only:
            return rows
        ids = {row["source_file_id"] for row in rows} - {None}
        found = WORKING_FILE.rows(WorkingFile.objects.filter(pk__in=ids)) if ids else []
        files = {row["id"]: row for row in found}
        for row in rows:
            row["source_file"] = files.get(row["source_file_id"])
            if only is not None and "source_file_id" not in only:
                del row["source_file_id"]
        return rows


OUTPUT_FILE, OUTPUT_TYPE = OutputFileWire(OutputFile), Wire(OutputType)


class OutputFileViewSet(CrudViewSet):
    wire, policy, rows = OUTPUT_FILE, policies.OutputFiles(), OutputFileRows()
    malformed_is_unknown = ("retrieve",)


class OutputTypeViewSet(CrudViewSet):
    wire, policy = OUTPUT_TYPE, Vocabulary()
    malformed_is_unknown = ("retrieve",)


class RevisionInput(serializers.Serializer):
    output_type_id = Id()
    task_type_id = Id()
    name = StrictText(default="main", allow_blank=False, max_length=250)


class PathInput(RevisionInput):
    mode = StrictText(default="output", allow_blank=False)
    revision = serializers.IntegerField(**REVISION)
    representation = StrictText(default="", max_length=20)
    separator = StrictText(default="/", allow_blank=False, max_length=5)


class NewInput(RevisionInput):
    output_type_id = ForeignId(queryset=OutputType.objects.all())
    person_id = ForeignId(queryset=Person.objects.all(), required=False, allow_null=True, default=None)
    file_status_id = ForeignId(
        queryset=FileStatus.objects.all(), required=False, allow_null=True, default=None
    )
    mode = StrictText(default="output", allow_blank=False)
    revision = serializers.IntegerField(**REVISION)
    representation = StrictText(default="", max_length=20)
    working_file_id = Id(required=False, allow_null=True, default=None)
    comment = Text(default="")
    extension = StrictText(default="", max_length=10)
    nb_elements = serializers.IntegerField(default=1, min_value=1, max_value=2**31 - 1)
    sep = StrictText(default="/", allow_blank=False, max_length=5)


class OutputFileRoutes(ReachViewSet):
    """The routes of what has output files (see `Origin`)."""

    parser_classes = PARSERS

    def kind(self, body: dict) -> dict:
        """The output type and the task type of a body; 404 for unknown ones."""
        return {
            "output_type": self.find(OutputType, body.pop("output_type_id")),
            "task_type": self.find(TaskType, body.pop("task_type_id")),
        }

    def answer_path(self, origin: Origin) -> Response:
        body = self.read(PathInput)
        return Response(output_files.path(origin, **self.kind(body), **body))

    def answer_next_revision(self, origin: Origin) -> Response:
        body = self.read(RevisionInput)
        return Response({"next_revision": output_files.next_revision(origin, **self.kind(body), **body)})

    def answer_new(self, origin: Origin) -> Response:
        body = self.read(NewInput)
        body |= self.kind(body)
        for name, model in (("person", Person), ("file_status", FileStatus)):
            pk = body.pop(f"{name}_id")
            body[name] = model.objects.get(pk=pk) if pk else None
        source = WorkingFile.objects.filter(
            pk=body.pop("working_file_id"), task__project_id=origin.entity.project_id
        )
        row, path = output_files.create(origin, **body, source=source.first(), by=self.person)
        return Response({**OUTPUT_FILE.row(row, links=True), **path}, status=201)

    def answer_last_revisions(self, origin: Origin) -> Response:
        params = self.request.query_params
        rows = filtered(origin.files(), params)
        ids = output_files.last_revisions(rows, by_status=bool(params.get("file_status_id")))
        return answer(OutputFile.objects.filter(pk__in=ids))

    def answer_types(self, rows) -> Response:
        types = OutputType.objects.filter(pk__in=rows.values("output_type_id"))
        return Response(OUTPUT_TYPE.rows(types.order_by("name")))

    def answer_of_type(self, origin: Origin, pk) -> Response:
        rows = origin.files().filter(output_type=self.find(OutputType, pk))
        return answer(filtered(rows, self.request.query_params, only=("representation",)))


class EntityOutputFiles(OutputFileRoutes):
    """/data/entities/{entity_id}/output-..."""

    def origin(self, pk) -> Origin:
        return Origin(self.entity(pk))

    @action(detail=False, methods=["post"], url_path="{entity_id}/output-file-path")
    def path(self, request, entity_id):
        return self.answer_path(self.origin(entity_id))

    @action(detail=False, methods=["post"], url_path="{entity_id}/output-files/next-revision")
    def next_revision(self, request, entity_id):
        return self.answer_next_revision(self.origin(entity_id))

    @action(detail=False, methods=["post"], url_path="{entity_id}/output-files/new")
    def new(self, request, entity_id):
        origin = self.origin(entity_id)
        self.check(policies.can_add_files, origin.entity)
        return self.answer_new(origin)

    @action(detail=False, methods=["get"], url_path="{entity_id}/output-files")
    def files(self, request, entity_id):
        return answer(filtered(self.origin(entity_id).files(), request.query_params))

    @action(detail=False, methods=["get"], url_path="{entity_id}/output-files/last-revisions")
    def last_revisions(self, request, entity_id):
        return self.answer_last_revisions(self.origin(entity_id))

    @action(detail=False, methods=["get"], url_path="{entity_id}/output-types")
    def types(self, request, entity_id):
        return self.answer_types(OutputFile.objects.filter(entity=self.entity(entity_id)))

    @action(detail=False, methods=["get"], url_path="{entity_id}/output-types/{output_type_id}/output-files")
    def of_type(self, request, entity_id, output_type_id):
        return self.answer_of_type(self.origin(entity_id), output_type_id)


class InstanceOutputFiles(OutputFileRoutes):
    """/data/asset-instances/{asset_instance_id}/..."""

    def instance(self, pk) -> AssetInstance:
        instance = self.find(AssetInstance.objects.select_related("asset__project", "asset__entity_type"), pk)
        instance.asset = self.entity(instance.asset_id)
        return instance

    def origin(self, instance_id, entity_id) -> Origin:
        """The instance within the temporal entity (of the same production, or of a shared asset)."""
        instance = self.instance(instance_id)
        place = self.find(Entity.objects.select_related("project", "entity_type", "parent"), entity_id)
        if place.project_id != instance.asset.project_id:
            if not instance.asset.is_shared:
                raise Refused("The instance is of another production.")
            place = self.entity(entity_id)
        return Origin(instance.asset, instance, place)

    @action(detail=False, methods=["get"], url_path="{asset_instance_id}/output-files")
    def files(self, request, asset_instance_id):
        rows = OutputFile.objects.filter(asset_instance=self.instance(asset_instance_id))
        temporal = request.query_params.get("temporal_entity_id")
        if temporal:
            rows = rows.filter(temporal_entity_id=filters.as_uuid("temporal_entity_id", temporal))
        return answer(filtered(rows, request.query_params))

    @action(
        detail=False, methods=["post"], url_path="{asset_instance_id}/entities/{entity_id}/output-file-path"
    )
    def path(self, request, asset_instance_id, entity_id):
        return self.answer_path(self.origin(asset_instance_id, entity_id))

    @action(
        detail=False,
        methods=["post"],
        url_path="{asset_instance_id}/entities/{entity_id}/output-files/next-revision",
    )
    def next_revision(self, request, asset_instance_id, entity_id):
        return self.answer_next_revision(self.origin(asset_instance_id, entity_id))

    @action(
        detail=False, methods=["post"], url_path="{asset_instance_id}/entities/{entity_id}/output-files/new"
    )
    def new(self, request, asset_instance_id, entity_id):
        origin = self.origin(asset_instance_id, entity_id)
        self.check(policies.can_add_files, origin.entity)
        return self.answer_new(origin)

    @action(
        detail=False,
        methods=["get"],
        url_path="{asset_instance_id}/entities/{entity_id}/output-files/last-revisions",
    )
    def last_revisions(self, request, asset_instance_id, entity_id):
        return self.answer_last_revisions(self.origin(asset_instance_id, entity_id))

    @action(detail=False, methods=["get"], url_path="{asset_instance_id}/entities/{entity_id}/output-types")
    def types(self, request, asset_instance_id, entity_id):
        return self.answer_types(self.origin(asset_instance_id, entity_id).files())

    @action(
        detail=False,
        methods=["get"],
        url_path="{asset_instance_id}/entities/{entity_id}/output-types/{output_type_id}/output-files",
    )
    def of_type(self, request, asset_instance_id, entity_id, output_type_id):
        return self.answer_of_type(self.origin(asset_instance_id, entity_id), output_type_id)


class ProjectOutputFiles(ReachViewSet):
    """/data/projects/{project_id}/output-files"""

    @action(detail=False, methods=["get"], url_path="{project_id}/output-files")
    def files(self, request, project_id):
        project = self.project(project_id)
        if not self.scope.in_project(project).is_manager:
            raise Refused("Only managers of the production list all its files.")
        rows = OutputFile.objects.filter(entity__project=project, asset_instance=None)
        rows = filtered(rows, request.query_params).order_by("-created_at", "id")
        return Response(OUTPUT_FILE.rows(rows))


def filtered(rows, params, only=(*FILTERS, "representation", "name")):
    """The rows that fit the parameters of a list."""
    rule = Q()
    for name in only:
        if value := params.get(name):
            rule &= Q(**{name: filters.as_uuid(name, value) if name in FILTERS else value})
    return rows.filter(rule)


def answer(rows) -> Response:
    return Response(OUTPUT_FILE.rows(rows.order_by("-revision", "-created_at")))


def register(router):
    router.register("data/output-files", OutputFileViewSet)
    router.register("data/output-types", OutputTypeViewSet)
    router.register("data/entities", EntityOutputFiles)
    router.register("data/asset-instances", InstanceOutputFiles)
    router.register("data/projects", ProjectOutputFiles)
