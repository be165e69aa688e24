from django.core.management.base import BaseCommand, CommandError

from accounts.models import Person
from accounts.services import persons
from kitsu_site.exceptions import Invalid
from kitsu_site.roles import Role

USAGE_ERROR = 2


class Command(BaseCommand):
    help = "Make an admin, or raise somebody to one."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL", help="the address they sign in with")
        parser.add_argument("--password", help="wanted for a new account; an existing one keeps its own")

    def handle(self, *, email, password=None, **options):
        existing = Person.objects.filter(email=email.strip(), is_bot=False).first()
        if existing is None and not password:
            raise CommandError("--password is wanted for a new account.", returncode=USAGE_ERROR)
        was_admin = existing is not None and existing.role == Role.ADMIN
        try:
            _, created = persons.create_admin(email=email, password=password)
        except Invalid as error:
            raise CommandError(error.message) from None
        if created:
            self.stdout.write("Admin successfully created.")
        elif not was_admin:
            self.stdout.write("Existing user's role has been upgraded to 'admin'.")
