"""Previews as the generic resource writes them."""

from django.db import transaction

from files.models import PreviewFile
from files.services import annotations, revisions
from files.services.productions import OfOneProduction
from kitsu_site.exceptions import Invalid
from production.services import removal


class PreviewFileRows(OfOneProduction):
    """The events of a preview are attached to the production of its task."""

    parents = ("task", "source_file")

    def __init__(self):
        super().__init__(PreviewFile)

    def check(self, row, *, values, by, created):
        if values.get("annotations") is not None:
            annotations.check("annotations", values["annotations"])

    def project_of(self, row):
        return row.task.project_id if row.task else None

    @transaction.atomic
    def update(self, *, row, values, links=None, by=None):
        """A new revision of the first position takes all of its revision along; raises `Invalid` if taken."""
        before, after = row.revision, values.get("revision")
        if after is None or after == before or row.task is None:
            return super().update(row=row, values=values, links=links, by=by)
        revisions.lock(row.task)
        there = PreviewFile.objects.filter(task_id=row.task_id)
        if there.filter(revision=after).exists():
            raise Invalid(f"revision: the task has a revision {after}.", field="revision")
        if row.position == 1:
            there.filter(revision=before).exclude(pk=row.pk).update(revision=after)
        return super().update(row=row, values=values, links=links, by=by)

    @transaction.atomic
    def delete(self, *, row, by=None, force=False):
        """Delete a preview; what is stored of it only goes with `force`."""
        project_id = self.project_of(row)
        removal.clear_previews([row.pk], stored=force)
        self.emit("delete", row, by, project_id=project_id)
