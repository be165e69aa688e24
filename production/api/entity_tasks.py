"""The tasks and task types of an entity, and of what is below it."""

from django.db.models import Q
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import wanted
from production import entity_policies
from production.api.kinds import KindViewSet
from production.api.wires import TASK, TASK_TYPE
from production.models import Entity, Task, TaskType

DETAILS = {
    "project_name": "project__name",
    "task_type_name": "task_type__name",
    "task_status_name": "task_status__name",
    "entity_type_name": "entity__entity_type__name",
    "entity_name": "entity__name",
}


def detailed(tasks, *, links: bool = False) -> list[dict]:
    """Tasks with the names of what they refer to, by name, production and task type."""
    rows = TASK.rows(tasks.order_by("name", "project__name", "task_type__name", "pk"), extra=DETAILS)
    if links:
        TASK.add_links(rows, tasks)
    return rows


class EntityTasks(KindViewSet):
    """`tasks` and `task-types` of one entity."""

    shows_assignees = True  # whether `relations=true` adds them
    own_for_vendors = False  # whether vendors get their own tasks only, as plain rows

    @action(detail=True)
    def tasks(self, request, pk):
        entity = self.readable(pk)
        found = Task.objects.filter(entity=entity)
        if self.own_for_vendors and self.is_vendor(entity.project_id):
            return Response(TASK.rows(found.filter(assignees=self.person)))
        links = self.shows_assignees and wanted(request.query_params, "relations")
        return Response(detailed(found, links=links))

    @action(detail=True, url_path="task-types")
    def task_types(self, request, pk):
        of_tasks = Task.objects.filter(self.typed(self.readable(pk)))
        types = TaskType.objects.filter(pk__in=of_tasks.values("task_type_id"))
        return Response(TASK_TYPE.rows(types.order_by("name", "pk")))

    def typed(self, entity: Entity) -> Q:
        """The tasks whose types are listed."""
        return Q(entity=entity)

    def below(self, entities: Q) -> Response:
        """The tasks of entities below the one of the path, for all but vendors."""
        tasks = Task.objects.filter(entity__in=Entity.objects.filter(entities).values("pk"))
        return Response(detailed(tasks, links=wanted(self.request.query_params, "relations")))

    def parent(self, pk) -> Entity:
        """The entity of the path, for its team without vendors."""
        entity = self.entity(pk)
        self.check(entity_policies.is_no_vendor, entity.project_id)
        return entity


class AssetTasks(EntityTasks):
    kind = "Asset"


class ShotTasks(EntityTasks):
    kind = "Shot"


class EditTasks(EntityTasks):
    kind = "Edit"


class ConceptTasks(EntityTasks):
    kind = "Concept"


class SceneTasks(EntityTasks):
    kind, shows_assignees = "Scene", False


class SequenceTasks(EntityTasks):
    kind, own_for_vendors = "Sequence", True

    def typed(self, entity):
        return Q(entity__parent=entity)

    @action(detail=True, url_path="shot-tasks")
    def shot_tasks(self, request, pk):
        return self.below(Q(parent=self.parent(pk)))


class EpisodeTasks(EntityTasks):
    kind, shows_assignees, own_for_vendors = "Episode", False, True

    def typed(self, entity):
        return Q(entity__parent__parent=entity)

    @action(detail=True, url_path="shot-tasks")
    def shot_tasks(self, request, pk):
        return self.below(Q(parent__parent=self.parent(pk)))

    @action(detail=True, url_path="asset-tasks")
    def asset_tasks(self, request, pk):
        return self.below(Q(source=self.parent(pk)))

    @action(detail=True, url_path="edit-tasks")
    def edit_tasks(self, request, pk):
        return self.below(Q(parent=self.parent(pk), entity_type__name="Edit"))


def register(router):
    router.register("data/assets", AssetTasks)
    router.register("data/shots", ShotTasks)
    router.register("data/edits", EditTasks)
    router.register("data/concepts", ConceptTasks)
    router.register("data/scenes", SceneTasks)
    router.register("data/sequences", SequenceTasks)
    router.register("data/episodes", EpisodeTasks)
