"""What the commands share that do something to many previews."""

from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet

from files.models import PreviewFile
from files.services import preview_repairs
from kitsu_site import progress
from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Invalid


class RepairCommand(BaseCommand):
    """One preview that fails is told, and the next one comes; the exit code is then 1."""

    def each(self, previews: QuerySet[PreviewFile], act: Callable[[PreviewFile], str | None]) -> int:
        """Do `act` to each, tell what it answers; how many there were. Raises `CommandError` in the end."""
        ids = list(previews.values_list("pk", flat=True))
        failed = 0
        with progress.bar(len(ids), "preview", "Previews") as bar:
            for rank, pk in enumerate(ids, start=1):
                # Read now, not before the others: somebody may have changed or removed it meanwhile.
                rows = PreviewFile.objects.select_related("task__project", "task__entity")
                if preview := rows.filter(pk=pk).first():
                    try:
                        words = act(preview)
                    except preview_repairs.FAULTS as error:
                        failed += 1
                        words = f"failed: {reason(error)}"
                    if words is not None:
                        progress.tell(self.stdout, f"{rank}/{len(ids)} {pk} {words}")
                bar.update()
        if failed:
            raise CommandError(f"{failed} of {len(ids)} previews failed.")
        return len(ids)


class MeasureCommand(RepairCommand):
    """Measures the stored files of one type again."""

    extension = ""

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *, dry_run, **options):
        def measure(preview: PreviewFile) -> str:
            return told(preview_repairs.measure(preview=preview, dry_run=dry_run))

        count = self.each(preview_repairs.of_open_productions(self.extension), measure)
        self.stdout.write(f"{count} previews measured." + (" Nothing was written." if dry_run else ""))


def told(changed: dict) -> str:
    """What changed of a preview, in words."""
    return ", ".join(f"{name}={value}" for name, value in changed.items()) or "as it was"


def reason(error: Exception) -> str:
    return getattr(error, "message", None) or str(error)


def named(name: str) -> Q:
    """By name, or by id."""
    try:
        return Q(name=name) | Q(pk=as_uuid("name", name))
    except Invalid:
        return Q(name=name)
