"""`manage.py push_kitsu`: copy a production to another server of this API."""

from django.core.management.base import BaseCommand, CommandError

from imports.management.accounts_of_servers import sign_in
from imports.management.tables import conclusion, table_of
from imports.services.bars import Bars
from imports.services.sync.pushing import BATCH, Push
from kitsu_site.exceptions import StudioError
from production.models import Project


class Command(BaseCommand):
    help = (
        "Copy a production to another server of this API, under the same ids; people, departments, task"
        " types, statuses and asset types must be there already, as sync_kitsu brings them. It can be"
        " interrupted and repeated: only what differs is sent. Stored files are not sent: the other side"
        " fetches them. The account of the other server, an admin's, is taken from SYNC_LOGIN and"
        " SYNC_PASSWORD, or asked for."
    )
    requires_system_checks = []  # they load every route

    def add_arguments(self, parser):
        parser.add_argument("--target", required=True, help="address of the other server")
        parser.add_argument("--project", required=True, metavar="NAME", help="the production")
        parser.add_argument("--batch-size", type=int, default=BATCH, help=f"rows to a call (default {BATCH})")
        parser.add_argument(
            "--broadcast", action="store_true", help="let listeners over there hear of every row"
        )
        parser.add_argument("--verify", action="store_true", help="only compare, and change nothing")

    def handle(self, *, target, project, batch_size, broadcast, verify, **options):
        row = Project.objects.filter(name=project).first()
        if row is None:
            raise CommandError(f"There is no production named {project}.")
        if batch_size < 1:
            raise CommandError("--batch-size: at least 1.")
        try:
            remote = sign_in(target)
            with Bars() as bars:
                push = Push(remote, row, not broadcast, batch_size, bars.begin, bars.advance)
                if not verify:
                    push.run()
                found = push.verify()
        except StudioError as error:
            raise CommandError(error.message) from None
        for kind, reason in push.refused:
            self.stderr.write(f"{kind}: {reason}")
        if not verify:
            self.stdout.write(f"{push.sent.total():,} rows sent.")
        self.stdout.write(table_of(found))
        self.stdout.write(conclusion(found))
