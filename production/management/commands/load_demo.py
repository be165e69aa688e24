import secrets

from django.core.management.base import BaseCommand, CommandError

from kitsu_site.exceptions import Invalid
from production.services import demo, demo_data

SHOWN = ("iris", "hugo", "mei", "lucas", "vik", "clara")


class Command(BaseCommand):
    help = "Load the demo: a feature and a series in the making, and the people who make them."

    def add_arguments(self, parser):
        parser.add_argument("--password", help="of everybody in the demo (default: one is made up)")

    def handle(self, *, password, **options):
        if demo.is_loaded():
            self.stdout.write("The demo is there already.")
            return
        password = password or secrets.token_urlsafe(9)
        try:
            demo.load(password=password)
        except Invalid as error:
            raise CommandError(error.message) from None
        productions = " and ".join(production.name for production in demo_data.PRODUCTIONS)
        self.stdout.write(f"Demo loaded: {productions}.")
        self.stdout.write(f"Its people sign in with the password {password} (shown this once):")
        for someone in (demo_data.PEOPLE[key] for key in SHOWN):
            self.stdout.write(f"  {someone.email:<32} {someone.role}")
