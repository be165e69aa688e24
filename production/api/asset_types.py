"""Types of assets: /data/asset-types, /data/projects/{project_id}/asset-types."""

from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Missing
from production import entity_policies
from production.api.wires import ASSET_TYPE
from production.models import Entity, EntityType


class AssetTypeViewSet(ScopedViewSet):
    lookup_value_regex = "[^/]+"

    def list(self, request):
        params = request.query_params.copy()
        project_id = params.pop("project_id", [None])[0]
        rows = EntityType.objects.assets()
        if project_id:
            rows = used_by_assets(rows, as_uuid("project_id", project_id))
        return Response(ASSET_TYPE.rows(filters.apply(rows, ASSET_TYPE, params).order_by("name"), links=True))

    def retrieve(self, request, pk):
        asset_type = self.find(EntityType, pk)
        if asset_type.kind != "Asset":
            raise Missing(f"{asset_type} is no type of assets.")
        return Response(ASSET_TYPE.row(asset_type, links=True))


class ProjectAssetTypes(ScopedViewSet):
    def list(self, request, project_id):
        project_id = as_uuid("project_id", project_id)
        self.check(entity_policies.is_on_team, project_id)
        return Response(
            ASSET_TYPE.rows(used_by_assets(EntityType.objects.assets(), project_id).order_by("name"))
        )


def used_by_assets(rows, project_id):
    """The types of the assets of a production."""
    return rows.filter(pk__in=Entity.objects.filter(project_id=project_id).values("entity_type_id"))


def register(router):
    router.register("data/asset-types", AssetTypeViewSet)
    router.register("data/projects/{project_id}/asset-types", ProjectAssetTypes)
