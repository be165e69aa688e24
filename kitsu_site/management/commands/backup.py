from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.timezone import now

from kitsu_site import progress
from kitsu_site.backup import making
from kitsu_site.exceptions import StudioError


class Command(BaseCommand):
    help = (
        "Write the database and the stored files into one archive, while the server runs. It holds "
        "hashes of passwords and tokens, and is made for its owner only (mode 600): keep it so."
    )
    requires_system_checks = []  # they load every route

    def add_arguments(self, parser):
        parser.add_argument(
            "archive",
            nargs="?",
            type=Path,
            metavar="ARCHIVE",
            help="the file to write (default: kitsu-backup-<date and time>.tar, here)",
        )
        parser.add_argument(
            "--no-files", action="store_true", help="the database only, such as to move it to PostgreSQL"
        )
        parser.add_argument(
            "--with-secret-key",
            action="store_true",
            help="the secret key too: who has it can sign in as anybody",
        )
        parser.add_argument("--force", action="store_true", help="take the place of a file of that name")

    def handle(self, *, archive, no_files, with_secret_key, force, **options):
        path = archive or Path(making.default_name(now()))
        if path.exists() and not force:
            raise CommandError(f"{path} exists already: choose another name, or --force.")
        if with_secret_key and settings.SECRET_KEY_SOURCE == "generated":
            raise CommandError("There is no secret key: set SECRET_KEY, or run `manage.py quickstart`.")
        try:
            counts = making.make(path, files=not no_files, secret_key=with_secret_key, bar=progress.bar)
        except StudioError as error:
            raise CommandError(error.message) from None
        except OSError as error:
            raise CommandError(f"{path} could not be written: {error.strerror or error}.") from None
        self.stdout.write(
            f"{path}: {counts['rows']} rows of {counts['tables']} tables, {counts['files']} files, "
            f"{filesizeformat(path.stat().st_size)}."
        )
