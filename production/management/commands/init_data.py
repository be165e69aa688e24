from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kitsu_site.exceptions import Invalid
from production.services import vocabulary
from production.services.vocabulary_data import DOMAINS, EDIT_TYPES, SHOT_TYPES


class Command(BaseCommand):
    help = "Give the studio its first vocabulary; what is there already stays as it is."

    def add_arguments(self, parser):
        parser.add_argument(
            "-d", "--domain", default=vocabulary.DEFAULT_DOMAIN, help=f"one of {', '.join(DOMAINS)}"
        )

    @transaction.atomic
    def handle(self, *, domain, **options):
        try:
            chosen = vocabulary.domain(domain)
        except Invalid as error:
            raise CommandError(error.message) from None
        vocabulary.add_production_statuses()
        self.stdout.write("Project status initialized.")
        vocabulary.add_entity_types(chosen.asset_types)
        self.stdout.write(f"Asset types initialized (domain: {domain.lower()}).")
        vocabulary.add_entity_types(SHOT_TYPES)
        self.stdout.write("Shot types initialized.")
        vocabulary.add_entity_types(EDIT_TYPES)
        self.stdout.write("Edit type initialized.")
        vocabulary.add_task_types(chosen.teams)
        self.stdout.write("Task types initialized.")
        vocabulary.add_task_statuses()
        self.stdout.write("Task status initialized.")
