from kitsu_site import storage_copies
from kitsu_site.management.copies import CopyCommand


class Command(CopyCommand):
    help = (
        "Copy the stored files of the configured S3 to PREVIEW_FOLDER; those that are there are left alone."
    )

    def handle(self, *, dry_run, **options):
        self.copy(storage_copies.to_download, storage_copies.download, dry_run=dry_run)
