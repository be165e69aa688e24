"""Shared playlists, for people without an account: /shared/playlists/{token}/...

The token opens that playlist and nothing else (notes on files, "Share links").
"""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Person
from files.api import playlist_wire, preview_contents
from files.api.preview_files import PREVIEW_FILE
from files.models import PreviewFile
from files.services import annotations, playlist_content, playlist_shares
from files.services import preview_places as places
from kitsu_site import sending, storage
from kitsu_site.api import filters, throttles
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.serializers import Id, StrictText
from kitsu_site.api.uploads import PARSERS
from kitsu_site.exceptions import Invalid, Refused
from kitsu_site.media import pictures
from production.api import comment_wire
from production.api.parsers import Items, Whatever, uploads
from production.api.wires import COMMENT, TASK_STATUS
from production.models import AttachmentFile, Comment, Entity, Playlist, PlaylistShareLink, Task, TaskStatus
from production.services import attachments, comments
from production.services.comment_rows import CommentRows

KIND = ("id", "name", "color", "for_entity")
STATUS = ("id", "name", "short_name", "color")
STATUS_FLAGS = ("is_client_allowed", "is_default", "for_concept")


class GuestInput(serializers.Serializer):
    first_name = StrictText(default="Guest", allow_null=True, max_length=80)
    last_name = StrictText(default="", allow_null=True, max_length=80)
    guest_id = Id(default=None, allow_null=True)


class SpokenInput(serializers.Serializer):
    guest_id = Id()


class CommentInput(SpokenInput):
    task_id = Id()
    task_status_id = Id()
    text = StrictText(default="", allow_null=True)
    checklist = Items(child=serializers.DictField(), default=list)


class ChangeInput(SpokenInput):
    text = StrictText(required=False)
    checklist = Items(child=serializers.DictField(), required=False)
    task_status_id = Id(required=False)


class DrawnInput(SpokenInput):
    preview_file_id = Id()
    additions = Items(child=Whatever(), default=list)
    updates = Items(child=Whatever(), default=list)
    deletions = Items(child=Whatever(), default=list)


