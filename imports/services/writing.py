"""New rows, and rows that take the place of stored ones: an insert for each, whatever their number."""

from kitsu_site.db.base import utcnow

BATCH = 1000


def save(model, *, made: list, changed: list, attributes: set[str], key: tuple[str, ...] = ("id",)) -> None:
    """Insert the `made` rows, and store the `attributes` of the `changed` ones, found by `key`."""
    manager = model._base_manager
    manager.bulk_create(made, batch_size=BATCH)
    if not changed:
        return
    columns = [field for field in model._meta.concrete_fields if field.column]
    keys = [field.name for field in columns if field.attname in key]
    names = [field.name for field in columns if field.attname in {*attributes, "updated_at"}]
    for row in changed:
        row.updated_at = row.updated_at if getattr(row, "keeps_times", False) else utcnow()
    manager.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=keys,
        update_fields=[name for name in names if name not in keys],
    )
