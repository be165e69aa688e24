from django.core.management.base import BaseCommand
from tqdm import tqdm

from production.models import Delivery
from production.services import deliveries


class Command(BaseCommand):
    help = "Send the mails and chat messages that wait, those of processes that were killed among them."

    def add_arguments(self, parser):
        parser.add_argument("--failed", action="store_true", help="those that failed once more, too")

    def handle(self, *, failed, **options):
        wanted = [Delivery.Status.WAITING, *([Delivery.Status.FAILED] if failed else [])]
        chosen = Delivery.objects.filter(status__in=wanted).order_by("created_at")
        ids = list(chosen.values_list("pk", flat=True))
        if failed:
            deliveries.revive(Delivery.objects.filter(pk__in=ids))
        for pk in tqdm(ids, unit="message", disable=None):
            deliveries.attempt(pk)
        of_these = Delivery.objects.filter(pk__in=ids)
        sent = of_these.filter(status=Delivery.Status.SENT).count()
        self.stdout.write(f"{sent} of {len(ids)} sent.")
        for status, message in of_these.exclude(message="").values_list("status", "message").distinct():
            self.stdout.write(f"  {status}: {message}")
        deliveries.forget_old()
