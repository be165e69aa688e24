"""/import/otio: the shots of a cut (notes on imports, section 3)."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from imports import policies
from imports.api.csv_imports import DRY_RUN, in_order
from imports.services import plans, timelines
from imports.services.timeline_import import TimelineImporter
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.filters import as_uuid, wanted
from kitsu_site.api.uploads import PARSERS, uploaded
from kitsu_site.exceptions import Invalid
from production.api.wires import ENTITY, RAW_ENTITY
from production.models import Entity, Project
from production.services.quotas import frames_per_second

WORDS = {"true": True, "1": True, "on": True, "false": False, "0": False}
PARAMETERS = [
    OpenApiParameter("naming_convention", str, description="How clips are named after shots."),
    OpenApiParameter("match_case", OpenApiTypes.BOOL, description="Whether case counts; true by default."),
    DRY_RUN,
]


class TimelineImports(ScopedViewSet):
    """An unknown production or episode is 400 here."""

    parser_classes = PARSERS

    @extend_schema(parameters=PARAMETERS)
    @action(detail=False, methods=["post"], url_path="{project_id}")
    def production(self, request, project_id):
        return self.imported(project_id)

    @extend_schema(parameters=PARAMETERS)
    @action(detail=False, methods=["post"], url_path="{project_id}/episodes/{episode_id}")
    def episode(self, request, project_id, episode_id):
        return self.imported(project_id, episode_id)

    def imported(self, project_id: str, episode_id: str | None = None) -> Response:
        pk = as_uuid("project_id", project_id)
        self.check(policies.can_import, pk)
        project = self.known(Project.objects.all(), "project_id", pk)
        episode = None
        if episode_id is not None:
            rows = Entity.objects.filter(project=project).of_kind("Episode")
            episode = self.known(rows, "episode_id", as_uuid("episode_id", episode_id))
        importer = TimelineImporter(
            project=project,
            episode=episode,
            by=self.person,
            naming_convention=self.parameter("naming_convention"),
            match_case=self.match_case(),
        )
        file = uploaded(self.request)
        cuts = timelines.read(file.read(), file_name=file.name, rate=frames_per_second(project))
        dry_run = wanted(self.request.query_params, "dry_run")
        plan = plans.run(importer, cuts, whole=False, dry_run=dry_run)
        if dry_run:
            return Response(plan.as_json())
        updated, created = plan.answer
        return Response(
            {
                "updated_shots": in_order(
                    updated, lambda ids: RAW_ENTITY.rows(Entity.objects.filter(pk__in=ids))
                ),
                "created_shots": in_order(
                    created, lambda ids: ENTITY.rows(Entity.objects.filter(pk__in=ids))
                ),
            },
            status=201,
        )

    def known(self, rows, name: str, pk):
        row = rows.filter(pk=pk).first()
        if row is None:
            raise Invalid(f"{name}: there is no {rows.model._meta.verbose_name} {pk}.", field=name)
        return row

    def parameter(self, name: str) -> str | None:
        """A parameter of the query or of the form."""
        form = self.request.data if isinstance(self.request.data, dict) else {}
        value = self.request.query_params.get(name, form.get(name))
        return value if isinstance(value, str) else None

    def match_case(self) -> bool:
        value = self.parameter("match_case")
        if value is None:
            return True
        if value.lower() not in WORDS:
            raise Invalid("match_case: true or false expected.", field="match_case")
        return WORDS[value.lower()]


def register(router):
    router.register("import/otio/projects", TimelineImports)
