from django.db import models

from kitsu_site.db import StudioModel


class Plugin(StudioModel):
    """An installed plugin of the client."""

    plugin_id = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    description = models.TextField(null=True, blank=True)
    version = models.CharField(max_length=50)
    maintainer_name = models.CharField(max_length=200)
    maintainer_email = models.CharField(max_length=255, null=True, blank=True)
    website = models.TextField(null=True, blank=True)
    license = models.CharField(max_length=80)
    revision = models.CharField(max_length=12, null=True, blank=True)
    frontend_project_enabled = models.BooleanField(null=True, blank=True, default=False)
    frontend_studio_enabled = models.BooleanField(null=True, blank=True, default=False)
    icon = models.CharField(max_length=255, null=True, blank=True)

    class Meta:
        db_table = "plugin"
        constraints = [
            models.UniqueConstraint(fields=["plugin_id"], name="ix_plugin_plugin_id"),
        ]
        indexes = [
            models.Index(fields=["name"]),
        ]

    def __str__(self):
        return self.name
