"""Working files: /data/working-files, and those of tasks and entities (notes on files, "Working files")."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Person, Software
from files import policies
from files.models import OutputFile, WorkingFile
from files.services import working_files
from files.services.working_files import WorkingFileRows
from kitsu_site import sending
from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.serializers import Id, StrictText, Text
from kitsu_site.api.uploads import PARSERS, uploaded
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Missing
from production.api.reach import ReachViewSet
from production.policies import can_act_on_task

WORKING_FILE = Wire(WorkingFile, links=("outputs",))
REVISION = {"required": False, "default": 0, "min_value": 0, "max_value": 2**31 - 1}


class WorkingFileViewSet(CrudViewSet):
    wire, policy, rows = WORKING_FILE, policies.WorkingFiles(), WorkingFileRows()
    malformed_is_unknown = ("retrieve",)


class PathInput(serializers.Serializer):
    name = StrictText(default="main", allow_blank=False, max_length=250)
    mode = StrictText(default="working", allow_blank=False)
    software_id = Id(required=False, allow_null=True, default=None)
    revision = serializers.IntegerField(**REVISION)
    sep = StrictText(default="/", allow_blank=False, max_length=5)


class NewInput(PathInput):
    name = StrictText(allow_blank=False, max_length=250)
    comment = Text(default="")
    person_id = Id(required=False, allow_null=True, default=None)


class CommentInput(serializers.Serializer):
    comment = Text(allow_blank=False)


class TaskWorkingFiles(ReachViewSet):
    """/data/tasks/{task_id}/working-files..."""

    parser_classes = PARSERS

    @action(detail=False, methods=["post"], url_path="{task_id}/working-file-path")
    def path(self, request, task_id):
        task = self.task(task_id)
        body = self.read(PathInput)
        software = self.named(Software, body["software_id"])
        return Response(
            working_files.path(
                task=task,
                name=body["name"],
                mode=body["mode"],
                software=software,
                revision=body["revision"],
                sep=body["sep"],
                by=self.person,
            )
        )

    @action(detail=False, methods=["post"], url_path="{task_id}/working-files/new")
    def new(self, request, task_id):
        task = self.task(task_id, policies.can_publish_files)
        body = self.read(NewInput)
        person = self.named(Person, body.pop("person_id"))
        software = self.named(Software, body.pop("software_id"))
        row = working_files.create(
            task=task, **body, software=software, person_id=person and person.pk, by=self.person
        )
        return Response(WORKING_FILE.row(row), status=201)

    @action(detail=False, methods=["get"], url_path="{task_id}/working-files")
    def files(self, request, task_id):
        task = self.task(task_id)
        return Response(WORKING_FILE.rows(latest_first(WorkingFile.objects.filter(task=task))))

    @action(detail=False, methods=["get"], url_path="{task_id}/working-files/last-revisions")
    def last_revisions(self, request, task_id):
        task = self.task(task_id)
        rows = WORKING_FILE.rows(latest_first(WorkingFile.objects.filter(task=task)))
        last = {}
        for row in rows:
            last.setdefault(row["name"], row)
        return Response(last)

    def named(self, model, pk):
        """The row that an id of the body names, or None."""
        return self.find(model, pk) if pk else None


class EntityWorkingFiles(ReachViewSet):
    """/data/entities/{entity_id}/working-files"""

    @action(detail=False, methods=["get"], url_path="{entity_id}/working-files")
    def files(self, request, entity_id):
        rows = WorkingFile.objects.filter(entity=self.entity(entity_id))
        params = request.query_params
        if params.get("task_id"):
            rows = rows.filter(task_id=filters.as_uuid("task_id", params["task_id"]))
        if params.get("name"):
            rows = rows.filter(name=params["name"])
        links = filters.wanted(params, "relations")
        return Response(WORKING_FILE.rows(latest_first(rows), links=links))


class WorkingFileActions(ReachViewSet):
    """/actions/working-files/{working_file_id}/..."""

    parser_classes = PARSERS

    @action(detail=False, methods=["put"], url_path="{working_file_id}/comment")
    def comment(self, request, working_file_id):
        row = working_file(self, working_file_id, can_act_on_task)
        text = self.read(CommentInput)["comment"]
        return Response(WORKING_FILE.row(working_files.comment(row=row, text=text, by=self.person)))

    @action(detail=False, methods=["put"], url_path="{working_file_id}/modified")
    def modified(self, request, working_file_id):
        row = working_file(self, working_file_id, can_act_on_task)
        return Response(WORKING_FILE.row(working_files.touch(row=row, by=self.person)))


class WorkingFileContents(ReachViewSet):
    """/data/working-files/{working_file_id}/file"""

    parser_classes = PARSERS

    @action(detail=False, methods=["get"], url_path="{working_file_id}/file")
    def content(self, request, working_file_id):
        row = working_file(self, working_file_id)
        return sending.answer(
            request,
            working_files.place(row.pk),
            kind="application/octet-stream",
            changed=row.updated_at,
            cache=sending.PUBLIC,
        )

    @content.mapping.post
    def upload(self, request, working_file_id):
        row = working_file(self, working_file_id, policies.can_publish_files)
        working_files.store(row=row, file=uploaded(request))
        return Response(WORKING_FILE.row(row, links=True), status=201)


class Files(ReachViewSet):
    """/data/files/{file_id}: the working file, else the output file, of that id."""

    @action(detail=False, methods=["get"], url_path="{file_id}")
    def file(self, request, file_id):
        from files.api.output_files import OUTPUT_FILE

        for model, wire in ((WorkingFile, WORKING_FILE), (OutputFile, OUTPUT_FILE)):
            row = self.found(model, file_id)
            if row is not None:
                self.check(policies.can_see_file, row)
                return Response(wire.row(row, links=True))
        raise Missing(f"There is no file {file_id}.")

    def found(self, model, pk):
        try:
            return self.find(model.objects.select_related("entity"), pk)
        except Missing:
            return None


def working_file(view, pk, rule=None) -> WorkingFile:
    """A working file whose task the person may see, or that the rule lets them at."""
    row = view.find(WorkingFile, pk)
    if row.task_id is None:
        view.check(policies.is_admin)
        return row
    row.task = view.task(row.task_id, *([rule] if rule else []))
    return row


def latest_first(rows):
    return rows.order_by("-revision", "-created_at")


def register(router):
    router.register("data/working-files", WorkingFileViewSet)
    router.register("data/working-files", WorkingFileContents)
    router.register("data/tasks", TaskWorkingFiles)
    router.register("data/entities", EntityWorkingFiles)
    router.register("actions/working-files", WorkingFileActions)
    router.register("data/files", Files)
