"""Pictures, with Pillow: what they are by their content, and what is made of them.

What comes in is never trusted: the type is read from the bytes, the number of pixels before any is
decoded, and nothing of the metadata (places, cameras, authors) is kept. What comes out is sRGB.
"""

import io
import math
import warnings
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from kitsu_site.media import MediaError

# Formats by Pillow's names.
UPLOADED = ("PNG", "JPEG")
ANY = (*UPLOADED, "GIF", "WEBP", "BMP", "TIFF")
INLINE = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG of a phone with a second picture in it
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "AVIF": "image/avif",
}
MAX_PIXELS = 100_000_000
THUMBNAIL, SQUARE, AVATAR, CHAT_THUMBNAIL, BACKGROUND = (
    (150, 100),
    (100, 100),
    (400, 400),
    (150, 150),
    (300, 200),
)
PREVIEW_WIDTH = 1200
MAX_PREVIEW_HEIGHT = 12000  # a strip of paper is cut to what can be shown
CLEAR = (0, 0, 0, 0)
BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    IndexError,
    EOFError,
    MemoryError,
)


@contextmanager
def reading(source, formats=ANY, max_pixels: int = MAX_PIXELS):
    """The picture of a path or file, its pixels not yet decoded; raises `MediaError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is our own
            image = Image.open(source, formats=formats)
    except BROKEN as error:
        raise MediaError("The file is no picture of a type that is taken here.") from error
    with image:
        if image.width * image.height > max_pixels:
            raise MediaError(f"The picture has more than {max_pixels} pixels.")
        yield image


def load(source, formats=ANY, max_pixels: int = MAX_PIXELS) -> Image.Image:
    """The picture upright, in sRGB, 8 bits a channel (RGB or RGBA), without metadata; raises `MediaError`."""
    with reading(source, formats, max_pixels) as image:
        try:
            image.load()
            result = in_srgb(ImageOps.exif_transpose(image))
        except BROKEN as error:
            raise MediaError("The picture is damaged or cut short.") from error
    result.info = {}
    return result


def in_srgb(image: Image.Image) -> Image.Image:
    """A picture in sRGB: its own colour profile applied, other colour models converted."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith(("I;16", "I")):  # 16 bits of grey: Pillow would cut them off
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    mode = "RGBA" if has_alpha else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, target, outputMode=mode).convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be applied is as good as none
    return image.convert(mode)


def save_png(image: Image.Image, target: Path) -> None:
    image.save(target, "PNG")


def kind_of(file) -> str | None:
    """The media type of a picture that browsers show safely, by its content; None for anything else."""
    position = file.tell()
    file.seek(0)
    try:
        with Image.open(file, formats=("PNG", "JPEG", "GIF", "WEBP", "BMP", "AVIF")) as image:
            return INLINE.get(image.format)
    except BROKEN:
        return None
    finally:
        if not file.closed:
            file.seek(position)


# What is made of a picture


def fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The whole picture, centred on transparency; one smaller in both directions is stretched to fill it."""
    if image.width < size[0] and image.height < size[1]:
        return image.resize(size, Image.Resampling.LANCZOS)
    small = image.copy()
    small.thumbnail(size, Image.Resampling.LANCZOS)
    canvas = Image.new("RGBA", size, CLEAR)
    canvas.paste(small, ((size[0] - small.width) // 2, (size[1] - small.height) // 2))
    return canvas


def cropped(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The middle of the picture, filling the size."""
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def preview(image: Image.Image) -> Image.Image:
    """1200 pixels wide, smaller ones enlarged."""
    height = math.ceil(PREVIEW_WIDTH * image.height / image.width)
    return image.resize((PREVIEW_WIDTH, min(height, MAX_PREVIEW_HEIGHT)), Image.Resampling.LANCZOS)


def variants(image: Image.Image) -> dict[str, Image.Image]:
    """What is stored of a picture, by what it is for."""
    return {
        "original": image,
        "thumbnails": fitted(image, THUMBNAIL),
        "thumbnails-square": fitted(image, SQUARE),
        "previews": preview(image),
    }


# High dynamic range (Radiance .hdr), for the backgrounds of 3D previews


def tone_mapped(file, size: tuple[int, int] = BACKGROUND, max_pixels: int = MAX_PIXELS) -> Image.Image:
    """A Radiance picture for the screen: clamped to 0..1, gamma 2.2; raises `MediaError`.

    Each line is brought to the width that is wanted as it is read, so that memory stays small.
    """
    width, height = hdr_size(file, max_pixels)
    columns = [x * width // size[0] for x in range(size[0])]
    lines = {}
    wanted = {y * height // size[1] for y in range(size[1])}
    for y in range(height):
        line = hdr_line(file, width)
        if y in wanted:
            lines[y] = b"".join(screen_colour(line[4 * x : 4 * x + 4]) for x in columns)
    return Image.frombytes("RGB", size, b"".join(lines[y * height // size[1]] for y in range(size[1])))


def hdr_size(file, max_pixels: int) -> tuple[int, int]:
    """Width and height in the head of a Radiance file; what follows are its lines."""
    if file.readline(128).rstrip() not in (b"#?RADIANCE", b"#?RGBE"):
        raise MediaError("The file is no Radiance picture (.hdr).")
    for _ in range(64):
        if not file.readline(1024).strip():
            break
    words = file.readline(128).split()
    if len(words) != 4 or words[0] != b"-Y" or words[2] != b"+X":
        raise MediaError("The Radiance picture has no size.")
    if not (words[1].isdigit() and words[3].isdigit() and len(words[1]) < 7 and len(words[3]) < 7):
        raise MediaError("The Radiance picture has no size.")
    height, width = int(words[1]), int(words[3])
    if not width or not height or width * height > max_pixels:
        raise MediaError(f"The picture is empty or has more than {max_pixels} pixels.")
    return width, height


def hdr_line(file, width: int) -> bytes:
    """One line of a Radiance picture: width times red, green, blue, exponent."""
    head = taken(file, 4)
    if head[:2] != b"\x02\x02" or head[2] << 8 | head[3] != width:
        return head + taken(file, 4 * (width - 1))
    planes = []
    for _ in range(4):
        plane = bytearray()
        while len(plane) < width:
            count = taken(file, 1)[0]
            plane += taken(file, 1) * (count - 128) if count > 128 else taken(file, count)
            if not count or len(plane) > width:
                raise MediaError("The Radiance picture is damaged.")
        planes.append(plane)
    line = bytearray(4 * width)
    for channel, plane in enumerate(planes):
        line[channel::4] = plane
    return bytes(line)


def taken(file, count: int) -> bytes:
    content = file.read(count)
    if len(content) != count:
        raise MediaError("The Radiance picture is cut short.")
    return content


def screen_colour(pixel: bytes) -> bytes:
    red, green, blue, exponent = pixel
    if not exponent:
        return b"\0\0\0"
    factor = math.ldexp(1.0, min(exponent, 140) - 136)
    return bytes(round(255 * min(1.0, value * factor) ** (1 / 2.2)) for value in (red, green, blue))
