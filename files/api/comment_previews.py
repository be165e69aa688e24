"""Previews on a comment, and comments many at once: the routes where comments and previews meet."""

import re

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from files.api.preview_files import PREVIEW_FILE
from files.models import PreviewFile
from files.policies import can_publish
from files.services import comment_batches, comment_previews
from kitsu_site.api import filters
from kitsu_site.exceptions import Invalid, Refused
from production import policies
from production.api import comment_wire
from production.api.parsers import PARSERS
from production.api.reach import ReachViewSet
from production.api.task_comments import CommentingViewSet
from production.models import Task

ATTACHMENT = re.compile(r"attachment_file-(\d{1,6})(?:-\d+)?")
PREVIEW = re.compile(r"preview_file-(\d{1,6})(?:-\d+)?")


class RevisionInput(serializers.Serializer):
    revision = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, allow_null=True, default=None
    )


class CommentPreviews(ReachViewSet):
    """/actions/tasks/{task_id}/comments/{comment_id}/..."""

    @action(
        detail=False,
        methods=["post"],
        url_path="{task_id}/comments/{comment_id}/add-preview",
        parser_classes=PARSERS,
    )
    def add_preview(self, request, task_id, comment_id):
        task = self.task(task_id, can_publish)
        comment = self.comment_of(task, comment_id)
        revision = self.read(RevisionInput)["revision"]
        preview = comment_previews.add(comment=comment, task=task, revision=revision, by=self.person)
        return Response(PREVIEW_FILE.row(preview, links=True), status=201)

    @action(
        detail=False,
        methods=["post"],
        url_path="{task_id}/comments/{comment_id}/preview-files/{preview_id}",
        parser_classes=PARSERS,
    )
    def add_beside(self, request, task_id, comment_id, preview_id):
        task = self.task(task_id, can_publish)
        comment = self.comment_of(task, comment_id)
        beside = comment_previews.of_comment(comment, self.find(PreviewFile, preview_id).pk)
        preview = comment_previews.add_beside(preview=beside, comment=comment, task=task, by=self.person)
        return Response(PREVIEW_FILE.row(preview, links=True), status=201)

    @add_beside.mapping.delete
    def remove(self, request, task_id, comment_id, preview_id):
        task = self.task(filters.as_uuid("task_id", task_id))
        there = self.scope.in_project(task.project_id)
        if there.is_client or there.is_vendor:
            raise Refused("Clients and vendors remove no previews.")
        comment = self.comment_of(task, filters.as_uuid("comment_id", comment_id))
        preview = comment_previews.of_comment(comment, filters.as_uuid("preview_file_id", preview_id))
        force = filters.wanted(request.query_params, "force")
        comment_previews.remove(preview=preview, comment=comment, task=task, by=self.person, force=force)
        return Response(status=204)


class TaskPreviews(ReachViewSet):
    """/data/tasks/{task_id}/previews"""

    @action(detail=False, methods=["get"], url_path="{task_id}/previews")
    def previews(self, request, task_id):
        task = self.task(task_id)
        rows = PreviewFile.objects.filter(task=task).order_by("-revision", "position", "created_at")
        return Response(PREVIEW_FILE.rows(rows))


class CommentBatches(CommentingViewSet):
    """/actions/tasks/[{task_id}/]batch-comment: all of the comments or none."""

    @action(detail=False, methods=["post"], url_path="{task_id}/batch-comment", parser_classes=PARSERS)
    def on_task(self, request, task_id):
        task = self.task(task_id, policies.is_within_reach)
        return self.post_all(lambda row: task)

    @action(detail=False, methods=["post"], url_path="batch-comment", parser_classes=PARSERS)
    def on_tasks(self, request):
        return self.post_all(self.named_task)

    def named_task(self, row: dict) -> Task:
        if not row.get("task_id"):
            raise Invalid("task_id: it is required.", field="task_id")
        return self.task(row["task_id"], policies.is_within_reach)

    def post_all(self, task_of) -> Response:
        attached, previews = self.files(ATTACHMENT), self.files(PREVIEW)
        drafts = []
        for index, row in enumerate(self.rows()):
            if not isinstance(row, dict):
                raise Invalid("comments: objects expected.", field="comments")
            draft = self.draft(task_of(row), {**row, "comment": row.get("text")}, mentioned=False)
            if index in previews:
                self.check(can_publish, draft["task"])
            drafts.append({**draft, "files": attached.get(index, ())})
        files = [previews.get(index, []) for index in range(len(drafts))]
        made = comment_batches.post(drafts=drafts, previews=files, by=self.person)
        return Response([self.posted(comment, previews) for comment, previews in made], status=201)

    def posted(self, comment, previews: list[PreviewFile]) -> dict:
        """A comment as single ones are answered, with its previews as they are now."""
        ids = [preview.pk for preview in previews]
        rows = PREVIEW_FILE.rows(PreviewFile.objects.filter(pk__in=ids).order_by("position")) if ids else []
        return {**comment_wire.posted(comment, self.scope), "preview_files": rows}

    def files(self, pattern: re.Pattern) -> dict[int, list]:
        """The files of a form with such names, by the number of the comment that they go with."""
        found = {}
        for name, files in self.request.FILES.lists():
            if match := pattern.fullmatch(name):
                found.setdefault(int(match[1]), []).extend(files)
        return found


def register(router):
    router.register("actions/tasks", CommentPreviews)
    router.register("actions/tasks", CommentBatches)
    router.register("data/tasks", TaskPreviews)
