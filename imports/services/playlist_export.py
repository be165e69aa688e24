"""The export of a playlist (notes on imports, section 2)."""

import datetime
import zoneinfo
from collections.abc import Iterator
from contextlib import suppress

from files.models import PreviewFile
from imports.services.csv_files import Export
from imports.services.studio_exports import full_name
from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Invalid, Missing
from production.api.entity_names import columns, whole_name
from production.models import Comment, Entity, Playlist, Task
from production.models.comment import by_clients_of

HEADER = (
    "Entity name",
    "Nb Frames",
    "Task Type",
    "Retake count",
    "Revision",
    "Task Status",
    "Last comment author",
    "Last comment date",
    "Last comment",
)
ENTITY = {name: lookup.removeprefix("entity__") for name, lookup in columns("entity").items()}


def playlist(*, playlist: Playlist, zone: str) -> Export:
    """What is in a playlist, times in a time zone. Raises `Missing` where a preview is gone."""
    entries = [entry for entry in playlist.shots or [] if isinstance(entry, dict)]
    previews = found(PreviewFile.objects.all(), "preview_file_id", entries)
    for entry in entries:
        pk = entry.get("preview_file_id")
        if pk and str(pk) not in previews:
            raise Missing(f"There is no preview file {pk}.")
    title = f"{playlist.project.name} playlist {playlist.name}"
    return Export(title, _playlist(playlist, entries, previews, zone))


def found(rows, key: str, entries: list[dict]) -> dict:
    """{id as text: row} of what entries name."""
    ids = set()
    for entry in entries:
        with suppress(Invalid):  # a playlist holds whatever clients wrote
            ids.add(as_uuid(key, entry.get(key)))
    return {str(pk): row for pk, row in rows.in_bulk(ids).items()}


def _playlist(playlist: Playlist, entries: list[dict], previews: dict, zone: str) -> Iterator[list]:
    place = playlist.project.name
    if playlist.episode is not None:
        place += f" - {playlist.episode.name}"
    made = local(playlist.created_at, zone)
    yield ["Playlist", f"{place} | for {playlist.for_entity or 'shot'}s", playlist.name, made, "", "", ""]
    yield [""] * 7
    yield list(HEADER)
    entities = names_of(entries)
    tasks = Task.objects.select_related("task_type", "task_status").in_bulk(
        {preview.task_id for preview in previews.values()} - {None}
    )
    comments = last_comments(playlist, list(tasks))
    for entry in entries:
        name, frames = entities.get(str(entry.get("entity_id")), ("", None))
        preview = previews.get(str(entry.get("preview_file_id")))
        task = tasks.get(preview.task_id) if preview else None
        if task is None:
            yield [name, frames, *[""] * 7]
            continue
        said = comments.get(task.pk)
        yield [
            name,
            frames,
            getattr(task.task_type, "name", ""),
            task.retake_count,
            preview.revision,
            getattr(task.task_status, "name", ""),
            full_name(said.person.first_name, said.person.last_name) if said else "",
            local(said.created_at, zone) if said else "",
            said.text if said else "",
        ]


def names_of(entries: list[dict]) -> dict[str, tuple]:
    """{entity: its whole name and number of frames}."""
    rows = found(Entity.objects.all(), "entity_id", entries)
    names = Entity.objects.filter(pk__in=rows).values_list("nb_frames", *ENTITY.values())
    return {
        str(values[0]): (whole_name(dict(zip(ENTITY, values, strict=True))), frames)
        for frames, *values in names
    }


def last_comments(playlist: Playlist, task_ids: list) -> dict:
    """{task: its last comment that no client wrote}."""
    rows = Comment.objects.filter(object_id__in=task_ids).exclude(by_clients_of([playlist.project_id]))
    rows = rows.select_related("person").order_by("created_at", "pk")
    return {comment.object_id: comment for comment in rows}


def local(moment: datetime.datetime, zone: str) -> str:
    """A time of a zone, to the second."""
    utc = moment.replace(tzinfo=datetime.UTC, microsecond=0)
    return utc.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")
