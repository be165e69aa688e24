from django.db import models

from kitsu_site.db import PublicQuerySet, StudioModel


class PreviewBackgroundFile(StudioModel):
    """An environment picture behind 3D previews."""

    name = models.CharField(max_length=40)
    archived = models.BooleanField(null=True, blank=True, default=False)
    is_default = models.BooleanField(null=True, blank=True, default=False, db_index=True)
    original_name = models.CharField(max_length=250, null=True, blank=True)
    extension = models.CharField(max_length=6, null=True, blank=True)
    file_size = models.BigIntegerField(null=True, blank=True, default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "preview_background_file"

    def __str__(self):
        return self.name
