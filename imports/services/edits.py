"""Sheets of edits (notes on imports, section 1, "Edits")."""

from imports.services.entities import Draft, EntityImporter
from production.models import Entity
from production.services.entity_types import timeline


class EditImporter(EntityImporter):
    kind = "Edit"
    assigns = False

    def load(self) -> None:
        self.edits, self.entity_type = {}, timeline("Edit")
        for edit in self.rows().of_kind("Edit"):
            self.edits.setdefault((edit.parent_id, edit.name), edit)
            self.names.add(edit.parent_id, edit.name)

    def read(self, row) -> Draft:
        name, episode = self.name(row), self.episode_name(row)
        draft = Draft(name, columns=self.description(row), data=self.metadata.of(row))
        draft.hints["episode"] = episode
        holder = self.breakdown.episodes.get(episode) if episode is not None else None
        if episode is None or holder is not None:
            draft.entity = self.edits.get((holder.pk if holder else None, name))
        return draft

    def make(self, draft: Draft, line: int) -> Entity:
        name = draft.hints["episode"]
        parent_id = self.episode(name, line).pk if name is not None else None
        self.warn_twin(parent_id, draft.name, line, "edit")
        edit = Entity(
            name=draft.name,
            project=self.project,
            entity_type=self.entity_type,
            parent_id=parent_id,
            data={},
            created_by=self.by,
        )
        self.edits[parent_id, draft.name] = edit
        return edit

    def want_tasks(self, edit: Entity, draft: Draft, *, is_new: bool) -> None:
        if is_new:
            self.work.want(edit.pk, self.tasks.task_types, later=not draft.touches)

    def payload(self, edit: Entity) -> dict:
        return {"episode_id": edit.parent_id}
