"""The Celery application: media, mail and deliveries."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kitsu_site.settings")

app = Celery("kitsu_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
