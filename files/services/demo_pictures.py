"""Previews of the demo: pictures of its assets and shots, movies, and the playlists that show them."""

import subprocess
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.db import transaction

from files.models import MediaJob, PreviewFile
from files.services import comment_previews, demo_painting, media_jobs, preview_places, previews
from kitsu_site import storage
from kitsu_site.exceptions import Invalid
from kitsu_site.media import movies
from production.models import Comment, Entity, Playlist, Project, Task
from production.services import demo_data

SHOTS = 10  # of each production
MOVIE_FRAMES, MOVIE_FPS = 36, 24
NO_DEMO = "There is no demo to paint: run load_demo first."
PAINTED = "The demo has its pictures already."


def load() -> int:
    """Paint the demo; answers how many previews it has now. Whole or not at all; raises `Invalid`."""
    projects = list(Project.objects.filter(name__in=[p.name for p in demo_data.PRODUCTIONS]))
    if not projects:
        raise Invalid(NO_DEMO)
    if PreviewFile.objects.filter(task__project__in=projects).exists():
        raise Invalid(PAINTED)
    with storage.taken_back() as stored, transaction.atomic():
        for project in projects:
            paint(project, stored)
            place_in_playlists(project)
        return PreviewFile.objects.filter(task__project__in=projects).count()


def paint(project: Project, stored: list) -> None:
    """A picture of the assets and the first shots of a production, and a movie of its first one reviewed."""
    shown = reviewed(project)
    entities = Entity.objects.filter(project=project).select_related("entity_type").order_by("name")
    shots = sorted(
        (entity for entity in entities if entity.kind == "Shot"), key=lambda shot: str(shot.pk) not in shown
    )
    assets = [entity for entity in entities if entity.kind == "Asset"]
    latest = latest_comments([*assets, *shots])
    filmed = False
    for entity in [*assets, *[shot for shot in shots if shot.pk in latest][:SHOTS]]:
        if entity.pk not in latest:
            continue
        task, comment = latest[entity.pk]
        preview = comment_previews.add(comment=comment, task=task, by=comment.person)
        stored += preview_places.every(preview.pk)
        if entity.kind == "Shot" and not filmed:
            filmed = True
            film(preview, entity)
        picture(preview, entity)


def reviewed(project: Project) -> set[str]:
    """The ids of what is in the playlists of a production."""
    lists = Playlist.objects.filter(project=project).values_list("shots", flat=True)
    return {entry["entity_id"] for shots in lists for entry in shots or []}


def latest_comments(entities: list[Entity]) -> dict:
    """{entity: the task that was last spoken of, and what was said}."""
    tasks = {
        task.pk: task
        for task in Task.objects.filter(entity__in=entities).select_related("project", "entity", "task_type")
    }
    comments = Comment.objects.filter(object_id__in=tasks, person__role="user").select_related("person")
    return {
        tasks[comment.object_id].entity_id: (tasks[comment.object_id], comment)
        for comment in comments.order_by("created_at")
    }


def picture(preview: PreviewFile, entity: Entity) -> None:
    """Paint the picture of a preview, which becomes that of its entity."""
    is_shot = entity.kind == "Shot"
    image = (
        demo_painting.shot(str(entity.pk))
        if is_shot
        else demo_painting.asset(entity.name, entity.entity_type.name)
    )
    with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        size = previews.save_pictures(preview.pk, image, Path(folder))
    if preview.original_name is None:
        values = {
            "original_name": entity.name.lower().replace(" ", "_"),
            "extension": "png",
            "width": image.width,
            "height": image.height,
            "file_size": size,
            "status": previews.READY,
        }
        previews.arrived(preview=preview, values=values, by=preview.person)
    previews.set_main(preview=preview, by=preview.person)


def film(preview: PreviewFile, shot: Entity) -> None:
    """A movie of a shot as somebody uploads it: a job prepares it once a server runs."""
    with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        target = Path(folder) / "shot.mp4"
        encode([demo_painting.shot(str(shot.pk), n / MOVIE_FRAMES) for n in range(MOVIE_FRAMES)], target)
        with target.open("rb") as file:
            storage.save(preview_places.movie(preview.pk, preview_places.SOURCE), File(file))
    preview.original_name, preview.extension = shot.name.lower(), "mp4"
    preview.save(update_fields=["original_name", "extension"])
    job = MediaJob.objects.create(preview_file=preview, person=preview.person)
    if media_jobs.has_queue():
        media_jobs.start(job)


def encode(images: list, target: Path) -> None:
    """A small movie of pictures of one size."""
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "{}x{}".format(*images[0].size)]
    made = ["-vf", "scale=out_color_matrix=bt709", *movies.BT709, "-c:v", "libx264", "-preset", "ultrafast"]
    command = [movies.ffmpeg(), "-v", "error", "-y", *raw, "-r", str(MOVIE_FPS), "-i", "pipe:0", *made]
    content = b"".join(image.convert("RGB").tobytes() for image in images)
    subprocess.run([*command, "-pix_fmt", "yuv420p", str(target)], input=content, check=True)  # noqa: S603


def place_in_playlists(project: Project) -> None:
    """The playlists show the previews of their entries."""
    found = dict(
        PreviewFile.objects.filter(task__project=project)
        .order_by("created_at")
        .values_list("task__entity_id", "pk")
    )
    found = {str(entity_id): str(pk) for entity_id, pk in found.items()}
    for playlist in Playlist.objects.filter(project=project):
        for entry in playlist.shots or []:
            entry["preview_file_id"] = found.get(entry["entity_id"])
        playlist.save(update_fields=["shots"])
