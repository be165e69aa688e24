from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from kitsu_site import progress
from kitsu_site.backup import restoring
from kitsu_site.exceptions import StudioError


class Command(BaseCommand):
    help = (
        "Put a backup in the place of the database and the stored files: on SQLite or PostgreSQL, "
        "whichever it was made on. The archive is verified first. Rows come all or not at all: whatever "
        "interrupts it, the old ones are still there. Stop the server before, and its workers."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path, metavar="ARCHIVE", help="what `manage.py backup` wrote")
        parser.add_argument(
            "--force",
            action="store_true",
            help="replace the data that there is: all rows, files of the same name",
        )
        parser.add_argument(
            "--with-secret-key", action="store_true", help="put the secret key of the backup in its place too"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only verify, and say what there is to replace"
        )

    def handle(self, *, archive, force, with_secret_key, dry_run, **options):
        try:
            found = restoring.restore(
                archive, force=force, secret_key=with_secret_key, dry_run=dry_run, bar=progress.bar
            )
        except StudioError as error:
            raise CommandError(error.message) from None
        self.stdout.write(
            f"{'Would restore' if dry_run else 'Restored'} {sum(found.rows.values())} rows of "
            f"{len(found.rows)} tables, {found.files} files ({filesizeformat(found.size)})."
        )
        if dry_run:
            self.stdout.write("Nothing was changed.")
