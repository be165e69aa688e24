"""`manage.py sync_kitsu`: copy a studio from another server of this API, or compare the two."""

from django.core.management.base import BaseCommand, CommandError

from imports.management.accounts_of_servers import sign_in
from imports.management.tables import conclusion, table_of
from imports.services.bars import Bars
from imports.services.progress import Progress
from imports.services.sync import verifying
from imports.services.sync.pulling import Pull
from imports.services.sync.stored_files import FilePull
from kitsu_site.exceptions import StudioError

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Copy a whole studio, or one production with the studio's vocabulary, from another server of this"
        " API, under the same ids. It can be interrupted and repeated: it goes on where it was, and writes"
        " only what differs. In the end both sides are compared, row by row. The account of the other"
        " server, an admin's, is taken from SYNC_LOGIN and SYNC_PASSWORD, or asked for."
    )
    requires_system_checks = []  # they load every route

    def add_arguments(self, parser):
        parser.add_argument("--source", required=True, help="address of the other server")
        parser.add_argument("--project", metavar="NAME", help="only this production")
        parser.add_argument(
            "--with-files", action="store_true", help="previews, attachments and pictures of people, too"
        )
        parser.add_argument("--verify", action="store_true", help="only compare, and change nothing")
        parser.add_argument("--restart", action="store_true", help="read everything again")

    def handle(self, *, source, project, with_files, verify, restart, **options):
        try:
            remote = sign_in(source)
            project_id = project_of(remote, project)
            with Bars() as bars:
                files = FilePull(remote, project_id, bars.begin, bars.advance)
                if not verify:
                    progress = Progress("kitsu", remote.host, project_id or "")
                    if restart:
                        progress.forget()
                    pull = Pull(remote, progress, project_id, bars.begin, bars.advance)
                    pull.run()
                    if with_files:
                        files.run()
                    progress.forget()
                found = verifying.compare(remote, project_id, tell=bars.begin)
        except StudioError as error:
            raise CommandError(error.message) from None
        if not verify:
            self.tell_refused(pull.refused)
            self.stdout.write(f"{pull.written.total():,} rows written.")
        if with_files and not verify:
            self.stdout.write(f"{files.stored:,} files stored, {len(files.absent):,} are not there either.")
        self.stdout.write(table_of(found))
        self.conclude(found, files)

    def tell_refused(self, refused: list) -> None:
        for collection, pk, reason in refused[:SHOWN]:
            self.stderr.write(f"{collection} {pk}: {reason}")
        if len(refused) > SHOWN:
            self.stderr.write(f"... and {len(refused) - SHOWN:,} more.")

    def conclude(self, found: list, files: FilePull) -> None:
        for address, reason in files.failed[:SHOWN]:
            self.stderr.write(f"{address}: {reason}")
        if files.failed:
            raise CommandError(f"{len(files.failed):,} files could not be copied: run it again.")
        self.stdout.write(conclusion(found))


def project_of(remote, name: str | None) -> str | None:
    """The id of the production of that name on the other server."""
    if not name:
        return None
    found = [
        row["id"]
        for rows, _ in remote.pages("data/projects", name=name)
        for row in rows
        if row["name"] == name
    ]
    if not found:
        raise CommandError(f"{remote.host} has no production named {name}.")
    return found[0]
