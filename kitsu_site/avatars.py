"""The pictures of people, productions and the studio: squares of 400 pixels."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from kitsu_site import storage
from kitsu_site.exceptions import Invalid
from kitsu_site.media import MediaError, pictures


def place(row_id) -> storage.Stored:
    """Where the picture of that person, production or studio is stored."""
    return storage.Stored(storage.PICTURES, "thumbnails", row_id)


def path(model: str, row_id) -> str:
    """The address of the picture, as clients are told; `model` in the plural."""
    return f"pictures/thumbnails/{model}/{row_id}.png"


def store(row_id, file: UploadedFile) -> None:
    """Store an uploaded picture as the square that is shown; raises `Invalid` for what is none."""
    try:
        picture = pictures.load(file, max_pixels=settings.PICTURE_MAX_PIXELS)
    except MediaError as error:
        raise Invalid(f"file: {error}", field="file") from None
    with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        square = Path(folder) / "square.png"
        pictures.save_png(pictures.fitted(picture, pictures.AVATAR), square)
        storage.save_path(place(row_id), square)
