import datetime

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.services import persons
from kitsu_site.exceptions import Invalid
from kitsu_site.roles import Role


class Command(BaseCommand):
    help = "Make a bot, and print its API token: it is shown this once."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="where its owner is reached")
        parser.add_argument("--name", required=True, help="how it appears in lists of people")
        parser.add_argument(
            "--expiration-date",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the last day of its token; without it the token does not end",
        )
        parser.add_argument("--role", choices=Role.values, default=Role.USER.value)

    def handle(self, *, email, name, expiration_date=None, role=Role.USER.value, **options):
        values = {"first_name": name, "last_name": "", "email": email, "is_bot": True, "role": role}
        if expiration_date:
            values["expiration_date"] = expiration_date
        try:
            bot = persons.ROWS.create(values=values)
        except Invalid as error:
            raise CommandError(error.message) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(bot.access_token)
