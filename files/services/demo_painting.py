"""Pictures of the demo, painted by Pillow: a night with a lantern, seen anew by every name."""

import random
from functools import cache

from PIL import Image, ImageDraw, ImageOps

SIZE = (640, 360)
SKIES = (
    ("#0F172A", "#7C3AED"),
    ("#172554", "#F97316"),
    ("#042F2E", "#38BDF8"),
    ("#1E1B4B", "#FB7185"),
    ("#1C1917", "#F59E0B"),
)
BODIES = ("#F87171", "#FBBF24", "#34D399", "#60A5FA", "#C084FC")
GLOW = "#FDE68A"


def shot(name: str, part: float | None = None) -> Image.Image:
    """A landscape at night, `part` (0 to 1) of the way through a shot: the lantern walks."""
    dice = random.Random(name)  # noqa: S311  pictures, not secrets
    part = dice.random() if part is None else part
    picture = sky(dice)
    draw = ImageDraw.Draw(picture, "RGBA")
    width, height = SIZE
    x, y = width * dice.uniform(0.1, 0.9), height * dice.uniform(0.12, 0.35)
    draw.ellipse((x - 26, y - 26, x + 26, y + 26), fill="#FEF3C7")
    for _ in range(40):
        x, y = dice.randrange(width), dice.randrange(height // 2)
        draw.point((x, y), fill="#FFFFFF")
    for depth in range(3):
        hills(draw, dice, height * (0.5 + 0.15 * depth), 40 + 70 * depth)
    lantern(draw, width * (0.15 + 0.7 * part), height * 0.8, 1.0)
    return picture


def asset(name: str, kind: str) -> Image.Image:
    """A character, a prop or an environment before a plain wall."""
    dice = random.Random(name)  # noqa: S311  pictures, not secrets
    if kind == "Environment":
        return shot(name)
    picture = sky(dice)
    draw = ImageDraw.Draw(picture, "RGBA")
    width, height = SIZE
    draw.ellipse((width * 0.25, height * 0.84, width * 0.75, height * 0.95), fill=(0, 0, 0, 90))
    color = dice.choice(BODIES)
    if kind == "Character":
        size = dice.uniform(0.75, 1.1)
        draw.rounded_rectangle((270, 330 - 170 * size, 370, 330), 46, fill=color)
        top = 330 - 170 * size
        draw.ellipse((320 - 58 * size, top - 90 * size, 320 + 58 * size, top + 26 * size), fill=color)
        for side in (-1, 1):
            x, y = 320 + side * 22 * size, top - 36 * size
            draw.ellipse((x - 11, y - 14, x + 11, y + 14), fill="#FFFFFF")
            draw.ellipse((x - 5, y - 6, x + 5, y + 6), fill="#111827")
    else:
        lantern(draw, width / 2, 300, 2.6)
        draw.rounded_rectangle((250, 300, 390, 325), 8, fill=color)
    return picture


def sky(dice: random.Random) -> Image.Image:
    return gradient(*dice.choice(SKIES)).copy()


@cache
def gradient(above: str, below: str) -> Image.Image:
    return ImageOps.colorize(Image.linear_gradient("L").resize(SIZE), above, below)


def hills(draw: ImageDraw.ImageDraw, dice: random.Random, base: float, darkness: int) -> None:
    """A ridge across the picture; the nearer, the darker."""
    width, height = SIZE
    ridge = [(x, base + dice.uniform(-30, 30)) for x in range(0, width + 80, 80)]
    draw.polygon([(0, height), *ridge, (width, height)], fill=(10, 14, 30, min(255, darkness)))


def lantern(draw: ImageDraw.ImageDraw, x: float, y: float, scale: float) -> None:
    for radius, strength in ((46, 30), (32, 50), (20, 90)):
        r = radius * scale
        draw.ellipse((x - r, y - 20 * scale - r, x + r, y - 20 * scale + r), fill=(253, 230, 138, strength))
    draw.rounded_rectangle(
        (x - 9 * scale, y - 34 * scale, x + 9 * scale, y - 6 * scale), 4 * scale, fill=GLOW
    )
    draw.rectangle((x - 11 * scale, y - 38 * scale, x + 11 * scale, y - 33 * scale), fill="#292524")
    draw.rectangle((x - 11 * scale, y - 7 * scale, x + 11 * scale, y - 2 * scale), fill="#292524")
