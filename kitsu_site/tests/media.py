"""Small pictures and movies for tests, made by Pillow and ffmpeg themselves."""

import io
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kitsu_site.media import movies


def png(size=(64, 36), color=(200, 30, 30), mode="RGB", **options) -> bytes:
    return encoded(Image.new(mode, size, color), "PNG", **options)


def jpeg(size=(64, 36), color=(30, 30, 200), **options) -> bytes:
    return encoded(Image.new("RGB", size, color), "JPEG", **options)


def encoded(image: Image.Image, form: str, **options) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


@cache
def movie(
    seconds: float = 0.4, rate: str = "25", size: str = "64x36", sound: bool = False, color: str | None = None
) -> bytes:
    """A short H.264 movie: moving bars, or one colour (as BT.709)."""
    picture = f"color=c={color}:s={size}:r={rate}" if color else f"testsrc=s={size}:r={rate}"
    tagged = ["-vf", "scale=out_color_matrix=bt709", *movies.BT709]
    with TemporaryDirectory() as folder:
        target = Path(folder) / "movie.mp4"
        subprocess.run(
            [
                *(movies.ffmpeg(), "-v", "error", "-f", "lavfi", "-i", picture),
                *(["-f", "lavfi", "-i", "sine=r=48000"] if sound else []),
                *(
                    "-t",
                    str(seconds),
                    *tagged,
                    "-pix_fmt",
                    "yuv420p",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                ),
                *(["-c:a", "aac"] if sound else []),
                str(target),
            ],
            check=True,
        )
        return target.read_bytes()


def streamed(content: bytes) -> bytes:
    """The same movie as Matroska written to a pipe, which cannot say how long it is."""
    command = [movies.ffmpeg(), "-v", "error", "-i", "pipe:0", "-c", "copy", "-f", "matroska", "pipe:1"]
    return subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True).stdout


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture_of(response) -> Image.Image:
    """The picture that a response holds."""
    return Image.open(io.BytesIO(body_of(response)))


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
