"""Celery's tasks of this app."""

from celery import shared_task

from files.services import media_jobs


@shared_task(acks_late=True)
def run_media_job(job_id: str) -> None:
    """Run a job on movies; one that a killed worker left is found again."""
    for job in media_jobs.resume_abandoned():
        run_media_job.delay(str(job.pk))
    media_jobs.run(job_id)
