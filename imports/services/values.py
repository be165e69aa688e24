"""Cells as values; each function raises `Invalid` with the name of the column."""

import datetime
import math

from kitsu_site.api.filters import FALSE, TRUE
from kitsu_site.exceptions import Invalid

INT32 = 2**31


def integer(column: str, text: str) -> int:
    """A whole number that the database holds."""
    try:
        number = int(text)
    except ValueError:
        raise refusal(column, text, "a whole number") from None
    if not -INT32 <= number < INT32:
        raise refusal(column, text, "a smaller number")
    return number


def number(column: str, text: str) -> float:
    """A finite number."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise refusal(column, text, "a number")
    return value


def boolean(column: str, text: str) -> bool:
    """A switch, in any of the words for it."""
    word = text.lower()
    if word not in TRUE | FALSE:
        raise refusal(column, text, "yes or no")
    return word in TRUE


def day(column: str, text: str) -> datetime.datetime:
    """The start of a day written `YYYY-MM-DD`."""
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise refusal(column, text, "a date like 2030-01-31") from None


def choice(column: str, text: str, labels: dict[str, str]) -> str:
    """The code of one of `labels` ({code: label}), by code or by label."""
    for code, label in labels.items():
        if text in (code, label):
            return code
    raise refusal(column, text, f"one of {', '.join(labels.values())}")


def fitting(column: str, text: str, field) -> str:
    """A text that fits a column of the database."""
    if field.max_length is not None and len(text) > field.max_length:
        raise Invalid(f"{column}: more than {field.max_length} characters.", field=column)
    return text


def refusal(column: str, text: str, expected: str) -> Invalid:
    return Invalid(f"{column}: {expected} expected, got {text[:80]!r}.", field=column)
