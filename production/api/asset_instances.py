"""Asset instances in scenes, in shots and in other assets."""

from collections import defaultdict

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.serializers import Id, StrictText
from kitsu_site.api.wire import Wire
from production import entity_policies
from production.api.kinds import KindViewSet
from production.api.wires import RAW_ENTITY
from production.models import AssetInstance, AssetInstanceLink
from production.services import asset_instances

INSTANCE = Wire(AssetInstance, links=("shots",))
LONGEST_DESCRIPTION = 200


class SceneInstanceInput(serializers.Serializer):
    asset_id = Id()
    description = StrictText(default=None, allow_null=True, max_length=LONGEST_DESCRIPTION)


class AssetInstanceInput(serializers.Serializer):
    asset_to_instantiate_id = Id()
    description = StrictText(default=None, allow_null=True, max_length=LONGEST_DESCRIPTION)


class ShotInstanceInput(serializers.Serializer):
    asset_instance_id = Id()


def by(key: str, instances) -> dict:
    """{value of a column: its instances, by number}; the text `None` stands for no value."""
    found = defaultdict(list)
    for row in INSTANCE.rows(instances.order_by("number", "created_at", "pk")):
        found[str(row[key])].append(row)
    return found


class InstanceRoutes(KindViewSet):
    def workable(self, pk):
        """The entity of the path, for who may tie instances to it."""
        entity = self.entity(pk)
        self.check(entity_policies.can_work_on, entity)
        return entity


class SceneInstances(InstanceRoutes):
    kind = "Scene"

    @action(detail=True, url_path="asset-instances")
    def asset_instances(self, request, pk):
        return Response(by("asset_id", self.readable(pk).scene_instances))

    @asset_instances.mapping.post
    def create_instance(self, request, pk):
        scene, body = self.workable(pk), self.read(SceneInstanceInput)
        instance = asset_instances.create_in_scene(
            scene=scene,
            asset=self.entity(body["asset_id"], "Asset"),
            description=body["description"],
            by=self.person,
        )
        return Response(INSTANCE.row(instance), status=201)

    @action(detail=True, url_path="camera-instances")
    def camera_instances(self, request, pk):
        cameras = self.readable(pk).scene_instances.filter(asset__entity_type__name="Camera")
        return Response(by("asset_id", cameras))


class ShotInstances(InstanceRoutes):
    kind = "Shot"

    @action(detail=True, url_path="asset-instances")
    def asset_instances(self, request, pk):
        return Response(by("asset_id", self.readable(pk).instance_casting))

    @asset_instances.mapping.post
    def add_instance(self, request, pk):
        shot, body = self.workable(pk), self.read(ShotInstanceInput)
        instance = self.find(AssetInstance, body["asset_instance_id"])
        asset_instances.add_to_shot(shot=shot, instance=instance, by=self.person)
        return Response(RAW_ENTITY.row(shot), status=201)

    @action(detail=True, methods=["delete"], url_path="asset-instances/{instance_id}")
    def remove_instance(self, request, pk, instance_id):
        shot = self.workable(pk)
        asset_instances.remove_from_shot(
            shot=shot, instance=self.find(AssetInstance, instance_id), by=self.person
        )
        return Response(status=204)


class AssetInstances(InstanceRoutes):
    kind = "Asset"

    @action(detail=True, url_path="asset-asset-instances")
    def asset_asset_instances(self, request, pk):
        return Response(by("asset_id", self.readable(pk).target_instances))

    @asset_asset_instances.mapping.post
    def create_instance(self, request, pk):
        target, body = self.workable(pk), self.read(AssetInstanceInput)
        instance = asset_instances.create_in_asset(
            target=target,
            asset=self.entity(body["asset_to_instantiate_id"], "Asset"),
            description=body["description"],
            by=self.person,
        )
        return Response(INSTANCE.row(instance), status=201)

    @action(detail=True, url_path="scene-asset-instances")
    def scene_asset_instances(self, request, pk):
        return Response(by("scene_id", self.readable(pk).instances))

    @action(detail=True, url_path="shot-asset-instances")
    def shot_asset_instances(self, request, pk):
        instances = self.readable(pk).instances.order_by("number", "created_at", "pk")
        rows = {row["id"]: row for row in INSTANCE.rows(instances)}
        links = AssetInstanceLink.objects.filter(asset_instance__in=instances.order_by().values("pk"))
        found = defaultdict(list)
        pairs = links.order_by("asset_instance__number", "asset_instance__created_at")
        for instance_id, shot_id in pairs.values_list("asset_instance_id", "entity_id"):
            found[shot_id].append(rows[instance_id])
        return Response(found)


def register(router):
    router.register("data/scenes", SceneInstances)
    router.register("data/shots", ShotInstances)
    router.register("data/assets", AssetInstances)
