"""The previews of entities in the form of reviews: by task type, one for each revision, the newest first."""

from collections import defaultdict

from files.models import PreviewFile
from kitsu_site.api.wire import Wire

WIRE = Wire(PreviewFile)
SHOWN = (
    "id",
    "revision",
    "original_name",
    "extension",
    "width",
    "height",
    "duration",
    "status",
    "annotations",
    "created_at",
    "task_id",
)
BESIDE = (*SHOWN, "position", "task_type_id")  # of the other positions of a revision
ORIGINAL = ("original_width", "original_height", "original_duration", "original_file_size")
EXTRA = {
    "task_type_id": "task__task_type_id",
    "entity_id": "task__entity_id",
    **{name: f"data__{name}" for name in ORIGINAL},
}


def by_entity(previews, *, without=(), labels: bool = False) -> dict:
    """{entity id: {task type id: revisions}} of a queryset of previews, in one query.

    Ordered by the task types' priority (descending) and name. `without`: names that are left out;
    `labels`: statuses as labels (`Ready`), as playlists show them.
    """
    rows = WIRE.rows(
        previews.order_by(
            "-task__task_type__priority", "task__task_type__name", "-revision", "position", "created_at"
        ),
        extra=EXTRA,
    )
    found = defaultdict(dict)
    revisions = {}
    for row in rows:
        if labels:
            row["status"] = PreviewFile.Status(row["status"]).label
        key = (row["task_id"], row["revision"])
        if key in revisions:
            revisions[key]["previews"].append(cut(row, BESIDE, without))
            continue
        revisions[key] = {**cut(row, SHOWN, without), "previews": []}
        found[row["entity_id"]].setdefault(row["task_type_id"], []).append(revisions[key])
    return found


def cut(row: dict, names, without) -> dict:
    return {name: row[name] for name in (*names, *ORIGINAL) if name not in without}


def of_entity(entity) -> dict:
    """{task type id: revisions} of one entity."""
    found = by_entity(PreviewFile.objects.filter(task__entity=entity))
    return found.get(entity.pk, {})
