"""Assets: /data/assets, /data/projects/{project_id}/assets and the asset types."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Missing
from production import entity_policies
from production.api.entity_inputs import AssetInput
from production.api.kinds import KindViewSet, in_episode
from production.api.lists.assets import AssetList
from production.api.wires import ENTITY
from production.models import EntityType
from production.services import assets

NO_EPISODE = ("main", "all")


class AssetRoutes(KindViewSet):
    kind = "Asset"
    list_class, has_forms = AssetList, True

    def project_asked(self):
        """The production that the query asks for, by itself or by its episode; None for neither."""
        project_id = self.asked("project_id")
        episode_id = self.request.query_params.get("episode_id")
        if project_id is None and episode_id:
            if episode_id in NO_EPISODE:
                raise Missing("episode_id: say of which production.", field="episode_id")
            project_id = self.entity(str(as_uuid("episode_id", episode_id)), "Episode").project_id
        if project_id is not None:
            self.enter(project_id)
        return project_id

    def of_episode(self, rows):
        """`rows` of the episode that the query asks for: a real one, the main pack, or all."""
        episode_id = self.request.query_params.get("episode_id")
        if not episode_id or episode_id == "all":
            return rows, None
        if episode_id == "main":
            return rows.filter(source__isnull=True), None
        pk = as_uuid("episode_id", episode_id)
        return rows.filter(in_episode(pk)), pk


class AssetViewSet(AssetRoutes):
    def list(self, request):
        project_id = self.project_asked()
        rows, _ = self.of_episode(self.filtered(self.listed(project_id)))
        return self.plain(rows.order_by("name", "pk"), project_id=project_id)

    @action(detail=False)
    def all(self, request):
        return self.list(request)

    @action(detail=False, url_path="with-tasks")
    def with_tasks(self, request):
        project_id = self.project_asked()
        rows, episode_id = self.of_episode(self.listed(project_id))
        if pk := self.asked("id"):
            rows = rows.filter(pk=pk)
        with_castings = request.query_params.get("project_id") is not None
        return self.big_list(rows, project_id, episode_id=episode_id, with_castings=with_castings)

    def retrieve(self, request, pk):
        asset = self.readable(pk)
        answer = ENTITY.row(asset, links=True)
        del answer["source_id"], answer["nb_frames"]
        listed = {**AssetList.one(asset), "project_name": asset.project.name}
        return Response({**answer, **listed})


class ProjectAssets(AssetRoutes):
    """/data/projects/{project_id}/assets."""

    def list(self, request, project_id):
        return self.answer(as_uuid("project_id", project_id))

    def answer(self, project_id, **narrowed):
        self.enter(project_id)
        rows, _ = self.of_episode(self.filtered(self.listed(project_id)).filter(**narrowed))
        return self.plain(rows.order_by("name", "pk"), project_id=project_id)


class ProjectTypeAssets(ProjectAssets):
    """/data/projects/{project_id}/asset-types/{asset_type_id}/assets."""

    def list(self, request, project_id, asset_type_id):
        project_id = as_uuid("project_id", project_id)
        return self.answer(project_id, entity_type_id=as_uuid("asset_type_id", asset_type_id))

    @action(detail=False, methods=["post"])
    def new(self, request, project_id, asset_type_id):
        project = self.project(project_id)
        self.check(entity_policies.manages, project.pk)
        asset_type = self.find(EntityType, asset_type_id)
        if asset_type.kind != "Asset":
            raise Missing(f"{asset_type} is no type of assets.", field="asset_type_id")
        asset = assets.create_asset(
            project=project, asset_type=asset_type, by=self.person, **self.read(AssetInput)
        )
        return Response(ENTITY.row(asset), status=201)


def register(router):
    router.register("data/assets", AssetViewSet)
    router.register("data/projects/{project_id}/assets", ProjectAssets)
    router.register("data/projects/{project_id}/asset-types/{asset_type_id}/assets", ProjectTypeAssets)
