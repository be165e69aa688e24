"""Entities under entities: shots of sequences, scenes and episodes, assets in shots, versions."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid, wanted
from kitsu_site.api.serializers import Id
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Invalid
from production import entity_policies
from production.api.kinds import KindViewSet
from production.api.sequences import SequenceRoutes
from production.api.shots import ShotRoutes
from production.api.wires import ASSET_TYPE, ENTITY, RAW_ENTITY
from production.models import Entity, EntityType, EntityVersion
from production.services import scenes

BY_NAME = ("name", "pk")


class SceneShotInput(serializers.Serializer):
    shot_id = Id()


class SequenceShots(ShotRoutes):
    """/data/sequences/{sequence_id}/shots."""

    def list(self, request, sequence_id):
        sequence = self.of_team(sequence_id, "Sequence")
        rows = self.filtered(self.listed(sequence.project_id)).filter(parent=sequence)
        return self.plain(rows.order_by(*BY_NAME), project_id=sequence.project_id)


class SequenceScenes(KindViewSet):
    """/data/sequences/{sequence_id}/scenes."""

    kind = "Sequence"

    @action(detail=True)
    def scenes(self, request, pk):
        sequence = self.readable(pk)
        scenes = self.reached(Entity.objects.of_kind("Scene").filter(parent=sequence), sequence.project_id)
        return Response(ENTITY.rows(scenes.order_by(*BY_NAME)))


class EpisodeSequences(SequenceRoutes):
    """/data/episodes/{episode_id}/sequences."""

    def list(self, request, episode_id):
        try:
            pk = as_uuid("episode_id", episode_id)
        except Invalid:
            return Response([])  # recorded so: here alone a malformed id is no error
        return self.plain_list(pk)


class EpisodeContents(KindViewSet):
    """/data/episodes/{episode_id}/shots and /edits."""

    kind = "Episode"

    @action(detail=True)
    def shots(self, request, pk):
        return self.below("Shot", "parent__parent", self.readable(pk))

    @action(detail=True)
    def edits(self, request, pk):
        return self.below("Edit", "parent", self.readable(pk))

    def below(self, kind: str, path: str, episode: Entity) -> Response:
        rows = Entity.objects.of_kind(kind).filter(**{path: episode})
        rows = self.reached(rows, episode.project_id)
        links = wanted(self.request.query_params, "relations")
        return Response(ENTITY.rows(rows.order_by(*BY_NAME), links=links))


class CastEntities(KindViewSet):
    @action(detail=True)
    def assets(self, request, pk):
        """All that it casts, canceled assets too."""
        entity = self.readable(pk)
        assets = self.reached(Entity.objects.filter(entities_in=entity), entity.project_id)
        return Response(ENTITY.rows(assets.order_by(*BY_NAME)))


class AssetAssets(CastEntities):
    kind = "Asset"


class ShotAssets(CastEntities):
    kind = "Shot"

    @action(detail=True, url_path="asset-types")
    def asset_types(self, request, pk):
        cast = self.readable(pk).entities_out.values("entity_type_id")
        return Response(ASSET_TYPE.rows(EntityType.objects.filter(pk__in=cast).order_by("name")))


class Versions(KindViewSet):
    @action(detail=True)
    def versions(self, request, pk):
        versions = EntityVersion.objects.filter(entity=self.readable(pk)).order_by("-created_at")
        return Response(Wire(EntityVersion, type=f"{self.kind}Version").rows(versions))


class ShotVersions(Versions):
    kind = "Shot"


class EditVersions(Versions):
    kind = "Edit"


class SceneShots(ShotRoutes):
    """/data/scenes/{scene_id}/shots: the shots whose source is the scene."""

    def list(self, request, scene_id):
        scene = self.readable(scene_id, "Scene")
        rows = self.listed(scene.project_id).filter(source=scene)
        return self.plain(rows.order_by(*BY_NAME), project_id=scene.project_id)

    def create(self, request, scene_id):
        scene = self.workable(scene_id)
        shot = self.entity(self.read(SceneShotInput)["shot_id"])
        scenes.add_shot(scene=scene, shot=shot, by=self.person)
        return Response(RAW_ENTITY.row(shot), status=201)

    def destroy(self, request, scene_id, pk):
        scenes.remove_shot(scene=self.workable(scene_id), shot=self.entity(pk), by=self.person)
        return Response(status=204)

    def workable(self, scene_id) -> Entity:
        scene = self.entity(scene_id, "Scene")
        self.check(entity_policies.can_work_on, scene)
        return scene


def register(router):
    router.register("data/sequences/{sequence_id}/shots", SequenceShots)
    router.register("data/sequences", SequenceScenes)
    router.register("data/episodes/{episode_id}/sequences", EpisodeSequences)
    router.register("data/episodes", EpisodeContents)
    router.register("data/assets", AssetAssets)
    router.register("data/shots", ShotAssets)
    router.register("data/shots", ShotVersions)
    router.register("data/edits", EditVersions)
    router.register("data/scenes/{scene_id}/shots", SceneShots)
