"""Lists cut into what one statement takes."""

from collections.abc import Iterable, Iterator

PART = 1000  # databases take only so many parameters


def parts(items: Iterable, size: int = PART) -> Iterator[list]:
    """`items` in lists of `size` at most, in their order."""
    items = list(items)
    return (items[start : start + size] for start in range(0, len(items), size))
