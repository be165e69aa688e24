"""What a person follows (notes on tasks, section 3)."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Invalid, Missing, Refused
from production import policies
from production.api.parsers import PARSERS, IdList
from production.api.reach import ReachViewSet
from production.api.task_assignments import listed as named
from production.api.task_reads import listed
from production.models import Entity, Subscription, Task, TaskType
from production.services import subscriptions

SUBSCRIPTION = Wire(Subscription)


class TaskIdsInput(serializers.Serializer):
    task_ids = IdList(allow_empty=False)


class SubscriptionActions(ReachViewSet):
    """/actions/user/..."""

    parser_classes = PARSERS

    @action(detail=False, methods=["post"], url_path="tasks/{task_id}/subscribe")
    def subscribe(self, request, task_id):
        made = subscriptions.subscribe(tasks=[self.task(task_id)], person=self.person)
        return Response(SUBSCRIPTION.row(made[0]), status=201)

    @action(detail=False, methods=["delete"], url_path="tasks/{task_id}/unsubscribe")
    def unsubscribe(self, request, task_id):
        task = self.task(task_id, lambda scope, task: True)  # one may always stop following
        subscriptions.unsubscribe(task_ids=[task.pk], person=self.person)
        return Response(status=204)

    @action(detail=False, methods=["post"], url_path="tasks/subscribe")
    def subscribe_many(self, request):
        ids = list(dict.fromkeys(self.read(TaskIdsInput)["task_ids"]))
        made = subscriptions.subscribe(tasks=self.tasks(ids), person=self.person)
        rows = SUBSCRIPTION.rows(Subscription.objects.filter(pk__in=[one.pk for one in made]))
        by_id = {row["id"]: row for row in rows}
        return Response([by_id[one.pk] for one in made], status=201)

    def tasks(self, ids: list) -> list[Task]:
        """The tasks with those ids, all of which the person has access to; 404 where there is none."""
        found = {task.pk: task for task in named(ids)}
        if unknown := next((pk for pk in ids if pk not in found), None):
            raise Missing(f"There is no task {unknown}.")
        for task in found.values():
            self.check(policies.can_access_task, task)
        return [found[pk] for pk in ids]

    @action(detail=False, methods=["post"], url_path="tasks/unsubscribe")
    def unsubscribe_many(self, request):
        ids = self.read(TaskIdsInput)["task_ids"]
        subscriptions.unsubscribe(task_ids=ids, person=self.person)
        return Response(ids)

    @action(
        detail=False, methods=["post"], url_path="sequences/{sequence_id}/task-types/{task_type_id}/subscribe"
    )
    def subscribe_to_sequence(self, request, sequence_id, task_type_id):
        made = subscriptions.subscribe_to_sequence(
            sequence=self.entity(sequence_id), task_type=self.find(TaskType, task_type_id), person=self.person
        )
        return Response(SUBSCRIPTION.row(made), status=201)

    @action(
        detail=False,
        methods=["delete"],
        url_path="sequences/{sequence_id}/task-types/{task_type_id}/unsubscribe",
    )
    def unsubscribe_from_sequence(self, request, sequence_id, task_type_id):
        subscriptions.unsubscribe_from_sequence(
            sequence_id=self.find(Entity, sequence_id).pk,
            task_type_id=self.find(TaskType, task_type_id).pk,
            person=self.person,
        )
        return Response(status=204)


class OwnSubscriptions(ReachViewSet):
    """/data/user/...: whether one follows; false for what does not exist."""

    @action(detail=False, methods=["get"], url_path="tasks/{task_id}/subscribed")
    def to_task(self, request, task_id):
        return Response(self.follows(task_id=task_id))

    @action(
        detail=False, methods=["get"], url_path="sequences/{sequence_id}/task-types/{task_type_id}/subscribed"
    )
    def to_sequence(self, request, sequence_id, task_type_id):
        return Response(self.follows(entity_id=sequence_id, task_type_id=task_type_id))

    @action(
        detail=False, methods=["get"], url_path="entities/{entity_id}/task-types/{task_type_id}/subscribed"
    )
    def to_entity(self, request, entity_id, task_type_id):
        return Response(self.follows(entity_id=entity_id, task_type_id=task_type_id))

    @action(
        detail=False,
        methods=["get"],
        url_path="projects/{project_id}/task-types/{task_type_id}/sequence-subscriptions",
    )
    def sequences(self, request, project_id, task_type_id):
        project = self.project(project_id)
        mine = Subscription.objects.filter(
            person=self.person, task_type=self.find(TaskType, task_type_id), entity__project=project
        )
        return Response(list(mine.values_list("entity_id", flat=True)))

    def follows(self, **ids) -> bool:
        try:
            ids = {name: filters.as_uuid(name, value) for name, value in ids.items()}
        except Invalid:
            return False
        return Subscription.objects.filter(person=self.person, **ids).exists()


class ProjectSubscriptions(ReachViewSet):
    """/data/projects/{project_id}/subscriptions: those to tasks, for admins."""

    @action(detail=False, methods=["get"], url_path="{project_id}/subscriptions")
    def subscriptions(self, request, project_id):
        project = self.project(project_id)
        if not self.scope.is_admin:
            raise Refused("Only admins list subscriptions.")
        tasks = Task.objects.filter(project=project).values("pk")
        rows = Subscription.objects.filter(task_id__in=tasks)
        return Response(listed(rows, SUBSCRIPTION, request.query_params))


def register(router):
    router.register("actions/user", SubscriptionActions)
    router.register("data/user", OwnSubscriptions)
    router.register("data/projects", ProjectSubscriptions)
