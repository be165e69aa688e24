"""The picture of a production (notes on production, section 11)."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kitsu_site import avatars, events
from production.models import Project
from production.services import project_settings


@transaction.atomic
def set_of_project(*, project: Project, file: UploadedFile, by) -> None:
    """Give a production a picture; raises `Invalid` for a file that is none."""
    project.has_avatar = True
    project.save(update_fields=["has_avatar", "updated_at"])
    avatars.store(project.pk, file)
    events.emit("project:update", by=by, project_id=project.pk)
    project_settings.tell_unattached("set-thumbnail", project.pk, by=by)
