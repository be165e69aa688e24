"""Scenes (notes on entities, sections 3, 5 and 7)."""

from django.db import transaction

from kitsu_site import events
from kitsu_site.exceptions import Missing
from production.models import Entity, Project
from production.services import entities


@transaction.atomic
def create_scene(*, project: Project, name: str, sequence_id, by) -> Entity:
    """A new scene of a sequence, or the one of that name."""
    return entities.create(
        kind="Scene",
        project=project,
        name=name,
        parent=entities.child_of(project, "Sequence", sequence_id, "sequence_id"),
        data={},
        by=by,
    )


@transaction.atomic
def add_shot(*, scene: Entity, shot: Entity, by) -> None:
    """Make a scene the source of a shot, which leaves any other. Raises `Missing` for a shot of elsewhere."""
    if shot.project_id != scene.project_id:
        raise Missing("There is no such shot in the production of the scene.", field="shot_id")
    set_source(shot, scene, by=by)
    tell("add-to-scene", scene, shot, by=by)


@transaction.atomic
def remove_shot(*, scene: Entity, shot: Entity, by) -> None:
    """Clear the source of a shot of the same production, whatever scene it was."""
    if shot.project_id != scene.project_id:
        raise Missing("There is no such shot in the production of the scene.", field="shot_id")
    set_source(shot, None, by=by)
    tell("remove-from-scene", scene, shot, by=by)


def set_source(shot: Entity, scene: Entity | None, *, by) -> None:
    shot.source = scene
    shot.save(update_fields=["source", "updated_at"])
    events.emit("shot:update", by=by, project_id=shot.project_id, shot_id=shot.pk)


def tell(verb: str, scene: Entity, shot: Entity, *, by) -> None:
    events.emit(f"shot:{verb}", by=by, project_id=shot.project_id, scene_id=scene.pk, shot_id=shot.pk)
