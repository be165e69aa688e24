"""Rows of another server: /import/kitsu/<kind> (notes on imports, section 5)."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from imports.api.csv_imports import DRY_RUN
from imports.services import rehearsals
from imports.services.kitsu import upserts
from imports.services.kitsu.kinds import KINDS
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.filters import wanted
from kitsu_site.api.wire import Wire
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid
from production.api.wires import CHAT_MESSAGE, COMMENT, NOTIFICATION

SILENT = ("true", "1", "yes")
QUIET = OpenApiParameter("silent", OpenApiTypes.BOOL, description="Tell nobody of the rows.")
WIRES = {"notifications": NOTIFICATION}


class KitsuImport(ScopedViewSet):
    """One kind; anybody may call, but rows of who is no admin are passed over."""

    segment = ""

    @extend_schema(parameters=[QUIET, DRY_RUN])
    def create(self, request):
        rows = request.data
        if not isinstance(rows, list):
            raise Invalid("A JSON list expected.")
        if not self.scope.is_admin:
            return Response([])
        if wanted(request.query_params, "dry_run"):
            model = KINDS[self.segment].model
            return Response(rehearsals.rehearse(model, lambda: self.outcomes(rows), self.answer).as_json())
        silent = request.query_params.get("silent", "").lower() in SILENT
        ids, refused = upserts.import_rows(KINDS[self.segment](), rows, by=self.person, silent=silent)
        if refused:
            raise refused[0].error()
        return Response(self.answer(ids))

    def outcomes(self, rows: list) -> list:
        """What became of each row, also of those after a refused one: the id it is stored as, or why not."""
        ids, refused = upserts.import_rows(
            KINDS[self.segment](), rows, by=self.person, silent=True, passing=True
        )
        outcomes = list(ids)
        for failure in refused:
            outcomes.insert(failure.index, failure)
        return outcomes

    def answer(self, ids: list) -> list[dict]:
        """The stored rows in the order of the call."""
        wire = WIRES.get(self.segment) or Wire(KINDS[self.segment].model)
        found = {}
        for part in parts(dict.fromkeys(ids)):
            rows = wire.rows(wire.model._base_manager.filter(id__in=part))
            found.update((row["id"], row) for row in self.dressed(rows))
        return [found[pk] for pk in ids]

    def dressed(self, rows: list[dict]) -> list[dict]:
        return rows


class AttachmentFileImport(KitsuImport):
    """Attachments are answered with their comments and messages."""

    def dressed(self, rows):
        comments = whole(COMMENT, [row["comment_id"] for row in rows])
        messages = whole(CHAT_MESSAGE, [row["chat_message_id"] for row in rows])
        for row in rows:
            row["comment"] = comments.get(row["comment_id"])
            row["chat_message"] = messages.get(row["chat_message_id"])
        return rows


def whole(wire: Wire, ids: list) -> dict:
    """{id: row} of a wire's rows."""
    rows = wire.rows(wire.model._base_manager.filter(pk__in={pk for pk in ids if pk}))
    return {row["id"]: row for row in rows}


def register(router) -> None:
    for name in KINDS:
        base = AttachmentFileImport if name == "attachment-files" else KitsuImport
        viewset = type(f"{KINDS[name].__name__}Import", (base,), {"segment": name})
        router.register(f"import/kitsu/{name}", viewset)
