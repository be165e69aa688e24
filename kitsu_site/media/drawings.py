"""What people drew upon a picture (objects of Fabric.js), drawn with Pillow.

Coordinates are those of the canvas that was drawn on, `canvasWidth` x `canvasHeight`, and are scaled
to the picture. Types that are not known are passed over, like values that are no numbers.
"""

import itertools
import math

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

CLEAR = (0, 0, 0, 0)
STEPS = 16  # straight pieces of a curve
TEXTS = ("text", "i-text", "textbox", "itext")
MAX_DEPTH = 8  # groups in groups


def drawn_upon(picture: Image.Image, objects: list[dict], canvas: tuple[float, float] | None = None):
    """The picture with the objects on it."""
    result = picture.convert("RGBA")
    for item in objects:
        layer = Image.new("RGBA", result.size, CLEAR)
        width = number(item, "canvasWidth") or (canvas and canvas[0]) or result.width
        height = number(item, "canvasHeight") or (canvas and canvas[1]) or result.height
        Pen(layer, result.width / width, result.height / height).draw(item)
        result.alpha_composite(layer)
    return result.convert("RGB")


class Pen:
    """Draws objects on a layer; `scale` and `offset` bring an object's points to it."""

    def __init__(self, layer: Image.Image, sx: float, sy: float, depth: int = 0):
        self.layer, self.sx, self.sy, self.depth = layer, sx, sy, depth
        self.ink = ImageDraw.Draw(layer)
        self.thickness = (sx + sy) / 2

    def draw(self, item: dict) -> None:
        """Draw one object, and take away what its eraser took."""
        kind = str(item.get("type", "")).lower()
        method = SHAPES.get(kind)
        if method is None or not item.get("visible", True):
            return
        method(self, item)
        if isinstance(item.get("eraser"), dict) and self.depth < MAX_DEPTH:
            self.erase(item["eraser"])

    def erase(self, eraser: dict) -> None:
        mask = Image.new("RGBA", self.layer.size, CLEAR)
        pen = Pen(mask, self.sx, self.sy, self.depth + 1)
        for item in listed(eraser, "objects"):
            pen.draw({**item, "stroke": "#000000"})
        alpha = ImageChops.subtract(self.layer.getchannel("A"), mask.getchannel("A"))
        self.layer.putalpha(alpha)

    # Shapes

    def rect(self, item):
        x, y, w, h = box(item)
        self.shape(item, [(x, y), (x + w, y), (x + w, y + h), (x, y + h)])

    def ellipse(self, item):
        x, y, w, h = box(item)
        turn = (2 * math.pi * step / 64 for step in range(64))
        points = [(x + w / 2 + w / 2 * math.cos(a), y + h / 2 + h / 2 * math.sin(a)) for a in turn]
        self.shape(item, points)

    def line(self, item):
        x, y, w, h = box(item)
        x1, y1, x2, y2 = (number(item, name) for name in ("x1", "y1", "x2", "y2"))
        points = [(x, y), (x + w, y + h)] if (x2 - x1) * (y2 - y1) >= 0 else [(x, y + h), (x + w, y)]
        self.shape(item, points, closed=False)

    def polyline(self, item, closed=False):
        points = [(number(p, "x"), number(p, "y")) for p in listed(item, "points")]
        self.shape(item, placed(points, item), closed=closed)

    def polygon(self, item):
        self.polyline(item, closed=True)

    def stroke(self, item):
        """A stroke of a pen that feels pressure: points where they were drawn."""
        points = listed(item, "strokePoints") or listed(item, "points")
        self.shape(item, [(number(p, "x"), number(p, "y")) for p in points], closed=False)

    def path(self, item):
        steps = item.get("path")
        for points in flattened(steps if isinstance(steps, list) else []):
            self.shape(item, points, closed=False)

    def text(self, item):
        x, y, _, _ = box(item)
        size = max(4, (number(item, "fontSize") or 20) * scale(item, "scaleY") * self.sy)
        font = ImageFont.load_default(min(size, 400))
        fill = colour(item.get("fill") or "#000000", item)
        if fill:
            self.ink.multiline_text((x * self.sx, y * self.sy), str(item.get("text", ""))[:2000], fill, font)

    def group(self, item):
        """The objects of a group are placed from its middle."""
        if self.depth >= MAX_DEPTH:
            return
        x, y, w, h = box(item)
        sx, sy = scale(item, "scaleX"), scale(item, "scaleY")
        pen = Pen(self.layer, self.sx, self.sy, self.depth + 1)
        for child in listed(item, "objects"):
            moved = dict(child)
            moved["left"] = x + w / 2 + number(child, "left") * sx
            moved["top"] = y + h / 2 + number(child, "top") * sy
            moved["scaleX"], moved["scaleY"] = scale(child, "scaleX") * sx, scale(child, "scaleY") * sy
            pen.draw(moved)

    def shape(self, item: dict, points: list, *, closed: bool = True) -> None:
        """Fill and outline."""
        points = [(x * self.sx, y * self.sy) for x, y in turned(points, item)]
        if len(points) < 2:
            return
        fill, stroke = colour(item.get("fill"), item), colour(item.get("stroke"), item)
        if closed and fill:
            self.ink.polygon(points, fill=fill)
        if stroke:
            width = max(1, round((number(item, "strokeWidth") or 1) * self.thickness))
            self.ink.line([*points, points[0]] if closed else points, fill=stroke, width=width, joint="curve")


