"""Rows that an import refused, tried once more."""

from django.db import transaction

from imports.models import DataImportError
from imports.services.shotgun import importer
from imports.services.shotgun.kind import PassedOver


def can_retry(error: DataImportError) -> bool:
    """Whether it holds a row of ShotGrid of a known kind: films and what was only reported do not."""
    data = error.event_data
    return isinstance(data, dict) and data.get("kind") in importer.KINDS and isinstance(data.get("row"), dict)


@transaction.atomic
def retry(*, error: DataImportError, by) -> bool:
    """Take in the row now; whether it came in. Its error goes then, or else says why it did not."""
    if not can_retry(error):
        return False
    data = error.event_data
    [answer], _ = importer.import_rows(data["kind"], [data["row"]], by=by, adopts=True, passing=True)
    if isinstance(answer, PassedOver):
        error.event_data = {**data, "reason": answer.reason}
        error.save(update_fields=["event_data", "updated_at"])
        return False
    error.delete()
    return True
