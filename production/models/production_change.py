from django.db import models

from kitsu_site.db import UTCDateTimeField


class ProductionChange(models.Model):
    """How often something that lists of a production show has changed: a count kept by the database.

    Triggers keep it (see `production.change_triggers`), so that no change goes uncounted, whoever makes
    it: services, set-based statements, cascades, another server on the same database. A production
    has a few rows on PostgreSQL, so that those who write at once need not wait for one another.
    """

    project_id = models.UUIDField(db_index=True)  # no foreign key: the last change is that it is gone
    changes = models.BigIntegerField(default=0)
    changed_at = UTCDateTimeField()

    class Meta:
        db_table = "production_change"

    def __str__(self):
        return f"{self.project_id}: {self.changes}"