SHAPES = {
    "rect": Pen.rect,
    "circle": Pen.ellipse,
    "ellipse": Pen.ellipse,
    "line": Pen.line,
    "polyline": Pen.polyline,
    "polygon": Pen.polygon,
    "path": Pen.path,
    "psstroke": Pen.stroke,
    "arrow": Pen.group,
    "group": Pen.group,
    **dict.fromkeys(TEXTS, Pen.text),
}


# Values of objects


def number(item, name: str) -> float:
    value = item.get(name) if isinstance(item, dict) else None
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return max(-1e5, min(1e5, float(value))) if good else 0.0


def listed(item: dict, name: str) -> list[dict]:
    value = item.get(name)
    return [entry for entry in value[:20000] if isinstance(entry, dict)] if isinstance(value, list) else []


def scale(item: dict, name: str) -> float:
    return number(item, name) or 1.0


def box(item: dict) -> tuple[float, float, float, float]:
    """Left, top, width and height, whatever point the object was placed by."""
    width = number(item, "width") or 2 * (number(item, "rx") or number(item, "radius"))
    height = number(item, "height") or 2 * (number(item, "ry") or number(item, "radius"))
    width, height = width * scale(item, "scaleX"), height * scale(item, "scaleY")
    x, y = number(item, "left"), number(item, "top")
    x -= {"center": width / 2, "right": width}.get(item.get("originX"), 0)
    y -= {"center": height / 2, "bottom": height}.get(item.get("originY"), 0)
    return x, y, width, height


def placed(points: list, item: dict) -> list:
    """Points moved so that their box starts where the object stands."""
    if not points:
        return []
    x, y, _, _ = box(item)
    left, top = min(p[0] for p in points), min(p[1] for p in points)
    sx, sy = scale(item, "scaleX"), scale(item, "scaleY")
    return [(x + (px - left) * sx, y + (py - top) * sy) for px, py in points]


def turned(points: list, item: dict) -> list:
    """Points turned by the object's angle around where it stands."""
    angle = math.radians(number(item, "angle"))
    if not angle:
        return points
    x, y = number(item, "left"), number(item, "top")
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x + (px - x) * cos - (py - y) * sin, y + (px - x) * sin + (py - y) * cos) for px, py in points]


def flattened(steps: list) -> list[list[tuple[float, float]]]:
    """The lines of a path of moves (M), lines (L), curves (Q, C) and closings (Z)."""
    lines, at = [], (0.0, 0.0)
    for step in steps[:20000]:
        if not isinstance(step, list) or not step or not isinstance(step[0], str):
            continue
        values = [float(v) for v in step[1:] if isinstance(v, (int, float)) and math.isfinite(v)]
        points = list(zip(values[::2], values[1::2], strict=False))
        verb = step[0].upper()
        if verb == "M" and points:
            lines.append([points[0]])
        elif verb == "Z" and lines:
            lines[-1].append(lines[-1][0])
        elif lines and len(points) == {"L": 1, "Q": 2, "C": 3}.get(verb):
            lines[-1] += curve([at, *points])
        if lines:
            at = lines[-1][-1]
    return lines


def curve(points: list) -> list:
    """The points of a Bézier curve after its first."""
    if len(points) == 2:
        return points[1:]
    found = []
    for step in range(1, STEPS + 1):
        t, layer = step / STEPS, points
        while len(layer) > 1:
            pairs = itertools.pairwise(layer)
            layer = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairs]
        found.append(layer[0])
    return found


def colour(value, item: dict) -> tuple[int, int, int, int] | None:
    """Red, green, blue, opacity; None for what is not seen or is no colour."""
    if not isinstance(value, str) or value in ("", "transparent", "none"):
        return None
    text = value.replace(" ", "").lower()
    opacity = 1.0
    if text.startswith("rgba(") and text.endswith(")"):
        *rgb, alpha = text[5:-1].split(",")
        try:
            text, opacity = f"rgb({','.join(rgb)})", float(alpha)
        except ValueError:
            return None
    try:
        red, green, blue, alpha = (*ImageColor.getrgb(text), 255)[:4]
    except ValueError:
        return None
    shown = number(item, "opacity") if "opacity" in item else 1.0
    return red, green, blue, round(alpha * max(0.0, min(1.0, opacity * shown)))
