import uuid

from django.core.management.base import CommandError

from files.management.repairs import RepairCommand
from files.models import PreviewFile
from files.services import preview_repairs
from production.models import Project


class Command(RepairCommand):
    help = "Bring the drawings upon movies to the movies' frames; those on one frame become one."

    def add_arguments(self, parser):
        parser.add_argument("--project-id", type=uuid.UUID, help="only of this production")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *, project_id, dry_run, **options):
        found = PreviewFile.objects.filter(extension=preview_repairs.MOVIE).order_by("created_at", "pk")
        found = found.exclude(annotations=None).exclude(annotations=[])
        if project_id:
            if not Project.objects.filter(pk=project_id).exists():
                raise CommandError(f"There is no production {project_id}.")
            found = found.filter(task__project_id=project_id)
        changed = 0

        def snap(preview: PreviewFile) -> str | None:
            nonlocal changed
            if not preview_repairs.snap_annotations(preview=preview, dry_run=dry_run):
                return None
            changed += 1
            return "would change" if dry_run else "changed"

        seen = self.each(found, snap)
        words = "would change" if dry_run else "changed"
        self.stdout.write(f"{changed}/{seen} annotated preview files {words}.")