class SharedRoutes(ScopedViewSet):
    """Routes that a token opens; nobody signs in."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = PARSERS

    def link(self, token) -> PlaylistShareLink:
        """The link of the path; 404 unless it is open, and its password right (429 after many wrong ones)."""
        with throttles.only_failures(self.request, account=f"share:{token}"):
            return playlist_shares.opened(token, self.request.query_params.get("password"))

    def preview(self, link: PlaylistShareLink, pk) -> PreviewFile:
        """A preview that the playlist shows: 403 for another, 404 for none."""
        related = ("task__project", "task__task_type", "task__entity__entity_type", "task__entity__parent")
        preview = self.find(PreviewFile.objects.select_related(*related), pk)
        if not playlist_content.shows(link.playlist, preview):
            raise Refused("The preview is not in this playlist.")
        return preview


class SharedPlaylists(SharedRoutes):
    @action(detail=False, methods=["get"], url_path="{token}")
    def playlist(self, request, token):
        playlist = self.link(token).playlist
        row = playlist_wire.whole(playlist, annotations=True)
        name_shots(row["shots"])
        project = playlist.project
        return Response({**row, "project_name": project.name, "project_fps": project.fps})

    @action(detail=False, methods=["get"], url_path="{token}/context")
    def context(self, request, token):
        playlist = self.link(token).playlist
        project = playlist.project
        names = ("id", "name", "fps", "ratio", "resolution")
        return Response(
            {
                "project": {**{name: getattr(project, name) for name in names}, "team": []},
                "task_types": list(project.task_types.order_by("name").values(*KIND)),
                "task_statuses": list(project.task_statuses.order_by("name").values(*STATUS, *STATUS_FLAGS)),
                "entities": list(
                    Entity.objects.filter(pk__in=entity_ids(playlist))
                    .order_by("name")
                    .values("id", "name", "preview_file_id")
                ),
            }
        )

    @action(detail=False, methods=["post"], url_path="{token}/guest")
    def guest(self, request, token):
        link = self.link(token)
        body = self.read(GuestInput)
        person, new = playlist_shares.guest(
            link=link,
            first_name=body["first_name"] or "",
            last_name=body["last_name"] or "",
            guest_id=body["guest_id"],
        )
        return Response(guest_row(person), status=201 if new else 200)

    @action(detail=False, methods=["put"], url_path="{token}/annotations")
    def annotate(self, request, token):
        link = self.link(token)
        body = self.read(DrawnInput)
        guest = playlist_shares.guest_of(link, body.pop("guest_id"))
        preview = self.preview(link, str(body.pop("preview_file_id")))
        return Response(PREVIEW_FILE.row(annotations.update(preview=preview, **body, by=guest)))


class SharedComments(SharedRoutes):
    @action(detail=False, methods=["get"], url_path="{token}/comments")
    def comments(self, request, token):
        found = visible_comments(self.link(token).playlist).order_by("-created_at")
        return Response(listed(found))

    @comments.mapping.post
    def post_comment(self, request, token):
        link = self.link(token)
        body = self.read(CommentInput)
        guest = playlist_shares.guest_of(link, body["guest_id"])
        task = Task.objects.filter(pk__in=task_ids(link.playlist), pk=body["task_id"]).first()
        if task is None:
            raise Refused("task_id: the task is not in this playlist.")
        status = TaskStatus.objects.filter(pk=body["task_status_id"]).first()
        if status is None or not status.is_client_allowed:
            raise Invalid("task_status_id: a status that clients may set expected.", field="task_status_id")
        comment = comments.post(
            task=task,
            status=status,
            author=guest,
            by=guest,
            text=body["text"] or "",
            checklist=body["checklist"],
        )
        return Response(posted(comment), status=201)

    @action(detail=False, methods=["put"], url_path="{token}/comments/{comment_id}")
    def edit(self, request, token, comment_id):
        link = self.link(token)
        body = self.read(ChangeInput)
        guest = playlist_shares.guest_of(link, body.pop("guest_id"))
        comment = self.own(link, comment_id, guest)
        if wanted := body.get("task_status_id"):
            status = TaskStatus.objects.filter(pk=wanted).first()
            if status is None or not status.is_client_allowed:
                raise Refused("task_status_id: clients may not set this status.")
        comment = CommentRows().update(row=comment, values=body, by=guest)
        return Response(with_files(comment))

    @edit.mapping.delete
    def remove(self, request, token, comment_id):
        link = self.link(token)
        guest = playlist_shares.guest_of(link, self.read(SpokenInput)["guest_id"])
        CommentRows().delete(row=self.own(link, comment_id, guest), by=guest)
        return Response(status=204)

    @action(detail=False, methods=["post"], url_path="{token}/comments/{comment_id}/attachments")
    def attach(self, request, token, comment_id):
        link = self.link(token)
        form = request.data if isinstance(request.data, dict) else {}
        guest = playlist_shares.guest_of(link, as_id(form.get("guest_id")))
        comment = self.own(link, comment_id, guest)
        files = uploads(request)
        if not files:
            raise Invalid("file: a form with files expected.", field="file")
        comments.attach(comment=comment, files=files)
        return Response(with_files(comment), status=201)

    @action(
        detail=False,
        methods=["delete"],
        url_path="{token}/comments/{comment_id}/attachments/{attachment_file_id}",
    )
    def detach(self, request, token, comment_id, attachment_file_id):
        link = self.link(token)
        guest = playlist_shares.guest_of(link, self.read(SpokenInput)["guest_id"])
        comment = self.own(link, comment_id, guest)
        file = self.find(AttachmentFile.objects.filter(comment=comment), attachment_file_id)
        attachments.remove(AttachmentFile.objects.filter(pk=file.pk))
        return Response(status=204)

    @action(
        detail=False, methods=["get"], url_path="{token}/attachment-files/{attachment_file_id}/file/{name}"
    )
    def attachment(self, request, token, attachment_file_id, name):
        shown = visible_comments(self.link(token).playlist).values("pk")
        row = self.find(AttachmentFile.objects.filter(comment_id__in=shown), attachment_file_id)
        place = attachments.place(row.pk)
        with storage.opened(place) as file:
            kind = pictures.kind_of(file)
        called = row.name or name
        if kind is None:
            return sending.answer(request, place, kind=preview_contents.BYTES, download=called)
        response = sending.answer(request, place, kind=kind)
        response["Content-Disposition"] = sending.content_disposition(called, "inline")
        return response

    def own(self, link: PlaylistShareLink, pk, guest: Person) -> Comment:
        """A comment on a task of the playlist, by that guest: 403 for another's, 404 for none."""
        here = Comment.objects.filter(object_id__in=task_ids(link.playlist))
        comment = self.find(here.select_related("person", "task_status"), pk)
        if comment.person_id != guest.pk:
            raise Refused("The comment is somebody else's.")
        return comment


