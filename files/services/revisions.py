"""Numbering: the next revision, one caller at a time.

On PostgreSQL the row that the revisions belong to is locked; on SQLite a transaction is the only writer.
"""

from django.db.models import Max


def lock(row) -> None:
    """Wait until nobody else numbers revisions of `row`, until the end of this transaction."""
    type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)


def following(rows) -> int:
    """The highest revision among `rows`, plus one."""
    return (rows.aggregate(highest=Max("revision"))["highest"] or 0) + 1
