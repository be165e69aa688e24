"""Episodes, sequences, scenes, shots and assets, from ShotGrid."""

from imports.services import batches, links
from imports.services.shotgun.kind import (
    Kind,
    PassedOver,
    ids_at,
    is_asset,
    may,
    need,
    others,
    own_id,
    text_id,
)
from kitsu_site import events
from production.models import Entity, EntityType, Project
from production.services import entity_types


class Entities(Kind):
    """Entities of one kind of the timeline, found by their id; their production is found by its name."""

    model = Entity
    kind = ""
    parents: tuple[str, ...] = ()  # where the ids of others stand that are referred to

    def load(self):
        self.productions = self.productions_by_name()
        self.known = self.entities("id", *self.parents, more=self.more())
        self.entity_type = entity_types.timeline(self.kind)

    def more(self) -> set[int]:
        """The ids of others that stand in lists."""
        return set()

    def found(self, kind: str, shotgun_id) -> Entity | None:
        return self.known.get((kind, shotgun_id)) if isinstance(shotgun_id, int) else None

    def production(self, row) -> Project:
        name = need(row, "project.name")
        production = self.productions.get(name) if isinstance(name, str) else None
        if production is None:
            raise PassedOver(f"project.name: there is no production named {name!r}.")
        return production

    def store(self, shotgun_id, **values) -> Entity:
        """The entity of that id with these columns, made where it is missing."""
        known = self.found(self.kind, shotgun_id)
        if known:
            return self.change(known, **values)
        row = self.create(
            shotgun_id=shotgun_id,
            entity_type_id=text_id(self.entity_type),
            created_by=text_id(self.by),
            **values,
        )
        row.entity_type = self.entity_type
        self.known[self.kind, shotgun_id] = row
        return row


class Episodes(Entities):
    kind = "Episode"

    def plan(self, row):
        values = {"name": need(row, "code"), "description": need(row, "description")}
        return self.store(own_id(row), project_id=text_id(self.production(row)), **values)


class Sequences(Entities):
    """A twin has the same name, parent and production: known under another id, the row is passed over."""

    kind, parents = "Sequence", ("episode.id",)

    def load(self):
        super().load()
        names = {name for row in self.rows if isinstance(name := may(row, "code"), str)}
        rows = Entity.objects.filter(
            entity_type=self.entity_type, project__in=self.productions.values()
        ).select_related("entity_type")
        self.twins = {place(e): e for e in batches.found(rows, "name", names)}

    def plan(self, row):
        shotgun_id, name, text = own_id(row), need(row, "code"), need(row, "description")
        production = self.production(row)
        episode = self.found("Episode", may(row, "episode.id"))
        where = (name, episode.pk if episode else None, production.pk)
        known, twin = self.found(self.kind, shotgun_id), self.twins.get(where)
        if known and twin:
            return self.change(known, description=text)
        if twin and not (self.adopts and twin.shotgun_id is None):
            raise PassedOver(f"code: the sequence {name} is there under another id.", expected=True)
        if twin:
            self.known[self.kind, shotgun_id] = twin
            return self.change(twin, shotgun_id=shotgun_id, description=text)
        if known:
            self.twins.pop(place(known), None)
        values = {"name": name, "description": text, "parent_id": text_id(episode)}
        self.twins[where] = self.store(shotgun_id, project_id=text_id(production), **values)
        return self.twins[where]


def place(sequence: Entity) -> tuple:
    """What a sequence has in common with its twin."""
    return sequence.name, sequence.parent_id, sequence.project_id


class Scenes(Entities):
    kind, listed = "Scene", "sequence_sg_scenes_1_sequences"

    def more(self):
        return ids_at(first_of(self.rows, self.listed), "id")

    def plan(self, row):
        shotgun_id, name = own_id(row), need(row, "code")
        production = self.production(row)
        sequences = first_of([row], self.listed)
        sequence = self.found("Sequence", may(sequences[0], "id")) if sequences else None
        return self.store(shotgun_id, name=name, project_id=text_id(production), parent_id=text_id(sequence))


