"""`manage.py import_csv shots sheet.csv --project NAME`: the import of /import/csv, whole or not at all."""

from django.core.management.base import CommandError

from imports.management.imports import ImportCommand, named
from imports.services import tables
from imports.services.sheets import SHEETS
from production.models import TaskType


class Command(ImportCommand):
    help = (
        "Import a sheet (CSV) of people, assets, shots, edits, casting or estimations: whole or not at all."
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=list(SHEETS), help="what the rows are")
        super().add_arguments(parser)
        parser.add_argument("--project", help="name or id of the production; of all kinds but persons")
        parser.add_argument("--task-type", help="name or id of the task type that estimations are for")
        parser.add_argument("--episode", help="name or id of the only episode that estimations are for")
        parser.add_argument(
            "--update", action="store_true", help="change known people, assets, shots and edits, too"
        )
        parser.add_argument(
            "--encoding",
            default=tables.FOUND,
            help="of the file (default: it is found out), such as shift_jis",
        )

    def handle(self, *, kind, file, project, task_type, episode, update, encoding, by, dry_run, **options):
        sheet, about = SHEETS[kind], {}
        if sheet.in_production != bool(project):
            raise CommandError(f"{kind}: --project is {'wanted' if sheet.in_production else 'not for them'}.")
        if sheet.of_task_type != bool(task_type):
            raise CommandError(
                f"{kind}: --task-type is {'wanted' if sheet.of_task_type else 'not for them'}."
            )
        if episode and not sheet.of_task_type:
            raise CommandError(f"{kind}: --episode is not for them.")
        if sheet.in_production:
            about["project"] = self.project(project)
        if sheet.of_task_type:
            about["task_type"] = self.task_type(about["project"], task_type)
            about["episode"] = self.episode(about["project"], episode)
        content, person = self.content(file), self.person(by)
        self.run(
            lambda: sheet.importer(by=person, update=update, **about),
            lambda: tables.read(content, encoding=encoding),
            dry_run=dry_run,
        )

    def task_type(self, project, name: str) -> TaskType:
        """The task type of that name; of several, the one that the production uses."""
        found = list(TaskType.objects.filter(named(name)).order_by("created_at", "pk"))
        used = set(project.task_type_links.values_list("task_type_id", flat=True))
        found = [kind for kind in found if kind.pk in used] or found
        if not found:
            raise CommandError(f"There is no task type {name!r}.")
        if len(found) > 1:
            raise CommandError(f"There are several task types {name!r}: name it by its id.")
        return found[0]
