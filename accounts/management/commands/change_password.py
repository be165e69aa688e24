from django.core.management.base import BaseCommand, CommandError

from accounts import passwords
from accounts.models import Person
from accounts.services import passwords as password_services
from kitsu_site.exceptions import Invalid


class Command(BaseCommand):
    help = "Choose the password of a person."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL", help="the address they sign in with")
        parser.add_argument("--password", required=True, help="at least MIN_PASSWORD_LENGTH characters")

    def handle(self, *, email, password, **options):
        person = Person.objects.filter(email=email.strip(), is_bot=False).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {email}.")
        try:
            passwords.check_length(password)
        except Invalid as error:
            raise CommandError(error.message) from None
        password_services.change(person=person, password=password)
        self.stdout.write(f"Password changed for {person.email}")
