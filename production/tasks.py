"""Jobs of production, and how they are started."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from celery import shared_task
from django.conf import settings
from django.db import connections

from production.services import deliveries

logger = logging.getLogger(__name__)
THREADS = 4


def start(ids: list[str], seconds: float = 0) -> None:
    """Have deliveries sent in so many seconds: by Celery's workers, or by threads of this process.

    What a process that ends has not sent is found by the next one that sends something (`deliveries.due`).
    """
    if settings.CELERY_BROKER_URL:
        for one in ids:
            deliver.apply_async((one,), countdown=seconds, retry=False)
    elif seconds:
        timer = threading.Timer(seconds, start, (ids,))
        timer.daemon = True
        timer.start()
    else:
        for one in ids:
            threads().submit(run, one)


@cache
def threads() -> ThreadPoolExecutor:
    """The threads that send; the process waits for them at its end."""
    return ThreadPoolExecutor(THREADS, thread_name_prefix="delivery")


def run(delivery_id: str) -> None:
    """Send a delivery in this thread."""
    try:
        send(delivery_id)
    except Exception:
        # Nobody waits for what a thread answers; the delivery itself says that it failed.
        logger.exception("a delivery failed")
    finally:
        connections.close_all()


@shared_task(acks_late=True)
def deliver(delivery_id: str) -> None:
    """Send a delivery, and see to those that were left."""
    send(delivery_id)


def send(delivery_id: str) -> None:
    seconds = deliveries.attempt(delivery_id)
    if seconds is not None:
        start([delivery_id], seconds)
    start([str(pk) for pk in deliveries.due()])
    deliveries.forget_old()
