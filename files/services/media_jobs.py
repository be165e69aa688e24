"""Jobs on movies: long work beside the answering of requests.

With a broker (CELERY_BROKER_URL) Celery's workers run them; without one, the background worker of the
server (`files.worker`). Where neither runs, what would be a job is done before the answer.
"""

import datetime
import os
import socket
import threading
from contextlib import contextmanager

import psutil
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from files.models import MediaJob, PreviewFile
from files.services import movie_previews, previews
from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from kitsu_site.media import MediaError

WAITING, RUNNING = MediaJob.Status.WAITING, MediaJob.Status.RUNNING
ATTEMPTS = 3  # a job that takes the server down with it is not tried for ever
HEARTBEAT = 15  # seconds
SILENCE = 120  # seconds after which a worker of another machine is taken for dead
GAVE_UP = "The server stopped during each attempt."


def has_queue() -> bool:
    """Whether jobs run beside the requests."""
    from files import worker

    return bool(settings.CELERY_BROKER_URL) or worker.is_running()


@transaction.atomic
def prepare_preview(*, preview: PreviewFile, values: dict, by) -> PreviewFile:
    """Note that a stored movie is to be prepared, and have it done."""
    for name, value in values.items():
        setattr(preview, name, value)
    preview.save(update_fields=[*values, "updated_at"])
    events.emit(
        "preview-file:update", by=by, project_id=previews.project_of(preview), preview_file_id=preview.pk
    )
    start(MediaJob.objects.create(preview_file=preview, person=by))
    return preview


def start(job: MediaJob) -> None:
    """Hand a job, once it is committed, to who runs it."""

    def hand_over():
        from files import tasks, worker

        if settings.CELERY_BROKER_URL:
            tasks.run_media_job.delay(str(job.pk))
        elif has_queue():
            worker.wake()
        else:
            run(job.pk)

    transaction.on_commit(hand_over)


@transaction.atomic
def retry(*, job: MediaJob, by=None) -> MediaJob:
    """Try a job that failed once more; its upload was kept. Raises `Invalid` where it has not failed."""
    again = {"status": WAITING, "progress": 0, "attempts": 0, "message": "", "ended_at": None}
    failed = MediaJob.objects.filter(pk=job.pk, status=MediaJob.Status.FAILED)
    if not failed.update(**again):
        raise Invalid("Only a job that failed can be tried again.")
    job.refresh_from_db()
    if job.build_job_id:
        from files.services import playlist_builds

        playlist_builds.goes_on(job.build_job)
    elif job.preview_file_id:
        preview = job.preview_file
        preview.status = PreviewFile.Status.PROCESSING
        preview.save(update_fields=["status", "updated_at"])
        project_id = previews.project_of(preview)
        events.emit("preview-file:update", by=by, project_id=project_id, preview_file_id=preview.pk)
    start(job)
    return job


def next_waiting() -> MediaJob | None:
    return MediaJob.objects.filter(status=WAITING).order_by("created_at").first()


def run(job_id) -> bool:
    """Run a waiting job, unless somebody else took it; whether it was taken here."""
    now = utcnow()
    taken = MediaJob.objects.filter(pk=job_id, status=WAITING).update(
        status=RUNNING, worker=identity(), started_at=now, seen_at=now, attempts=F("attempts") + 1, progress=0
    )
    if not taken:
        return False
    job = MediaJob.objects.select_related("preview_file__task", "build_job__playlist", "person").get(
        pk=job_id
    )
    try:
        with alive(job):
            work(job)
    except MediaError as error:
        ended(job, MediaJob.Status.FAILED, str(error))
    except Exception as error:
        ended(job, MediaJob.Status.FAILED, f"{type(error).__name__}: {error}")
        raise
    else:
        ended(job, MediaJob.Status.DONE)
    return True


def work(job: MediaJob) -> None:
    if job.build_job_id:
        from files.services import playlist_builds

        playlist_builds.make(job.build_job, progress=reporter(job), **job.options)
        return
    preview = job.preview_file
    values = movie_previews.make(preview, progress=reporter(job))
    previews.arrived(preview=preview, values=values, by=job.person, late=True)


def ended(job: MediaJob, status: str, message: str = "") -> None:
    """Note how a job ended; what it was for is then broken or failed."""
    with transaction.atomic():
        progress = {"progress": 100} if status == MediaJob.Status.DONE else {}
        MediaJob.objects.filter(pk=job.pk).update(
            status=status, message=message[-4000:], ended_at=utcnow(), updated_at=utcnow(), **progress
        )
        if status != MediaJob.Status.FAILED:
            return
        if job.build_job_id:
            from files.services import playlist_builds

            playlist_builds.failed(job.build_job)
        elif PreviewFile.objects.filter(pk=job.preview_file_id).exists():
            previews.arrived(preview=job.preview_file, values={"status": previews.BROKEN}, by=job.person)


def reporter(job: MediaJob):
    """A function that stores the progress (0 to 1) of a job, each percent once."""
    last = -1

    def report(part: float) -> None:
        nonlocal last
        if (percent := int(100 * part)) > last:
            last = percent
            MediaJob.objects.filter(pk=job.pk).update(progress=percent, seen_at=utcnow())

    return report


# Who is at work, and who no longer


def identity() -> str:
    """This process: machine, number and start, so that a number that is used again is not taken for it."""
    return f"{socket.gethostname()}:{os.getpid()}:{psutil.Process().create_time():.2f}"


def is_alive(worker: str) -> bool | None:
    """Whether a process of this machine runs; None for another machine's."""
    host, pid, started = worker.rsplit(":", 2)
    if host != socket.gethostname():
        return None
    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" == started
    except psutil.NoSuchProcess:
        return False


@contextmanager
def alive(job: MediaJob):
    """Say now and then that the job is at work, as long as the block lasts."""
    stop = threading.Event()

    def beat():
        try:
            while not stop.wait(HEARTBEAT):
                MediaJob.objects.filter(pk=job.pk).update(seen_at=utcnow())
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def resume_abandoned() -> list[MediaJob]:
    """Jobs whose process was killed wait again; those tried too often have failed. Answers the former."""
    heard_since = utcnow() - datetime.timedelta(seconds=SILENCE)
    resumed = []
    for job in MediaJob.objects.filter(status=RUNNING).select_related("preview_file", "build_job", "person"):
        running = is_alive(job.worker)
        if running or (running is None and job.seen_at > heard_since):
            continue
        if job.attempts >= ATTEMPTS:
            ended(job, MediaJob.Status.FAILED, GAVE_UP)
        elif MediaJob.objects.filter(pk=job.pk, status=RUNNING, worker=job.worker).update(status=WAITING):
            resumed.append(job)
    return resumed
