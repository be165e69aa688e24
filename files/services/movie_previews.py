"""Movies made ready to be looked at (notes on files, "Uploading a preview")."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from files.models import PreviewFile
from files.services import preview_places, previews
from kitsu_site import storage
from kitsu_site.media import MediaError, movies, pictures

# What part of the work is done (0 to 1) after each step.
NORMALISED, LOW = 0.7, 0.9
Progress = Callable[[float], None]


def prepare(*, preview: PreviewFile, values: dict, normalise: bool, by) -> PreviewFile:
    """Prepare a stored upload in this request; a movie that cannot be read makes the preview `broken`."""
    try:
        values = values | make(preview, normalise=normalise)
    except MediaError:
        values = values | {"status": previews.BROKEN}
    return previews.arrived(preview=preview, values=values, by=by)


def make(preview: PreviewFile, *, normalise: bool = True, progress: Progress = lambda part: None) -> dict:
    """Make and store the versions, pictures and tiles of an uploaded movie; answers the preview's columns.

    The upload goes once all is stored, unless the setting KEEP_MOVIE_SOURCES keeps it.
    Raises `MediaError` with ffmpeg's last words; the upload then stays.
    """
    source = preview_places.movie(preview.pk, preview_places.SOURCE)
    with storage.on_disk(source) as upload, tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        folder = Path(folder)
        before = movies.probe(upload)
        if normalise:
            high = make_versions(preview, upload, before, folder, progress)
        else:
            high = upload
        progress(LOW)
        after = movies.probe(high)
        movies.frame(high, folder / "frame.png", 1)
        movies.tiles(high, folder / "tiles.png")
        image = pictures.load(folder / "frame.png", max_pixels=settings.PICTURE_MAX_PIXELS)
        storage.save_path(preview_places.movie(preview.pk), high)
        if normalise:
            storage.save_path(preview_places.movie(preview.pk, preview_places.LOW), folder / "low.mp4")
        storage.save_path(preview_places.picture(preview.pk, preview_places.TILES), folder / "tiles.png")
        previews.save_pictures(preview.pk, image, folder)
        values = {
            "width": after.width,
            "height": after.height,
            "duration": after.duration,
            "file_size": high.stat().st_size,
            "status": previews.READY,
            "data": {**(preview.data or {}), **originals(before, upload)},
        }
    if not (normalise and settings.KEEP_MOVIE_SOURCES):
        storage.remove([source])
    return values


def make_versions(preview, upload: Path, movie: movies.Movie, folder: Path, progress: Progress) -> Path:
    """The normalised movie, and beside it the one for slow links."""
    width, height = movies.dimensions(asked(preview, "resolution"), movie.ratio)
    project = preview.task.project if preview.task else None
    high = folder / "high.mp4"
    movies.normalise(
        upload,
        high,
        width=width,
        height=height,
        fps=fps_of(preview),
        bitrate=(project and project.hd_bitrate_compression) or movies.HIGH_BITRATE,
        progress=lambda part: progress(NORMALISED * part),
    )
    movies.low(
        high,
        folder / "low.mp4",
        bitrate=(project and project.ld_bitrate_compression) or movies.LOW_BITRATE,
        progress=lambda part: progress(NORMALISED + (LOW - NORMALISED) * part),
    )
    return high


def asked(preview: PreviewFile, name: str):
    """A setting of the entity's metadata, else of the production; None where neither has one."""
    if preview.task is None:
        return None
    data = preview.task.entity.data if preview.task.entity else None
    return (
        str((isinstance(data, dict) and data.get(name)) or getattr(preview.task.project, name) or "") or None
    )


def fps_of(preview: PreviewFile):
    """Frames a second of the entity, else of the production, else 25."""
    try:
        return movies.rate(asked(preview, "fps") or movies.DEFAULT_FPS)
    except MediaError:
        return movies.DEFAULT_FPS


def originals(movie: movies.Movie, upload: Path) -> dict:
    return {
        "original_width": movie.width,
        "original_height": movie.height,
        "original_duration": movie.duration,
        "original_file_size": upload.stat().st_size,
    }
