"""What the caller works on in open productions: /data/user/... (notes on entities, section 11)."""

from rest_framework.decorators import action
from rest_framework.response import Response

from production.api.kinds import KindViewSet
from production.api.wires import ASSET_TYPE, ENTITY, TASK, TASK_TYPE
from production.models import Entity, EntityType, Task, TaskType

BY_NAME = ("name", "pk")


class OwnWork(KindViewSet):
    """Nothing is refused here: what the caller has no task on is just not listed, even to admins."""

    @property
    def own_tasks(self):
        """The tasks of the caller in open productions."""
        return Task.objects.in_open_productions().filter(assignees=self.person)

    @property
    def own_entities(self):
        """The entities with such a task."""
        return Entity.objects.filter(pk__in=self.own_tasks.values("entity_id"))

    def answer(self, entities) -> Response:
        return Response(ENTITY.rows(entities.order_by(*BY_NAME)))


class OwnTasks(OwnWork):
    @action(detail=True)
    def tasks(self, request, pk):
        return Response(TASK.rows(self.own_tasks.filter(entity=self.entity(pk))))

    @action(detail=True, url_path="task-types")
    def task_types(self, request, pk):
        types = self.own_tasks.filter(entity=self.entity(pk)).values("task_type_id")
        return Response(TASK_TYPE.rows(TaskType.objects.filter(pk__in=types).order_by(*BY_NAME)))


class OwnAssets(OwnTasks):
    kind = "Asset"


class OwnShots(OwnTasks):
    kind = "Shot"


class OwnScenes(OwnTasks):
    kind = "Scene"


class OwnSequences(OwnTasks):
    kind = "Sequence"

    @action(detail=True)
    def shots(self, request, pk):
        return self.answer(self.own_entities.of_kind("Shot").filter(parent=self.entity(pk)))

    @action(detail=True)
    def scenes(self, request, pk):
        return self.answer(self.own_entities.of_kind("Scene").filter(parent=self.entity(pk)))


class OwnProjects(OwnWork):
    """/data/user/projects/{project_id}/..."""

    @action(detail=True, url_path="asset-types")
    def asset_types(self, request, pk):
        assets = self.own_entities.of_kind("Asset").filter(project=self.project(pk))
        types = EntityType.objects.filter(pk__in=assets.values("entity_type_id"))
        return Response(ASSET_TYPE.rows(types.order_by("name")))

    @action(detail=True, url_path="asset-types/{asset_type_id}/assets")
    def assets(self, request, pk, asset_type_id):
        project, asset_type = self.project(pk), self.find(EntityType, asset_type_id)
        assets = self.own_entities.of_kind("Asset").filter(project=project, entity_type=asset_type)
        return self.answer(assets)

    @action(detail=True)
    def sequences(self, request, pk):
        shots = self.own_entities.of_kind("Shot").filter(project=self.project(pk))
        return self.answer(Entity.objects.of_kind("Sequence").filter(pk__in=shots.values("parent_id")))

    @action(detail=True)
    def episodes(self, request, pk):
        shots = self.own_entities.of_kind("Shot").filter(project=self.project(pk))
        return self.answer(Entity.objects.of_kind("Episode").filter(pk__in=shots.values("parent__parent_id")))


def register(router):
    router.register("data/user/assets", OwnAssets)
    router.register("data/user/shots", OwnShots)
    router.register("data/user/scenes", OwnScenes)
    router.register("data/user/sequences", OwnSequences)
    router.register("data/user/projects", OwnProjects)
