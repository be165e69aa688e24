"""The upload of a preview's file: what it is, what is made of it (notes on files, "Uploading a preview")."""

import tempfile
from pathlib import Path, PurePath

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile

from files.models import PreviewFile
from files.services import media_jobs, movie_previews, preview_places, previews
from kitsu_site import storage
from kitsu_site.exceptions import Invalid
from kitsu_site.media import MediaError, pictures

NAME_LENGTH = PreviewFile._meta.get_field("original_name").max_length
UPLOAD_LIMIT = 3600  # seconds after which an upload that was cut off no longer keeps others out
# Types that are no text: a page for browsers must not pass for one.
BINARY = ("exr", "gif", "glb", "kra", "pdf", "psb", "psd", "rar", "wav", "zip")


def store(*, preview: PreviewFile, file: UploadedFile, normalise: bool, at_once: bool, by) -> PreviewFile:
    """Take in the file of a preview that has none.

    Pictures and files are ready at once; movies are prepared by a job, or before the answer where
    there is no queue, where `at_once` asks for it, and where they are stored as they are (not `normalise`).
    Raises `Invalid`; a file that is of no use takes its preview along.
    """
    if preview.original_name is not None:
        raise Invalid("file: the preview has its file already.", field="file")
    lock = f"preview-upload-{preview.pk}"
    if not cache.add(lock, 1, UPLOAD_LIMIT):
        raise Invalid("file: another upload for this preview is under way.", field="file")
    try:
        with storage.taken_back() as stored:
            return take_in(preview, file, stored, normalise=normalise, at_once=at_once, by=by)
    except Invalid:
        previews.discard(preview=preview, by=by)
        raise
    finally:
        cache.delete(lock)


def take_in(
    preview, file, stored: list, *, normalise: bool, at_once: bool, by, later: bool = False
) -> PreviewFile:
    """Store a file and what is made of it.

    `later`: a movie always by a job, whatever there is to run it; a later revision may be there already.
    """
    name, extension = parts_of(file.name or "")
    if not file.size:
        raise Invalid("file: it is empty.", field="file")
    values = {"original_name": name}
    if extension in preview_places.UPLOADED_PICTURES:
        values |= store_picture(preview, file, stored)
        return previews.arrived(preview=preview, values=values, by=by, late=later)
    if extension in preview_places.UPLOADED_MOVIES:
        preview_places.keep(preview_places.movie(preview.pk, preview_places.SOURCE), file, stored)
        values |= {"extension": "mp4", "status": PreviewFile.Status.PROCESSING}
        if later or (normalise and not at_once and media_jobs.has_queue()):
            return media_jobs.prepare_preview(preview=preview, values=values, by=by)
        return movie_previews.prepare(preview=preview, values=values, normalise=normalise, by=by)
    if extension in preview_places.KEPT_AS_IS:
        check_no_page(file, extension)
        preview_places.keep(preview_places.file(preview.pk), file, stored)
        values |= {"extension": extension, "file_size": file.size, "status": previews.READY}
        return previews.arrived(preview=preview, values=values, by=by)
    raise Invalid(f"file: files of the type {extension or 'without extension'} are not taken.", field="file")


def parts_of(name: str) -> tuple[str, str]:
    """Name and extension (lower case) of an upload, without folders and control characters."""
    plain = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable())
    stem, dot, extension = plain.rpartition(".")
    return (stem if dot else plain)[:NAME_LENGTH], extension.lower() if dot else ""


def check_no_page(file: UploadedFile, extension: str) -> None:
    """Raise `Invalid` for markup under the name of a binary type; else files are taken as they are."""
    file.seek(0)
    head = file.read(64)
    file.seek(0)
    if extension in BINARY and head.lstrip().startswith(b"<"):
        raise Invalid(f"file: it is no {extension} file.", field="file")


def store_picture(preview: PreviewFile, file: UploadedFile, stored: list) -> dict:
    """Store an uploaded picture as PNG with its smaller versions; answers its columns."""
    try:
        image = pictures.load(file, pictures.UPLOADED, settings.PICTURE_MAX_PIXELS)
    except MediaError as error:
        raise Invalid(f"file: {error}", field="file") from None
    stored += [preview_places.picture(preview.pk, variant) for variant in preview_places.VARIANTS]
    with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        size = previews.save_pictures(preview.pk, image, Path(folder))
    return {
        "extension": "png",
        "width": image.width,
        "height": image.height,
        "file_size": size,
        "status": previews.READY,
    }
