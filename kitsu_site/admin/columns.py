"""Columns of the lists: relations that sort by name, badges in the colours of the studio."""

import re

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from unfold.decorators import display

COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
GREY = "#9CA3AF"
CHECK = mark_safe(
    '<span class="material-symbols-outlined" style="color:#16A34A;font-size:20px" title="yes">check</span>'
)


def related(path: str, title: str | None = None, order: str = "name"):
    """A column that shows what a foreign key (or a chain of them, `a__b`) leads to, sorted by its name."""

    @display(description=title or path.split("__")[-1].replace("_", " "), ordering=f"{path}__{order}")
    def column(obj):
        return follow(obj, path)

    column.__name__ = f"related_{path}"
    return column


def colored(path: str, title: str | None = None):
    """The same as a badge in the colour of the row that it leads to."""

    @display(description=title or path.split("__")[-1].replace("_", " "), ordering=f"{path}__name")
    def column(obj):
        row = follow(obj, path)
        return badge(row.name, row.color) if row is not None else None

    column.__name__ = f"colored_{path}"
    return column


def follow(obj, path: str):
    for name in path.split("__"):
        obj = getattr(obj, name, None)
    return obj


@display(description="color", ordering="color")
def color(obj):
    """The colour of a row as a badge."""
    return badge(obj.color or "", obj.color)


def badge(text: str, background: str | None):
    """Text on a colour, black or white by what reads better."""
    background = safe_color(background)
    red, green, blue = (int(background[i : i + 2], 16) for i in (1, 3, 5))
    bright = 0.299 * red + 0.587 * green + 0.114 * blue > 150
    return format_html(
        '<span style="background:{};color:{};padding:2px 8px;border-radius:6px;font-size:12px;'
        'font-weight:600;white-space:nowrap;box-shadow:inset 0 0 0 1px rgba(0,0,0,.12)">{}</span>',
        background,
        "#111827" if bright else "#FFFFFF",
        text,
    )


def tags(parts):
    """Short texts on their colours beside one another: (text, colour, title) each."""
    return format_html(
        '<span style="display:flex;flex-wrap:wrap;gap:4px;max-width:22rem">{}</span>',
        format_html_join("", '<span title="{}">{}</span>', ((t, badge(text, c)) for text, c, t in parts)),
    )


def safe_color(color: str | None) -> str:
    """A colour as `#RRGGBB`; grey for what is none."""
    return color if color and COLOR.fullmatch(color) else GREY


def picture(preview_id, width: int = 80, height: int = 45):
    """The thumbnail of a preview in a box of that size; the box alone where there is none."""
    image = ""
    if preview_id:
        image = format_html(
            '<img src="{}" alt="" loading="lazy" onerror="this.remove()"'
            ' style="height:100%;inset:0;object-fit:cover;position:absolute;width:100%">',
            reverse("admin:files_previewfile_thumbnail", args=[preview_id]),
        )
    return format_html(
        '<span style="align-items:center;background:rgba(148,163,184,.18);border-radius:6px;display:flex;'
        'height:{}px;justify-content:center;overflow:hidden;position:relative;width:{}px">'
        '<span class="material-symbols-outlined" style="font-size:20px;opacity:.35">image</span>{}</span>',
        height,
        width,
        image,
    )


def thumbnail(name: str):
    """A column with the picture of the preview whose id the rows have in `name`."""

    @display(description="")
    def column(obj):
        return picture(getattr(obj, name))

    column.__name__ = f"thumbnail_{name}"
    return column


def flag(name: str, title: str | None = None):
    """A column that is marked where a switch is on, and empty where it is off."""

    @display(description=title or name.removeprefix("is_").replace("_", " "), ordering=name)
    def column(obj):
        return CHECK if getattr(obj, name) else ""

    column.__name__ = f"flag_{name}"
    return column


def excerpt(name: str, title: str | None = None, length: int = 80):
    """The beginning of a text column."""

    @display(description=title or name.replace("_", " "))
    def column(obj):
        text = " ".join((getattr(obj, name) or "").split())
        return text if len(text) <= length else f"{text[:length]}…"

    column.__name__ = f"excerpt_{name}"
    return column


def minutes(name: str, title: str | None = None):
    """A duration in minutes as days of eight hours, hours and minutes."""

    @display(description=title or name.replace("_", " "), ordering=name)
    def column(obj):
        total = round(getattr(obj, name) or 0)
        days, rest = divmod(total, 480)
        hours, left = divmod(rest, 60)
        parts = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (left, "min")) if n]
        return " ".join(parts) or None

    column.__name__ = f"minutes_{name}"
    return column
