from django.db import models

from kitsu_site.db import PublicQuerySet, StudioModel


class CustomAction(StudioModel):
    """An entry of the client's menus that calls a URL of the studio."""

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=400, null=True, blank=True)
    entity_type = models.CharField(max_length=40, null=True, blank=True, default="all")
    is_ajax = models.BooleanField(null=True, blank=True, default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "custom_action"

    def __str__(self):
        return self.name
