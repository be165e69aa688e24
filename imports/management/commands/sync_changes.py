"""`manage.py sync_changes`: follow what happens on another server of this API."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError

from imports.management.accounts_of_servers import sign_in
from imports.services.progress import Progress
from imports.services.sync.following import Follower
from imports.services.sync.stored_files import FilePull
from kitsu_site.exceptions import StudioError


class Command(BaseCommand):
    help = (
        "Follow what happens on another server of this API, from which sync_kitsu copied: changes are"
        " applied here as they come, until SIGTERM or Ctrl-C. It goes on from where the last run ended. The"
        " account of the other server, an admin's, is taken from SYNC_LOGIN and SYNC_PASSWORD."
    )
    requires_system_checks = []  # they load every route

    def add_arguments(self, parser):
        parser.add_argument("--source", required=True, help="address of the other server")
        parser.add_argument("--with-files", action="store_true", help="files of previews and the like, too")
        parser.add_argument("--every", type=float, default=5, help="seconds between two looks (default 5)")
        parser.add_argument("--once", action="store_true", help="one look only, such as from cron")
        parser.add_argument(
            "--minutes", type=int, help="begin so many minutes ago, not where the last run ended"
        )

    def handle(self, *, source, with_files, every, once, minutes, **options):
        if every <= 0 or (minutes or 0) < 0:
            raise CommandError("--every, --minutes: positive numbers expected.")
        try:
            follower = self.follower(source, with_files, minutes)
        except StudioError as error:
            raise CommandError(error.message) from None
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("Start listening.")
        self.stdout.flush()
        while True:
            try:
                follower = follower or self.follower(source, with_files, None)
                self.step(follower)
            except StudioError as error:
                if once:
                    raise CommandError(error.message) from None
                follower = None  # the server may be away for a while: sign in anew then
                self.stderr.write(error.message)
            if once or stop.wait(every):
                break
        self.stdout.write("Stopped.")

    def follower(self, source: str, with_files: bool, minutes: int | None) -> Follower:
        remote = sign_in(source)
        progress = Progress("events", remote.host)
        if minutes is not None:
            progress.forget()
        files = FilePull(remote) if with_files else None
        return Follower(remote, progress, minutes or 0, files)

    def step(self, follower: Follower) -> None:
        """One look, and a line where there was something to see."""
        written, removed, refused = follower.written, follower.removed, len(follower.refused)
        if number := follower.step():
            self.stdout.write(
                f"{number} events: {follower.written - written} rows written,"
                f" {follower.removed - removed} removed."
            )
            self.stdout.flush()
        for collection, pk, reason in follower.refused[refused:]:
            self.stderr.write(f"{collection} {pk}: {reason}")
