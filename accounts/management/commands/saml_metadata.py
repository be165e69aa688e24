from django.core.management.base import BaseCommand

from accounts.services import saml


class Command(BaseCommand):
    help = "Print what the SAML identity provider must know of this server: its metadata, as XML."

    def handle(self, **options):
        self.stdout.write(saml.metadata())
