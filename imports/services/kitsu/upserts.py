"""Rows made or changed by their ids, a few statements for all of them."""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from django.db import models, transaction

from imports.services import batches, json_rows, links, writing
from imports.services.batches import Refusal
from imports.services.kitsu.kinds import Kind
from kitsu_site import events
from kitsu_site.api.filters import as_uuid
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid


@dataclass(frozen=True)
class Planned:
    """A row as it will be stored, and the `values` of it that were given."""

    instance: models.Model
    values: dict
    is_new: bool


@transaction.atomic
def import_rows(
    kind: Kind, rows: list, *, by, silent: bool = False, keep_times: bool = False, passing: bool = False
) -> tuple[list, list[Refusal]]:
    """Upsert `rows`, answers the ids of the stored ones in order, and the refused rows.

    The first refused row ends it, unless such rows are `passing`. `keep_times`: a known row takes its
    time of change, too, from the other server.
    """
    ids, refused = [], []
    start = 0
    for part in distinct(rows, kind.key):
        write = partial(upsert, kind, by=by, silent=silent, keep_times=keep_times)
        stored, failed = batches.in_order(part, write, passing=passing)
        ids += stored
        refused += [Refusal(start + f.index, f.row, f.reason, f.field) for f in failed]
        if failed and not passing:
            break
        start += len(part)
    return ids, refused


def distinct(rows: list, key: tuple[str, ...]):
    """`rows` in parts that hold each key once: a later row changes what an earlier one made."""
    part, seen = [], set()
    for row in rows:
        one = tuple(str(row.get(name)) for name in key) if isinstance(row, dict) else None
        if one in seen:
            yield part
            part, seen = [], set()
        part.append(row)
        seen.add(one)
    yield part


def upsert(kind: Kind, rows: list, *, by, silent: bool, keep_times: bool) -> list:
    """Write `rows`, whose keys differ, or raise; answers their ids."""
    keys = [key_of(kind, row) for row in rows]
    rows = without_loose_ends(kind, rows)
    stored = locked(kind, keys)
    made, changed, attributes, wanted = [], [], set(), defaultdict(dict)
    planned = []
    for key, row in zip(keys, rows, strict=True):
        instance = stored.get(key)
        is_new = instance is None
        row = kind.prepare(row, instance)
        values = json_rows.values(
            kind.model, {n: v for n, v in row.items() if n in kind.columns}, fresh=is_new
        )
        if is_new:
            instance = kind.model(**values)
            instance.updated_at = values.get("updated_at") or utcnow()
            made.append(instance)
        else:
            values.pop("id", None)
            values["updated_at"] = time_of_change(kind, values, keep_times)
            for name, value in values.items():
                setattr(instance, name, value)
            attributes |= set(values)
            changed.append(instance)
        instance.keeps_times = True
        planned.append(Planned(instance, values, is_new))
        for name in (*kind.added, *kind.replaced):
            if name in row:
                wanted[name][instance.id] = links.ids_of(name, row[name])
    check_references(kind, planned)
    writing.save(kind.model, made=made, changed=changed, attributes=attributes, key=kind.key)
    for name, ids in wanted.items():
        links.write(kind.model, name, ids, replace=name in kind.replaced)
    if not silent:
        tell(kind, planned, by=by)
    return [row.instance.id for row in planned]


def time_of_change(kind: Kind, values: dict, keep_times: bool):
    """When a known row changed: now, but for copies that keep their times, and for news."""
    if (keep_times or kind.model._meta.model_name == "news") and values.get("updated_at"):
        return values["updated_at"]
    return utcnow()


def key_of(kind: Kind, row) -> tuple:
    """What the row is found by; raises `Invalid` for a row that is none."""
    if not isinstance(row, dict):
        raise Invalid("an object expected.")
    for name in (*kind.key, *kind.needed):
        if name not in row:
            raise Invalid(f"{name}: it is required.", field=name)
    if "id" in row:
        as_uuid("id", row["id"])
    return tuple(as_uuid(name, row[name]) for name in kind.key)


def locked(kind: Kind, keys: list[tuple]) -> dict[tuple, models.Model]:
    """The stored rows by key; nobody changes them before the end."""
    rows = kind.model._base_manager.select_for_update(of=("self",))
    found = batches.found(rows, kind.key[0], {key[0] for key in keys})
    return {tuple(getattr(row, name) for name in kind.key): row for row in found}


def without_loose_ends(kind: Kind, rows: list[dict]) -> list[dict]:
    """`rows` without those references that may lead nowhere, and do."""
    for name in kind.loose:
        asked = {as_uuid(name, pk) for row in rows if (pk := row.get(name))}
        there = batches.known(json_rows.by_name(kind.model)[name].related_model, asked)
        rows = [
            {n: v for n, v in row.items() if n != name or not v or as_uuid(name, v) in there} for row in rows
        ]
    return rows


def check_references(kind: Kind, planned: list[Planned]) -> None:
    """Raise `Invalid` for a reference that leads nowhere: neither to a stored row nor to one further up."""
    for field in kind.model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        name = field.attname
        asked = {value for row in planned if (value := row.values.get(name))}
        there = batches.known(field.related_model, asked)
        for row in planned:
            value = row.values.get(name)
            if value and value not in there:
                noun = field.related_model._meta.verbose_name
                raise Invalid(f"{field.column}: there is no {noun} {value}.", field=field.column)
            if field.related_model is kind.model:
                there.add(row.instance.pk)


def tell(kind: Kind, planned: list[Planned], *, by) -> None:
    """One event a row, in their order."""
    rows = [row.instance for row in planned]
    projects, named = kind.project_ids(rows), kind.events(rows)

    def event(row: Planned) -> events.Event:
        prefix, payload = named[row.instance.id]
        verb = "new" if row.is_new else "update"
        return events.event(f"{prefix}:{verb}", by=by, project_id=projects.get(row.instance.id), **payload)

    events.emit_all(event(row) for row in planned)
