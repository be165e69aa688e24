"""How much of the storage each production uses."""

import shutil
import uuid
from collections import defaultdict

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count
from django.urls import reverse

from files.models import BuildJob, PreviewFile, WorkingFile
from kitsu_site import storage
from kitsu_site.db.base import utcnow
from production.models import AttachmentFile, Entity, Project, Task

COLORS = {
    "movies": "#6366F1",
    "pictures": "#0EA5E9",
    "other previews": "#A855F7",
    "attachments": "#F59E0B",
    "working files": "#10B981",
}
MEASURE, LASTS = "storage-use", 3600  # seconds
OTHERS = {"working": "working files", "attachments": "attachments"}  # prefixes of the bucket of files


def by_production(scope, *, anew: bool = False) -> dict:
    """Bytes of what is stored of each production that the viewer sees, as it was measured within the hour.

    Everything that is stored counts: of a preview all its pictures and versions. `elsewhere`, for admins:
    what is of no production (avatars, backgrounds), or of rows that are gone.
    """
    measured = None if anew else cache.get(MEASURE)
    if measured is None:
        measured = {"at": utcnow(), "sizes": measure()}
        cache.set(MEASURE, measured, LASTS)
    sizes = measured["sizes"]
    projects = Project.objects.visible_to(scope).in_bulk([pk for pk in sizes if pk])
    previews = PreviewFile.objects.visible_to(scope).order_by().values_list("task__project_id")
    counts = dict(previews.annotate(Count("pk")))
    largest = max((sum(sizes[pk].values()) for pk in projects), default=0) or 1
    rows = [
        {
            "name": project.name,
            "link": f"{reverse('admin:files_previewfile_changelist')}?task__project__id__exact={pk}",
            "count": counts.get(pk, 0),
            "total": sum(sizes[pk].values()),
            "parts": [
                {
                    "name": name,
                    "size": sizes[pk][name],
                    "color": color,
                    "width": round(100 * sizes[pk][name] / largest, 2),
                }
                for name, color in COLORS.items()
                if name in sizes[pk]
            ],
        }
        for pk, project in projects.items()
    ]
    return {
        "productions": sorted(rows, key=lambda row: -row["total"]),
        "legend": COLORS,
        "total": sum(row["total"] for row in rows),
        "measured": measured["at"],
        "elsewhere": sum(sizes.get(None, {}).values()) if scope.is_admin else 0,
        "disk": disk() if scope.is_admin else None,
    }


def measure() -> dict:
    """{production id: {kind: bytes}} of all stored files: one walk through the storage, a few queries."""
    homes = {
        **dict(PreviewFile.objects.order_by().values_list("pk", "task__project_id").iterator()),
        **dict(WorkingFile.objects.order_by().values_list("pk", "task__project_id").iterator()),
        **dict(BuildJob.objects.order_by().values_list("pk", "playlist__project_id").iterator()),
        **attachments(),
    }
    found = defaultdict(lambda: defaultdict(int))
    for place, size in storage.sizes():
        found[homes.get(uuid.UUID(place.id))][kind_of(place)] += size
    return {pk: dict(kinds) for pk, kinds in found.items()}


def kind_of(place: storage.Stored) -> str:
    """What a stored file counts as."""
    if place.bucket == storage.FILES:
        return OTHERS.get(place.prefix, "other previews")
    return place.bucket


def attachments() -> dict:
    """{id: production} of the files attached to comments and to messages of chats."""
    tasks = dict(Task.objects.order_by().values_list("pk", "project_id"))
    files = AttachmentFile.objects.exclude(comment=None).order_by().values_list("pk", "comment__object_id")
    found = {pk: tasks.get(task_id) for pk, task_id in files.iterator()}
    said = AttachmentFile.objects.exclude(chat_message=None).order_by()
    about = dict(said.values_list("pk", "chat_message__chat__object_id"))
    entities = dict(Entity.objects.filter(pk__in=set(about.values())).values_list("pk", "project_id"))
    return found | {pk: entities.get(entity_id) for pk, entity_id in about.items()}


def disk() -> dict | None:
    """The disk that the stored files are on; None on S3."""
    if storage.on_s3():
        return None
    folder = settings.PREVIEW_FOLDER
    usage = shutil.disk_usage(folder if folder.exists() else settings.KITSU_DATA)
    return {"free": usage.free, "total": usage.total, "percent": round(100 * usage.used / usage.total)}
