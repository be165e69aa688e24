"""Sheets of assets (notes on imports, section 1, "Assets")."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Q

from imports.services import values
from imports.services.entities import MAIN_PACK, Draft, EntityImporter
from kitsu_site import events
from kitsu_site.exceptions import Invalid
from production.models import Entity, EntityType, ProjectTaskTypeLink, TaskTypeAssetTypeLink
from production.models.entity_type import TIMELINE
from production.services import casting


class AssetImporter(EntityImporter):
    """An asset is found by its name alone: with `update`, its type changes."""

    kind = "Asset"

    def load(self) -> None:
        self.types: dict[str, EntityType] = {kind.name: kind for kind in EntityType.objects.all()}
        self.by_id = {kind.pk: kind for kind in self.types.values()}
        self.new_types: list[EntityType] = []
        for name in self.types:
            self.names.add("Type", name)
        self.workflows: dict[UUID, set[UUID]] = defaultdict(set)
        for type_id, task_type_id in TaskTypeAssetTypeLink.objects.values_list(
            "asset_type_id", "task_type_id"
        ):
            self.workflows[type_id].add(task_type_id)
        links = ProjectTaskTypeLink.objects.filter(project=self.project, task_type__for_entity="Shot")
        self.stages = dict(links.values_list("task_type__name", "task_type_id"))
        self.assets: dict[str, list[Entity]] = defaultdict(list)
        # A type of the timeline may be named too: what was made so has no parent.
        for asset in self.rows().filter(Q(parent__isnull=True) | ~Q(entity_type__name__in=TIMELINE)):
            self.remember(asset)
            if self.by_id[asset.entity_type_id].kind == "Asset":
                self.names.add("Asset", asset.name)
        self.recast: set[UUID] = set()  # assets whose readiness changes

    def remember(self, asset: Entity) -> None:
        self.assets[asset.name].append(asset)

    def read(self, row) -> Draft:
        type_name, name = row.required("Type", "Name")
        if not type_name.strip():
            raise Invalid("Type: it is empty.", field="Type")
        values.fitting("Type", type_name, EntityType._meta.get_field("name"))
        self.name(row)
        episode = self.episode_name(row)
        draft = Draft(name, self.known(name, type_name), self.description(row), self.metadata.of(row))
        draft.hints = {"type": type_name, "episode": None if episode == MAIN_PACK else episode}
        if (text := row.get("Resolution")) is not None:
            draft.data["resolution"] = text
        if (text := row.get("Ready for")) is not None:
            draft.columns["ready_for_id"] = self.stage(text)
        return draft

    def known(self, name: str, type_name: str) -> Entity | None:
        """The asset of that name; of several, the one of that type, else the first."""
        found = [(self.by_id[asset.entity_type_id], asset) for asset in self.assets.get(name, [])]
        same = [asset for kind, asset in found if kind.name == type_name]
        return next(iter(same or [asset for kind, asset in found if kind.kind == "Asset"]), None)

    def stage(self, name: str) -> UUID | None:
        """The task type of shots that an asset is ready for."""
        if not name:
            return None
        if name not in self.stages:
            raise Invalid(
                f"Ready for: {name[:80]!r} is no task type of shots of this production.", field="Ready for"
            )
        return self.stages[name]

    def asset_type(self, name: str, line: int) -> EntityType:
        if name not in self.types:
            self.warn_twin("Type", name, line, "asset type")
            kind = EntityType(name=name)
            self.types[name] = self.by_id[kind.pk] = kind
            self.new_types.append(kind)
        return self.types[name]

    def make(self, draft: Draft, line: int) -> Entity:
        self.warn_twin("Asset", draft.name, line, "asset")
        asset = Entity(name=draft.name, project=self.project, data={}, created_by=self.by)
        for name, value in self.place(draft, line).items():
            setattr(asset, name, value)
        self.remember(asset)
        return asset

    def place(self, draft: Draft, line: int) -> dict[str, Any]:
        episode = draft.hints["episode"]
        return {
            "entity_type_id": self.asset_type(draft.hints["type"], line).pk,
            "source_id": self.episode(episode, line).pk if episode is not None else None,
        }

    def change(self, asset: Entity, draft: Draft) -> dict[str, Any]:
        changed = super().change(asset, draft)
        if "entity_type" in changed:
            changed["entity_type"] = draft.hints["type"]
        if "source" in changed:
            changed["source"] = draft.hints["episode"]
        if "ready_for" in changed:
            self.recast.add(asset.pk)
        return changed

    def want_tasks(self, asset: Entity, draft: Draft, *, is_new: bool) -> None:
        workflow = self.workflows.get(asset.entity_type_id)
        kinds = [kind for kind in self.tasks.task_types if not workflow or kind.pk in workflow]
        self.work.want(asset.pk, kinds)

    def write_parents(self) -> list[events.Event]:
        EntityType.objects.bulk_create(self.new_types)
        made = [events.event("asset-type:new", by=self.by, asset_type_id=kind.pk) for kind in self.new_types]
        return made + super().write_parents()

    def write(self, *, complete: bool) -> list[UUID]:
        answered = super().write(complete=complete)
        if recast := self.recast - set(self.new):
            casting.recount_casters(recast, by=self.by)
        return answered

    def payload(self, asset: Entity) -> dict:
        return {"episode_id": asset.source_id}
