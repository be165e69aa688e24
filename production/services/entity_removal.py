"""Canceling and deleting entities, set-based (notes on entities, section 7)."""

from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError, Q

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid
from production.models import (
    AssetInstance,
    AssetInstanceLink,
    Entity,
    EntityConceptLink,
    EntityLink,
    EntityVersion,
    Playlist,
    ScheduleItem,
    Subscription,
    Task,
)
from production.services import casting, readiness, removal, tasks
from production.services.playlists import PlaylistRows


@transaction.atomic
def delete(*, entities: list[Entity], force: bool, by) -> None:
    """Delete assets, shots, edits and concepts; those with tasks are only canceled, unless forced."""
    with_tasks = set()
    if not force:
        of_these = Task.objects.filter(entity_id__in=[entity.pk for entity in entities])
        with_tasks = set(of_these.values_list("entity_id", flat=True))
    cancel([entity for entity in entities if entity.pk in with_tasks], by=by)
    remove([entity for entity in entities if entity.pk not in with_tasks], by=by)


@transaction.atomic
def delete_many(*, entities: list[Entity], force: bool, by) -> None:
    """The same for a list: concepts and what is canceled already go at once."""
    forced = [e for e in entities if force or e.canceled or e.kind == "Concept"]
    delete(entities=[entity for entity in entities if entity not in forced], force=False, by=by)
    delete(entities=forced, force=True, by=by)


@transaction.atomic
def delete_scene(*, scene: Entity, by) -> None:
    """Delete a scene, or cancel it where something refers to it; it is said to be deleted either way."""
    try:
        with transaction.atomic():
            clear_links([scene.pk])
            clear_named([scene.pk])
            scene_id = scene.pk
            scene.delete()
            scene.pk = scene_id
    except ProtectedError:
        Entity.objects.filter(pk=scene.pk).update(canceled=True, updated_at=utcnow())
    tell("delete", [scene], by=by)


@transaction.atomic
def delete_sequence(*, sequence: Entity, force: bool, by) -> None:
    """Delete a sequence; forced, with its shots, its scenes and all that hangs on them.

    Raises ProtectedError where something refers to it and it is not forced.
    """
    if force:
        children = Entity.objects.filter(parent=sequence).select_related("entity_type")
        remove(list(children.order_by("name")), by=by)
        clear([sequence.pk], by=by)
    else:
        clear_named([sequence.pk])
    delete_row(sequence, by=by)


@transaction.atomic
def delete_episode(*, episode: Entity, force: bool, by) -> None:
    """Delete an episode; forced, with its sequences, its assets and its playlists, but never with edits."""
    if force:
        below = Entity.objects.filter(parent=episode).select_related("entity_type")
        if below.of_kind("Edit").exists():
            raise Invalid("The episode has edits: delete them first.")
        sequences = below.of_kind("Sequence").order_by("name")
        shots = Entity.objects.filter(parent__in=sequences.order_by()).select_related("entity_type")
        remove(list(shots.order_by("parent__name", "name")), by=by)
        remove(list(sequences), by=by)
        sourced = Entity.objects.filter(source=episode).select_related("entity_type")
        remove(list(sourced.of_kind("Asset").order_by("name")), by=by)
        for playlist in Playlist.objects.filter(episode=episode):
            PlaylistRows().delete(row=playlist, by=by)
        clear([episode.pk], by=by)
    else:
        clear_named([episode.pk])
    delete_row(episode, by=by)


# Steps


def cancel(entities: list[Entity], *, by) -> None:
    """Mark entities as canceled; all that hangs on them stays."""
    ids = [entity.pk for entity in entities]
    Entity.objects.filter(pk__in=ids).update(canceled=True, updated_at=utcnow())
    casting.recount_casters(assets_among(entities), by=by)
    tell("update", entities, by=by)


