"""Searches that people save, and their groups (notes on production, section 12). No events."""

import uuid

from django.db import transaction

from kitsu_site.exceptions import Invalid, Missing
from production.models import SearchFilter, SearchFilterGroup


@transaction.atomic
def create(*, by, group: SearchFilterGroup | None, **values) -> SearchFilter:
    """Save a search. Raises `Invalid` where it is not shared like its group."""
    row = SearchFilter(person=by, search_filter_group=group, **values)
    check_group(row)
    row.save(force_insert=True)
    return row


@transaction.atomic
def update(*, row: SearchFilter, **values) -> None:
    """Change a saved search. Raises `Invalid` where it is not shared like its group."""
    for name, value in values.items():
        setattr(row, name, value)
    check_group(row)
    row.save()


@transaction.atomic
def create_group(*, by, **values) -> SearchFilterGroup:
    """Make a group of saved searches."""
    return SearchFilterGroup.objects.create(person=by, **values)


@transaction.atomic
def update_group(*, row: SearchFilterGroup, **values) -> None:
    """Change a group; its searches are shared like it."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    if "is_shared" in values:
        row.search_filters.update(is_shared=row.is_shared)


@transaction.atomic
def delete_group(*, row: SearchFilterGroup) -> None:
    """Delete a group with its searches."""
    row.search_filters.all().delete()
    row.delete()


def check_group(row: SearchFilter) -> None:
    """Raise `Invalid` where a search is shared and its group is not, or the other way round.

    Raises `Missing` for a group that somebody else keeps for themselves.
    """
    group = row.search_filter_group
    if group is None:
        return
    if group.is_shared != row.is_shared:
        raise Invalid("is_shared: it must be that of its group.", field="is_shared")
    if not group.is_shared and group.person_id != row.person_id:
        raise Missing("There is no such group of yours.", field="search_filter_group_id")


def may_share(scope, project_id: uuid.UUID | None) -> bool:
    """Whether searches may be shared in a production: its managers do, and nobody without one."""
    return project_id is not None and scope.in_project(project_id).is_manager
