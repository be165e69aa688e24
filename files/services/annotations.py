"""Drawings upon previews: `[{time, drawing: {objects: [{id, ...}]}}]` (notes on files, "Annotations")."""

import copy
import uuid

from django.db import transaction

from files.models import PreviewFile
from kitsu_site import events
from kitsu_site.exceptions import Invalid


@transaction.atomic
def update(
    *, preview: PreviewFile, additions: list, updates: list, deletions: list, by, project_id=None
) -> PreviewFile:
    """Add, then replace, then remove drawn objects; two people drawing at once lose nothing.

    Raises `Invalid` for changes that are not of the shape of annotations.
    """
    for name, changes in (("additions", additions), ("updates", updates), ("deletions", deletions)):
        check(name, changes)
    row = PreviewFile.objects.select_for_update().get(pk=preview.pk)
    wanted = merged(row.annotations, additions, updates, deletions)
    project_id = project_id or (preview.task.project_id if preview.task else None)
    replace(row, wanted, project_id=project_id, by=by)
    return row


def replace(row: PreviewFile, wanted: list, *, project_id, by) -> None:
    """Store the annotations of a row that is locked, and tell of it; `by` None: an operator."""
    row.annotations = wanted
    row.save(update_fields=["annotations", "updated_at"])
    events.emit(
        "preview-file:annotation-update",
        by=by,
        project_id=project_id,
        preview_file_id=row.pk,
        person_id=by and by.pk,
        updated_at=row.updated_at,
    )


def check(name: str, changes: list) -> None:
    """Raise `Invalid` for what is no list of annotations (of deletions: of ids at a time)."""
    if not isinstance(changes, list):
        raise Invalid(f"{name}: a list expected.", field=name)
    for change in changes:
        time = change.get("time") if isinstance(change, dict) else None
        if isinstance(time, bool) or not isinstance(time, (int, float)):
            raise Invalid(f"{name}: objects with a time in seconds expected.", field=name)
        if name == "deletions":
            well = isinstance(change.get("objects", []), list)
        else:
            drawing = change.get("drawing", {})
            drawn = drawing.get("objects", []) if isinstance(drawing, dict) else None
            well = isinstance(drawn, list) and all(isinstance(item, dict) for item in drawn)
            well = well and all(item.get("id") is None or isinstance(item["id"], str | int) for item in drawn)
        if not well:
            raise Invalid(f"{name}: a list of objects expected at {time}.", field=name)


def merged(stored, additions: list, updates: list, deletions: list) -> list[dict]:
    """The annotations after the changes. Times match exactly; those without objects are dropped."""
    result = copy.deepcopy(listed(stored))
    by_time = {item["time"]: item for item in result if isinstance(item.get("time"), int | float)}
    for change in additions:
        item = by_time.get(change["time"])
        if item is None:
            item = by_time[change["time"]] = copy.deepcopy(change)
            set_objects(item, [named(drawn) for drawn in objects(item)])
            result.append(item)
            continue
        there = [drawn.get("id") for drawn in objects(item)]
        fresh = [
            named(drawn) for drawn in objects(change) if drawn.get("id") not in there or not drawn.get("id")
        ]
        set_objects(item, objects(item) + fresh)
    for change in updates:
        item = by_time.get(change["time"])
        if item is None:
            continue
        there = [drawn.get("id") for drawn in objects(item)]
        sent = [drawn for drawn in objects(change) if drawn.get("id") in there]
        ids = [drawn.get("id") for drawn in sent]
        set_objects(item, [drawn for drawn in objects(item) if drawn.get("id") not in ids] + sent)
    for change in deletions:
        item = by_time.get(change["time"])
        if item is not None:
            gone = change.get("objects", [])
            set_objects(item, [drawn for drawn in objects(item) if drawn.get("id") not in gone])
    return [item for item in result if objects(item)]


def listed(stored) -> list[dict]:
    """The annotations among what is stored: other servers may have stored other things."""
    found = stored if isinstance(stored, list) else []
    return [item for item in found if isinstance(item, dict)]


def objects(item: dict) -> list[dict]:
    """The drawn objects of an annotation; what is none is left out, as old rows may hold anything."""
    drawing = item.get("drawing")
    drawn = drawing.get("objects") if isinstance(drawing, dict) else None
    return [one for one in drawn if isinstance(one, dict)] if isinstance(drawn, list) else []


def set_objects(item: dict, drawn: list[dict]) -> None:
    drawing = item.get("drawing") if isinstance(item.get("drawing"), dict) else {}
    item["drawing"] = {**drawing, "objects": drawn}


def named(drawn: dict) -> dict:
    """A drawn object, with an id."""
    return drawn if drawn.get("id") else {**drawn, "id": str(uuid.uuid4())}
