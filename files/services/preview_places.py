"""Where the stored files of a preview are: pictures, movies, and files kept as they are."""

from django.core.files.base import File

from files.models import PreviewFile
from kitsu_site import events, storage
from kitsu_site.storage import FILES, MOVIES, PICTURES, Stored
from production.services.removal import PREVIEWS_GONE

VARIANTS = ("original", "thumbnails", "thumbnails-square", "previews")
TILES = "tiles"
NORMALISED, LOW, SOURCE = "previews", "lowdef", "source"
UPLOADED_PICTURES = ("jpg", "jpeg", "jpe", "png")
UPLOADED_MOVIES = ("avi", "m4v", "mkv", "mov", "mp4", "webm", "wmv")
AS_IS = """
    ae ai blend clip comp diff exr fbx fla flv gif glb gltf hip kra ma mb md mp3 obj pdf psd psb rar rev riv
    sai sai2 sbbkp svg swf tvpp wav zip
"""
KEPT_AS_IS = frozenset(AS_IS.split())


def picture(preview_id, variant: str = "original") -> Stored:
    return Stored(PICTURES, variant, preview_id)


def movie(preview_id, version: str = NORMALISED) -> Stored:
    return Stored(MOVIES, version, preview_id)


def file(preview_id) -> Stored:
    return Stored(FILES, "previews", preview_id)


def movies_in_order(preview: PreviewFile, *versions: str) -> list[Stored]:
    """The places of versions of a movie; what could not be read is not shown as one."""
    broken = preview.status == PreviewFile.Status.BROKEN
    return [movie(preview.pk, version) for version in versions if not (broken and version == SOURCE)]


def content(preview: PreviewFile) -> Stored:
    """The file that a preview is, in its best version; raises `Missing`."""
    if preview.extension == "mp4":
        return storage.first_of(movies_in_order(preview, NORMALISED, LOW, SOURCE))
    if preview.extension == "png":
        return picture(preview.pk)
    return file(preview.pk)


def every(preview_id) -> list[Stored]:
    """All that may be stored of a preview."""
    pictures = [picture(preview_id, variant) for variant in (*VARIANTS, TILES)]
    movies = [movie(preview_id, version) for version in (NORMALISED, LOW, SOURCE)]
    return [*pictures, *movies, file(preview_id)]


def keep(place: Stored, upload: File, stored: list[Stored]) -> None:
    """Store an upload, noted in `stored` (see `storage.taken_back`)."""
    stored.append(place)
    storage.save(place, upload)


@events.on(PREVIEWS_GONE)
def remove_stored(event: events.Event) -> None:
    """The stored files of previews go with their rows."""
    storage.remove_on_commit([place for pk in event.data["preview_file_ids"] for place in every(pk)])
