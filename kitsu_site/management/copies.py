"""What the commands share that copy stored files."""

from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError

from kitsu_site import progress
from kitsu_site.exceptions import StudioError
from kitsu_site.storage import Stored


class CopyCommand(BaseCommand):
    """A file that cannot be copied is told, and the next one comes; the exit code is then 1."""

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="list the files, and copy none")

    def copy(self, find: Callable[[], list[Stored]], act: Callable[[Stored], None], *, dry_run: bool) -> None:
        try:
            places = find()
        except StudioError as error:
            raise CommandError(error.message) from None
        failed = 0
        with progress.bar(len(places), "file", "Files") as bar:
            for place in places:
                line = place.name_in_folder
                try:
                    if not dry_run:
                        act(place)
                except (StudioError, OSError, *faults()) as error:
                    failed += 1
                    line += f" failed: {getattr(error, 'message', None) or error}"
                progress.tell(self.stdout, line)
                bar.update()
        if failed:
            raise CommandError(f"{failed} of {len(places)} files could not be copied: run it again.")
        self.stdout.write(f"{len(places)} files {'would be copied' if dry_run else 'copied'}.")


def faults() -> tuple[type[Exception], ...]:
    """What the client of S3 raises; it is only loaded where it is used."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    return Boto3Error, BotoCoreError, ClientError
