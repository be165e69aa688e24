"""The background worker of a server without Celery: one thread that runs the jobs on movies, one by one."""

import logging
import threading

from django.conf import settings
from django.db import connection

from files.services import media_jobs

logger = logging.getLogger(__name__)
PAUSE = 30  # seconds between two looks for jobs that another process left


class Worker(threading.Thread):
    def __init__(self):
        super().__init__(name="media-worker", daemon=True)
        self.wanted, self.stopping = threading.Event(), False

    def run(self):
        while not self.stopping:
            self.wanted.clear()
            try:
                self.work()
            except Exception:
                # The job says what happened; the next ones must still be run.
                logger.exception("a job on a movie failed")
            finally:
                connection.close()
            self.wanted.wait(PAUSE)

    def work(self):
        media_jobs.resume_abandoned()
        while not self.stopping and (job := media_jobs.next_waiting()):
            media_jobs.run(job.pk)

    def stop(self):
        """End after the job at hand."""
        self.stopping = True
        self.wanted.set()


running: Worker | None = None


def start() -> None:
    """Start the worker of this process, unless Celery does the work."""
    global running
    if settings.CELERY_BROKER_URL or is_running():
        return
    running = Worker()
    running.start()


def stop() -> None:
    global running
    if running is not None:
        running.stop()
        running.join()
        running = None


def is_running() -> bool:
    return running is not None and running.is_alive()


def wake() -> None:
    """There is something to do."""
    if running is not None:
        running.wanted.set()
