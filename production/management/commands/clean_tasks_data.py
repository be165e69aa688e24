import uuid

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kitsu_site import progress
from production.models import Project, Task
from production.services import task_progress


class Command(BaseCommand):
    help = (
        "Set status, dates, retakes and duration of the tasks of a production from their comments and the "
        "time spent on them. It may be cut short, and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--project-id", required=True, type=uuid.UUID, help="the production's id")
        parser.add_argument("--dry-run", action="store_true", help="count the tasks that would change")

    def handle(self, *, project_id, dry_run, **options):
        if not Project.objects.filter(pk=project_id).exists():
            raise CommandError(f"There is no production {project_id}.")
        ids = list(Task.objects.filter(project_id=project_id).order_by("pk").values_list("pk", flat=True))
        changed = 0
        with progress.bar(len(ids), "task", "Tasks") as bar:
            for pk in ids:
                changed += self.clean(pk, dry_run)
                bar.update()
        self.stdout.write(f"{changed} of {len(ids)} tasks {'would change' if dry_run else 'changed'}.")

    @transaction.atomic
    def clean(self, pk, dry_run: bool) -> bool:
        """Whether the task was not as its comments say."""
        task = Task.objects.select_for_update(no_key=True).filter(pk=pk).first()
        if task is None:
            return False
        names = (*task_progress.COLUMNS, "duration")
        before = [getattr(task, Task._meta.get_field(name).attname) for name in names]
        with transaction.atomic():
            task_progress.recount(task, by=None)
            changed = before != [getattr(task, Task._meta.get_field(name).attname) for name in names]
            if dry_run or not changed:
                transaction.set_rollback(True)
        return changed
