"""The columns that productions add, and the values stored under them (notes on production, section 5)."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet
from slugify import slugify

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.db.json_keys import JSONKeyMoved, JSONKeyRemoved, JSONKeyType
from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import Entity, MetadataDescriptor, Project, Task
from production.models.entity_type import TIMELINE
from production.models.metadata_descriptor import DepartmentMetadataDescriptorLink

ORDER = (F("position").asc(nulls_last=True), "name")


class MetadataDescriptorRows(Rows):
    """Descriptors as the generic resource writes them: no values follow."""

    def __init__(self):
        super().__init__(MetadataDescriptor)

    def check(self, row, *, values, by, created):
        if {'"', "\\"} & set(row.field_name):
            raise Invalid('field_name: neither " nor \\ may be in it.', field="field_name")


def field_name_of(name: str) -> str:
    """The key of the values of a column named `name`; raises `Invalid` where nothing of it is left."""
    slug = slugify(name, separator="_", max_length=120)
    if not slug:
        raise Invalid("name: a letter or a digit expected.", field="name")
    return slug


@transaction.atomic
def create(
    *,
    projects: Iterable[Project],
    entity_type: str,
    name: str,
    departments: Iterable[uuid.UUID],
    task_type_id: uuid.UUID | None = None,
    by,
    **values,
) -> list[MetadataDescriptor]:
    """Add a column to `projects`; `values` are its other columns. Raises `Invalid` where one has it."""
    field_name = field_name_of(name)
    made = [
        MetadataDescriptor(
            project=project,
            entity_type=entity_type,
            task_type_id=task_type_id,
            name=name,
            field_name=field_name,
            **values,
        )
        for project in projects
    ]
    check_free(made)
    MetadataDescriptor.objects.bulk_create(made)
    link_departments(made, departments)
    tell("new", made, by=by)
    return made


@transaction.atomic
def change(
    *, descriptors: list[MetadataDescriptor], name: str | None, departments: Iterable[uuid.UUID], by, **values
) -> None:
    """Change columns that share field name and kind; a new field name takes the stored values along.

    `name`: None leaves name and field name as they are. Raises `Invalid` where the name is taken.
    """
    if not descriptors:
        return
    old = descriptors[0].field_name
    if name is not None:
        values.update(name=name, field_name=field_name_of(name))
    for descriptor in descriptors:
        for column, value in values.items():
            setattr(descriptor, column, value)
    if name is not None:
        check_free(descriptors)
    ids = [descriptor.pk for descriptor in descriptors]
    MetadataDescriptor.objects.filter(pk__in=ids).update(**values, updated_at=utcnow())
    DepartmentMetadataDescriptorLink.objects.filter(metadata_descriptor_id__in=ids).delete()
    link_departments(descriptors, departments)
    if name is not None and values["field_name"] != old:
        move_values(descriptors, old, values["field_name"])
    tell("update", descriptors, by=by)


@transaction.atomic
def remove(*, descriptors: list[MetadataDescriptor], by) -> None:
    """Remove columns that share field name and kind, with the stored values."""
    if not descriptors:
        return
    MetadataDescriptor.objects.filter(pk__in=[descriptor.pk for descriptor in descriptors]).delete()
    remove_values(descriptors, descriptors[0].field_name)
    tell("delete", descriptors, by=by)


@transaction.atomic
def reorder(*, descriptors: Iterable[MetadataDescriptor], first: list, key: str, by) -> None:
    """Number the columns of each production from 1: those whose `key` is in `first`, in that order,
    then the others by name.
    """
    places = {value: place for place, value in enumerate(dict.fromkeys(first))}
    by_project = {}
    for descriptor in sorted(descriptors, key=lambda d: (places.get(getattr(d, key), len(places)), d.name)):
        same = by_project.setdefault(descriptor.project_id, [])
        same.append(descriptor)
        descriptor.position = len(same)
        descriptor.updated_at = utcnow()
    ordered = [descriptor for same in by_project.values() for descriptor in same]
    MetadataDescriptor.objects.bulk_update(ordered, ["position", "updated_at"])
    tell("update", ordered, by=by)


def check_free(descriptors: list[MetadataDescriptor]) -> None:
    """Raise `Invalid` where another column of a production has one of the names already."""
    first = descriptors[0] if descriptors else None
    if first is None:
        return
    others = MetadataDescriptor.objects.filter(
        Q(name=first.name) | Q(field_name=first.field_name),
        project_id__in=[descriptor.project_id for descriptor in descriptors],
        entity_type=first.entity_type,
        task_type_id=first.task_type_id,
    )
    if others.exclude(pk__in=[descriptor.pk for descriptor in descriptors]).exists():
        raise Invalid(f"name: there is a column named {first.name} already.", field="name")


def link_departments(descriptors, departments) -> None:
    """Show columns to departments."""
    DepartmentMetadataDescriptorLink.objects.bulk_create(
        DepartmentMetadataDescriptorLink(metadata_descriptor=descriptor, department_id=department_id)
        for descriptor in descriptors
        for department_id in departments
    )


def holders(descriptors: list[MetadataDescriptor]) -> QuerySet:
    """The rows whose `data` holds the values of columns that share their kind."""
    first, projects = descriptors[0], [descriptor.project_id for descriptor in descriptors]
    if first.entity_type == "Project":
        return Project.objects.filter(pk__in=projects)
    if first.entity_type == "Task":
        return Task.objects.filter(project_id__in=projects, task_type_id=first.task_type_id)
    entities = Entity.objects.filter(project_id__in=projects)
    if first.entity_type in TIMELINE:
        return entities.filter(entity_type__name=first.entity_type)
    return entities.exclude(entity_type__name__in=TIMELINE)


def move_values(descriptors: list[MetadataDescriptor], old: str, new: str) -> None:
    """Put the values stored under `old` under `new`, in one statement."""
    holding = holders(descriptors).alias(kind=JSONKeyType("data", old)).exclude(kind="null")
    holding.filter(kind__isnull=False).update(data=JSONKeyMoved("data", old, new), updated_at=utcnow())


def remove_values(descriptors: list[MetadataDescriptor], name: str) -> None:
    """Remove the values stored under `name`, in one statement."""
    holding = holders(descriptors).alias(kind=JSONKeyType("data", name)).filter(kind__isnull=False)
    holding.update(data=JSONKeyRemoved("data", name), updated_at=utcnow())


def tell(verb: str, descriptors, *, by) -> None:
    """The events of columns."""
    events.emit_all(
        events.event(
            f"metadata-descriptor:{verb}",
            by=by,
            project_id=descriptor.project_id,
            metadata_descriptor_id=descriptor.pk,
        )
        for descriptor in descriptors
    )
