"""What the preview of a sheet shows."""

from django.template import Library

register = Library()
MINUTES = "estimation"


@register.filter
def column_name(name: str) -> str:
    """What a change is of, in words: `nb_frames` are frames, estimations are planned in minutes."""
    return f"{name}, in minutes" if name == MINUTES else name.removeprefix("nb_").replace("_", " ")
