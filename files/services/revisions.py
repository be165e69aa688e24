"""Numbering: the next revision, one caller at a time.

On PostgreSQL the row that the revisions belong to is locked; on SQLite a transaction is the only writer.
"""

from django.db.models import Max

from kitsu_site.exceptions import Invalid

LAST = 2**31 - 1  # that the column holds


def lock(row) -> None:
    """Wait until nobody else numbers revisions of `row`, until the end of this transaction."""
    type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)


def following(rows) -> int:
    """The highest revision among `rows`, plus one; raises `Invalid` where the column holds no higher one."""
    highest = rows.aggregate(highest=Max("revision"))["highest"] or 0
    if highest >= LAST:
        raise Invalid(f"revision: none follows {highest}.", field="revision")
    return highest + 1
