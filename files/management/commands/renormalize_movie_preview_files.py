import datetime
import uuid

from django.core.management.base import CommandError

from files.management.repairs import RepairCommand
from files.models import MediaJob, PreviewFile
from files.services import preview_repairs
from kitsu_site.db.base import utcnow
from kitsu_site.media import MediaError

STATES = (PreviewFile.Status.BROKEN, PreviewFile.Status.MISSING, PreviewFile.Status.PROCESSING)


class Command(RepairCommand):
    help = (
        "Encode movies again from their uploads, oldest first: with Celery by its workers, else here. One"
        " of which nothing is stored becomes `missing`, one that cannot be encoded `broken`."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--preview-file-id",
            type=uuid.UUID,
            action="append",
            default=[],
            help="this preview; may be repeated",
        )
        parser.add_argument("--project-id", type=uuid.UUID, help="only of this production")
        for status in STATES:
            parser.add_argument(f"--all-{status}", action="store_true", help=f"all that are {status}")
        for unit in ("days", "hours", "minutes"):
            parser.add_argument(
                f"--{unit}", type=int, default=0, help=f"only those made within the last {unit} (they add up)"
            )
        parser.add_argument("--dry-run", action="store_true", help="list the movies, and do nothing")

    def handle(self, *, dry_run, **options):
        chosen = self.chosen(**options)
        if not chosen.exists():
            raise CommandError("No such previews were found.")
        self.each(chosen, (lambda preview: f"is {preview.status}") if dry_run else encode)
        if dry_run:
            self.stdout.write("Nothing was encoded.")

    def chosen(self, *, preview_file_id, project_id, days, hours, minutes, **options):
        """The previews that the options choose; raises `CommandError` where they choose none."""
        statuses = [status for status in STATES if options[f"all_{status}"]]
        if not (preview_file_id or statuses):
            raise CommandError(
                "Say which: --preview-file-id, --all-broken, --all-missing or --all-processing."
            )
        found = PreviewFile.objects.order_by("created_at", "pk")
        if preview_file_id:
            found = found.filter(pk__in=preview_file_id)
        else:
            found = found.filter(extension=preview_repairs.MOVIE, original_name__isnull=False)
        if statuses:
            found = found.filter(status__in=statuses)
        if project_id:
            found = found.filter(task__project_id=project_id)
        if days or hours or minutes:
            found = found.filter(created_at__gte=since(days, hours, minutes))
        return found


def since(days: int, hours: int, minutes: int) -> datetime.datetime:
    try:
        age = datetime.timedelta(days=days, hours=hours, minutes=minutes)
        if age < datetime.timedelta():
            raise OverflowError
        return utcnow() - age
    except OverflowError:
        raise CommandError("--days, --hours, --minutes: numbers from 0 to some years expected.") from None


def encode(preview: PreviewFile) -> str:
    job = preview_repairs.encode_again(preview=preview)
    if job.status == MediaJob.Status.FAILED:
        raise MediaError(job.message)
    return "waits for a worker" if job.status == MediaJob.Status.WAITING else "encoded"
