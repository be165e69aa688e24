"""The project: what every app is built on."""

from .celery import app as celery_app

__all__ = ["celery_app"]
