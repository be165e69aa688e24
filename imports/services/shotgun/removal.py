"""Rows removed by their ShotGrid ids (notes on imports, section 4)."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import Person
from accounts.services import persons
from files.models import PreviewFile, WorkingFile
from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Refused
from production.models import (
    Comment,
    Entity,
    EntityConceptLink,
    EntityLink,
    EntityVersion,
    Project,
    ProjectPersonLink,
    Task,
    TaskStatus,
    TaskType,
)
from production.services import entity_removal, removal, tasks

PLAIN = {"project": Project, "step": TaskType, "status": TaskStatus, "note": Comment, "person": Person}
TIMELINE = {"episode": "Episode", "sequence": "Sequence", "shot": "Shot", "scene": "Scene"}
KINDS = (*PLAIN, *TIMELINE, "asset", "task", "version", "project-connection", "projectconnection")


def remove(*, kind: str, shotgun_id: int, by) -> tuple[object | None, bool]:
    """Remove what has that id: its row, None where there is none, and whether it went.

    It stays, with all that hangs on it, where something still refers to it.
    """
    row = find(kind, shotgun_id)
    if row is None:
        return None, True
    if kind == "person" and (row == by or persons.is_protected(row)):
        raise Refused(
            "Neither one's own account nor a protected one is removed (setting PROTECTED_ACCOUNTS)."
        )
    pk = row.project_id if isinstance(row, ProjectPersonLink) else row.pk
    try:
        with transaction.atomic():
            delete(kind, row, by=by)
    except (ProtectedError, IntegrityError):
        return pk, False
    return pk, True


def find(kind: str, shotgun_id: int):
    """The row of a kind with that ShotGrid id; assets by the id alone, those that are assets first."""
    if kind in ("project-connection", "projectconnection"):
        return ProjectPersonLink.objects.filter(shotgun_id=shotgun_id).first()
    if kind in TIMELINE:
        rows = Entity.objects.of_kind(TIMELINE[kind])
    elif kind == "asset":
        assets = Entity.objects.of_kind("Asset").filter(shotgun_id=shotgun_id)
        return assets.order_by("created_at").first() or Entity.objects.filter(shotgun_id=shotgun_id).first()
    else:
        rows = {"task": Task, "version": PreviewFile, **PLAIN}[kind].objects.all()
    return rows.filter(shotgun_id=shotgun_id).order_by("created_at").first()


def delete(kind: str, row, *, by) -> None:
    """Delete `row`, or raise where something refers to it."""
    if kind == "asset":
        delete_asset(row, by=by)
    elif kind in TIMELINE:
        delete_entity(row)
    elif kind == "task":
        comments = Comment.objects.filter(object_id=row.pk)
        if comments.exists():  # no foreign key holds the task for them
            raise ProtectedError("Comments refer to the task.", set(comments))
        tasks.TaskRows().delete(row=row, by=by)
    elif kind == "version":
        events.tell(removal.PREVIEWS_GONE, preview_file_ids=[row.pk])
        row.delete()
    else:
        row.delete()


def delete_entity(entity: Entity) -> None:
    """What is an entity's own goes with it: its casting, its concepts, its former versions."""
    EntityLink.objects.filter(entity_in=entity).delete()
    EntityConceptLink.objects.filter(entity_out=entity).delete()
    EntityVersion.objects.filter(entity=entity).delete()
    entity_removal.clear_named([entity.pk])
    entity.delete()


def delete_asset(asset: Entity, *, by) -> None:
    """With working files on a task, an asset is cancelled; else its tasks go, then it."""
    pk, project_id = asset.pk, asset.project_id
    if WorkingFile.objects.filter(task__entity=asset).exists():
        Entity.objects.filter(pk=pk).update(canceled=True, updated_at=utcnow())
    else:
        tasks.delete_many(tasks=Task.objects.filter(entity=asset), by=by)
        delete_entity(asset)
    events.emit("asset:delete", by=by, project_id=project_id, asset_id=pk)
