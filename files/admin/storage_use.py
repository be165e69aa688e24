"""How much of the storage each production uses."""

import shutil
from collections import defaultdict

from django.conf import settings
from django.db.models import Count, Sum
from django.urls import reverse

from files.models import PreviewFile, WorkingFile
from kitsu_site import storage
from production.models import AttachmentFile, Comment, Project, Task

COLORS = {"previews": "#6366F1", "attachments": "#F59E0B", "working files": "#10B981"}


def by_production(scope) -> dict:
    """Bytes of previews, attachments and working files of each production that the viewer sees.

    Of a preview its main file counts, as it was recorded; thumbnails and versions for slow links do not.
    """
    sizes = defaultdict(lambda: dict.fromkeys(COLORS, 0))
    counts = defaultdict(int)
    previews = PreviewFile.objects.visible_to(scope).order_by().values_list("task__project_id")
    for project_id, size, count in previews.annotate(Sum("file_size"), Count("pk")):
        sizes[project_id]["previews"], counts[project_id] = size or 0, count
    working = WorkingFile.objects.visible_to(scope).order_by().values_list("task__project_id")
    for project_id, size in working.annotate(Sum("size")):
        sizes[project_id]["working files"] = size or 0
    for project_id, size in attachments(scope):
        sizes[project_id]["attachments"] = size
    projects = Project.objects.visible_to(scope).in_bulk([pk for pk in sizes if pk])
    largest = max((sum(found.values()) for found in sizes.values()), default=0) or 1
    rows = [
        {
            "name": project.name,
            "link": f"{reverse('admin:files_previewfile_changelist')}?task__project__id__exact={pk}",
            "count": counts[pk],
            "total": sum(sizes[pk].values()),
            "parts": [
                {"name": name, "size": size, "color": COLORS[name], "width": round(100 * size / largest, 2)}
                for name, size in sizes[pk].items()
                if size
            ],
            **sizes[pk],
        }
        for pk, project in projects.items()
    ]
    return {
        "productions": sorted(rows, key=lambda row: -row["total"]),
        "legend": COLORS,
        "total": sum(row["total"] for row in rows),
        "disk": disk() if scope.is_admin else None,
    }


def attachments(scope):
    """(production, bytes) of the files attached to comments that the viewer sees."""
    tasks = dict(Task.objects.visible_to(scope).order_by().values_list("pk", "project_id"))
    found = defaultdict(int)
    files = AttachmentFile.objects.exclude(comment=None).order_by()
    visible = Comment.objects.visible_to(scope).values("pk")
    for task_id, size in (
        files.filter(comment__in=visible).values_list("comment__object_id").annotate(Sum("size"))
    ):
        if task_id in tasks:
            found[tasks[task_id]] += size or 0
    return found.items()


def disk() -> dict | None:
    """The disk that the stored files are on; None on S3."""
    if storage.on_s3():
        return None
    folder = settings.PREVIEW_FOLDER
    usage = shutil.disk_usage(folder if folder.exists() else settings.KITSU_DATA)
    return {"free": usage.free, "total": usage.total, "percent": round(100 * usage.used / usage.total)}
