"""Creating tasks for entities, and deleting many (notes on tasks, section 1)."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid, Missing
from production import policies
from production.api.parsers import PARSERS, IdList
from production.api.reach import ReachViewSet
from production.api.wires import ENTITY, TASK
from production.models import Entity, EntityType, Project, Task, TaskType
from production.services import task_creation, tasks


class TypesInput(serializers.Serializer):
    task_type_ids = IdList(default=list)


class TaskCreation(ReachViewSet):
    """/actions/projects/{project_id}/task-types/{task_type_id}/..."""

    @action(
        detail=False,
        methods=["post"],
        url_path="{project_id}/task-types/{task_type_id}/assets/create-tasks",
    )
    def for_assets(self, request, project_id, task_type_id):
        return self.create_for("Asset", project_id, task_type_id)

    @action(
        detail=False, methods=["post"], url_path="{project_id}/task-types/{task_type_id}/shots/create-tasks"
    )
    def for_shots(self, request, project_id, task_type_id):
        return self.create_for("Shot", project_id, task_type_id)

    @action(
        detail=False, methods=["post"], url_path="{project_id}/task-types/{task_type_id}/edits/create-tasks"
    )
    def for_edits(self, request, project_id, task_type_id):
        return self.create_for("Edit", project_id, task_type_id)

    @action(
        detail=False,
        methods=["post"],
        url_path="{project_id}/task-types/{task_type_id}/concepts/create-tasks",
    )
    def for_concepts(self, request, project_id, task_type_id):
        return self.create_for("Concept", project_id, task_type_id, policies.can_create_tasks)

    @action(
        detail=False,
        methods=["post"],
        url_path="{project_id}/task-types/{task_type_id}/create-tasks/{entity_type}",
    )
    def for_type(self, request, project_id, task_type_id, entity_type):
        self.check(policies.is_manager, filters.as_uuid("project_id", project_id))
        name = entity_type[:1].upper() + entity_type[1:]
        kind = EntityType.objects.filter(name=name).first()
        if kind is None:
            raise Missing(f"There is no entity type {name}.")
        return self.create_in(Entity.objects.filter(entity_type=kind), project_id, task_type_id)

    def create_for(self, kind: str, project_id, task_type_id, rule=policies.is_manager) -> Response:
        self.check(rule, filters.as_uuid("project_id", project_id))
        return self.create_in(
            Entity.objects.of_kind(kind), project_id, task_type_id, for_concept=kind == "Concept"
        )

    def create_in(self, entities, project_id, task_type_id, *, for_concept: bool = False) -> Response:
        """Make the tasks on the entities named in the body, or on all of `entities`."""
        task_type = self.find(TaskType, task_type_id)
        project = Project.objects.filter(pk=project_id).first()
        ids = self.ids()
        check_known(ids)
        if project is None:
            return Response([], status=201)
        entities = entities.filter(project=project)
        if ids:
            here = set(entities.values_list("pk", flat=True))
            entity_ids = [pk for pk in ids if pk in here]
        else:
            entities = filters.apply(entities, ENTITY, self.request.query_params)
            entity_ids = entities.order_by("name", "pk").values_list("pk", flat=True)
        made = task_creation.create_for_entities(
            project=project,
            task_type=task_type,
            entity_ids=entity_ids,
            by=self.person,
            for_concept=for_concept,
        )
        return Response(created(made), status=201)

    def ids(self) -> list:
        """The ids in the body; none where it is empty."""
        data = self.request.data or []
        if not isinstance(data, list):
            raise Invalid("A list of ids expected.")
        return [filters.as_uuid("ids", pk) for pk in data]

    # Deleting

    @action(detail=False, methods=["post"], url_path="{project_id}/delete-tasks")
    def delete_tasks(self, request, project_id):
        project = self.find(Project, project_id)
        self.check(policies.is_manager, project.pk)
        if not isinstance(request.data, list):
            raise Invalid("A list of ids expected.")
        ids = self.ids()
        tasks.delete_many(tasks=Task.objects.filter(project=project, pk__in=ids), by=self.person)
        return Response(ids)

    @action(detail=False, methods=["delete"], url_path="{project_id}/task-types/{task_type_id}/delete-tasks")
    def delete_of_type(self, request, project_id, task_type_id):
        self.check(policies.is_admin)
        project = self.find(Project, project_id)
        of_type = Task.objects.filter(
            project=project, task_type_id=filters.as_uuid("task_type_id", task_type_id)
        )
        tasks.delete_many(tasks=of_type, by=self.person)
        return Response(status=204)


class EntityTaskCreation(ReachViewSet):
    """/data/entities/{entity_id}/tasks"""

    @action(detail=False, methods=["post"], url_path="{entity_id}/tasks", parser_classes=PARSERS)
    def create_tasks(self, request, entity_id):
        entity = self.entity(entity_id)
        self.check(policies.can_create_tasks, entity.project_id)
        ids = self.read(TypesInput)["task_type_ids"]
        if len(TaskType.objects.in_bulk(ids)) < len(set(ids)):
            raise Missing("task_type_ids: one of these does not exist.")
        made = task_creation.create_for_entity(entity=entity, task_type_ids=ids, by=self.person)
        return Response(created(made), status=201)


def check_known(ids: list) -> None:
    """Raise `Missing` where one of the ids is no entity's."""
    known = set()
    for part in parts(ids):
        known |= set(Entity.objects.filter(pk__in=part).values_list("pk", flat=True))
    if unknown := next((pk for pk in ids if pk not in known), None):
        raise Missing(f"There is no entity {unknown}.")


def created(made: list[Task]) -> list[dict]:
    """New tasks as they are answered: with the names of their type and status."""
    around = {
        task.pk: {
            "assignees": [],
            "task_status_name": task.task_status.name,
            "task_status_short_name": task.task_status.short_name,
            "task_status_color": task.task_status.color,
            "task_type_name": task.task_type.name,
            "task_type_color": task.task_type.color,
            "task_type_priority": task.task_type.priority,
        }
        for task in made
    }
    rows = []
    for part in parts(task.pk for task in made):
        found = {row["id"]: row for row in TASK.rows(Task.objects.filter(pk__in=part))}
        rows += [{**found[pk], **around[pk]} for pk in part]
    return rows


def register(router):
    router.register("actions/projects", TaskCreation)
    router.register("data/entities", EntityTaskCreation)
