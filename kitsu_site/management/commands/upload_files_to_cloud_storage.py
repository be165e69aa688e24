from kitsu_site import storage_copies
from kitsu_site.management.copies import CopyCommand


class Command(CopyCommand):
    help = (
        "Copy the stored files of PREVIEW_FOLDER to the configured S3; those that are there are left alone."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--days", type=int, help="only files changed within so many days")

    def handle(self, *, days, dry_run, **options):
        self.copy(lambda: storage_copies.to_upload(days), storage_copies.upload, dry_run=dry_run)