def remove(entities: list[Entity], *, by) -> None:
    """Delete entities with all that hangs on them."""
    if not entities:
        return
    casters = set()
    for part in parts(assets_among(entities)):
        links = EntityLink.objects.filter(entity_out_id__in=part)
        casters |= set(links.values_list("entity_in_id", flat=True))
    for part in parts([entity.pk for entity in entities]):
        clear(part, by=by)
        Entity.objects.filter(pk__in=part).delete()
    readiness.recount(casters - {entity.pk for entity in entities}, by=by)
    tell("delete", entities, by=by)


def clear(ids: list, *, by) -> None:
    """Remove what hangs on entities: tasks, castings, instances, versions, files, talk, plans."""
    tasks.delete_many(tasks=Task.objects.filter(entity_id__in=ids), by=by)
    Subscription.objects.filter(entity_id__in=ids).delete()
    ScheduleItem.objects.filter(object_id__in=ids).delete()
    clear_links(ids)
    clear_instances(ids)
    clear_files(Q(entity_id__in=ids) | Q(temporal_entity_id__in=ids))
    removal.clear_working_files(Q(entity_id__in=ids))
    clear_named(ids)
    Entity.objects.filter(source_id__in=ids).update(source=None, updated_at=utcnow())


def clear_links(ids: list) -> None:
    """Remove the castings and concept links of entities, both ways, and their versions."""
    EntityLink.objects.filter(Q(entity_in_id__in=ids) | Q(entity_out_id__in=ids)).delete()
    EntityConceptLink.objects.filter(Q(entity_in_id__in=ids) | Q(entity_out_id__in=ids)).delete()
    EntityVersion.objects.filter(entity_id__in=ids).delete()


def clear_named(ids: list) -> None:
    """Remove what names entities by no foreign key: conversations about them, their places in playlists."""
    removal.clear_chats(ids)
    gone = {str(pk) for pk in ids}
    near = Q(project__in=Entity.objects.filter(pk__in=ids).values("project_id"))
    if Entity.objects.filter(pk__in=ids, is_shared=True).exists():
        near = Q()
    rows = Playlist.objects.filter(near).values_list("pk", "shots")
    found = [pk for pk, shots in rows if isinstance(shots, list) and len(without(shots, gone)) < len(shots)]
    for playlist in Playlist.objects.select_for_update().filter(pk__in=found):
        playlist.shots = without(playlist.shots, gone)
        playlist.save(update_fields=["shots", "updated_at"])


def without(shots: list, gone: set[str]) -> list:
    """The entries of a playlist but for those of some entities."""
    return [
        shot
        for shot in shots
        if not (isinstance(shot, dict) and str(shot.get("entity_id") or shot.get("id")) in gone)
    ]


def clear_instances(ids: list) -> None:
    """Remove the instances of assets, those inside of them, and let shots go of others."""
    AssetInstanceLink.objects.filter(entity_id__in=ids).delete()
    gone = AssetInstance.objects.filter(
        Q(asset_id__in=ids) | Q(target_asset_id__in=ids) | Q(scene_id__in=ids) | Q(entity_id__in=ids)
    )
    clear_files(Q(asset_instance__in=gone.values("pk")))
    AssetInstanceLink.objects.filter(asset_instance__in=gone.values("pk")).delete()
    gone.delete()


def clear_files(which: Q) -> None:
    """Remove output files, and let previews go of them."""
    output_files = apps.get_model("files.OutputFile").objects.filter(which)
    previews = apps.get_model("files.PreviewFile").objects.filter(source_file__in=output_files.values("pk"))
    previews.update(source_file=None, updated_at=utcnow())
    output_files.delete()


def delete_row(entity: Entity, *, by) -> None:
    pk = entity.pk
    entity.delete()
    entity.pk = pk
    tell("delete", [entity], by=by)


def assets_among(entities: list[Entity]) -> list:
    """The ids of those that are assets."""
    return [entity.pk for entity in entities if entity.kind == "Asset"]


def tell(verb: str, entities: list[Entity], *, by) -> None:
    """The events of a verb, one an entity, named for its kind."""
    events.emit_all(
        events.event(
            f"{entity.kind.lower()}:{verb}",
            by=by,
            project_id=entity.project_id,
            **{f"{entity.kind.lower()}_id": entity.pk},
        )
        for entity in entities
    )
