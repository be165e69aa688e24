from django.core.management.base import BaseCommand

from production.models import Entity, Project


class Command(BaseCommand):
    help = "Find assets of open productions whose names hold all words of a query, in any case."

    def add_arguments(self, parser):
        parser.add_argument("--query", required=True, help="the words")

    def handle(self, *, query, **options):
        found = Entity.objects.of_kind("Asset").filter(project__in=Project.objects.open())
        for word in query.split():
            found = found.filter(name__icontains=word)
        rows = list(found.order_by("name", "pk").values_list("name", "pk"))
        for name, pk in rows:
            self.stdout.write(f"{name} {pk}")
        if not rows:
            self.stdout.write("No asset found")
