"""Playlists on the wire, with the previews of what they show (notes on files, "Playlists")."""

import uuid

from files.api import preview_revisions
from files.models import BuildJob, PreviewFile
from files.services import playlist_content
from kitsu_site.api.wire import Wire
from production.models import Entity, Playlist

PLAYLIST = Wire(Playlist, links=("build_jobs",))
BUILD_JOB = Wire(BuildJob)
NAMES = ("id", "revision", "extension", "width", "height", "duration", "status", "created_at", "task_id")
HIDDEN = {*preview_revisions.BESIDE, *preview_revisions.ORIGINAL} - set(NAMES)
SHOT_COLUMNS = ("extension", "revision", "width", "height", "duration", "status", "task_id")


def whole(playlist: Playlist, *, annotations: bool = False) -> dict:
    """A playlist with the previews of its entities; `annotations` come along where they are asked for.

    QUIRK: here the status of a preview is its label (`Ready`).
    """
    row = PLAYLIST.row(playlist, parsed=True)
    shots = [dict(shot) for shot in row["shots"] or [] if isinstance(shot, dict)]
    ids = {known for shot in shots if (known := as_id(entity_of(shot)))}
    previews = PreviewFile.objects.filter(task__entity_id__in=ids)
    hidden = HIDDEN - {"annotations"} if annotations else HIDDEN
    found = preview_revisions.by_entity(previews, without=hidden, labels=True)
    row["shots"] = [shown(shot, found, annotations=annotations) for shot in shots]
    jobs = playlist.build_jobs.order_by("-created_at")
    row["build_jobs"] = [{"id": job.pk, "status": job.status, "created_at": job.created_at} for job in jobs]
    return row


def entity_of(shot: dict):
    return shot.get("entity_id") or shot.get("id")


def as_id(value) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None


def shown(shot: dict, found: dict, *, annotations: bool) -> dict:
    """An entry with the previews of its entity, and what is shown of its own."""
    entity_id = as_id(entity_of(shot))
    revisions = found.get(entity_id)
    shot["id"] = entity_of(shot)
    shot["preview_files"] = revisions if revisions else []
    wanted = as_id(shot.get("preview_file_id"))
    preview = next(
        (entry for kinds in (revisions or {}).values() for entry in kinds if is_or_holds(entry, wanted)), None
    )
    if preview is None:
        shot.pop("preview_file_id", None)
        return shot
    own = preview if preview["id"] == wanted else next(p for p in preview["previews"] if p["id"] == wanted)
    shot.update({f"preview_file_{name}": own[name] for name in SHOT_COLUMNS})
    shot["preview_file_previews"] = preview["previews"]
    if annotations:
        shot["preview_file_annotations"] = own["annotations"]
    return shot


def is_or_holds(entry: dict, wanted) -> bool:
    return wanted is not None and (
        entry["id"] == wanted or any(beside["id"] == wanted for beside in entry["previews"])
    )


def temporary(tasks: list, *, ordered: bool) -> list[dict]:
    """Entries for tasks, as of a playlist that is not stored; `ordered`: by episode, then name."""
    chosen = playlist_content.for_tasks(tasks)
    previews = PreviewFile.objects.filter(task__entity_id__in={task.entity_id for task in tasks})
    found = preview_revisions.by_entity(previews)
    entries = [entry_of(task, chosen[task.pk], found.get(task.entity_id, {})) for task in tasks]
    if ordered:
        entries.sort(key=lambda entry: (entry["episode_name"], entry["name"]))
    return entries


def entry_of(task, preview, revisions: dict) -> dict:
    entity = task.entity
    entry = {
        "id": entity.pk,
        "name": entity.name,
        "preview_file_task_id": task.pk,
        **surroundings(entity),
    }
    if preview is not None:
        main = next(e for kinds in revisions.values() for e in kinds if is_or_holds(e, preview.pk))
        entry["preview_file_id"] = preview.pk
        names = [name for name in SHOT_COLUMNS if name != "task_id"]
        entry.update({f"preview_file_{name}": main[name] for name in names})
        entry["preview_file_annotations"] = preview.annotations or []
        entry["preview_file_previews"] = main["previews"]
    entry["preview_files"] = revisions
    return entry


def surroundings(entity: Entity) -> dict:
    """The sequence, episode and asset type of an entity; `""` where it is not of that kind."""
    parent = entity.parent
    found = {
        "parent_name": parent_name(entity),
        "episode_id": "",
        "episode_name": "",
        "sequence_id": "",
        "sequence_name": "",
        "asset_type_id": "",
        "asset_type_name": "",
    }
    if entity.kind == "Asset":
        found |= {"asset_type_id": entity.entity_type_id, "asset_type_name": entity.entity_type.name}
    elif entity.kind in ("Shot", "Scene") and parent is not None:
        found |= {"sequence_id": parent.pk, "sequence_name": parent.name}
    elif entity.kind in ("Sequence", "Edit") and parent is not None:
        found |= {"episode_id": parent.pk, "episode_name": parent.name}
    return found


def parent_name(entity: Entity) -> str:
    """The name of what an entity is in; of an asset its type."""
    if entity.kind == "Asset":
        return entity.entity_type.name
    return entity.parent.name if entity.parent is not None else ""
