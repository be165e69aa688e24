from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from kitsu_site import progress
from kitsu_site.backup import checking
from kitsu_site.exceptions import StudioError


class Command(BaseCommand):
    help = "Read a whole backup: is every byte as it was written, and would it be restored here?"
    requires_system_checks = []  # they load every route

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path, metavar="ARCHIVE", help="what `manage.py backup` wrote")
        parser.add_argument("--tables", action="store_true", help="list the rows of each table")

    def handle(self, *, archive, tables, **options):
        try:
            found = checking.check(archive, bar=progress.bar)
        except StudioError as error:
            raise CommandError(error.message) from None
        if tables:
            width = max(map(len, found.rows))
            for name, count in sorted(found.rows.items()):
                self.stdout.write(f"{name:<{width}}  {count:>9}")
        made = f"{found.manifest.get('made_at')} UTC, on {found.manifest.get('database')}"
        self.stdout.write(f"Made {made}.{' Holds the secret key.' if found.secret_key else ''}")
        self.stdout.write(
            f"{archive} is whole: {sum(found.rows.values())} rows of {len(found.rows)} tables, "
            f"{found.files} files ({filesizeformat(found.size)})."
        )
