"""The settings of a production: what it uses, in which order (notes on production, section 4)."""

import re
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from production.models import (
    EntityType,
    Project,
    ProjectAssetTypeLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    TaskStatus,
    TaskType,
)

RESOLUTION = re.compile(r"(\d{3,4})?x\d{3,4}")


def check_resolution(resolution: str | None) -> None:
    """Raise `Invalid` for a resolution that is none."""
    if resolution and not RESOLUTION.fullmatch(resolution):
        raise Invalid("resolution: WxH with 3 or 4 digits each, or xH expected.", field="resolution")


@transaction.atomic
def use(*, project: Project, links: type[Model], thing_id: uuid.UUID, by, **values) -> None:
    """Let a production use a thing, by a row of `links`; `values` are for a new link only."""
    column = thing_column(links)
    links.objects.get_or_create(project=project, **{column: thing_id}, defaults=values)
    changed(project, by=by)


@transaction.atomic
def stop_using(*, project: Project, links: type[Model], thing_id: uuid.UUID, by) -> None:
    """Take a thing out of the settings of a production."""
    links.objects.filter(project=project, **{thing_column(links): thing_id}).delete()
    changed(project, by=by)


def thing_column(links: type[Model]) -> str:
    """The column by which `links` join a production with what it uses."""
    return next(f.attname for f in links._meta.concrete_fields if f.many_to_one and f.attname != "project_id")


@transaction.atomic
def add_all(
    *,
    project: Project,
    task_types: dict[uuid.UUID, int | None],
    task_status_ids: Iterable[uuid.UUID],
    asset_type_ids: Iterable[uuid.UUID],
    replace_task_types: bool,
    by,
) -> None:
    """Let a production use many things at once; ids that do not exist are skipped.

    `task_types`: {id: priority}, None leaving the priority of a link that is there as it is;
    `replace_task_types` takes away the task types that are not named.
    """
    known = set(TaskType.objects.filter(pk__in=list(task_types)).values_list("pk", flat=True))
    links = [
        ProjectTaskTypeLink(project=project, task_type_id=pk, priority=priority, updated_at=utcnow())
        for pk, priority in task_types.items()
        if pk in known
    ]
    ProjectTaskTypeLink.objects.bulk_create([k for k in links if k.priority is None], ignore_conflicts=True)
    ProjectTaskTypeLink.objects.bulk_create(
        [link for link in links if link.priority is not None],
        update_conflicts=True,
        unique_fields=["project", "task_type"],
        update_fields=["priority", "updated_at"],
    )
    if replace_task_types:
        ProjectTaskTypeLink.objects.filter(project=project).exclude(task_type_id__in=known).delete()
    statuses = TaskStatus.objects.filter(pk__in=list(task_status_ids)).values_list("pk", flat=True)
    ProjectTaskStatusLink.objects.bulk_create(
        [ProjectTaskStatusLink(project=project, task_status_id=pk) for pk in statuses], ignore_conflicts=True
    )
    asset_types = EntityType.objects.filter(pk__in=list(asset_type_ids)).values_list("pk", flat=True)
    ProjectAssetTypeLink.objects.bulk_create(
        [ProjectAssetTypeLink(project=project, asset_type_id=pk) for pk in asset_types], ignore_conflicts=True
    )
    changed(project, by=by)


@transaction.atomic
def set_task_type(*, project: Project, task_type_id, priority: int | None, by) -> ProjectTaskTypeLink:
    """Use a task type in a production at that priority; a link that is there is changed."""
    link, _ = ProjectTaskTypeLink.objects.update_or_create(
        project=project, task_type_id=task_type_id, defaults={"priority": priority}
    )
    changed(project, by=by)
    return link


@transaction.atomic
def set_task_status(
    *, project: Project, task_status_id, priority: int | None, roles_for_board: list[str], by
) -> ProjectTaskStatusLink:
    """Use a task status in a production, on the boards of those roles; a link that is there is changed."""
    link, _ = ProjectTaskStatusLink.objects.update_or_create(
        project=project,
        task_status_id=task_status_id,
        defaults={"priority": priority, "roles_for_board": roles_for_board},
    )
    changed(project, by=by)
    return link


@transaction.atomic
def reorder(*, project: Project, links: type[Model], thing: str, ids: list[uuid.UUID], by) -> list:
    """Give the links of a production to things the priorities of their places in `ids`, from 1.

    `thing`: the links' column. Things without a link are skipped, but use up their place.
    Answers the links in that order.
    """
    places = {pk: place for place, pk in enumerate(ids, start=1)}
    found = links.objects.select_for_update().filter(project=project, **{f"{thing}__in": ids})
    ordered = sorted(found, key=lambda link: places[getattr(link, thing)])
    now = utcnow()
    for link in ordered:
        link.priority, link.updated_at = places[getattr(link, thing)], now
    links.objects.bulk_update(ordered, ["priority", "updated_at"])
    changed(project, by=by)
    return ordered


def changed(project: Project | uuid.UUID, *, by) -> None:
    """Say that the settings or the team of a production (a row or its id) changed."""
    events.emit("project:update", by=by, project_id=getattr(project, "pk", project))


def tell_unattached(verb: str, project_id: uuid.UUID, *, by) -> None:
    """The event `project:<verb>` of a production itself: it names the production, and outlives it."""
    told = events.Event(f"project:{verb}", {"project_id": str(project_id)}, None, getattr(by, "pk", None))
    events.emit_all([told])
