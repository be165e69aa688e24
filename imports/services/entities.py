"""What the sheets of assets, shots and edits share (notes on imports, section 1, "Entities")."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from imports.services import values
from imports.services.breakdown import Breakdown, replace
from imports.services.columns import MetadataColumns, TaskColumns, Touch
from imports.services.names import NameBook
from imports.services.people import People
from imports.services.plans import Action, Change
from imports.services.task_work import TaskWork
from kitsu_site import events
from kitsu_site.db.insertion import insert_rows
from kitsu_site.exceptions import Invalid
from production.models import Entity, MetadataDescriptor, Project

MAIN_PACK = "MP"
COLUMNS = ("description", "data", "nb_frames", "entity_type", "source", "ready_for")


@dataclass
class Draft:
    """A row that was read and found good; nothing was planned yet.

    `entity`: the known one; `columns`: values by attribute of the model; `data`: keys to merge.
    """

    name: str
    entity: Entity | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    touches: list[Touch] = field(default_factory=list)
    hints: dict[str, Any] = field(default_factory=dict)  # what the kind needs besides


class EntityImporter:
    """Plans entities of one kind of a production; `update`: whether known ones are changed."""

    kind = ""
    assigns = True

    def __init__(self, *, project: Project, by, update: bool = False):
        self.project, self.by, self.update = project, by, update

    @property
    def is_series(self) -> bool:
        return self.project.production_type == "tvshow"

    def prepare(self) -> None:
        """Read what rows are compared with; nobody else imports into the production meanwhile."""
        Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)
        people = People()
        descriptors = MetadataDescriptor.objects.filter(project=self.project, entity_type=self.kind)
        self.metadata = MetadataColumns(descriptors, people)
        self.tasks = TaskColumns(self.project, self.kind, people, assigns=self.assigns)
        self.breakdown = Breakdown(self.project, self.by)
        self.work = TaskWork(self.project, self.by)
        self.names, self.warnings = NameBook(), []
        self.new: dict[UUID, Entity] = {}
        self.changed: dict[UUID, Entity] = {}
        self.answered: list[UUID] = []
        for episode in self.breakdown.episodes.values():
            self.names.add("Episode", episode.name)
        for sequence in self.breakdown.sequences.values():
            self.names.add(("Sequence", sequence.parent_id), sequence.name)
        self.load()

    def rows(self):
        """The entities of the production, locked where they may change."""
        rows = Entity.objects.filter(project=self.project).order_by("created_at", "pk")
        return rows.select_for_update(no_key=True, of=("self",)) if self.update else rows

    # What a kind says of itself

    def load(self) -> None:
        """Read the entities of the kind."""

    def read(self, row) -> Draft:
        """What a row says; raises `Invalid` for what cannot be."""
        raise NotImplementedError

    def make(self, draft: Draft, line: int) -> Entity:
        """The new entity of a draft, known to later rows; what it hangs on is planned with it."""
        raise NotImplementedError

    def place(self, draft: Draft, line: int) -> dict[str, Any]:
        """The columns of a known entity that say where it belongs."""
        return {}

    def settle(self, entity: Entity, draft: Draft) -> dict[str, Any]:
        """Columns that follow from the others."""
        return {}

    def want_tasks(self, entity: Entity, draft: Draft, *, is_new: bool) -> None:
        """The tasks that an entity gets besides those that its row touches."""

    # Planning

    def plan(self, row) -> Change:
        draft = self.read(row)
        draft.touches = self.tasks.of(row)
        # Nothing is refused from here on.
        is_new = draft.entity is None
        if is_new:
            entity = self.make(draft, row.line)
            self.new[entity.pk] = entity
        else:
            entity = draft.entity
            if self.update:
                draft.columns.update(self.place(draft, row.line))
        self.answered.append(entity.pk)
        changed = self.change(entity, draft) if is_new or self.update else {}
        if is_new or self.update:
            self.work.touch(entity.pk, draft.touches)
            changed |= {touch.task_type.name: described(touch) for touch in draft.touches}
        if changed and entity.pk not in self.new:
            self.changed[entity.pk] = entity
        self.want_tasks(entity, draft, is_new=is_new)
        action = Action.CREATE if is_new else Action.UPDATE if changed else Action.UNCHANGED
        return Change(row.line, action, self.kind.lower(), draft.name, changed, target=entity)

    def change(self, entity: Entity, draft: Draft) -> dict[str, Any]:
        """Put the values of a draft on its entity; answers those that differ, for people to read."""
        different = {}
        before = entity.data or {}
        if entity.data is None or any(before.get(key, ...) != value for key, value in draft.data.items()):
            different |= {key: v for key, v in draft.data.items() if before.get(key, ...) != v}
            entity.data = {**before, **draft.data}
        for name, value in {**draft.columns, **self.settle(entity, draft)}.items():
            if getattr(entity, name) != value:
                setattr(entity, name, value)
                different[name.removesuffix("_id")] = shown(value)
        return different

    def warn_twin(self, place, name: str, line: int, what: str) -> None:
        """Say where a new name is nearly that of something there."""
        if other := self.names.twin(place, name):
            self.warnings.append((line, f"The {what} {name!r} is new, and nearly the name of {other!r}."))

    def episode(self, name: str, line: int) -> Entity:
        if name not in self.breakdown.episodes:
            self.warn_twin("Episode", name, line, "episode")
        return self.breakdown.episode(name)

    def sequence(self, episode: Entity | None, name: str, line: int) -> Entity:
        parent_id = episode.pk if episode else None
        if (parent_id, name) not in self.breakdown.sequences:
            self.warn_twin(("Sequence", parent_id), name, line, "sequence")
        return self.breakdown.sequence(episode, name)

    # Cells

    def name(self, row, column: str = "Name", attribute: str = "name") -> str:
        """A required name that fits its column."""
        [text] = row.required(column)
        return values.fitting(column, text, Entity._meta.get_field(attribute))

    def description(self, row) -> dict[str, str]:
        text = row.get("Description")
        return {} if text is None else {"description": text}

    def episode_name(self, row) -> str | None:
        """The episode that a row of a series names; None for the main pack."""
        text = row.get("Episode")
        if text is not None and not self.is_series:
            raise Invalid("Episode: the production is no series.", field="Episode")
        if not text:
            return None
        return values.fitting("Episode", text, Entity._meta.get_field("name"))

    # Writing

    def write(self, *, complete: bool) -> list[UUID]:
        """Write what was planned; answers the ids of the entities in the order of the rows."""
        happened = self.write_parents()
        insert_rows(Entity, self.new.values())
        replace(list(self.changed.values()), COLUMNS)
        happened += [self.told("new", entity) for entity in self.new.values()]
        happened += [self.told("update", entity) for entity in self.changed.values()]
        events.emit_all(happened)
        self.work.write(complete=complete)
        return self.answered

    def write_parents(self) -> list[events.Event]:
        return self.breakdown.write()

    def told(self, verb: str, entity: Entity) -> events.Event:
        kind = self.kind.lower()
        payload = {f"{kind}_id": entity.pk, **self.payload(entity)}
        return events.event(f"{kind}:{verb}", by=self.by, project_id=self.project.pk, **payload)

    def payload(self, entity: Entity) -> dict:
        """What an event says besides the id."""
        return {}


def described(touch: Touch) -> str:
    """What a row says of a task, for people to read."""
    parts = [
        touch.status.short_name if touch.status else None,
        repr(touch.comment) if touch.comment else None,
        ", ".join(person.full_name for person in touch.assignees) or None,
    ]
    return "; ".join(filter(None, parts))


def shown(value):
    """A value of a column, for people to read."""
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
