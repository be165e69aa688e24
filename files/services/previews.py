"""What happens to previews: their files arrive, they move, they become the picture of an entity."""

import tempfile
from pathlib import Path

from django.db import transaction

from files.models import PreviewFile
from files.services import preview_places, revisions
from files.services.comment_previews import siblings
from kitsu_site import events, storage
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid, Missing
from kitsu_site.media import MediaError, movies, pictures
from production.models import Entity, Task
from production.services import removal

READY, BROKEN = PreviewFile.Status.READY, PreviewFile.Status.BROKEN


@transaction.atomic
def arrived(*, preview: PreviewFile, values: dict, by, late: bool = False) -> PreviewFile:
    """The file of a preview is there, or is known to be broken: `values` are the columns that say so.

    `late`: it took a while, so that a later revision that is ready meanwhile is not hidden.
    """
    for name, value in values.items():
        setattr(preview, name, value)
    preview.save(update_fields=[*values, "updated_at"])
    task = preview.task
    shows = preview.status == READY and preview.position == 1 and preview.extension in ("png", "mp4")
    shows = shows and not (late and is_outdated(preview))
    if task is not None and shows:
        Task.objects.filter(pk=task.pk).update(last_preview_file_id=preview.pk, updated_at=utcnow())
    tell_arrival(preview, by=by)
    if task is not None and shows and task.entity_id and task.project.is_set_preview_automated:
        set_main(preview=preview, by=by)
    return preview


def is_outdated(preview: PreviewFile) -> bool:
    """Whether a later revision of the task is ready."""
    later = PreviewFile.objects.filter(task_id=preview.task_id, revision__gt=preview.revision or 0)
    return preview.task_id is not None and later.filter(status=READY).exists()


def tell_arrival(preview: PreviewFile, *, by) -> None:
    project_id = project_of(preview)
    events.emit("preview-file:update", by=by, project_id=project_id, preview_file_id=preview.pk)
    comment = preview.comments.order_by("created_at").first()
    if comment is None:
        return
    events.emit("comment:update", by=by, project_id=project_id, comment_id=comment.pk)
    events.emit(
        "preview-file:add-file",
        by=by,
        project_id=project_id,
        comment_id=comment.pk,
        task_id=preview.task_id,
        preview_file_id=preview.pk,
        revision=preview.revision,
        extension=preview.extension,
        status=preview.status,
    )


def project_of(preview: PreviewFile):
    return preview.task.project_id if preview.task else None


@transaction.atomic
def discard(*, preview: PreviewFile, by) -> None:
    """Remove a preview whose file is of no use, with all that is stored of it."""
    removal.clear_previews([preview.pk])
    events.emit("preview-file:delete", by=by, project_id=project_of(preview), preview_file_id=preview.pk)


# The picture of an entity


@transaction.atomic
def set_main(*, preview: PreviewFile, by) -> Entity:
    """Make a preview the picture of its entity; raises `Invalid` where its task has none."""
    if preview.task.entity_id is None:
        raise Invalid("The task of the preview is of no entity.")
    entity = Entity.objects.select_related("entity_type").get(pk=preview.task.entity_id)
    entity.preview_file = preview
    entity.save(update_fields=["preview_file", "updated_at"])
    kind = entity.kind.lower()
    project_id = entity.project_id
    events.emit(
        "preview-file:set-main",
        by=by,
        project_id=project_id,
        entity_id=entity.pk,
        preview_file_id=preview.pk,
    )
    events.emit(f"{kind}:update", by=by, project_id=project_id, **{f"{kind}_id": entity.pk})
    return entity


@transaction.atomic
def set_main_of_tasks(*, tasks: list[Task], by) -> list[Entity]:
    """Make the last preview of each task the picture of its entity; tasks without one are passed over."""
    found = [preview for task in tasks if (preview := last_of_task(task))]
    return list({e.pk: e for e in (set_main(preview=preview, by=by) for preview in found)}.values())


def set_main_at_frame(*, preview: PreviewFile, number: int, by) -> Entity:
    """The same, its pictures made anew from a frame of the movie; raises `Invalid` where that cannot be."""
    if preview.extension != "mp4":
        raise Invalid("frame_number: the preview is no movie.", field="frame_number")
    with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        picture = Path(folder) / "frame.png"
        frame(preview, picture, number)
        save_pictures(preview.pk, pictures.load(picture), Path(folder))
    preview.save(update_fields=["updated_at"])
    return set_main(preview=preview, by=by)


def last_of_task(task: Task) -> PreviewFile | None:
    """The first made of a task's last revision."""
    return task.preview_files.order_by("-revision", "created_at", "position").first()


# Pictures


def save_pictures(preview_id, image, folder: Path, *, but: tuple[str, ...] = ()) -> int | None:
    """Store a picture with its smaller versions, `but` some; answers the size of the whole one in bytes."""
    sizes = {}
    for variant, made in pictures.variants(image).items():
        if variant in but:
            continue
        path = folder / f"{variant}.png"
        pictures.save_png(made, path)
        sizes[variant] = path.stat().st_size
        storage.save_path(preview_places.picture(preview_id, variant), path)
    return sizes.get("original")


def frame(preview: PreviewFile, target: Path, number: int) -> None:
    """A PNG of a frame of the movie, counted from 1. Raises `Missing` where there is no movie, `Invalid`."""
    order = (preview_places.NORMALISED, preview_places.LOW, preview_places.SOURCE)
    if preview.extension != "mp4":
        raise Missing("The preview is no movie.")
    with storage.on_disk(storage.first_of(preview_places.movies_in_order(preview, *order))) as path:
        try:
            movies.frame(path, target, number)
        except MediaError as error:
            raise Invalid(f"frame_number: {error}", field="frame_number") from None


def make_tiles(preview: PreviewFile) -> None:
    """Make the tile sheet of a movie anew; raises `Invalid` where the preview is none."""
    if preview.extension != "mp4":
        raise Invalid("The preview is no movie.")
    order = (preview_places.NORMALISED, preview_places.LOW, preview_places.SOURCE)
    with (
        storage.on_disk(storage.first_of(preview_places.movies_in_order(preview, *order))) as path,
        tempfile.TemporaryDirectory(prefix="kitsu-") as folder,
    ):
        sheet = Path(folder) / "tiles.png"
        try:
            movies.tiles(path, sheet)
        except MediaError as error:
            raise Invalid(str(error)) from None
        storage.save_path(preview_places.picture(preview.pk, preview_places.TILES), sheet)


# Positions within a revision


@transaction.atomic
def move(*, preview: PreviewFile, position: int, by) -> list[PreviewFile]:
    """Put a preview at a position of its revision; answers the revision in its order.

    A position that does not exist moves nothing. Raises `Invalid` for a preview of no task.
    """
    if preview.task is None:
        raise Invalid("The preview is of no task: it has no revision to move in.")
    revisions.lock(preview.task)
    found = list(siblings(preview.task, preview.revision))
    if 1 <= position <= len(found):
        moved = next(row for row in found if row.pk == preview.pk)
        found.remove(moved)
        found.insert(position - 1, moved)
        for place, row in enumerate(found, start=1):
            if row.position != place:
                row.position = place
                row.save(update_fields=["position", "updated_at"])
                events.emit(
                    "preview-file:update", by=by, project_id=project_of(preview), preview_file_id=row.pk
                )
    return found
