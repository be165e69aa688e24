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
    """`required`, `optional`: its columns, besides those that a production adds (metadata, task types);
    `in_production`: rows belong to a production; `of_task_type`: and to one of its task types;
    `updates`: known rows are only changed where that is asked for.
    """

    name: str
    importer: Callable
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    in_production: bool = True
    of_task_type: bool = False
    updates: bool = True


SHEETS = {
    sheet.name: sheet
    for sheet in (
        Sheet(
            "persons",
            PersonImporter,
            ("First Name", "Last Name", "Email"),
            (
                "Phone",
                "Role",
                "Departments",
                "Studio",
                "Country",
                "Contract Type",
                "Position",
                "Seniority",
                "Daily Salary",
                "Active",
            ),
            in_production=False,
        ),
        Sheet(
            "assets", AssetImporter, ("Type", "Name"), ("Episode", "Description", "Resolution", "Ready for")
        ),
        Sheet(
            "shots",
            ShotImporter,
            ("Sequence", "Name"),
            ("Episode", "Description", "Frames", "Frame In", "Frame Out", "FPS", "Resolution"),
        ),
        Sheet("edits", EditImporter, ("Name",), ("Episode", "Description")),
        Sheet(
            "casting",
            CastingImporter,
            ("Parent", "Name", "Asset Type", "Asset", "Occurences"),
            ("Episode", "Label"),
            updates=False,
        ),
        Sheet(
            "estimations",
            EstimationImporter,
            ("Parent", "Entity"),
            ("Estimation", "Drawings", "Start date", "Due date", "Difficulty"),
            of_task_type=True,
            updates=False,
        ),
    )
}
