from django.core.management.base import BaseCommand

from accounts.services import revocations


class Command(BaseCommand):
    help = "Forget revoked tokens, mailed codes and password links that ended anyway."

    def handle(self, **options):
        count = revocations.clean()
        self.stdout.write(f"{count} {'row' if count == 1 else 'rows'} removed.")
