"""Names that are nearly the same: `sh001` and `SH0001`, `Big Lamp` and `big_lamp`."""

import re

NUMBER = re.compile(r"\d+")
SEPARATORS = re.compile(r"[\W_]+")


def essence(name: str) -> str:
    """What is left of a name without case, separators and leading zeros."""
    plain = SEPARATORS.sub("", name.casefold())
    return NUMBER.sub(lambda found: found.group().lstrip("0") or "0", plain)


class NameBook:
    """The names of a kind of thing, within the places where they must differ."""

    def __init__(self):
        self.known: dict[tuple, str] = {}

    def add(self, place, name: str) -> None:
        self.known.setdefault((place, essence(name)), name)

    def twin(self, place, name: str) -> str | None:
        """Another name there that is nearly the same; the new one is added."""
        other = self.known.setdefault((place, essence(name)), name)
        return other if other != name else None
