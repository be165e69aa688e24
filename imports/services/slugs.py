"""Names compared as slugs: case, blanks and accents do not matter (notes on imports, "Casting")."""

from collections import defaultdict
from functools import lru_cache

from slugify import slugify

slug = lru_cache(maxsize=65536)(slugify)


class SlugIndex:
    """Rows by the slug of the concatenation of some names."""

    def __init__(self):
        self.rows = defaultdict(list)

    def add(self, row, *names: str | None) -> None:
        names = tuple(name or "" for name in names)
        self.rows[slug("".join(names))].append((names, row))

    def find(self, *names: str):
        """The row of those names. Of several: with each the same, else each slug, else the first."""
        found = self.rows.get(slug("".join(names)), [])
        if len(found) < 2:
            return found[0][1] if found else None
        wanted = tuple(map(slug, names))
        exact = [row for given, row in found if given == names]
        alike = [row for given, row in found if tuple(map(slug, given)) == wanted]
        return next(iter([*exact, *alike, found[0][1]]))
