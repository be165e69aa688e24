from django.conf import settings
from django.db import models

from kitsu_site.db import StudioModel, StudioQuerySet


class ApiEventQuerySet(StudioQuerySet):
    def visible_to(self, scope):
        """Managers see what happened in the productions they are on."""
        if scope.is_admin:
            return self
        managed = scope.projects() if scope.is_manager else scope.projects("manager")
        return self.filter(project_id__in=managed)


class ApiEvent(StudioModel):
    """One thing that happened: its name, its payload, who did it, in which production (notes on events)."""

    name = models.CharField(max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    project = models.ForeignKey(
        "production.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    data = models.JSONField(null=True, blank=True)

    objects = ApiEventQuerySet.as_manager()

    class Meta:
        db_table = "api_event"
        indexes = [
            models.Index(fields=["created_at"]),
            models.Index(fields=["name"]),
            models.Index(fields=["project", "created_at"]),
        ]

    def __str__(self):
        return self.name
