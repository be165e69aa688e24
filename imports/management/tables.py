"""What commands print of a comparison."""

from django.core.management.base import CommandError

from imports.services.sync.verifying import Comparison

HEAD = ("", "there", "here", "missing", "different", "only here", "")


def table_of(found: list[Comparison]) -> str:
    """A comparison of two servers, a line for each collection."""
    rows = [HEAD]
    for one in found:
        if one.absent:
            rows.append((one.name, "-", "-", "-", "-", "-", "not there"))
            continue
        numbers = (one.there, one.here, one.missing, len(one.different), one.more)
        rows.append((one.name, *(f"{n:,}" for n in numbers), "same" if one.is_whole else "DIFFERS"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def conclusion(found: list[Comparison]) -> str:
    """The last line; raises `CommandError` where a side lacks something, or holds it otherwise."""
    if differing := [one.name for one in found if not one.is_whole]:
        raise CommandError(f"The two servers differ in {', '.join(differing)}.")
    if more := sum(one.more for one in found):
        return f"All that is there is here as it is there; {more:,} rows are only here."
    return "Both servers hold the same."
