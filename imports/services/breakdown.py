"""The breakdown of a production in memory: what rows name is found there, or planned."""

from collections.abc import Iterable
from uuid import UUID

from kitsu_site import events
from production.models import Entity, Project
from production.services.entity_types import timeline

BATCH = 1000


class Breakdown:
    """Episodes and sequences by name; those that rows name and nobody made are planned."""

    def __init__(self, project: Project, by):
        self.project, self.by = project, by
        self.new: list[Entity] = []
        self.types = {kind: timeline(kind) for kind in ("Episode", "Sequence")}
        rows = Entity.objects.filter(project=project).only("id", "name", "parent_id")
        order = ("canceled", "created_at", "pk")
        self.episodes: dict[str, Entity] = {}
        for row in rows.of_kind("Episode").order_by(*order):
            self.episodes.setdefault(row.name, row)
        self.sequences: dict[tuple[UUID | None, str], Entity] = {}
        for row in rows.of_kind("Sequence").order_by(*order):
            self.sequences.setdefault((row.parent_id, row.name), row)

    def episode(self, name: str) -> Entity:
        if name not in self.episodes:
            self.episodes[name] = self.plan("Episode", name, None)
        return self.episodes[name]

    def sequence(self, episode: Entity | None, name: str) -> Entity:
        key = (episode.pk if episode else None, name)
        if key not in self.sequences:
            self.sequences[key] = self.plan("Sequence", name, key[0])
        return self.sequences[key]

    def plan(self, kind: str, name: str, parent_id: UUID | None) -> Entity:
        entity = Entity(
            name=name,
            description="",
            data={},
            project=self.project,
            entity_type=self.types[kind],
            parent_id=parent_id,
            created_by=self.by,
        )
        self.new.append(entity)
        return entity

    def write(self) -> list[events.Event]:
        """Insert what was planned; answers the events of it."""
        Entity.objects.bulk_create(self.new, batch_size=BATCH)
        return [self.told(entity) for entity in self.new]

    def told(self, entity: Entity) -> events.Event:
        kind = entity.kind.lower()
        return events.event(
            f"{kind}:new", by=self.by, project_id=self.project.pk, **{f"{kind}_id": entity.pk}
        )


def replace(rows: list, fields: Iterable[str]) -> None:
    """Write columns of rows that are there, by upserts: each row has values of its own."""
    if rows:
        type(rows[0]).objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*fields, "updated_at"],
        )
