"""The background worker: an upload answers at once, and a killed job is found and resumed."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings

from files import worker
from files.models import MediaJob, PreviewFile
from files.services import media_jobs, preview_places
from kitsu_site import storage
from kitsu_site.tests import media
from kitsu_site.tests.concurrency import at_once

PATIENCE = 60  # seconds


@pytest.fixture(autouse=True)
def folder(request, tmp_path):
    """A folder of its own for each test."""
    stored = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    request.getfixturevalue("settings").STORAGES = {**settings.STORAGES, "default": stored}
    return tmp_path


def prepared(preview: PreviewFile, *before) -> list:
    """What became of a preview and its job once a worker had time for it.

    It runs in a thread of its own, on a database that the worker's thread shares.
    """

    def watch():
        for act in before:
            act()
        worker.start()
        try:
            end = time.monotonic() + PATIENCE
            while MediaJob.objects.get().status in ("waiting", "running") and time.monotonic() < end:
                worker.running.join(0.05)
            job = MediaJob.objects.get()
            return [job.status, job.progress, job.attempts, PreviewFile.objects.get(pk=preview.pk).status]
        finally:
            worker.stop()

    [found] = at_once(watch)
    return found


@pytest.fixture
def preview(studio):
    """A preview whose movie is stored, and not yet prepared; it will be a small one."""
    type(studio.feature).objects.filter(pk=studio.feature.pk).update(resolution="320x180")
    row = PreviewFile.objects.create(name="p", task=studio.first_animation, extension="mp4")
    source = preview_places.movie(row.pk, preview_places.SOURCE)
    storage.save(source, media.upload("shot.mp4", media.movie()))
    return row


@pytest.mark.django_db(transaction=True)
def test_a_movie_is_prepared_in_the_background(studio, preview):
    def publish():
        media_jobs.prepare_preview(preview=preview, values={"original_name": "shot"}, by=studio.animator)

    assert prepared(preview, publish) == ["done", 100, 1, "ready"]


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_process_that_was_killed_is_resumed(preview):
    code = (
        "import django; django.setup(); from files.services import media_jobs;"
        "print(media_jobs.identity(), flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "kitsu_site.settings"},
    )
    identity = process.stdout.readline().strip()
    assert media_jobs.is_alive(identity) is True
    process.kill()
    process.communicate()
    assert media_jobs.is_alive(identity) is False
    values = {"worker": identity, "attempts": 1, "seen_at": media_jobs.utcnow()}
    MediaJob.objects.create(preview_file=preview, status="running", **values)
    assert prepared(preview) == ["done", 100, 2, "ready"]
