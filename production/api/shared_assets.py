"""Sharing assets between productions: /actions/.../share, /data/projects/{project_id}/.../shared-used."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid
from kitsu_site.api.serializers import Id
from kitsu_site.exceptions import Missing
from production import entity_policies, policies
from production.api.kinds import KindViewSet
from production.api.wires import ENTITY
from production.models import Entity, EntityLink
from production.services import shared_assets


class ShareInput(serializers.Serializer):
    is_shared = serializers.BooleanField(default=True)
    asset_ids = serializers.ListField(child=Id(), default=None, allow_null=True)


class ShareRoutes(KindViewSet):
    kind = "Asset"

    def answer(self, assets, is_shared: bool):
        shared = shared_assets.share(assets=assets, is_shared=is_shared, by=self.person)
        return Response(ENTITY.rows(Entity.objects.filter(pk__in=[asset.pk for asset in shared])))

    def of_managed(self, project_id):
        """The assets of a production, for its managers."""
        project_id = as_uuid("project_id", project_id)
        self.check(policies.is_manager, project_id)
        return Entity.objects.of_kind("Asset").filter(project_id=project_id)


class AssetShare(ShareRoutes):
    @action(detail=False, methods=["post"])
    def share(self, request):
        body = self.read(ShareInput)
        found = Entity.objects.of_kind("Asset").in_bulk(body["asset_ids"] or [])
        for pk in body["asset_ids"] or []:
            if pk not in found:
                raise Missing(f"There is no asset {pk}.", field="asset_ids")
        for project_id in {asset.project_id for asset in found.values()}:
            self.check(entity_policies.manages, project_id)
        return self.answer(found.values(), body["is_shared"])


class ProjectAssetShare(ShareRoutes):
    """No list, or an empty one, is every asset of the production."""

    @action(detail=False, methods=["post"])
    def share(self, request, project_id):
        assets, body = self.of_managed(project_id), self.read(ShareInput)
        if body["asset_ids"]:
            assets = assets.filter(pk__in=body["asset_ids"])
        return self.answer(assets, body["is_shared"])


class AssetTypeShare(ShareRoutes):
    @action(detail=False, methods=["post"])
    def share(self, request, project_id, asset_type_id):
        assets = self.of_managed(project_id).filter(entity_type_id=as_uuid("asset_type_id", asset_type_id))
        return self.answer(assets, self.read(ShareInput)["is_shared"])


class SharedUsed(KindViewSet):
    """Shared assets of other productions that shots of this one cast."""

    kind = "Asset"

    @action(detail=False, url_path="shared-used")
    def shared_used(self, request, project_id, episode_id=None):
        project_id = as_uuid("project_id", project_id)
        self.check(entity_policies.is_on_team, project_id)
        links = EntityLink.objects.filter(
            entity_in__project_id=project_id, entity_in__entity_type__name="Shot"
        )
        if episode_id not in (None, "all", "main"):
            links = links.filter(entity_in__parent__parent_id=as_uuid("episode_id", episode_id))
        rows = Entity.objects.of_kind("Asset").filter(is_shared=True, pk__in=links.values("entity_out_id"))
        rows = rows.exclude(project_id=project_id).exclude(canceled=True)
        return Response(ENTITY.rows(rows.order_by("name", "pk")))


def register(router):
    router.register("actions/assets", AssetShare)
    router.register("actions/projects/{project_id}/assets", ProjectAssetShare)
    router.register("actions/projects/{project_id}/asset-types/{asset_type_id}/assets", AssetTypeShare)
    router.register("data/projects/{project_id}/assets", SharedUsed)
    router.register(
        "data/projects/{project_id}/episodes/{episode_id}/assets", SharedUsed, "SharedUsedInEpisode"
    )
