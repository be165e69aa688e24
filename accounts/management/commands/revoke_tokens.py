from django.core.management.base import BaseCommand, CommandError

from accounts.models import Person
from accounts.services import revocations


class Command(BaseCommand):
    help = "Make every token useless at once, sessions and API tokens, of one account or of all."

    def add_arguments(self, parser):
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("login", nargs="?", metavar="EMAIL_OR_DESKTOP_LOGIN", help="whose: a person")
        whose.add_argument("--bot", metavar="ID", help="whose: a bot, by its id")
        whose.add_argument("--all", action="store_true", help="everybody's, bots included")

    def handle(self, *, login=None, bot=None, all=False, **options):
        people = self.people(login, bot, all)
        for person in people:
            revocations.revoke_all(person)
        whose = "1 account" if len(people) == 1 else f"{len(people)} accounts"
        self.stdout.write(f"The tokens of {whose} are revoked.")

    def people(self, login, bot, everybody) -> list[Person]:
        if everybody:
            return list(Person.objects.order_by("pk"))
        if bot:
            found = [row for row in Person.objects.filter(is_bot=True) if str(row.pk) == bot.lower()]
        else:
            found = [row for row in [Person.objects.by_login(login)] if row is not None]
        if not found:
            raise CommandError(f"There is no account {bot or login}.")
        return found