class SharedFiles(SharedRoutes):
    @action(detail=False, methods=["get"], url_path="{token}/preview-files/{preview_file_id}")
    def row(self, request, token, preview_file_id):
        return Response(PREVIEW_FILE.row(self.shown(token, preview_file_id)))

    @action(detail=False, methods=["get"], url_path="{token}/preview-files/{preview_file_id}/download")
    def download(self, request, token, preview_file_id):
        return preview_contents.whole(request, self.shown(token, preview_file_id))

    @action(
        detail=False, methods=["get"], url_path="{token}/movies/originals/preview-files/{preview_file_id}.mp4"
    )
    def movie(self, request, token, preview_file_id):
        preview = self.shown(token, preview_file_id)
        return preview_contents.movie(request, preview, places.NORMALISED, places.LOW, places.SOURCE)

    @action(
        detail=False, methods=["get"], url_path="{token}/movies/tiles/preview-files/{preview_file_id}.png"
    )
    def tiles(self, request, token, preview_file_id):
        return preview_contents.picture(request, self.shown(token, preview_file_id), places.TILES)

    @action(
        detail=False,
        methods=["get"],
        url_path="{token}/pictures/thumbnails/preview-files/{preview_file_id}.png",
    )
    def thumbnail(self, request, token, preview_file_id):
        return preview_contents.picture(request, self.shown(token, preview_file_id), "thumbnails")

    @action(
        detail=False,
        methods=["get"],
        url_path="{token}/pictures/originals/preview-files/{preview_file_id}.png",
    )
    def picture(self, request, token, preview_file_id):
        return preview_contents.picture(request, self.shown(token, preview_file_id), "original")

    @action(
        detail=False,
        methods=["get"],
        url_path="{token}/pictures/originals/preview-files/{preview_file_id}.{extension}",
    )
    def file(self, request, token, preview_file_id, extension):
        return preview_contents.original(request, self.shown(token, preview_file_id), extension)

    def shown(self, token, pk) -> PreviewFile:
        return self.preview(self.link(token), pk)


# What a shared playlist shows


def task_ids(playlist: Playlist) -> list:
    """The tasks whose previews are in a playlist."""
    return [preview.task_id for preview in playlist_content.placed(playlist) if preview.task_id]


def entity_ids(playlist: Playlist) -> list:
    shots = playlist.shots if isinstance(playlist.shots, list) else []
    found = [playlist_wire.as_id(playlist_wire.entity_of(shot)) for shot in shots if isinstance(shot, dict)]
    return [pk for pk in found if pk]


def visible_comments(playlist: Playlist):
    """What guests read: what is for clients, and what guests said."""
    comments = Comment.objects.filter(object_id__in=task_ids(playlist))
    return comments.filter(for_client=True) | comments.filter(person__is_guest=True)


def as_id(value):
    """An id of a form, or None where it is none: nobody is let in by it."""
    try:
        return filters.as_uuid("guest_id", value)
    except Invalid:
        return None


def name_shots(shots: list[dict]) -> None:
    """Add names, task types and the colours of statuses to the entries."""
    ids = [pk for shot in shots if (pk := playlist_wire.as_id(shot["id"]))]
    entities = Entity.objects.select_related("entity_type", "parent").in_bulk(ids)
    wanted = [shot["preview_file_task_id"] for shot in shots if shot.get("preview_file_task_id")]
    tasks = Task.objects.select_related("task_type", "task_status").in_bulk(wanted)
    for shot in shots:
        entity = entities.get(playlist_wire.as_id(shot["id"]))
        shot["name"] = entity.name if entity else ""
        shot["parent_name"] = playlist_wire.parent_name(entity) if entity else ""
        task = tasks.get(shot.get("preview_file_task_id"))
        if task is not None and task.task_type is not None:
            shot["preview_file_task_type"] = {name: getattr(task.task_type, name) for name in KIND}
            shot["preview_file_task_type_name"] = task.task_type.name
            shot["task_status_color"] = task.task_status.color if task.task_status else None


def guest_row(person: Person) -> dict:
    """What a client needs of a guest (notes on what is stricter, C)."""
    return {**comment_wire.public(person), "is_guest": bool(person.is_guest), "type": "Person"}


def posted(comment: Comment) -> dict:
    return {
        **with_files(comment),
        "task_status": TASK_STATUS.row(comment.task_status),
        "person": guest_row(comment.person),
    }


def with_files(comment: Comment) -> dict:
    """A comment with its attachments in a few keys."""
    row = COMMENT.row(comment, links=True)
    row["attachment_files"] = files_of([comment.pk]).get(comment.pk, [])
    return row


def files_of(comment_ids: list) -> dict:
    found = {}
    for file in AttachmentFile.objects.filter(comment_id__in=comment_ids).order_by("created_at"):
        found.setdefault(file.comment_id, []).append(comment_wire.file_of(file))
    return found


def listed(comments) -> list[dict]:
    """Comments with who said them, their status and files, in a few queries."""
    rows = COMMENT.rows(comments)
    people = Person.objects.in_bulk({row["person_id"] for row in rows})
    wanted = {row["task_status_id"] for row in rows}
    statuses = {row["id"]: row for row in TaskStatus.objects.filter(pk__in=wanted).values(*STATUS)}
    files = files_of([row["id"] for row in rows])
    for row in rows:
        person = people.get(row["person_id"])
        row["person"] = guest_row(person) if person else None
        row["task_status"] = statuses.get(row["task_status_id"])
        row["attachment_files"] = files.get(row["id"], [])
    return rows


def register(router):
    for viewset in (SharedPlaylists, SharedComments, SharedFiles):
        router.register("shared/playlists", viewset)
