"""What operators do to many previews: measure them again, make their pictures, tiles and movies anew.

Each preview is work and a transaction of its own, so that a run may be cut short and repeated. What can
be wrong with one is a `MediaError`, a `StudioError` or an `OSError`: `FAULTS`.
"""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from files.models import MediaJob, PreviewFile
from files.services import annotations, media_jobs, movie_previews, preview_places, previews
from kitsu_site import events, storage
from kitsu_site.exceptions import Invalid, Missing, StudioError
from kitsu_site.media import MediaError, movies, pictures
from production.models import Project

FAULTS = (MediaError, StudioError, OSError)
MOVIE, PICTURE = "mp4", "png"
UNFINISHED = (MediaJob.Status.WAITING, MediaJob.Status.RUNNING)


def of_open_productions(*extensions: str) -> QuerySet[PreviewFile]:
    """The previews that have a file of these types, in the order in which they were made."""
    found = PreviewFile.objects.filter(extension__in=extensions, original_name__isnull=False)
    return found.filter(task__project__in=Project.objects.open()).order_by("created_at", "pk")


# Facts of the stored files


def measured(preview: PreviewFile) -> dict:
    """Width and height (pixels), size (bytes) and of movies duration (seconds) of the stored file."""
    with storage.on_disk(preview_places.content(preview)) as path:
        size = {"file_size": path.stat().st_size}
        if preview.extension == MOVIE:
            movie = movies.probe(path)
            return {"width": movie.width, "height": movie.height, "duration": movie.duration, **size}
        with pictures.reading(path, max_pixels=settings.PICTURE_MAX_PIXELS) as image:
            return {"width": image.width, "height": image.height, **size}


def measure(*, preview: PreviewFile, dry_run: bool = False) -> dict:
    """Note what the stored file is; answers the columns that were otherwise."""
    values = measured(preview)
    changed = {name: value for name, value in values.items() if getattr(preview, name) != value}
    if changed and not dry_run:
        change(preview, changed)
    return changed


@transaction.atomic
def change(preview: PreviewFile, values: dict) -> None:
    for name, value in values.items():
        setattr(preview, name, value)
    preview.save(update_fields=[*values, "updated_at"])
    project_id = previews.project_of(preview)
    events.emit("preview-file:update", by=None, project_id=project_id, preview_file_id=preview.pk)


# What is made of the stored files


def make_pictures(preview: PreviewFile) -> None:
    """Make the smaller pictures anew: of a movie's first frame, or of the picture, which stays as it is."""
    with tempfile.TemporaryDirectory(prefix="kitsu-") as name:
        folder = Path(name)
        if preview.extension == MOVIE:
            previews.frame(preview, folder / "frame.png", 1)
            image = pictures.load(folder / "frame.png", max_pixels=settings.PICTURE_MAX_PIXELS)
            previews.save_pictures(preview.pk, image, folder)
            return
        with storage.on_disk(preview_places.content(preview)) as path:
            image = pictures.load(path, max_pixels=settings.PICTURE_MAX_PIXELS)
        previews.save_pictures(preview.pk, image, folder, but=("original",))


def lacks_tiles(preview: PreviewFile) -> bool:
    """Whether it is a movie whose sheet of tiles is not stored."""
    return preview.extension == MOVIE and not storage.exists(
        preview_places.picture(preview.pk, preview_places.TILES)
    )


# Movies encoded again


def encode_again(*, preview: PreviewFile, by=None) -> MediaJob:
    """Prepare a movie anew from its upload: by the queue, or before this returns where there is none.

    Raises `Invalid` where a job of it is under way, or only the prepared movie is kept; `Missing`,
    and the preview is `missing`, where nothing of it is stored.
    """
    if preview.media_jobs.filter(status__in=UNFINISHED).exists():
        raise Invalid("A job of it waits or runs already.")
    if not storage.exists(preview_places.movie(preview.pk, preview_places.SOURCE)):
        prepared = (preview_places.NORMALISED, preview_places.LOW)
        if any(storage.exists(preview_places.movie(preview.pk, version)) for version in prepared):
            raise Invalid("Its upload is not kept (KEEP_MOVIE_SOURCES): the prepared movie stays.")
        change(preview, {"status": PreviewFile.Status.MISSING})
        raise Missing("Nothing of it is stored: it is missing.")
    media_jobs.prepare_preview(preview=preview, values={"status": PreviewFile.Status.PROCESSING}, by=by)
    return preview.media_jobs.latest("created_at")


# Drawings


def snapped(items: list, fps) -> list:
    """Annotations on the frames of a movie: those of one frame become one, in the order of time.

    A frame's time is its number, from 0, through `fps`. What has no time is left as it is.
    """
    frames, others = {}, []
    for item in items:
        time = item.get("time") if isinstance(item, dict) else None
        if isinstance(time, bool) or not isinstance(time, (int, float)):
            others.append(item)
            continue
        number = max(0, round(time * fps))
        if number not in frames:
            frames[number] = {**item, "time": float(number / fps)}
            continue
        first = frames[number]
        there = {drawn.get("id") for drawn in annotations.objects(first)}
        more = [drawn for drawn in annotations.objects(item) if drawn.get("id") not in there]
        annotations.set_objects(first, annotations.objects(first) + more)
    return [frames[number] for number in sorted(frames)] + others


@transaction.atomic
def snap_annotations(*, preview: PreviewFile, dry_run: bool = False) -> bool:
    """Bring the drawings upon a movie to its frames; whether that changes any."""
    row = PreviewFile.objects.select_for_update().get(pk=preview.pk)
    wanted = snapped(row.annotations or [], movie_previews.fps_of(preview))
    if wanted == row.annotations:
        return False
    if not dry_run:
        annotations.replace(row, wanted, project_id=previews.project_of(preview), by=None)
    return True
