"""PUT /actions/tasks/{task_id}/to-review (notes on tasks, section 1)."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from files.services import reviews
from kitsu_site.api.serializers import StrictText
from kitsu_site.exceptions import Refused
from production import policies
from production.api import comment_wire
from production.api.parsers import PARSERS
from production.api.reach import ReachViewSet
from production.api.task_assignments import known_person
from production.api.wires import ENTITY_TYPE, PROJECT, RAW_ENTITY, TASK


class ReviewInput(serializers.Serializer):
    person_id = StrictText(default="", allow_null=True)
    comment = StrictText(default="")
    name = StrictText(default="main")
    revision = serializers.IntegerField(default=1, min_value=0, max_value=2**31 - 1)
    change_status = serializers.BooleanField(default=True)


class TaskReviews(ReachViewSet):
    parser_classes = PARSERS

    @action(detail=False, methods=["put"], url_path="{task_id}/to-review")
    def to_review(self, request, task_id):
        task = self.task(task_id)
        body = self.read(ReviewInput)
        person = known_person(body["person_id"]) if body["person_id"] else self.person
        if body["change_status"] and not policies.can_set_status(
            self.scope, task.project_id, reviews.status_to_review()
        ):
            raise Refused("You may not set the status of reviews.")
        preview_path = reviews.preview_path(task, body["name"], body["revision"])
        task = reviews.ask(
            task=task,
            person=person,
            comment=body["comment"],
            preview_path=preview_path,
            change_status=body["change_status"],
            by=self.person,
        )
        return Response(
            {
                **TASK.row(task),
                "project": PROJECT.row(task.project),
                "entity": RAW_ENTITY.row(task.entity) if task.entity else None,
                "entity_type": ENTITY_TYPE.row(task.entity.entity_type) if task.entity else None,
                "person": comment_wire.person_for(self.scope, person),
                "comment": body["comment"],
                "preview_path": preview_path,
            }
        )


def register(router):
    router.register("actions/tasks", TaskReviews)
