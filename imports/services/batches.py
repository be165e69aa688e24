"""Rows in order, with as few statements as can be: set-based where all is well, narrowed down where not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid, StudioError

REFUSALS = (StudioError, ValidationError, IntegrityError, DataError)


@dataclass(frozen=True)
class Refusal:
    """The row at `index` that could not be written, and why."""

    index: int
    row: object
    reason: str
    field: str | None = None

    def error(self) -> Invalid:
        """The same as what the API answers."""
        where = f"{self.index}.{self.field}" if self.field else str(self.index)
        message = f"Row {self.index + 1}: {self.reason}"
        return Invalid(message, data={"errors": [{"field": where, "message": self.reason}]})


def in_order(
    rows: list, write: Callable[[list], list], *, passing: bool = False
) -> tuple[list, list[Refusal]]:
    """Write `rows`; answers what `write` answered for those that are stored, and the refused ones.

    `write` writes a list of rows, or raises. Each list is one savepoint: where it breaks, its halves are
    tried, down to the row that is at fault, which leaves nothing of itself. The rows before it stay; those
    after it are not tried, unless faulty rows are `passing`, that is left out.
    """
    answered, refused = [], []

    def attempt(start: int, part: list) -> bool:
        if not part:
            return True
        try:
            with transaction.atomic():
                answered.extend(write(part))
            return True
        except REFUSALS as error:
            if len(part) == 1:
                refused.append(Refusal(start, part[0], words(error), getattr(error, "field", None)))
                return passing
        half = len(part) // 2
        return attempt(start, part[:half]) and attempt(start + half, part[half:])

    attempt(0, rows)
    return answered, refused


def words(error: Exception) -> str:
    """A refusal in words that tell nothing of the database."""
    if isinstance(error, StudioError):
        return error.message
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, IntegrityError):
        return "it breaks a constraint: another row has the same unique values, or a value is out of bounds."
    return "a value does not fit its column."


def found(queryset, lookup: str, wanted: Iterable) -> Iterator:
    """The rows of `queryset` whose `lookup` is among `wanted`."""
    for part in parts(wanted):
        yield from queryset.filter(**{f"{lookup}__in": part})


def known(model, ids: Iterable) -> set:
    """Those of `ids` that are ids of rows of `model`."""
    present = set()
    for part in parts(ids):
        present.update(model._base_manager.filter(pk__in=part).values_list("pk", flat=True))
    return present
