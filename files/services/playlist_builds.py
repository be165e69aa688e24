"""Films and archives of playlists (notes on files, "Playlists")."""

import tempfile
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from django.db import transaction

from files.models import BuildJob, MediaJob
from files.services import media_jobs, playlist_content, preview_places
from kitsu_site import events, storage
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Conflict, Invalid, Missing
from kitsu_site.media import MediaError, movies
from production.models import Playlist
from production.services.project_removal import PLAYLIST_BUILDS_GONE

PREFIX = "playlists"


def place(job_id) -> storage.Stored:
    """Where the film of a build job is stored."""
    return storage.Stored(storage.MOVIES, PREFIX, job_id)


@events.on(PLAYLIST_BUILDS_GONE)
def remove_stored(event: events.Event) -> None:
    """The films of builds go with their rows."""
    storage.remove_on_commit([place(pk) for pk in event.data["build_job_ids"]])


def start(*, playlist: Playlist, again: bool, by) -> BuildJob:
    """Join the movies of a playlist: by a job, or before the answer where there is no queue.

    `again` encodes them anew. Raises `Conflict` while another build runs, `Invalid` where there is no movie.
    """
    if not playlist_movies(playlist):
        raise Invalid("The playlist has no movie to build a film of.")
    queued = media_jobs.has_queue()
    with transaction.atomic():
        Playlist.objects.select_for_update(no_key=True).get(pk=playlist.pk)
        if queued and playlist.build_jobs.filter(status=BuildJob.Status.RUNNING).exists():
            raise Conflict("A film of this playlist is being built.")
        job = BuildJob.objects.create(playlist=playlist, job_type=BuildJob.JobType.MOVIE)
        events.emit(
            "build-job:new",
            by=by,
            project_id=playlist.project_id,
            build_job_id=job.pk,
            playlist_id=playlist.pk,
            created_at=job.created_at,
        )
        work = MediaJob.objects.create(build_job=job, person=by, options={"again": again})
        if queued:
            media_jobs.start(work)
    if not queued:
        media_jobs.run(work.pk)
        job.refresh_from_db()
    return job


def playlist_movies(playlist: Playlist) -> list:
    """The previews of a playlist that are movies, in its order."""
    found = playlist_content.placed(playlist)
    return [preview for preview in found if preview.extension == "mp4" and preview.status == "ready"]


def make(
    job: BuildJob, *, again: bool = False, progress: Callable[[float], None] = lambda part: None
) -> None:
    """Build the film of a job; raises `MediaError`."""
    playlist = job.playlist
    order = (preview_places.NORMALISED, preview_places.LOW, preview_places.SOURCE)
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        paths = []
        for preview in playlist_movies(playlist):
            try:
                found = storage.first_of(preview_places.movies_in_order(preview, *order))
                paths.append(stack.enter_context(storage.on_disk(found)))
            except Missing:
                continue  # nothing is stored of it: the others still make a film
        if not paths:
            raise MediaError("The playlist has no movie.")
        project = playlist.project
        first = movies.probe(paths[0])
        width, height = movies.dimensions(project.resolution, first.ratio)
        target = Path(folder) / "film.mp4"
        movies.join(
            paths,
            target,
            width=width,
            height=height,
            fps=rate_of(project),
            again=again,
            bitrate=project.hd_bitrate_compression or movies.HIGH_BITRATE,
            progress=progress,
        )
        storage.save_path(place(job.pk), target)
    ended(job, BuildJob.Status.SUCCEEDED)


def rate_of(project):
    try:
        return movies.rate(project.fps)
    except MediaError:
        return movies.DEFAULT_FPS


def failed(job: BuildJob) -> None:
    ended(job, BuildJob.Status.FAILED)


def goes_on(job: BuildJob) -> None:
    """A build that failed is tried again."""
    now_is(job, BuildJob.Status.RUNNING, None)


def ended(job: BuildJob, status: str) -> None:
    now_is(job, status, utcnow())


@transaction.atomic
def now_is(job: BuildJob, status: str, ended_at) -> None:
    job.status, job.ended_at = status, ended_at
    job.save(update_fields=["status", "ended_at", "updated_at"])
    events.emit(
        "build-job:update",
        project_id=job.playlist.project_id,
        build_job_id=job.pk,
        playlist_id=job.playlist_id,
        status=status,
    )


@transaction.atomic
def remove(*, job: BuildJob, by) -> None:
    """Delete a build job, with its film."""
    pk, playlist = job.pk, job.playlist
    job.delete()
    storage.remove_on_commit([place(pk)])
    events.emit(
        "build-job:delete", by=by, project_id=playlist.project_id, build_job_id=pk, playlist_id=playlist.pk
    )


def archive(playlist: Playlist, target, name_of: Callable) -> None:
    """Write a zip of every position of each placed preview's revision; `name_of` names a preview's file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as found:
        names = set()
        for placed in playlist_content.placed(playlist):
            for preview in playlist_content.revision_of(placed):
                name = name_of(preview)
                if name in names:
                    continue
                try:
                    path = preview_places.content(preview)
                    size = storage.facts(path).size
                except Missing:
                    continue  # nothing was uploaded yet
                names.add(name)
                with found.open(name, "w", force_zip64=True) as entry:
                    for chunk in storage.read(path, 0, size):
                        entry.write(chunk)
