"""What is done with previews: /actions/preview-files, /actions/tasks/.../set-main-preview."""

import tempfile
from pathlib import Path

from django.http import FileResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from files import policies
from files.api.preview_contents import PNG, PreviewRoutes
from files.api.preview_files import PREVIEW_FILE
from files.api.preview_names import stem
from files.models import PreviewFile
from files.services import annotated_frames, annotations, preview_places, previews
from kitsu_site import sending
from kitsu_site.api.serializers import Id
from kitsu_site.exceptions import Invalid
from kitsu_site.sending import content_disposition
from production.api.parsers import Items, Whatever
from production.api.wires import RAW_ENTITY
from production.models import Entity

ENTITY = RAW_ENTITY


class PositionInput(serializers.Serializer):
    position = serializers.IntegerField(default=0, min_value=0, max_value=2**31 - 1)


class FrameInput(serializers.Serializer):
    frame_number = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=2**31 - 1
    )


class AnnotationsInput(serializers.Serializer):
    additions = Items(child=Whatever(), default=list)
    updates = Items(child=Whatever(), default=list)
    deletions = Items(child=Whatever(), default=list)


class TasksInput(serializers.Serializer):
    task_ids = Items(child=Id(), min_length=1)


class PreviewActions(PreviewRoutes):
    """/actions/preview-files/{preview_file_id}/..."""

    @action(detail=False, methods=["put"], url_path="{preview_file_id}/update-position")
    def update_position(self, request, preview_file_id):
        preview = self.preview(preview_file_id, policies.can_fill_preview)
        position = self.read(PositionInput)["position"]
        moved = previews.move(preview=preview, position=position, by=self.person)
        rows = {
            row["id"]: row
            for row in PREVIEW_FILE.rows(PreviewFile.objects.filter(pk__in=[p.pk for p in moved]))
        }
        return Response([rows[row.pk] for row in moved])

    @action(detail=False, methods=["put"], url_path="{preview_file_id}/set-main-preview")
    def set_main(self, request, preview_file_id):
        preview = self.preview(preview_file_id, policies.can_set_main)
        number = self.read(FrameInput)["frame_number"]
        if number is None:
            entity = previews.set_main(preview=preview, by=self.person)
        else:
            entity = previews.set_main_at_frame(preview=preview, number=number, by=self.person)
        return Response(shown([entity])[0])

    @action(detail=False, methods=["put"], url_path="{preview_file_id}/update-annotations")
    def update_annotations(self, request, preview_file_id):
        preview = self.preview(preview_file_id, policies.can_annotate)
        changes = self.read(AnnotationsInput)
        return Response(PREVIEW_FILE.row(annotations.update(preview=preview, **changes, by=self.person)))

    # Extraction

    @action(detail=False, methods=["get"], url_path="{preview_file_id}/extract-frame")
    def extract_frame(self, request, preview_file_id):
        preview = self.preview(preview_file_id, policies.manages_preview)
        number = self.frame_number() or 0
        with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
            target = Path(folder) / "frame.png"
            previews.frame(preview, target, number)
            content = target.open("rb")
        return FileResponse(content, content_type=PNG)

    @action(detail=False, methods=["get"], url_path="{preview_file_id}/extract-tile")
    def extract_tile(self, request, preview_file_id):
        preview = self.preview(preview_file_id)
        previews.make_tiles(preview)
        return sending.answer(request, preview_places.picture(preview.pk, preview_places.TILES), kind=PNG)

    @action(detail=False, methods=["get"], url_path="{preview_file_id}/extract-annotated-frame")
    def extract_annotated_frame(self, request, preview_file_id):
        preview = self.preview(preview_file_id, policies.manages_preview)
        image = annotated_frames.one(preview, self.frame_number())
        return written(lambda file: image.save(file, "PNG"), PNG)

    @action(detail=False, methods=["get"], url_path="{preview_file_id}/extract-annotated-frames")
    def extract_annotated_frames(self, request, preview_file_id):
        preview = self.preview(preview_file_id, policies.manages_preview)
        name = stem(preview)
        return written(
            lambda file: annotated_frames.zipped(preview, file, name),
            "application/zip",
            f"{name}_annotated_frames.zip",
        )

    @action(detail=False, methods=["get"], url_path="{preview_file_id}/extract-annotated-frames-pdf")
    def extract_annotated_frames_pdf(self, request, preview_file_id):
        preview = self.preview(preview_file_id, policies.manages_preview)
        return written(
            lambda file: annotated_frames.as_pdf(preview, file),
            "application/pdf",
            f"{stem(preview)}_annotated_frames.pdf",
        )

    def frame_number(self) -> int | None:
        query = FrameInput(data=self.request.query_params.dict())
        query.is_valid(raise_exception=True)
        return query.validated_data["frame_number"]


class TaskPictures(PreviewRoutes):
    """/actions/tasks/.../set-main-preview"""

    @action(detail=False, methods=["put"], url_path="{task_id}/set-main-preview")
    def set_main(self, request, task_id):
        task = self.task(task_id, policies.can_set_main_of_task)
        preview = previews.last_of_task(task)
        if preview is None:
            raise Invalid("The task has no preview.")
        return Response(shown([previews.set_main(preview=preview, by=self.person)])[0])

    @action(detail=False, methods=["put"], url_path="set-main-preview")
    def set_main_of_many(self, request):
        ids = self.read(TasksInput)["task_ids"]
        tasks = [self.task(str(pk), policies.can_set_main_of_task) for pk in dict.fromkeys(ids)]
        return Response(shown(previews.set_main_of_tasks(tasks=tasks, by=self.person)))


def shown(entities: list[Entity]) -> list[dict]:
    """Entities in their order."""
    ids = [entity.pk for entity in entities]
    rows = {row["id"]: row for row in ENTITY.rows(Entity.objects.filter(pk__in=ids))}
    return [rows[pk] for pk in ids]


def written(write, kind: str, name: str | None = None) -> FileResponse:
    """What `write` puts into a file that is gone once it is sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    response = FileResponse(file, content_type=kind)
    if name:
        response["Content-Disposition"] = content_disposition(name)
    return response


def register(router):
    router.register("actions/preview-files", PreviewActions)
    router.register("actions/tasks", TaskPictures)
