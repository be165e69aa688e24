from django.core.management.base import BaseCommand
from django.db import transaction

from kitsu_site import progress
from kitsu_site.db.parts import parts
from production.models import Entity, Project
from production.services import readiness

AT_ONCE = 200  # shots


class Command(BaseCommand):
    help = "Count again how many cast assets are ready for the tasks of the shots of open productions."

    def handle(self, **options):
        shots = list(
            Entity.objects.filter(entity_type__name="Shot", project__in=Project.objects.open())
            .order_by("project_id", "pk")
            .values_list("pk", flat=True)
        )
        with progress.bar(len(shots), "shot", "Shots") as bar:
            for some in parts(shots, AT_ONCE):
                with transaction.atomic():
                    readiness.recount(some, by=None)
                bar.update(len(some))
        self.stdout.write(f"Breakdown data of {len(shots)} shots reset.")
