from django.core.management.base import BaseCommand, CommandError

from kitsu_site import progress
from production.services import old_data

OLDEST = 36_500  # days


class Command(BaseCommand):
    help = "Delete events, login logs and notifications that are older than so many days."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=90, help="how old (default: %(default)s)")
        parser.add_argument("--dry-run", action="store_true", help="count them, and delete none")

    def handle(self, *, days, dry_run, **options):
        if not 1 <= days <= OLDEST:
            raise CommandError(f"--days: a number from 1 to {OLDEST} expected, got {days}.")
        counts = old_data.counts(days)
        for name, count in counts.items():
            self.stdout.write(f"{count:>9} {name} older than {days} days")
        if dry_run:
            self.stdout.write("Nothing was changed.")
            return
        with progress.bar(sum(counts.values()), "row", "Deleting") as bar:
            old_data.remove(days, removed=bar.update)
        self.stdout.write("Old data removed.")
