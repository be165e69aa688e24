"""Every kind of sheet that is imported, by name: what the API, the back office and the commands offer."""

from collections.abc import Callable
from dataclasses import dataclass

from imports.services.assets import AssetImporter
from imports.services.casting import CastingImporter
from imports.services.edits import EditImporter
from imports.services.estimations import EstimationImporter
from imports.services.persons import PersonImporter
from imports.services.shots import ShotImporter


@dataclass(frozen=True)
class Sheet:
    """`in_production`: rows belong to a production; `of_task_type`: and to one of its task types;
    `updates`: known rows are only changed where that is asked for.
    """

    name: str
    importer: Callable
    in_production: bool = True
    of_task_type: bool = False
    updates: bool = True


SHEETS = {
    sheet.name: sheet
    for sheet in (
        Sheet("persons", PersonImporter, in_production=False),
        Sheet("assets", AssetImporter),
        Sheet("shots", ShotImporter),
        Sheet("edits", EditImporter),
        Sheet("casting", CastingImporter, updates=False),
        Sheet("estimations", EstimationImporter, of_task_type=True, updates=False),
    )
}
