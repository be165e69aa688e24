from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "The version of this server, and that of the Kitsu API that it speaks."
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write(f"Server version: {settings.VERSION}, API version: {settings.API_VERSION}")
