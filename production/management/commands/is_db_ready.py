from django.core.management.base import BaseCommand, CommandError

from kitsu_site import quickstart
from kitsu_site.exceptions import Invalid
from production.models import ProjectStatus


class Command(BaseCommand):
    help = "Are the tables there, of this version, and the first vocabulary? Exit code 1 where they are not."
    requires_system_checks = []

    def handle(self, **options):
        try:
            quickstart.check_database()
        except Invalid as error:
            raise CommandError(error.message) from None
        if not quickstart.is_migrated():
            raise CommandError("The database is not initialized: run `manage.py migrate`.")
        if not ProjectStatus.objects.exists():
            raise CommandError("The database has no statuses of productions: run `manage.py init_data`.")
        self.stdout.write("Database is initialized.")
