from django.db import models

from kitsu_site.db import ImportSourceField, StudioModel


class DataImportError(StudioModel):
    """A row that an import refused, kept as it came."""

    class Source(models.TextChoices):
        CSV = "csv"
        SHOTGUN = "shotgun"

    event_data = models.JSONField()
    source = ImportSourceField(max_length=10, choices=Source.choices, null=True, blank=True)

    class Meta:
        db_table = "data_import_error"
