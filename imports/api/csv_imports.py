"""/import/csv: sheets of people, assets, shots, edits, casting, estimations (notes on imports, section 1)."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.wires import PERSON
from accounts.models import Person
from imports import policies
from imports.services import plans, tables
from imports.services.sheets import SHEETS
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.filters import as_uuid, wanted
from kitsu_site.api.uploads import PARSERS, uploaded
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid, Missing
from production.api.wires import RAW_ENTITY
from production.models import Entity, Project, TaskType

NOT_NARROWED = ("all", "main")
UPDATE = OpenApiParameter("update", OpenApiTypes.BOOL, description="Change rows that are known, too.")
DRY_RUN = OpenApiParameter(
    "dry_run", OpenApiTypes.BOOL, description="Answer the plan (200), and write nothing."
)
OPTIONS = [
    DRY_RUN,
    OpenApiParameter(
        "encoding", str, description="Of the file: `utf-8` by default, `auto` to have it found, or its name."
    ),
]


class SheetImports(ScopedViewSet):
    parser_classes = PARSERS

    def imported(self, name: str, present=None, **about) -> Response:
        """The answer to an import; `present` makes the rows that are answered of their ids."""
        params, sheet = self.request.query_params, SHEETS[name]
        content = uploaded(self.request).read()
        rows = tables.read(content, encoding=params.get("encoding") or "utf-8")
        importer = sheet.importer(by=self.person, update=wanted(params, "update"), **about)
        dry_run = wanted(params, "dry_run")
        plan = plans.run(importer, rows, whole=False, dry_run=dry_run)
        if dry_run:
            return Response(plan.as_json())
        return Response(present(plan.answer) if present else [None] * len(plan.changes), status=201)


class PersonImports(SheetImports):
    @extend_schema(parameters=[UPDATE, *OPTIONS])
    @action(detail=False, methods=["post"])
    def persons(self, request):
        self.check(policies.can_import_people)
        return self.imported("persons", persons)


class ProductionImports(SheetImports):
    """/import/csv/projects/{project_id}/..."""

    def production(self, project_id: str, rule=policies.can_import, *about) -> Project:
        """The production; 404 for what is no id, then 403, then 404 for an unknown one."""
        try:
            pk = as_uuid("project_id", project_id)
        except Invalid:
            raise Missing(f"There is no production {project_id}.") from None
        self.check(rule, pk, *about)
        return self.find(Project, pk)

    @extend_schema(parameters=[UPDATE, *OPTIONS])
    @action(detail=False, methods=["post"], url_path="{project_id}/assets")
    def assets(self, request, project_id):
        return self.imported("assets", entities, project=self.production(project_id))

    @extend_schema(parameters=[UPDATE, *OPTIONS])
    @action(detail=False, methods=["post"], url_path="{project_id}/shots")
    def shots(self, request, project_id):
        return self.imported("shots", entities, project=self.production(project_id))

    @extend_schema(parameters=[UPDATE, *OPTIONS])
    @action(detail=False, methods=["post"], url_path="{project_id}/edits")
    def edits(self, request, project_id):
        return self.imported("edits", entities, project=self.production(project_id))

    @extend_schema(parameters=OPTIONS)
    @action(detail=False, methods=["post"], url_path="{project_id}/casting")
    def casting(self, request, project_id):
        return self.imported("casting", project=self.production(project_id))

    @extend_schema(parameters=OPTIONS)
    @action(detail=False, methods=["post"], url_path="{project_id}/task-types/{task_type_id}/estimations")
    def estimations(self, request, project_id, task_type_id):
        return self.estimated(project_id, task_type_id)

    @extend_schema(parameters=OPTIONS)
    @action(
        detail=False,
        methods=["post"],
        url_path="{project_id}/episodes/{episode_id}/task-types/{task_type_id}/estimations",
    )
    def episode_estimations(self, request, project_id, episode_id, task_type_id):
        return self.estimated(project_id, task_type_id, episode_id)

    def estimated(self, project_id, task_type_id, episode_id="all") -> Response:
        task_type = self.find(TaskType, task_type_id)
        project = self.production(project_id, policies.can_import_estimations, task_type)
        episode = None
        if episode_id not in NOT_NARROWED:
            episode = self.find(Entity.objects.filter(project=project).of_kind("Episode"), episode_id)
        return self.imported("estimations", project=project, task_type=task_type, episode=episode)


def entities(ids: list) -> list[dict]:
    """Entities as they are answered, in the order of `ids`."""
    return in_order(ids, lambda part: RAW_ENTITY.rows(Entity.objects.filter(pk__in=part)))


def persons(ids: list) -> list[dict]:
    """People without their secrets, in the order of `ids`."""
    return in_order(ids, lambda part: PERSON.rows(Person.objects.filter(pk__in=part)))


def in_order(ids: list, read) -> list[dict]:
    found = {}
    for part in parts(dict.fromkeys(ids)):
        found.update((row["id"], row) for row in read(part))
    return [found[pk] for pk in ids]


def register(router):
    router.register("import/csv", PersonImports)
    router.register("import/csv/projects", ProductionImports)
