"""What a person was told of (notes on tasks, section 3)."""

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.exceptions import Missing, Refused
from kitsu_site.roles import Role
from production.api import entity_names
from production.api.parsers import PARSERS
from production.api.reach import ReachViewSet
from production.api.task_reads import listed
from production.api.wires import COMMENT, NOTIFICATION
from production.models import Comment, CommentPreviewLink, Notification, Subscription, Task
from production.services import notifications

LIMIT = 100
COLUMNS = (
    "id",
    "author_id",
    "comment_id",
    "task_id",
    "playlist_id",
    "reply_id",
    "created_at",
    "read",
    "change",
)
JOINED = {
    "notification_type": "type",
    "task_type_id": "task__task_type_id",
    "task_status_id": "comment__task_status_id",
    "entity_preview_file_id": "task__entity__preview_file_id",
    "playlist_name": "playlist__name",
    "playlist_for_entity": "playlist__for_entity",
    "playlist_is_for_all": "playlist__is_for_all",
}
HIDDEN = {
    "comment_text": "comment__text",
    "replies": "comment__replies",
    "author_role": "author__role",
    **{f"entity_{name}": lookup for name, lookup in entity_names.columns("task__entity").items()},
}


# Of the task, or of the playlist where it is one that is ready.
PRODUCTION = {
    "project_id": Coalesce("task__project_id", "playlist__project_id"),
    "project_name": Coalesce("task__project__name", "playlist__project__name"),
}


class ReadInput(serializers.Serializer):
    read = serializers.BooleanField()


class OwnNotifications(ReachViewSet):
    """/data/user/notifications"""

    parser_classes = PARSERS

    @action(detail=False, methods=["get"], url_path="notifications")
    def all(self, request):
        rows = narrowed(self.mine(), request.query_params, self.person)
        return Response(presented(rows.order_by("-created_at", "-pk")[:LIMIT], self.person))

    @action(detail=False, methods=["get"], url_path="notifications/{notification_id}")
    def one(self, request, notification_id):
        return Response(presented(self.found(notification_id), self.person)[0])

    @one.mapping.put
    def mark(self, request, notification_id):
        row = self.found(notification_id).get()
        notifications.mark(row=row, read=self.read(ReadInput)["read"], by=self.person)
        return Response(NOTIFICATION.row(row))

    def mine(self):
        return Notification.objects.filter(person=self.person).readable_by(self.scope)

    def found(self, pk):
        rows = self.mine().filter(pk=filters.as_uuid("notification_id", pk))
        if not rows.exists():
            raise Missing(f"There is no notification {pk}.")
        return rows


class NotificationActions(ReachViewSet):
    """/actions/user/notifications/mark-all-as-read"""

    parser_classes = PARSERS

    @action(detail=False, methods=["post"], url_path="notifications/mark-all-as-read")
    def mark_all(self, request):
        notifications.mark_all(by=self.person)
        return Response({"success": True})


class ProjectNotifications(ReachViewSet):
    """/data/projects/{project_id}/notifications, for admins."""

    @action(detail=False, methods=["get"], url_path="{project_id}/notifications")
    def notifications(self, request, project_id):
        project = self.project(project_id)
        if not self.scope.is_admin:
            raise Refused("Only admins list the notifications of others.")
        tasks = Task.objects.filter(project=project).values("pk")
        rows = Notification.objects.filter(task_id__in=tasks)
        return Response(listed(rows, NOTIFICATION, request.query_params))


def narrowed(rows, params, person):
    """The notifications asked for; raises `Invalid`."""
    lookups = {"task_type_id": "task__task_type_id", "task_status_id": "task__task_status_id"}
    for name, lookup in lookups.items():
        if value := params.get(name):
            rows = rows.filter(**{lookup: filters.as_uuid(name, value)})
    for name, lookup in (("after", "created_at__gt"), ("before", "created_at__lt")):
        if value := params.get(name):
            rows = rows.filter(**{lookup: filters.as_datetime(name, value)})
    if value := params.get("type"):
        rows = rows.filter(type=value)
    if value := params.get("read"):
        rows = rows.filter(read=filters.as_boolean("read", value))
    if value := params.get("watching"):
        follows = Exists(Subscription.objects.filter(person=person, task=OuterRef("task_id")))
        rows = rows.filter(follows if filters.as_boolean("watching", value) else ~follows)
    return rows


def presented(rows, person) -> list[dict]:
    """Notifications with what they are about, in a few queries."""
    followed = Subscription.objects.filter(person=person, task=OuterRef("task_id"))
    lookups = {**{name: name for name in COLUMNS}, **JOINED, **HIDDEN}
    further = {**PRODUCTION, "subscription_id": Subquery(followed.values("pk")[:1])}
    values = rows.annotate(**further).values_list(*lookups.values(), *further)
    found = [dict(zip([*lookups, *further], row, strict=True)) for row in values]
    comments = [{"id": pk} for pk in {row["comment_id"] for row in found} - {None}]
    about = Comment.objects.filter(pk__in=[row["id"] for row in comments])
    mentions = COMMENT.links["mentions"].ids(about, comments)
    departments = COMMENT.links["department_mentions"].ids(about, comments)
    previews = {}
    links = CommentPreviewLink.objects.filter(comment__in=about).order_by("-preview_file__position")
    previews.update(links.values_list("comment_id", "preview_file_id"))
    return [item(row, person, mentions, departments, previews) for row in found]


def item(row: dict, person, mentions: dict, departments: dict, previews: dict) -> dict:
    """One notification as it is answered. Artists do not read what clients wrote."""
    entity = {name: row.pop(f"entity_{name}") for name in entity_names.columns("")}
    replies, author_role, text = row.pop("replies") or [], row.pop("author_role"), row.pop("comment_text")
    reply = next((r for r in replies if r["id"] == str(row["reply_id"])), {})
    hidden = person.role == Role.USER and author_role == Role.CLIENT
    row.pop("reply_id")
    return {
        **row,
        "type": "Notification",
        "mentions": mentions.get(row["comment_id"], []),
        "department_mentions": departments.get(row["comment_id"], []),
        "reply_mentions": reply.get("mentions", []),
        "reply_department_mentions": reply.get("department_mentions", []),
        "preview_file_id": previews.get(row["comment_id"]),
        "comment_text": "" if hidden else text,
        "reply_text": "" if hidden else reply.get("text", ""),
        "full_entity_name": entity_names.whole_name(entity) if entity["id"] else "",
        "episode_id": entity_names.episode_of(entity),
        "playlist_name": row["playlist_name"] or "",
        "playlist_for_entity": row["playlist_for_entity"] or "",
        "playlist_is_for_all": bool(row["playlist_is_for_all"]),
    }


def register(router):
    router.register("data/user", OwnNotifications)
    router.register("actions/user", NotificationActions)
    router.register("data/projects", ProjectNotifications)
