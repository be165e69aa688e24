from django.core.management.base import BaseCommand, CommandError

from accounts.models import Person
from accounts.services import persons
from kitsu_site.exceptions import StudioError


class Command(BaseCommand):
    help = "Let a person sign in, or (--unactive) not any more."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL", help="the address they sign in with")
        parser.add_argument("--unactive", action="store_true", help="keep them out; their tokens are void")

    def handle(self, *, email, unactive=False, **options):
        person = Person.objects.filter(email=email.strip(), is_bot=False).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {email}.")
        try:
            if unactive:
                persons.deactivate(person=person)
            else:
                persons.set_active(person=person, active=True)
        except StudioError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"{person.full_name} ({person.email}) is now {'in' if unactive else ''}active.")
