"""Whether the server and what it stands on are well: / and /status."""

import os
import time

import psutil
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from kitsu_site import events
from kitsu_site.celery import app as celery_app
from kitsu_site.db.base import utcnow


class Status(ViewSet):
    authentication_classes = []
    permission_classes = []

    @action(detail=False, methods=["get"], url_path="status")
    def status(self, request):
        return Response({"name": "Zou", "version": settings.API_VERSION, **services()})

    @action(detail=False, methods=["get"], url_path="status/influx")
    def influx(self, request):
        return Response({name: int(up) for name, up in services().items()} | {"time": time.time()})

    @action(detail=False, methods=["get"], url_path="status.txt")
    def text(self, request):
        lines = [f"name: Zou\nversion: {settings.API_VERSION}\n"]
        lines += [f"{name}: {'up' if up else 'down'}\n" for name, up in services().items()]
        return HttpResponse("".join(lines), content_type="text")

    @action(detail=False, methods=["get"], url_path="status/resources")
    def resources(self, request):
        memory = psutil.virtual_memory()
        one, five, ten = os.getloadavg()
        return Response(
            {
                "date": utcnow(),
                "cpu": {
                    "percent": psutil.cpu_percent(percpu=True),
                    "loadavg": {"last 1 min": one, "last 5 min": five, "last 10 min": ten},
                },
                "memory": {
                    "total": memory.total,
                    "used": memory.used,
                    "available": memory.available,
                    "percent": memory.percent,
                },
                "jobs": {"running_jobs": 0},
            }
        )

    @action(detail=False, methods=["get"], url_path="status/test-event")
    def test_event(self, request):
        events.emit("main:test", kept=False)
        return Response({"success": True})

    def root(self, request):
        return Response({"api": "Zou", "version": settings.API_VERSION})


def services() -> dict[str, bool]:
    """What the server stands on, and whether it answers."""
    return {
        "database-up": database_up(),
        "key-value-store-up": cache_up(),
        "event-stream-up": True,  # in process
        "job-queue-up": queue_up(),
        "indexer-up": True,  # in process
    }


def database_up() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def cache_up() -> bool:
    try:
        cache.get("status")
    except OSError:
        return False
    return True


def queue_up() -> bool:
    """Whether jobs can be queued; without a broker they run in the process that starts them."""
    if not settings.CELERY_BROKER_URL:
        return True
    try:
        with celery_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except OSError:
        return False
    return True


def register(router):
    router.register("", Status)
