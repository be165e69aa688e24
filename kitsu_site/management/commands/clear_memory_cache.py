from django.core.cache import cache
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Empty the cache that server processes share (REDIS_URL); each without keeps its own, until it stops."
    )

    def handle(self, **options):
        cache.clear()
        self.stdout.write("The cache is empty.")
