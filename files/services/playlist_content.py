"""What is in a playlist: entities with the previews that are shown of them (notes on files, "Playlists")."""

from collections import defaultdict

from django.db import transaction

from files.models import PreviewFile
from kitsu_site import events
from kitsu_site.exceptions import Invalid
from kitsu_site.roles import Role
from production.models import Entity, Notification, Playlist, ProjectPersonLink, ProjectTaskTypeLink, Task
from production.services import deliveries, notifications


@transaction.atomic
def add(*, playlist: Playlist, entries: list[dict], by) -> Playlist:
    """Add entries `{entity, preview}` (rows) at the end; without preview, the latest one is taken.

    The same entity with the same preview is there once. Raises `Invalid` for those of another production.
    """
    playlist = Playlist.objects.select_for_update().get(pk=playlist.pk)
    shots = list(playlist.shots or [])
    there = {(shot.get("entity_id"), shot.get("preview_file_id")) for shot in shots}
    for entry in entries:
        entity, preview = entry["entity"], entry.get("preview")
        check(playlist, entity, preview)
        preview = preview or latest_preview(playlist, entity)
        key = (str(entity.pk), str(preview.pk) if preview else None)
        if key in there:
            continue
        there.add(key)
        shots.append({"entity_id": key[0], **({"preview_file_id": key[1]} if key[1] else {})})
        events.emit(
            "playlist:add_entity",
            by=by,
            project_id=playlist.project_id,
            playlist_id=playlist.pk,
            entity_id=entity.pk,
            preview_file_id=preview.pk if preview else None,
        )
    playlist.shots = shots
    playlist.save(update_fields=["shots", "updated_at"])
    return playlist


def check(playlist: Playlist, entity: Entity, preview: PreviewFile | None) -> None:
    if entity.project_id != playlist.project_id and not entity.is_shared:
        raise Invalid("entity_id: the entity is of another production.", field="entity_id")
    if preview is not None and (preview.task is None or preview.task.entity_id != entity.pk):
        raise Invalid("preview_file_id: the preview is not of that entity.", field="preview_file_id")


def latest_preview(playlist: Playlist, entity: Entity) -> PreviewFile | None:
    """The latest of the playlist's task type, or of any where it has none."""
    rows = PreviewFile.objects.filter(task__entity=entity, position=1)
    if playlist.task_type_id:
        rows = rows.filter(task__task_type_id=playlist.task_type_id)
    return rows.order_by("-created_at").first()


def placed_ids(playlist: Playlist) -> list[str]:
    """The ids of the previews that are placed in a playlist, in its order."""
    shots = playlist.shots if isinstance(playlist.shots, list) else []
    return [
        shot["preview_file_id"] for shot in shots if isinstance(shot, dict) and shot.get("preview_file_id")
    ]


def placed(playlist: Playlist) -> list[PreviewFile]:
    """The previews that are placed in a playlist, in its order."""
    related = ("task__project", "task__task_type", "task__entity__entity_type", "task__entity__parent")
    rows = PreviewFile.objects.select_related(*related).in_bulk(placed_ids(playlist))
    return [row for pk in placed_ids(playlist) if (row := rows.get(_uuid(pk)))]


def _uuid(pk):
    return PreviewFile._meta.pk.to_python(pk)


def revision_of(preview: PreviewFile) -> list[PreviewFile]:
    """Every position of the revision of a preview."""
    related = ("task__project", "task__task_type")
    rows = PreviewFile.objects.filter(task_id=preview.task_id, revision=preview.revision)
    return list(rows.select_related(*related).order_by("position", "created_at"))


def shows(playlist: Playlist, preview: PreviewFile) -> bool:
    """Whether a preview is placed in the playlist, or stands beside one that is (same task and revision)."""
    ids = placed_ids(playlist)
    if str(preview.pk) in ids:
        return True
    beside = PreviewFile.objects.filter(task_id=preview.task_id, revision=preview.revision)
    return preview.task_id is not None and beside.filter(pk__in=ids).exists()


def for_tasks(tasks: list[Task]) -> dict:
    """{task id: the preview to show}: the newest of its task type, else of one linked to the production."""
    entities, projects = {task.entity_id for task in tasks}, {task.project_id for task in tasks}
    newest = {}
    rows = PreviewFile.objects.filter(task__entity_id__in=entities, position=1).select_related("task")
    for row in rows.order_by("-created_at"):
        newest.setdefault((row.task.entity_id, row.task.task_type_id), row)
    linked = defaultdict(list)
    links = ProjectTaskTypeLink.objects.filter(project_id__in=projects).order_by("priority")
    for project_id, kind in links.values_list("project_id", "task_type_id"):
        linked[project_id].append(kind)
    return {
        task.pk: next(
            (
                newest[task.entity_id, kind]
                for kind in (task.task_type_id, *linked[task.project_id])
                if (task.entity_id, kind) in newest
            ),
            None,
        )
        for task in tasks
    }


@transaction.atomic
def notify_clients(*, playlist: Playlist, studio_id=None, department_id=None, by) -> None:
    """Tell the clients of the team that a playlist is ready; narrowed to a studio, a department."""
    told = []
    links = ProjectPersonLink.objects.filter(project_id=playlist.project_id).select_related("person")
    for link in links.order_by("person__first_name"):
        person = link.person
        if (link.role or person.role) != Role.CLIENT or not person.active:
            continue
        if studio_id and person.studio_id != studio_id:
            continue
        if department_id and not person.department_links.filter(department_id=department_id).exists():
            continue
        same = Notification.objects.filter(playlist=playlist, person=person, type="playlist-ready")
        same.delete()
        row = Notification.objects.create(type="playlist-ready", playlist=playlist, person=person, author=by)
        events.emit_all([notifications.told_event(row, playlist.project_id, by)])
        told.append(row)
    deliveries.of_playlist(told, playlist=playlist, by=by)
