"""Files joined to comments and chats: their rows and their contents (notes on tasks, section 2)."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site import sending, storage
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.exceptions import Refused
from kitsu_site.media import pictures
from kitsu_site.services import Rows
from production import policies
from production.api.reach import ReachViewSet
from production.api.wires import ATTACHMENT_FILE, CHAT_MESSAGE, COMMENT
from production.models import AttachmentFile, ChatMessage, Comment, Task
from production.services import attachments

# What browsers may run is never sent under its own name.
ACTIVE = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml")


class AttachmentRows(Rows):
    """The stored file goes with its row."""

    def __init__(self):
        super().__init__(AttachmentFile)

    def clear(self, row, *, by, force):
        attachments.forget([row.pk])


class AttachmentFileViewSet(CrudViewSet):
    """Each row embeds its comment and its chat message, or null."""

    wire, policy, rows = ATTACHMENT_FILE, policies.AttachmentFiles(), AttachmentRows()

    def present(self, queryset, *, links, only=None):
        return embedding(super().present(queryset, links=links, only=only))

    def answer(self, row, *, links, created=False):
        return self.present(self.wire.model.objects.filter(pk=row.pk), links=links)[0]


class AttachmentContents(ReachViewSet):
    """/data/attachment-files/{attachment_id}/file/{name}"""

    @action(detail=False, methods=["get"], url_path="{attachment_id}/file/{name}")
    def content(self, request, attachment_id, name):
        row = self.find(AttachmentFile, attachment_id)
        if not policies.AttachmentFiles().may_read(self.scope, row):
            raise Refused("You may not see this file.")
        place = attachments.place(row.pk)
        with storage.opened(place) as file:
            picture = pictures.kind_of(file)
        kind = picture or row.mimetype or attachments.UNKNOWN_TYPE
        if not picture and (kind in ACTIVE or kind.startswith("image/")):
            kind = attachments.UNKNOWN_TYPE
        return sending.answer(request, place, kind=kind, download=None if picture else row.name or name)


class AttachmentThumbnails(ReachViewSet):
    """/pictures/thumbnails/attachment-files/{attachment_id}.png: of the PNGs in chats."""

    @action(detail=False, methods=["get"], url_path=r"(?P<attachment_id>[^/]+)\.png")
    def thumbnail(self, request, attachment_id):
        row = self.find(AttachmentFile, attachment_id)
        if not policies.AttachmentFiles().may_read(self.scope, row):
            raise Refused("You may not see this file.")
        return sending.answer(request, attachments.thumbnail_place(row.pk), kind="image/png")


class AttachmentLists(ReachViewSet):
    """All the files of a production's, or a task's, comments: for admins."""

    def check_admin(self) -> None:
        if not self.scope.is_admin:
            raise Refused("Only admins list files.")


class ProjectAttachments(AttachmentLists):
    @action(detail=False, methods=["get"], url_path="{project_id}/attachment-files")
    def attachments(self, request, project_id):
        project = self.project(project_id)
        self.check_admin()
        return Response(of_tasks(Task.objects.filter(project=project)))


class TaskAttachments(AttachmentLists):
    @action(detail=False, methods=["get"], url_path="{task_id}/attachment-files")
    def attachments(self, request, task_id):
        task = self.task(task_id)
        self.check_admin()
        return Response(of_tasks(Task.objects.filter(pk=task.pk)))


def of_tasks(tasks) -> list[dict]:
    comments = Comment.objects.filter(object_id__in=tasks.values("pk")).values("pk")
    return embedding(ATTACHMENT_FILE.rows(AttachmentFile.objects.filter(comment_id__in=comments)))


def embedding(rows: list[dict]) -> list[dict]:
    """Rows of files with their comments and chat messages in them."""
    comments = embedded(COMMENT, Comment, rows, "comment_id")
    messages = embedded(CHAT_MESSAGE, ChatMessage, rows, "chat_message_id")
    for row in rows:
        row["comment"] = comments.get(row.get("comment_id"))
        row["chat_message"] = messages.get(row.get("chat_message_id"))
    return rows


def embedded(wire, model, rows, column) -> dict:
    """The rows of `model` that `rows` refer to in `column`, by id."""
    ids = {row[column] for row in rows if row.get(column)}
    return {row["id"]: row for row in wire.rows(model.objects.filter(pk__in=ids))} if ids else {}


def register(router):
    router.register("data/attachment-files", AttachmentFileViewSet)
    router.register("data/attachment-files", AttachmentContents)
    router.register("data/projects", ProjectAttachments)
    router.register("data/tasks", TaskAttachments)
    router.register("pictures/thumbnails/attachment-files", AttachmentThumbnails)
