"""Pictures: what is taken, what is made of them."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from kitsu_site.media import MediaError, drawings, pictures
from kitsu_site.tests import media


def loaded(content: bytes, **options) -> Image.Image:
    return pictures.load(io.BytesIO(content), **options)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says that it is huge, and is tiny."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is no picture of a type that is taken here."),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "The file is no picture of a type that is taken here.",
        ),
        (b"%!PS-Adobe-3.0\n%%BoundingBox: 0 0 9 9", "The file is no picture of a type that is taken here."),
        (media.png()[:60], "The picture is damaged or cut short."),
        (media.jpeg((400, 400))[:900], "The picture is damaged or cut short."),
        (bomb(60_000, 60_000), "The file is no picture of a type that is taken here."),
        (bomb(11_000, 11_000), "The picture has more than 100000000 pixels."),
    ],
    ids=["empty", "svg", "postscript", "cut png", "cut jpeg", "bomb", "large"],
)
def test_what_is_no_sound_picture_is_refused(content, message):
    with pytest.raises(MediaError) as refused:
        loaded(content)
    assert str(refused.value) == message


def test_a_type_is_read_from_the_content():
    with pytest.raises(MediaError):
        loaded(media.encoded(Image.new("RGB", (9, 9)), "GIF"), formats=pictures.UPLOADED)


def test_nothing_of_the_metadata_is_kept():
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    image = loaded(media.jpeg(exif=exif))
    content = media.encoded(image, "PNG")
    assert b"Secret" not in content
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}


def test_a_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    assert loaded(media.jpeg((64, 36), exif=exif)).size == (36, 64)


def test_a_colour_profile_is_applied():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    image = loaded(media.png(color=(200, 30, 30), icc_profile=profile))
    assert (image.mode, image.info) == ("RGB", {})


def test_sixteen_bits_of_grey_become_eight():
    image = loaded(media.encoded(Image.new("I;16", (4, 4), 0x8000), "PNG"))
    assert image.getpixel((0, 0)) == (128, 128, 128)


@pytest.mark.parametrize("size", [(320, 180), (1000, 100), (20, 10), (3, 900)])
def test_every_version_has_its_size(size):
    made = pictures.variants(Image.new("RGB", size, (1, 2, 3)))
    assert {name: image.size for name, image in made.items()} == {
        "original": size,
        "thumbnails": (150, 100),
        "thumbnails-square": (100, 100),
        "previews": (1200, min(-(-1200 * size[1] // size[0]), 12000)),
    }


def test_a_thumbnail_is_centred_on_transparency():
    image = pictures.fitted(Image.new("RGB", (300, 100), (9, 9, 9)), (150, 100))
    assert [image.getpixel(spot)[3] for spot in ((75, 10), (75, 50), (75, 90))] == [0, 255, 0]


def hdr(width: int, height: int, pixel: bytes) -> bytes:
    return b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y %d +X %d\n" % (height, width) + pixel * width * height


def test_high_dynamic_range_is_brought_to_the_screen():
    image = pictures.tone_mapped(io.BytesIO(hdr(7, 7, bytes((128, 64, 255, 128)))))
    assert (image.size, image.getpixel((0, 0))) == ((300, 200), (186, 136, 255))


@pytest.mark.parametrize(
    "content", [b"", b"#?RADIANCE\n\n-Y 9 +X 9\n", b"#?RADIANCE\n\n-Y 99999 +X 99999\n", b"no"]
)
def test_what_is_no_radiance_picture_is_refused(content):
    with pytest.raises(MediaError):
        pictures.tone_mapped(io.BytesIO(content))


def test_drawings_are_scaled_to_the_picture():
    square = {"type": "rect", "left": 0, "top": 0, "width": 50, "height": 50, "fill": "#ff0000"}
    picture = drawings.drawn_upon(
        Image.new("RGB", (200, 200)), [{**square, "canvasWidth": 100, "canvasHeight": 100}]
    )
    assert [picture.getpixel(spot) for spot in ((99, 99), (120, 120))] == [(255, 0, 0), (0, 0, 0)]


@pytest.mark.parametrize(
    "item",
    [
        {"type": "hologram"},
        {},
        {"type": "path", "path": "M 0 0"},
        {"type": "path", "path": [["Q", 1], [], [3], ["M", 1, 1], ["L", None, 2]], "stroke": "#fff"},
        {"type": "rect", "left": "x", "width": 1e99, "height": float("nan"), "fill": "url(evil)"},
        {"type": "group", "objects": [{"type": "group", "objects": "none"}]},
        {"type": "i-text", "text": None, "fontSize": 1e9},
        {"type": "polygon", "points": [{"x": 1}, 5], "fill": "rgba(1,2,3,x)"},
    ],
)
def test_drawings_that_make_no_sense_are_passed_over(item):
    assert drawings.drawn_upon(Image.new("RGB", (10, 10)), [item]).size == (10, 10)
