from contextlib import nullcontext

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.services import directory_sync
from kitsu_site.exceptions import StudioError


class Command(BaseCommand):
    help = "Make people of the directory's entries (LDAP), bring them up to date, deactivate who left it."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, change nothing")

    def handle(self, *, dry_run=False, **options):
        counts = {}
        try:
            entries, roles = directory_sync.read()
            with transaction.atomic() if dry_run else nullcontext():
                for outcome, name in directory_sync.apply(entries, roles, photos=not dry_run):
                    self.stdout.write(f"{outcome}: {name}")
                    counts[outcome] = counts.get(outcome, 0) + 1
                if dry_run:
                    transaction.set_rollback(True)
        except StudioError as error:
            raise CommandError(error.message) from None
        summary = ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing to do"
        self.stdout.write(f"{len(entries)} in the directory: {summary}.{' Nothing was changed.' * dry_run}")
