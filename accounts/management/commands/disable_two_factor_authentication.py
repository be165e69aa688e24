from django.core.management.base import BaseCommand, CommandError

from accounts.models import Person
from accounts.services import two_factors
from kitsu_site.exceptions import Invalid


class Command(BaseCommand):
    help = "Take every second factor and the recovery codes of a person away."

    def add_arguments(self, parser):
        parser.add_argument(
            "login", metavar="EMAIL_OR_DESKTOP_LOGIN", help="the address or login they sign in with"
        )

    def handle(self, *, login, **options):
        person = Person.objects.by_login(login)
        if person is None:
            raise CommandError(f"Nobody signs in as {login}.")
        try:
            two_factors.disable(person=person)
        except Invalid as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"{person.full_name} ({login}) signs in with the password alone.")
