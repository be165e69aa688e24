"""Rows of ShotGrid: /import/shotgun/... (notes on imports, section 4). Admins only."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import policies
from accounts.api.wires import PERSON_SECRETS, PersonWire
from accounts.models import Person
from imports.api.csv_imports import DRY_RUN
from imports.models import DataImportError
from imports.services import batches, rehearsals
from imports.services.shotgun import importer, removal
from imports.services.shotgun.importer import KINDS
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.filters import wanted
from kitsu_site.api.wire import Wire
from kitsu_site.db.base import StudioModel
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid

# Admins are told of failed sign-ins, too; of no secret.
PERSON = PersonWire(Person, secret=set(PERSON_SECRETS) - {"login_failed_attemps", "last_login_failed"})
ERROR = Wire(DataImportError)
ROUTES = {**{name: name for name in KINDS}, "projectconnections": "project-connections"}
LIMIT = 2**31  # ShotGrid's ids are whole numbers from 1


class ShotgunViewSet(ScopedViewSet):
    """The right comes before everything else."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.check(policies.is_admin)


class ShotgunImport(ShotgunViewSet):
    """One kind of rows."""

    segment = ""

    @extend_schema(parameters=[DRY_RUN])
    def create(self, request):
        rows = request.data
        if not isinstance(rows, list):
            raise Invalid("A JSON list expected.")
        if wanted(request.query_params, "dry_run"):
            model = KINDS[self.segment].model
            return Response(rehearsals.rehearse(model, lambda: self.outcomes(rows), self.answer).as_json())
        answered, refused = importer.import_rows(self.segment, rows, by=self.person)
        if refused:
            raise refused[0].error()
        return Response(self.answer([row.pk for row in answered if isinstance(row, StudioModel)]))

    def outcomes(self, rows: list) -> list:
        """What became of each row, also of those after a refused one: the id it is stored as, or why not."""
        answered, _ = importer.import_rows(self.segment, rows, by=self.person, passing=True)
        return [
            row.pk if isinstance(row, StudioModel) else batches.Refusal(index, rows[index], row.reason)
            for index, row in enumerate(answered)
        ]

    def answer(self, ids: list) -> list[dict]:
        """The stored rows in the order of the call."""
        model = KINDS[self.segment].model
        wire = PERSON if model is Person else Wire(model)
        found = {}
        for part in parts(dict.fromkeys(ids)):
            found.update((row["id"], row) for row in wire.rows(model._base_manager.filter(pk__in=part)))
        return [found[pk] for pk in ids]


class ShotgunRemoval(ShotgunViewSet):
    """One row, by its ShotGrid id."""

    segment = ""

    def create(self, request):
        number = self.object_body().get("id")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < LIMIT:
            raise Invalid("id: the ShotGrid id, a whole number, expected.", field="id")
        pk, gone = removal.remove(kind=self.segment, shotgun_id=number, by=self.person)
        return Response({"success": gone, **({"removed_instance_id": pk} if pk else {})})


class ShotgunErrors(ShotgunViewSet):
    """Rows that an import refused, kept as they came."""

    def list(self, request):
        return Response(ERROR.rows(self.rows().order_by("created_at")))

    def create(self, request):
        if request.data is None or request.data == "":
            raise Invalid("A JSON value expected.")
        row = DataImportError.objects.create(event_data=request.data, source=DataImportError.Source.SHOTGUN)
        return Response(ERROR.row(row), status=201)

    def destroy(self, request, pk):
        self.find(self.rows(), pk).delete()
        return Response(status=204)

    def rows(self):
        return DataImportError.objects.filter(source=DataImportError.Source.SHOTGUN)


def register(router) -> None:
    for route, name in ROUTES.items():
        word = route.title().replace("-", "")
        router.register(
            f"import/shotgun/{route}", type(f"Shotgun{word}", (ShotgunImport,), {"segment": name})
        )
    for kind in removal.KINDS:
        word = kind.title().replace("-", "")
        viewset = type(f"ShotgunRemove{word}", (ShotgunRemoval,), {"segment": kind})
        router.register(f"import/shotgun/remove/{kind}", viewset)
    router.register("import/shotgun/errors", ShotgunErrors)
