"""Sheets of shots (notes on imports, section 1, "Shots")."""

from typing import Any

from imports.services import values
from imports.services.entities import Draft, EntityImporter
from kitsu_site.exceptions import Invalid
from production.models import Entity
from production.services.entity_types import timeline


class ShotImporter(EntityImporter):
    kind = "Shot"

    def load(self) -> None:
        self.shots, self.entity_type = {}, timeline("Shot")
        for shot in self.rows().of_kind("Shot"):
            self.shots.setdefault((shot.parent_id, shot.name), shot)
            self.names.add(shot.parent_id, shot.name)

    def read(self, row) -> Draft:
        sequence, name = self.name(row, "Sequence"), self.name(row)
        episode = self.name(row, "Episode") if self.is_series else None
        if episode == "":
            raise Invalid("Episode: it is empty.", field="Episode")
        draft = Draft(name, columns=self.description(row), hints={"sequence": sequence, "episode": episode})
        for attribute, columns in (("frame_in", ("Frame In", "In")), ("frame_out", ("Frame Out", "Out"))):
            if text := row.filled(*columns):
                draft.data[attribute] = values.integer(columns[0], text)
        if text := row.filled("Nb Frames", "Frames"):
            draft.columns["nb_frames"] = values.integer("Nb Frames", text)
        for key, column in (("fps", "FPS"), ("resolution", "Resolution")):
            if (text := row.get(column)) is not None:
                draft.data[key] = text
        draft.data |= self.metadata.of(row)
        draft.entity = self.known(episode, sequence, name)
        return draft

    def known(self, episode: str | None, sequence: str, name: str) -> Entity | None:
        """The shot of that name, where all that it is in is known."""
        holder = self.breakdown.episodes.get(episode) if episode is not None else None
        if episode is not None and holder is None:
            return None
        parent = self.breakdown.sequences.get((holder.pk if holder else None, sequence))
        return self.shots.get((parent.pk, name)) if parent else None

    def make(self, draft: Draft, line: int) -> Entity:
        name = draft.hints["episode"]
        episode = self.episode(name, line) if name is not None else None
        sequence = self.sequence(episode, draft.hints["sequence"], line)
        self.warn_twin(sequence.pk, draft.name, line, "shot")
        shot = Entity(
            name=draft.name,
            project=self.project,
            entity_type=self.entity_type,
            parent_id=sequence.pk,
            data={},
            created_by=self.by,
        )
        self.shots[sequence.pk, draft.name] = shot
        return shot

    def settle(self, shot: Entity, draft: Draft) -> dict[str, Any]:
        """The number of frames follows from both ends, where the row does not say it."""
        if "nb_frames" in draft.columns:
            return {}
        first, last = (frame((shot.data or {}).get(key)) for key in ("frame_in", "frame_out"))
        if first is None or last is None or last <= first:
            return {}
        return {"nb_frames": last - first + 1}

    def want_tasks(self, shot: Entity, draft: Draft, *, is_new: bool) -> None:
        if is_new:
            self.work.want(shot.pk, self.tasks.task_types, later=not draft.touches)


def frame(value) -> int | None:
    """A stored frame number, which clients also write as text."""
    try:
        return values.integer("", str(value)) if value is not None else None
    except Invalid:
        return None
