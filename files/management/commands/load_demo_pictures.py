from django.core.management.base import BaseCommand, CommandError

from files.services import demo_pictures
from kitsu_site.exceptions import Invalid


class Command(BaseCommand):
    help = "Paint pictures of the demo's assets and shots, and a movie: previews to look at."

    def handle(self, **options):
        try:
            count = demo_pictures.load()
        except Invalid as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"Demo pictures: {count} previews.")
