"""Sheets as resources of django-import-export: what becomes of rows is the engine's, the library shows it."""

from import_export.formats.base_formats import Format
from import_export.resources import Resource
from import_export.results import Error, Result, RowResult

from imports.services import plans, tables
from imports.services.plans import Action, Change, ImportRefused, Plan
from imports.services.sheets import SHEETS, Sheet
from imports.services.tables import Row
from kitsu_site.exceptions import StudioError

FIRST_CELLS, LONGEST_CELL = 3, 40  # of a refused row, as it is called
TYPES = {
    Action.CREATE: RowResult.IMPORT_TYPE_NEW,
    Action.UPDATE: RowResult.IMPORT_TYPE_UPDATE,
    Action.UNCHANGED: RowResult.IMPORT_TYPE_SKIP,
    Action.REFUSED: RowResult.IMPORT_TYPE_ERROR,
}


class SheetFormat(Format):
    """CSV in any encoding, or a workbook: told by what is in the file."""

    def __init__(self, encoding=None):
        """The library names an encoding; the reader finds the one of the file."""

    def get_title(self) -> str:
        return "CSV or XLSX"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> list:
        """The rows of a sheet, as the engine's reader finds them; raises `Invalid` for what is none."""
        return list(plans.taken(tables.read(in_stream, encoding=tables.FOUND)))


class PlanResult(Result):
    """The library's result, and the plan that it was made of."""

    plan: Plan | None = None


class SheetResource(Resource):
    """A sheet that is imported by the engine, whole or not at all."""

    sheet: Sheet

    @classmethod
    def get_display_name(cls) -> str:
        return cls.sheet.name.capitalize()

    def get_result_class(self):
        return PlanResult

    def import_data(self, dataset, dry_run=False, *, user, about, **kwargs) -> PlanResult:
        """Plan the rows, and unless it is a `dry_run` write them; `about`: what the importer is told."""
        result = self.get_result_class()()
        try:
            importer = self.sheet.importer(by=user, **about)
            result.plan = plans.run(importer, dataset, dry_run=dry_run)
        except ImportRefused as refusal:
            result.plan = refusal.plan
        except StudioError as refusal:
            result.append_base_error(Error(refusal.message))
            return result
        result.total_rows = len(result.plan.changes)
        rows = {row.line: row for row in dataset if isinstance(row, Row)}
        for change in result.plan.changes:
            if change.action == Action.REFUSED and change.line in rows:
                change.name = beginning(rows[change.line])
            row = row_result(change)
            result.append_row_result(row)
            result.increment_row_result_total(row)
        return result


def beginning(row: Row) -> str:
    """The first cells of a row, to find it in the sheet."""
    return ", ".join(cell[:LONGEST_CELL] for cell in list(row.cells.values())[:FIRST_CELLS] if cell)


def row_result(change: Change) -> RowResult:
    """What becomes of a row, in the library's terms."""
    row = RowResult()
    row.import_type = TYPES[change.action]
    if change.action == Action.REFUSED:
        row.errors.append(Error(change.reason, number=change.line))
    return row


RESOURCES = {
    name: type(f"{name.capitalize()}Sheet", (SheetResource,), {"sheet": sheet})
    for name, sheet in SHEETS.items()
}
