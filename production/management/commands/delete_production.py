"""`manage.py delete_production NAME`: remove a production with everything in it."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from production.models import Project
from production.services import project_removal
from production.services.project_status import OPEN


class Command(BaseCommand):
    help = "Remove a closed production with everything in it: tasks, comments, files, events, plans."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the production's name, exactly")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")

    def handle(self, *args, name, dry_run, **options):
        project = Project.objects.select_related("project_status").filter(name=name).first()
        if project is None:
            raise CommandError(f"There is no production named {name!r}.")
        if not dry_run and project.project_status and project.project_status.name == OPEN:
            raise CommandError(f"{name} is open: close it first (PUT /data/projects, or in the admin).")
        counts = project_removal.counts(project.pk)
        width = max(map(len, counts))
        for table, number in counts.items():
            self.stdout.write(f"{table:<{width}}  {number:>9,}")
        if dry_run:
            self.stdout.write(f"{sum(counts.values()):,} rows would go with {name}. Nothing was removed.")
            return
        with tqdm(total=sum(counts.values()), unit=" rows", unit_scale=True, disable=None) as bar:

            def told(table: str, number: int) -> None:
                bar.set_description(table)
                bar.update(number)

            project_removal.remove(project=project, by=None, told=told)
        self.stdout.write(f"{sum(counts.values()):,} rows of {name} are removed.")
