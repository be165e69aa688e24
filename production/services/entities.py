"""Entities of every kind, as the generic resource writes them (notes on entities, sections 6, 7 and 11)."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid, Missing
from kitsu_site.services import Rows
from production.models import Entity, EntityVersion, Project
from production.services import casting, entity_removal
from production.services.entity_types import timeline

VERSIONED = ("Shot", "Edit")
BETWEEN_VERSIONS = datetime.timedelta(seconds=60)


class EntityRows(Rows):
    """The event's name is the entity's kind; shots and edits remember what they were."""

    merged = ("data",)

    def __init__(self):
        super().__init__(Entity)

    def create(self, *, values, links=None, by=None):
        return super().create(values={**values, "created_by_id": by.pk if by else None}, links=links, by=by)

    @transaction.atomic
    def update(self, *, row, values, links=None, by=None):
        name, changed_at = row.name, row.updated_at
        if row.data is None and "data" in self.merged:
            values.setdefault("data", {})
        row = super().update(row=row, values=values, links=links, by=by)
        if is_versioned(row.kind, changed_at):
            EntityVersion.objects.create(name=name, data=row.data, entity=row, person=by)
        if row.kind == "Asset":
            casting.recount_casters([row.pk], by=by)
        return row

    def check(self, row, *, values, by, created):
        for name in ("parent", "source"):
            if f"{name}_id" in values:
                check_same_project(row, getattr(row, name), f"{name}_id")
        preview = row.preview_file if "preview_file_id" in values else None
        if preview is not None and preview.task is not None and preview.task.project_id != row.project_id:
            raise Invalid("preview_file_id: the preview is of another production.", field="preview_file_id")

    def link(self, row, links):
        """What is of other productions is dropped, like what is unknown; shared assets are of all."""
        here = Q(project_id=row.project_id)
        rules = {
            "entities_in": here,
            "entities_out": here | Q(is_shared=True),
            "entity_concept_links": here,
            "instance_casting": Q(asset__project_id=row.project_id) | Q(asset__is_shared=True),
        }
        kept = {}
        for name, ids in links.items():
            found = self.model._meta.get_field(name).related_model.objects.filter(rules[name], pk__in=ids)
            kept[name] = list(found.values_list("pk", flat=True))
        super().link(row, kept)

    def clear(self, row, *, by, force):
        entity_removal.clear_links([row.pk])
        entity_removal.clear_named([row.pk])

    def event_of(self, row) -> str:
        return row.kind.lower()


def is_versioned(kind: str, changed_at: datetime.datetime | None) -> bool:
    """Whether a change of what was last changed then is remembered (notes on entities, section 5)."""
    return kind in VERSIONED and changed_at is not None and utcnow() - changed_at > BETWEEN_VERSIONS


def check_same_project(row: Entity, other: Entity | None, field: str) -> None:
    """Raise `Invalid` where an entity would hang on one of another production."""
    if other is not None and other.project_id != row.project_id:
        raise Invalid(f"{field}: it is of another production.", field=field)
    if other is not None and other.pk == row.pk:
        raise Invalid(f"{field}: an entity cannot hang on itself.", field=field)


@transaction.atomic
def create(
    *, kind: str, project, name: str, by, entity_type=None, keyed: bool = True, tell=None, **values
) -> Entity:
    """A new entity of a kind; where one of that name and parent exists, that one, unchanged and untold.

    `entity_type`: the type of an asset; `keyed`: False where names may repeat;
    `tell`: what the event says besides the entity's id, as a function of the entity.
    """
    entity_type = entity_type or timeline(kind)
    key = {"name": name, "project": project, "entity_type": entity_type, "parent": values.pop("parent", None)}
    if keyed and key["parent"] is None:
        # No constraint tells apart two of one name at the top: whoever makes one is alone in the production.
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if keyed and (known := Entity.objects.filter(**key).first()):
        return known
    try:
        with transaction.atomic():
            entity = Entity.objects.create(**key, **values, created_by=by)
    except IntegrityError:  # somebody else was faster
        return Entity.objects.get(**key)
    prefix = kind.lower()
    more = tell(entity) if tell else {}
    events.emit(f"{prefix}:new", by=by, project_id=project.pk, **{f"{prefix}_id": entity.pk}, **more)
    return entity


def child_of(project, kind: str, pk, field: str) -> Entity | None:
    """The entity of a kind in a production, None for None; raises `Missing` for one of elsewhere."""
    if pk is None:
        return None
    found = Entity.objects.of_kind(kind).filter(project=project, pk=pk).first()
    if found is None:
        raise Missing(f"{field}: there is no {kind.lower()} {pk} in this production.", field=field)
    return found
