"""Posting comments on a task, and reading them (notes on tasks, section 2)."""

from datetime import datetime

import orjson
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Person
from kitsu_site.api.serializers import StrictText
from kitsu_site.exceptions import Invalid, Refused
from production import policies
from production.api import comment_wire
from production.api.parsers import PARSERS, Items, Whatever, uploads
from production.api.reach import ReachViewSet
from production.models import Task, TaskStatus
from production.services import comments

MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


class CommentInput(serializers.Serializer):
    task_status_id = StrictText(allow_blank=False)
    comment = StrictText(default="")
    person_id = Whatever(default=None, allow_null=True)
    created_at = Whatever(default=None, allow_null=True)
    checklist = Items(child=serializers.DictField(), default=list)
    links = Items(child=StrictText(), default=list)
    for_client = serializers.BooleanField(default=False)


class CommentingViewSet(ReachViewSet):
    """What all ways of posting comments check alike."""

    def draft(self, task: Task, data: dict, *, mentioned: bool = True) -> dict:
        """What `comments.post` takes, from a body; `mentioned`: whether a mention gives access.

        Only managers sign for somebody, at another time, or write for clients.
        """
        serializer = CommentInput(data=data)
        serializer.is_valid(raise_exception=True)
        body = serializer.validated_data
        status = self.find(TaskStatus, body["task_status_id"])
        self.check_may_comment(task, status, mentioned=mentioned)
        manages = self.scope.in_project(task.project_id).is_manager
        author = self.find(Person, body["person_id"]) if body["person_id"] and manages else self.person
        return {
            "task": task,
            "status": status,
            "author": author,
            "created_at": moment(body["created_at"]) if manages else None,
            "text": body["comment"],
            "checklist": body["checklist"],
            "links": body["links"],
            "for_client": body["for_client"] and manages,
        }

    def check_may_comment(self, task: Task, status: TaskStatus, *, mentioned: bool) -> None:
        """Who may act on the task, or is mentioned on it and leaves its status; 403."""
        if not policies.can_act_on_task(self.scope, task):
            unchanged = status.pk == task.task_status_id
            if not (mentioned and unchanged and policies.is_mentioned_on(self.scope, task)):
                raise Refused("You may not comment this task.")
        if not policies.can_set_status(self.scope, task.project_id, status):
            raise Refused("You may not set this status.")

    def rows(self, name: str = "comments") -> list[dict]:
        """The comments of a body: a list under that name, or in a form its JSON text."""
        data = self.request.data
        rows = data.get(name) if hasattr(data, "get") else None
        if isinstance(rows, str):
            try:
                rows = orjson.loads(rows)
            except orjson.JSONDecodeError:
                rows = None
        if not isinstance(rows, list):
            raise Invalid(f"{name}: a list expected.", field=name)
        return rows


class TaskCommenting(CommentingViewSet):
    """POST /actions/tasks/{task_id}/comment"""

    @action(detail=False, methods=["post"], url_path="{task_id}/comment", parser_classes=PARSERS)
    def comment(self, request, task_id):
        task = self.task(task_id, policies.is_within_reach)
        draft = self.draft(task, whole_input(request))
        comment = comments.post(**draft, files=uploads(request), by=self.person)
        return Response(comment_wire.posted(comment, self.scope), status=201)


class CommentMany(CommentingViewSet):
    """POST /actions/projects/{project_id}/tasks/comment-many"""

    NEEDED = ("object_id", "task_status_id", "comment")

    @action(
        detail=False, methods=["post"], url_path="{project_id}/tasks/comment-many", parser_classes=PARSERS
    )
    def post_many(self, request, project_id):
        project = self.project(project_id)
        rows = request.data if isinstance(request.data, list) else self.rows()
        complete = [row for row in rows if isinstance(row, dict) and all(name in row for name in self.NEEDED)]
        drafts = [draft for row in complete if (draft := self.allowed_draft(project, row))]
        made = comments.post_many(drafts=drafts, by=self.person)
        return Response([comment_wire.posted(comment, self.scope) for comment in made], status=201)

    def allowed_draft(self, project, row: dict) -> dict | None:
        """The comment of a row; None where the person neither manages the task nor is assigned."""
        task = self.find(
            Task.objects.select_related("task_type", "entity__entity_type", "project").filter(
                project=project
            ),
            row["object_id"],
        )
        there = self.scope.in_project(project.pk)
        department = task.task_type.department_id if task.task_type else None
        if there.is_client or not (there.supervises(department) or policies.is_assigned(self.scope, task)):
            return None
        known = {name: row[name] for name in (*self.NEEDED, "links") if name in row}
        return self.draft(task, known, mentioned=False)


class TaskComments(ReachViewSet):
    """GET /data/tasks/{task_id}/comments"""

    @action(detail=False, methods=["get"], url_path="{task_id}/comments")
    def all(self, request, task_id):
        task = self.task(task_id)
        return Response(comment_wire.of_task(task, task.project, self.scope))


def whole_input(request) -> dict:
    """A body, or failing JSON the values of form and query."""
    if not request.content_type.startswith("application/json"):
        return {**request.query_params.dict(), **{name: request.data[name] for name in request.data}}
    return request.data


def moment(value) -> datetime | None:
    """When a comment says it was made; None for anything that is no such text."""
    for form in MOMENTS if isinstance(value, str) else ():
        try:
            return datetime.strptime(value, form)
        except ValueError:
            continue
    return None


def register(router):
    router.register("actions/tasks", TaskCommenting)
    router.register("actions/projects", CommentMany)
    router.register("data/tasks", TaskComments)