class Shots(Entities):
    """`data` and casting are replaced; the casting only where the row has one."""

    kind, parents = "Shot", ("sg_sequence.id", "sg_scene.id")

    def load(self):
        super().load()
        self.castings = {}

    def more(self):
        return ids_at([item for row in self.rows for item in items(row, "assets")], "id")

    def plan(self, row):
        shotgun_id, name = own_id(row), need(row, "code")
        cut_in, duration = need(row, "sg_cut_in"), need(row, "sg_cut_duration")
        production = self.production(row)
        cut_out = cut_in
        if cut_in is not None and duration is not None:
            if not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in (cut_in, duration)):
                raise PassedOver("sg_cut_in, sg_cut_duration: numbers expected.")
            cut_out = cut_in + duration
        shot = self.store(
            shotgun_id,
            name=name,
            project_id=text_id(production),
            parent_id=text_id(self.found("Sequence", may(row, "sg_sequence.id"))),
            source_id=text_id(self.found("Scene", may(row, "sg_scene.id"))),
            data={
                **others(row, "sg_cut_in", "sg_cut_out", "sg_sequence"),
                "frame_in": cut_in,
                "frame_out": cut_out,
            },
        )
        if row.get("assets") is not None:
            cast = [self.found("Asset", may(item, "id")) for item in items(row, "assets")]
            self.castings[shot.pk] = castable(cast, shot)
        return shot

    def link(self):
        links.write(Entity, "entities_out", self.castings, replace=True)


class Assets(Entities):
    """Their production is found by its ShotGrid id; what breaks a constraint is passed over."""

    kind, passing = "Asset", True

    def load(self):
        self.productions = self.here(Project, path="project.id")
        self.known = self.entities("id")
        self.types = self.named(EntityType)

    def plan(self, row):
        shotgun_id, name, text = own_id(row), need(row, "code"), need(row, "description")
        kind, project_id = need(row, "sg_asset_type"), need(row, "project.id")
        ids_at(items(row, "parents"), "id")  # which refuses what is no id
        if kind in (None, ""):
            raise PassedOver("sg_asset_type: the asset has no type.", expected=True)
        production = self.productions.get(project_id)
        if production is None:
            raise PassedOver(f"project.id: there is no production of the ShotGrid id {project_id}.")
        self.entity_type = self.types.get(kind)
        if not is_asset(Entity(entity_type=self.entity_type)):
            raise PassedOver(f"sg_asset_type: {kind} is no type of assets.")
        values = {"name": name, "description": text, "entity_type_id": text_id(self.entity_type)}
        known = self.found(self.kind, shotgun_id)
        if known:
            known.entity_type = self.entity_type
            return self.change(known, project_id=text_id(production), **values)
        return self.store_new(shotgun_id, project_id=text_id(production), **values)

    def store_new(self, shotgun_id, **values) -> Entity:
        row = self.create(shotgun_id=shotgun_id, created_by=text_id(self.by), **values)
        row.entity_type = self.entity_type
        self.known[self.kind, shotgun_id] = row
        return row

    @classmethod
    def after(cls, rows, answered, *, by, adopts):
        """Each parent that stored rows name gets these as its casting; who moves in casts at the end."""
        children = {}
        for row, stored in zip(rows, answered, strict=True):
            if isinstance(stored, Entity):
                for parent in ids_at(items(row, "parents"), "id"):
                    children.setdefault(parent, []).append(stored.shotgun_id)
        if not adopts:
            cast(children, by=by)


def cast(children: dict[int, list[int]], *, by) -> int:
    """Give assets others as their casting, all by their ShotGrid ids; answers how many got one."""
    rows = Entity.objects.of_kind("Asset").select_related("entity_type").order_by("-created_at")
    numbers = {*children, *(number for found in children.values() for number in found)}
    assets = {asset.shotgun_id: asset for asset in batches.found(rows, "shotgun_id", numbers)}
    parents = [assets[number] for number in children if number in assets]
    castings = {
        parent.pk: castable([assets.get(number) for number in children[parent.shotgun_id]], parent)
        for parent in parents
    }
    links.write(Entity, "entities_out", castings, replace=True)
    events.emit_all(
        events.event("asset:update", by=by, project_id=parent.project_id, asset_id=parent.pk)
        for parent in parents
    )
    return len(parents)


def items(row: dict, name: str) -> list[dict]:
    """The objects in a list of a row."""
    value = row.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def first_of(rows: list[dict], name: str) -> list[dict]:
    """The first object of such a list, of each row that has one."""
    return [found[0] for row in rows if (found := items(row, name))]


def castable(assets: list[Entity | None], entity: Entity) -> list:
    """The ids of those that may be cast in `entity`: of its production, or shared."""
    return [
        asset.pk
        for asset in assets
        if asset and asset.pk != entity.pk and (asset.is_shared or asset.project_id == entity.project_id)
    ]
