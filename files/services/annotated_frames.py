"""Frames of previews with what was drawn upon them: PNGs, a zip of them, a PDF."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from files.models import PreviewFile
from files.services import annotations, movie_previews, preview_places
from kitsu_site import storage
from kitsu_site.exceptions import Invalid
from kitsu_site.media import MediaError, drawings, movies, pictures

NO_ANNOTATION = "Nothing is drawn upon the preview."


def one(preview: PreviewFile, number: int | None) -> Image.Image:
    """The frame of a movie (counted from 1), or the picture, with what is drawn upon it; raises `Invalid`."""
    check_kind(preview)
    drawn = drawn_upon(preview)
    if preview.extension == "png":
        return on_picture(preview, drawn[0])
    if number is None or number < 1:
        raise Invalid("frame_number: a frame from 1 on expected.", field="frame_number")
    fps = movie_previews.fps_of(preview)
    wanted = (number - 1) / fps
    found = next((item for item in drawn if abs(time_of(item) - wanted) <= 0.5 / fps), None)
    if found is None:
        raise Invalid(f"frame_number: nothing is drawn upon frame {number}.", field="frame_number")
    with movie_of(preview) as path:
        return on_frame(path, found, number)


def every(preview: PreviewFile) -> Iterator[tuple[int, Image.Image]]:
    """(frame number, picture) for each annotation; raises `Invalid` where there is none."""
    check_kind(preview)
    drawn = sorted(drawn_upon(preview), key=time_of)
    if preview.extension == "png":
        yield 1, on_picture(preview, drawn[0])
        return
    fps = movie_previews.fps_of(preview)
    with movie_of(preview) as path:
        for item in drawn:
            number = round(time_of(item) * fps) + 1
            yield number, on_frame(path, item, number)


def zipped(preview: PreviewFile, target, name: str) -> None:
    """Write a zip of all annotated frames: `<name>_frame_<number>.png`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, image in every(preview):
            with archive.open(f"{name}_frame_{number}.png", "w") as entry:
                image.save(entry, "PNG")


def as_pdf(preview: PreviewFile, target) -> None:
    """Write a PDF with a page for each annotated frame."""
    frames = every(preview)
    _, first = next(frames)
    first.save(target, "PDF", save_all=True, append_images=(image for _, image in frames))


def check_kind(preview: PreviewFile) -> None:
    if preview.extension not in ("png", "mp4"):
        raise Invalid("Frames are taken from pictures and movies only.")


def drawn_upon(preview: PreviewFile) -> list[dict]:
    found = [item for item in annotations.listed(preview.annotations) if annotations.objects(item)]
    if not found:
        raise Invalid(NO_ANNOTATION)
    return found


def time_of(item: dict) -> float:
    time = item.get("time")
    return float(time) if isinstance(time, int | float) else 0.0


def canvas_of(item: dict) -> tuple[float, float] | None:
    width, height = drawings.number(item, "width"), drawings.number(item, "height")
    return (width, height) if width and height else None


def on_picture(preview: PreviewFile, item: dict) -> Image.Image:
    with storage.on_disk(preview_places.picture(preview.pk, "previews")) as path:
        picture = pictures.load(path)
    return drawings.drawn_upon(picture, annotations.objects(item), canvas_of(item))


def on_frame(path: Path, item: dict, number: int) -> Image.Image:
    with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        target = Path(folder) / "frame.png"
        try:
            movies.frame(path, target, number)
            picture = pictures.load(target)
        except MediaError as error:
            raise Invalid(str(error)) from None
    return drawings.drawn_upon(picture, annotations.objects(item), canvas_of(item))


@contextmanager
def movie_of(preview: PreviewFile) -> Iterator[Path]:
    order = (preview_places.NORMALISED, preview_places.LOW, preview_places.SOURCE)
    with storage.on_disk(storage.first_of(preview_places.movies_in_order(preview, *order))) as path:
        yield path
