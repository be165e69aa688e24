"""Shots from the clips of a timeline (notes on imports, section 3)."""

from typing import Any
from uuid import UUID

from imports.services import values
from imports.services.breakdown import Breakdown, replace
from imports.services.columns import TaskColumns
from imports.services.conventions import FILM, SERIES, Convention
from imports.services.names import NameBook
from imports.services.people import People
from imports.services.plans import Action, Change
from imports.services.task_work import TaskWork
from imports.services.timelines import Cut
from kitsu_site import events
from kitsu_site.exceptions import Invalid
from production.models import Entity, Project
from production.services.entity_types import timeline as entity_type

BATCH = 1000
NAME = Entity._meta.get_field("name")


class TimelineImporter:
    """Plans the shots of a cut: their frames, and new ones. `episode`: whose they are, in a series."""

    def __init__(
        self,
        *,
        project: Project,
        episode: Entity | None = None,
        by,
        naming_convention: str | None = None,
        match_case: bool = True,
    ):
        if project.production_type == "tvshow" and episode is None:
            raise Invalid("The production is a series: a timeline is of one of its episodes.")
        self.project, self.episode, self.by = project, episode, by
        text = naming_convention or (FILM if episode is None else SERIES)
        self.convention = Convention(text, match_case=match_case)

    def prepare(self) -> None:
        Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)
        self.breakdown = Breakdown(self.project, self.by)
        self.kinds = TaskColumns(self.project, "Shot", People(), assigns=False).task_types
        self.work = TaskWork(self.project, self.by)
        self.entity_type = entity_type("Shot")
        self.names, self.warnings = NameBook(), []
        self.new: dict[UUID, Entity] = {}
        self.changed: dict[UUID, Entity] = {}
        self.updated: dict[UUID, None] = {}
        self.by_clip: dict[str, Entity] = {}
        self.by_place: dict[tuple[UUID | None, str], Entity] = {}
        sequences = {row.pk: row for row in self.breakdown.sequences.values()}
        for shot in self.rows():
            sequence = sequences.get(shot.parent_id)
            self.remember(shot, sequence.name if sequence else "")
            self.names.add(shot.parent_id, shot.name)

    def rows(self):
        """The shots of the production, or of the episode."""
        rows = Entity.objects.filter(project=self.project).of_kind("Shot")
        if self.episode is not None:
            rows = rows.filter(parent__parent=self.episode)
        return rows.select_for_update(no_key=True, of=("self",)).order_by("created_at", "pk")

    def remember(self, shot: Entity, sequence_name: str) -> None:
        filled = self.convention.filled(
            project_name=self.project.name,
            episode_name=self.episode.name if self.episode else "",
            sequence_name=sequence_name,
            shot_name=shot.name,
        )
        self.by_clip.setdefault(filled, shot)
        self.by_place.setdefault((shot.parent_id, shot.name), shot)

    def plan(self, cut: Cut) -> Change:
        frames = {"frame_in": cut.frame_in, "frame_out": cut.frame_out}
        for number in (*frames.values(), cut.nb_frames):
            if abs(number) >= values.INT32:
                raise Invalid(f"The clip {cut.name[:80]!r} lies beyond what frames are counted to.")
        shot = self.by_clip.get(self.convention.compared(cut.name)) or self.named(cut)
        changed = self.change(shot, cut.nb_frames, frames)
        if shot.pk in self.new:
            return Change(cut.line, Action.CREATE, "shot", shot.name, changed, target=shot)
        self.updated[shot.pk] = None
        if changed:
            self.changed[shot.pk] = shot
        action = Action.UPDATE if changed else Action.UNCHANGED
        return Change(cut.line, action, "shot", shot.name, changed, target=shot)

    def named(self, cut: Cut) -> Entity:
        """The shot that a clip's name says, made where there is none."""
        sequence_name, name = self.convention.parsed(cut.name)
        values.fitting("sequence_name", sequence_name, NAME)
        values.fitting("shot_name", name, NAME)
        sequence = self.breakdown.sequence(self.episode, sequence_name)
        if shot := self.by_place.get((sequence.pk, name)):
            return shot
        if other := self.names.twin(sequence.pk, name):
            self.warnings.append((cut.line, f"The shot {name!r} is new, and nearly the name of {other!r}."))
        shot = Entity(
            name=name,
            project=self.project,
            entity_type=self.entity_type,
            parent_id=sequence.pk,
            data={},
            created_by=self.by,
        )
        self.new[shot.pk] = shot
        self.remember(shot, sequence_name)
        self.work.want(shot.pk, self.kinds, later=True)
        return shot

    def change(self, shot: Entity, nb_frames: int, frames: dict[str, int]) -> dict[str, Any]:
        before = shot.data or {}
        changed = {key: value for key, value in frames.items() if before.get(key, ...) != value}
        if changed:
            shot.data = {**before, **frames}
        if shot.nb_frames != nb_frames:
            shot.nb_frames = changed["nb_frames"] = nb_frames
        return changed

    def write(self, *, complete: bool) -> tuple[list[UUID], list[UUID]]:
        """Write what was planned; answers the ids of known and of new shots, in the order of the clips."""
        happened = self.breakdown.write()
        Entity.objects.bulk_create(self.new.values(), batch_size=BATCH)
        replace(list(self.changed.values()), ("data", "nb_frames"))
        episode_id = self.episode.pk if self.episode else None
        happened += [self.event("shot:new", shot_id=pk, episode_id=episode_id) for pk in self.new]
        happened += [self.event("shot:update", shot_id=pk) for pk in self.changed]
        events.emit_all(happened)
        self.work.write(complete=complete)
        return list(self.updated), list(self.new)

    def event(self, name: str, **payload) -> events.Event:
        return events.event(name, by=self.by, project_id=self.project.pk, **payload)
