"""Environment pictures behind 3D previews."""

from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import PreviewBackgroundFile


class PreviewBackgroundFileRows(Rows):
    """Names are unique; a new default takes its place from the former one."""

    def __init__(self):
        super().__init__(PreviewBackgroundFile)

    def check(self, row, *, values, by, created):
        others = PreviewBackgroundFile.objects.exclude(pk=row.pk)
        if "name" in values and others.filter(name=row.name).exists():
            raise Invalid(f"There is a background named {row.name} already.", field="name")

    def written(self, row, *, values, links, by, created):
        if values.get("is_default"):
            others = PreviewBackgroundFile.objects.filter(is_default=True)
            others.exclude(pk=row.pk).update(is_default=False)
