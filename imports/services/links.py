"""The relations of imported rows, written for many rows at once."""

from django.db.models import Model

from imports.services import batches
from kitsu_site.api.filters import as_uuid
from kitsu_site.api.wire import Link
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid

BATCH = 1000


def ids_of(name: str, value) -> list:
    """The ids in a list of ids, or of objects with an `id`; null is none. Raises `Invalid`."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Invalid(f"{name}: a list of ids expected.", field=name)
    items = [item.get("id") if isinstance(item, dict) else item for item in value]
    return list(dict.fromkeys(as_uuid(name, item) for item in items))


def write(model: type[Model], name: str, wanted: dict, *, replace: bool) -> None:
    """Link rows of `model` to the `wanted` ids ({row: ids}) by the relation `name`.

    `replace`: what else they are linked to goes, and unknown ids are passed over; otherwise links are only
    added, and an unknown id raises `Invalid`.
    """
    link = Link(model, name)
    asked = {pk for ids in wanted.values() for pk in ids}
    there = batches.known(link.target, asked)
    if not replace and (unknown := asked - there):
        noun = link.target._meta.verbose_name
        raise Invalid(f"{name}: there is no {noun} {min(unknown)}.", field=name)
    pairs = {(row, pk) for row, ids in wanted.items() for pk in ids if pk in there}
    if not link.writable:
        hand_over(link, wanted, pairs)
        return
    left, right = link.left.attname, link.right.attname
    present = {}
    for part in parts(wanted):
        rows = link.through._base_manager.filter(**{f"{left}__in": part})
        present.update({(row, pk): key for key, row, pk in rows.values_list("pk", left, right)})
    if replace:
        gone = [key for pair, key in present.items() if pair not in pairs]
        for part in parts(gone):
            rows = link.through._base_manager.filter(pk__in=part)
            rows._raw_delete(rows.db)
    new = [link.through(**{left: row, right: pk}) for row, pk in sorted(pairs - set(present))]
    link.through._base_manager.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def hand_over(link: Link, wanted: dict, pairs: set) -> None:
    """The same where the relation is a column of the other rows: those no longer wanted are let go."""
    owner = {pk: row for row, pk in pairs}
    changed = []
    for row in batches.found(link.through._base_manager.all(), link.left.attname, wanted):
        if row.pk not in owner:
            setattr(row, link.left.attname, None)
            changed.append(row)
    for row in batches.found(link.through._base_manager.all(), "pk", owner):
        if getattr(row, link.left.attname) != owner[row.pk]:
            setattr(row, link.left.attname, owner[row.pk])
            changed.append(row)
    link.through._base_manager.bulk_update(changed, [link.left.name], batch_size=BATCH)
