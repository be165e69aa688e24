"""Comments one by one, and what is done to a comment of a task (notes on tasks, section 2)."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.serializers import Id, StrictText
from kitsu_site.exceptions import Invalid, Refused
from production import policies
from production.api import comment_wire
from production.api.parsers import PARSERS, uploads
from production.api.reach import ReachViewSet
from production.api.task_reads import listed
from production.api.wires import COMMENT
from production.models import AttachmentFile, Comment, Task
from production.services import attachments, comments, replies
from production.services.comment_rows import CommentRows


class CommentViewSet(CrudViewSet):
    wire, policy, rows = COMMENT, policies.Comments(), CommentRows()
    protected = ("mentions", "department_mentions", "acknowledgements", "editor_id")
    malformed_is_unknown = ("retrieve", "destroy")

    def writable(self, row, body):
        """Replies come and go by routes of their own, which know whose they are."""
        kept = super().writable(row, body)
        return {name: value for name, value in kept.items() if name != "replies"}

    def answer(self, row, *, links, created=False):
        if self.action != "retrieve":
            return super().answer(row, links=links)
        with_previews = filters.wanted(self.request.query_params, "with_previews")
        return comment_wire.single(row, self.scope, links=links, with_previews=with_previews)


class ReplyInput(serializers.Serializer):
    text = StrictText(default="")


class MoveInput(serializers.Serializer):
    target_task_id = Id()


class TaskCommentViewSet(ReachViewSet):
    """/data/tasks/{task_id}/comments/{comment_id}..."""

    @action(detail=False, methods=["get"], url_path="{task_id}/comments/{comment_id}")
    def one(self, request, task_id, comment_id):
        comment = self.comment_of(self.task(task_id), comment_id)
        return Response(comment_wire.masked(comment, self.scope))

    @one.mapping.delete
    def delete(self, request, task_id, comment_id):
        comment = self.comment_of(self.task(task_id), comment_id)
        if not policies.Comments().may_delete(self.scope, comment):
            raise Refused("Only its author and managers delete a comment.")
        CommentRows().delete(row=comment, by=self.person)
        return Response(status=204)

    @action(detail=False, methods=["post"], url_path="{task_id}/comments/{comment_id}/ack")
    def acknowledge(self, request, task_id, comment_id):
        task = self.task(task_id)
        comment = self.comment_of(task, comment_id)
        comments.acknowledge(comment=comment, task=task, by=self.person)
        return Response(comment_wire.masked(comment, self.scope, links=True))

    @action(
        detail=False,
        methods=["post"],
        url_path="{task_id}/comments/{comment_id}/reply",
        parser_classes=PARSERS,
    )
    def reply(self, request, task_id, comment_id):
        task = self.task(task_id)
        comment = self.comment_on(task, comment_id)
        self.check(policies.can_reply, comment, task)
        body = self.read(ReplyInput)
        made, files = replies.add(
            comment=comment, task=task, text=body["text"], by=self.person, files=uploads(request)
        )
        answer = {**made, "person": comment_wire.public(self.person)}
        if files:
            answer["attachment_files"] = [comment_wire.file_of(f, with_reply=True) for f in files]
        return Response(answer)

    @action(detail=False, methods=["delete"], url_path="{task_id}/comments/{comment_id}/reply/{reply_id}")
    def delete_reply(self, request, task_id, comment_id, reply_id):
        task = self.task(task_id)
        comment = self.comment_on(task, comment_id)
        reply = replies.find(comment, reply_id)
        if not (self.scope.is_admin or reply["person_id"] == str(self.person.pk)):
            raise Refused("Only its author and admins delete a reply.")
        comment = replies.delete(comment=comment, task=task, reply_id=reply_id, by=self.person)
        return Response(comment_wire.masked(comment, self.scope))

    @action(
        detail=False,
        methods=["delete"],
        url_path="{task_id}/comments/{comment_id}/attachments/{attachment_id}",
    )
    def delete_attachment(self, request, task_id, comment_id, attachment_id):
        task = self.task(task_id)
        comment = self.comment_on(task, comment_id)
        attachment = self.find(AttachmentFile, attachment_id)
        self.check(policies.can_attach, comment, task)
        if attachment.comment_id != comment.pk:
            raise Refused("The file is not of this comment.")
        attachments.remove(AttachmentFile.objects.filter(pk=attachment.pk))
        return Response(status=204)

    def comment_on(self, task: Task, pk) -> Comment:
        """A comment of the task which the person may read; 403 where it is of another task."""
        comment = self.find(Comment.objects.select_related("person", "task_status"), pk)
        if comment.object_id != task.pk:
            raise Refused("The comment is of another task.")
        self.check(policies.can_read_comment, comment, task)
        return comment


class TaskCommentActions(ReachViewSet):
    """/actions/tasks/{task_id}/comments/{comment_id}/..."""

    comment_on = TaskCommentViewSet.comment_on

    @action(
        detail=False,
        methods=["post"],
        url_path="{task_id}/comments/{comment_id}/add-attachment",
        parser_classes=PARSERS,
    )
    def add_attachment(self, request, task_id, comment_id):
        task = self.task(task_id)
        comment = self.comment_on(task, comment_id)
        self.check(policies.can_attach, comment, task)
        made = comments.attach(comment=comment, files=uploads(request))
        return Response([comment_wire.file_of(file) for file in made], status=201)

    @action(
        detail=False,
        methods=["post"],
        url_path="{task_id}/comments/{comment_id}/move",
        parser_classes=PARSERS,
    )
    def move(self, request, task_id, comment_id):
        if not self.scope.is_manager:
            raise Refused("Only managers move comments.")
        task = self.task(task_id)
        comment = self.find(Comment.objects.select_related("person", "task_status"), comment_id)
        if comment.object_id != task.pk:
            raise Invalid("The comment is of another task.")
        target = self.task(self.read(MoveInput)["target_task_id"])
        comments.move(comment=comment, task=task, target=target, by=self.person)
        return Response(COMMENT.row(comment, links=True))


class ProjectComments(ReachViewSet):
    """/data/projects/{project_id}/comments"""

    @action(detail=False, methods=["get"], url_path="{project_id}/comments")
    def comments(self, request, project_id):
        project = self.project(project_id)
        there = self.scope.in_project(project.pk)
        if there.is_vendor or there.is_client:
            raise Refused("Vendors and clients read comments task by task.")
        tasks = Task.objects.filter(project=project).values("pk")
        rows = Comment.objects.filter(object_id__in=tasks).readable_for(self.scope, project)
        return Response(listed(rows, COMMENT, request.query_params))


def register(router):
    router.register("data/tasks", TaskCommentViewSet)
    router.register("actions/tasks", TaskCommentActions)
    router.register("data/projects", ProjectComments)
