"""Environment pictures behind 3D previews: their uploads (notes on files, "Preview background files")."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from files.services.preview_uploads import parts_of
from kitsu_site import events, storage
from kitsu_site.exceptions import Invalid
from kitsu_site.media import MediaError, pictures
from production.models import PreviewBackgroundFile

EXTENSION = "hdr"


def place(background_id) -> storage.Stored:
    return storage.Stored(storage.FILES, "preview-backgrounds", background_id)


def thumbnail_place(background_id) -> storage.Stored:
    return storage.Stored(storage.PICTURES, "thumbnails", background_id)


def store(*, background: PreviewBackgroundFile, file: UploadedFile, by) -> PreviewBackgroundFile:
    """Take in a Radiance picture, in place of one that was there.

    Raises `Invalid`; a file that is none takes its background along.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
            thumbnail = Path(folder) / "thumbnail.png"
            name, extension = parts_of(file.name or "")
            if extension != EXTENSION:
                raise Invalid("file: a Radiance picture (.hdr) expected.", field="file")
            file.seek(0)
            pictures.save_png(pictures.tone_mapped(file, max_pixels=settings.PICTURE_MAX_PIXELS), thumbnail)
            storage.save(place(background.pk), file)
            storage.save_path(thumbnail_place(background.pk), thumbnail)
    except (MediaError, Invalid) as error:
        discard(background, by=by)
        raise Invalid(str(error), field="file") from None
    return stored(background, name, extension, file.size, by=by)


@transaction.atomic
def stored(background, name: str, extension: str, size: int, *, by) -> PreviewBackgroundFile:
    background.original_name, background.extension, background.file_size = name, extension, size
    background.save(update_fields=["original_name", "extension", "file_size", "updated_at"])
    events.emit("preview-background-file:update", by=by, preview_background_file_id=background.pk)
    events.emit(
        "preview-background-file:add-file",
        by=by,
        preview_background_file_id=background.pk,
        extension=extension,
    )
    return background


@transaction.atomic
def discard(background: PreviewBackgroundFile, *, by) -> None:
    """Remove a background whose file is of no use, from the productions that offer it too."""
    background.projects.clear()
    background.default_in_projects.update(default_preview_background_file=None)
    pk = background.pk
    background.delete()
    events.emit("preview-background-file:delete", by=by, preview_background_file_id=pk)


@events.on("preview-background-file:delete")
def remove_stored(event: events.Event) -> None:
    """The stored files of a background go with its row."""
    pk = event.data["preview_background_file_id"]
    storage.remove_on_commit([place(pk), thumbnail_place(pk)])
