"""Sheets of casting: which assets shots, assets and episodes use (notes on imports, section 1, "Casting")."""

from uuid import UUID

from imports.services import values, writing
from imports.services.entities import MAIN_PACK
from imports.services.plans import Action, Change
from imports.services.slugs import SlugIndex, slug
from kitsu_site import events
from kitsu_site.db.parts import parts
from production.models import Entity, EntityLink, Project
from production.services import readiness

REQUIRED = ("Parent", "Name", "Asset Type", "Asset", "Occurences")
EPISODE = "Episode"
FIXED = "fixed"


class CastingImporter:
    """Plans links between entities and the assets they use; known ones take the new count and label."""

    def __init__(self, *, project: Project, by, update: bool = True):
        self.project, self.by = project, by

    def prepare(self) -> None:
        Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)
        self.is_series = self.project.production_type == "tvshow"
        self.warnings: list[tuple[int, str]] = []
        self.shots, self.assets, self.episodes = SlugIndex(), SlugIndex(), SlugIndex()
        self.episode_of: dict[UUID, Entity] = {}  # by shot
        self.load()
        self.links: dict[tuple[UUID, UUID], EntityLink] = {}
        for link in EntityLink.objects.filter(entity_in__project=self.project).select_for_update(
            no_key=True, of=("self",)
        ):
            self.links[link.entity_in_id, link.entity_out_id] = link
        self.new: dict[tuple[UUID, UUID], EntityLink] = {}
        self.changed: dict[tuple[UUID, UUID], EntityLink] = {}
        self.targets: dict[UUID, Entity] = {}
        self.counted: dict[UUID, Entity] = {}
        self.told: list = []

    def load(self) -> None:
        columns = ("id", "name", "nb_entities_out", "project_id", "entity_type", "parent")
        rows = Entity.objects.filter(project=self.project).select_related("entity_type")
        rows = rows.order_by("canceled", "created_at", "pk")
        self.rows: dict[UUID, Entity] = {row.pk: row for row in rows.only(*columns, "entity_type__name")}
        for row in self.rows.values():
            kind = row.kind
            if kind == "Asset":
                self.assets.add(row, row.entity_type.name, row.name)
            elif kind == EPISODE:
                self.episodes.add(row, row.name)
            elif kind == "Shot":
                sequence = self.rows.get(row.parent_id)
                episode = self.rows.get(sequence.parent_id) if sequence is not None else None
                if episode is not None:
                    self.episode_of[row.pk] = episode
                self.shots.add(row, getattr(episode, "name", ""), getattr(sequence, "name", ""), row.name)

    def plan(self, row) -> Change:
        parent, name, asset_type, asset_name, count = row.required(*REQUIRED)
        number = values.integer("Occurences", count) if count else 1
        label = row.get("Label")
        label = FIXED if label is None else slug(label)
        values.fitting("Label", label, EntityLink._meta.get_field("label"))
        target = self.target(row.get(EPISODE) or "", parent, name)
        asset = self.assets.find(asset_type, asset_name)
        title = f"{parent} / {name} < {asset_name}"
        if target is None or asset is None:
            missing = f"{parent} / {name}" if target is None else f"{asset_type} / {asset_name}"
            self.warnings.append((row.line, f"Passed over: there is no {missing}."))
            return Change(row.line, Action.UNCHANGED, "casting", title)
        action = self.cast(target, asset, number, label)
        self.told.append((target, asset, action))
        self.targets[target.pk] = target
        return Change(row.line, action, "casting", title, {"occurences": number, "label": label})

    def target(self, episode: str, parent: str, name: str) -> Entity | None:
        """The shot so named, else the asset, else the episode."""
        if episode == MAIN_PACK:
            episode = ""
        return (
            self.shots.find(episode, parent, name)
            or self.assets.find(parent, name)
            or (self.episodes.find(name) if not episode and slug(parent) == slug(EPISODE) else None)
        )

    def cast(self, target: Entity, asset: Entity, number: int, label: str) -> Action:
        key = (target.pk, asset.pk)
        if link := self.links.get(key):
            if (link.nb_occurences, link.label) == (number, label):
                return Action.UNCHANGED
            link.nb_occurences, link.label = number, label
            if key not in self.new:
                self.changed[key] = link
            return Action.UPDATE
        self.link(target, asset, number, label)
        episode = self.episode_of.get(target.pk)
        if episode is not None and (episode.pk, asset.pk) not in self.links:
            self.link(episode, asset, 1, label)
        return Action.CREATE

    def link(self, target: Entity, asset: Entity, number: int, label: str) -> None:
        link = EntityLink(entity_in=target, entity_out=asset, nb_occurences=number, label=label)
        self.links[target.pk, asset.pk] = self.new[target.pk, asset.pk] = link
        target.nb_entities_out = (target.nb_entities_out or 0) + 1
        self.counted[target.pk] = target

    def write(self, *, complete: bool) -> None:
        writing.save(
            EntityLink,
            made=list(self.new.values()),
            changed=list(self.changed.values()),
            attributes={"nb_occurences", "label"},
            key=("entity_in_id", "entity_out_id"),
        )
        self.write_counts()
        readiness.recount([pk for pk, row in self.targets.items() if row.kind == "Shot"], by=self.by)
        events.emit_all(self.happened())

    def write_counts(self) -> None:
        by_count: dict[int, list] = {}
        for row in self.counted.values():
            by_count.setdefault(row.nb_entities_out, []).append(row.pk)
        for count, ids in by_count.items():
            for part in parts(ids):
                Entity.objects.filter(pk__in=part).update(nb_entities_out=count)

    def happened(self) -> list[events.Event]:
        found = []
        for target, asset, action in self.told:
            link = self.links[target.pk, asset.pk]
            if action == Action.CREATE:
                found.append(
                    self.event(
                        "entity-link:new",
                        entity_link_id=link.id,
                        entity_in_id=target.pk,
                        entity_out_id=asset.pk,
                        nb_occurences=link.nb_occurences,
                    )
                )
            found.append(self.casting_event(target))
        return found

    def casting_event(self, target: Entity) -> events.Event:
        kind = target.kind.lower()
        if kind in ("shot", "episode"):
            count = {"nb_entities_out": target.nb_entities_out}
            return self.event(f"{kind}:casting-update", **{f"{kind}_id": target.pk}, **count)
        return self.event("asset:casting-update", asset_id=target.pk)

    def event(self, name: str, **payload) -> events.Event:
        return events.event(name, by=self.by, project_id=self.project.pk, **payload)
