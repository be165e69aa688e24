"""Which assets a shot, an episode or an asset uses (notes on entities, section 8)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Refused
from production.models import Entity, EntityLink
from production.services import readiness


@dataclass(frozen=True)
class Cast:
    """One entry of a casting; without `asset_id` or `nb_occurences` it counts, and links nothing."""

    asset_id: UUID | None
    nb_occurences: int | None
    label: str = ""


@transaction.atomic
def set_castings(*, castings: dict[UUID, list[Cast]], by) -> None:
    """Replace the casting of several entities of a production."""
    found = Entity.objects.in_bulk(castings)
    for entity_id, casting in castings.items():
        set_casting(entity=found[entity_id], casting=casting, by=by)


@transaction.atomic
def set_casting(*, entity: Entity, casting: list[Cast], by) -> None:
    """Replace all that `entity` casts.

    Unknown assets are skipped; raises `Refused` for a new one of another production that does not share it.
    """
    Entity.objects.select_for_update(no_key=True).get(pk=entity.pk)  # one casting at a time
    wanted = {cast.asset_id: cast for cast in casting if cast.asset_id and cast.nb_occurences is not None}
    assets = Entity.objects.of_kind("Asset").in_bulk(wanted)
    wanted = {pk: cast for pk, cast in wanted.items() if pk in assets}
    before = set(entity.casting_links.values_list("entity_out_id", flat=True))
    check_shared(entity, [asset for pk, asset in assets.items() if pk not in before])
    added = [pk for pk in wanted if pk not in before]
    removed = [pk for pk in before if pk not in wanted]
    links = replace_links(entity, wanted, count=len(casting))
    if entity.kind == "Episode":
        uncast_in_shots(entity, removed, by=by)
        tell_assets([assets[pk] for pk in wanted], project_id=entity.project_id, by=by)
    if entity.kind == "Shot":
        if episode := episode_of(entity):
            cast_in_episode(episode, [wanted[pk] for pk in added], by=by)
            uncast_in_episode(episode, removed, by=by)
        readiness.recount([entity.pk], by=by)
    events.emit_all(
        events.event(
            "entity-link:new",
            by=by,
            project_id=entity.project_id,
            entity_link_id=link.id,
            entity_in_id=entity.pk,
            entity_out_id=link.entity_out_id,
            nb_occurences=link.nb_occurences,
        )
        for link in links
    )
    tell_casting(entity, added=added, removed=removed, by=by)


def check_shared(entity: Entity, assets: list[Entity]) -> None:
    """Raise `Refused` where an asset is of another production and not shared."""
    for asset in assets:
        if asset.project_id != entity.project_id and not asset.is_shared:
            raise Refused(f"The asset {asset.pk} is not shared with this production.", field="asset_id")


def replace_links(entity: Entity, wanted: dict[UUID, Cast], *, count: int) -> list[EntityLink]:
    """Drop the links of an entity and make the wanted ones; `count` becomes its `nb_entities_out`."""
    entity.casting_links.all().delete()
    links = EntityLink.objects.bulk_create(
        EntityLink(entity_in=entity, entity_out_id=pk, nb_occurences=cast.nb_occurences, label=cast.label)
        for pk, cast in wanted.items()
    )
    entity.nb_entities_out = count
    Entity.objects.filter(pk=entity.pk).update(nb_entities_out=count, updated_at=utcnow())
    return links


def episode_of(shot: Entity) -> Entity | None:
    """The episode of a shot's sequence."""
    return (
        Entity.objects.of_kind("Episode").filter(children=shot.parent_id).first() if shot.parent_id else None
    )


def cast_in_episode(episode: Entity, casts: list[Cast], *, by) -> None:
    """Give an episode the assets that its shot newly casts."""
    known = set(episode.casting_links.values_list("entity_out_id", flat=True))
    new = [cast for cast in casts if cast.asset_id not in known]
    if not new:
        return
    EntityLink.objects.bulk_create(
        EntityLink(entity_in=episode, entity_out_id=cast.asset_id, nb_occurences=1, label=cast.label)
        for cast in new
    )
    change_count(Q(pk=episode.pk), len(new))
    assets = Entity.objects.in_bulk([cast.asset_id for cast in new])
    tell_assets([assets[cast.asset_id] for cast in new], project_id=episode.project_id, by=by)


def uncast_in_episode(episode: Entity, asset_ids: list[UUID], *, by) -> None:
    """Take from an episode the assets that none of its shots casts any more."""
    still_cast = EntityLink.objects.filter(
        entity_out_id__in=asset_ids, entity_in__entity_type__name="Shot", entity_in__parent__parent=episode
    ).values_list("entity_out_id", flat=True)
    links = EntityLink.objects.filter(entity_in=episode, entity_out_id__in=asset_ids)
    gone = list(links.exclude(entity_out_id__in=set(still_cast)).values_list("entity_out_id", flat=True))
    if not gone:
        return
    links.filter(entity_out_id__in=gone).delete()
    change_count(Q(pk=episode.pk), -len(gone))
    episode.refresh_from_db(fields=["nb_entities_out"])
    tell_casting(episode, added=[], removed=gone, by=by)
    tell_assets(Entity.objects.filter(pk__in=gone), project_id=episode.project_id, by=by)


def uncast_in_shots(episode: Entity, asset_ids: list[UUID], *, by) -> None:
    """Take assets that left an episode from every shot of it."""
    links = EntityLink.objects.filter(
        entity_out_id__in=asset_ids, entity_in__entity_type__name="Shot", entity_in__parent__parent=episode
    )
    gone = {}
    for shot_id, asset_id in links.values_list("entity_in_id", "entity_out_id"):
        gone.setdefault(shot_id, []).append(asset_id)
    if not gone:
        return
    EntityLink.objects.filter(entity_in_id__in=gone, entity_out_id__in=asset_ids).delete()
    for count in {len(ids) for ids in gone.values()}:
        change_count(Q(pk__in=[pk for pk, ids in gone.items() if len(ids) == count]), -count)
    readiness.recount(gone, by=by)
    for shot in Entity.objects.filter(pk__in=gone).select_related("entity_type").order_by("name"):
        tell_casting(shot, added=[], removed=gone[shot.pk], by=by)


def change_count(which: Q, by_how_many: int) -> None:
    """Move `nb_entities_out` of some entities."""
    count = F("nb_entities_out") + by_how_many
    Entity.objects.filter(which).update(nb_entities_out=count, updated_at=utcnow())


def recount_casters(asset_ids, *, by) -> None:
    """Recount what is ready in the shots that cast some assets."""
    shots = EntityLink.objects.filter(entity_out_id__in=asset_ids).values_list("entity_in_id", flat=True)
    readiness.recount(set(shots), by=by)


def tell_casting(entity: Entity, *, added: list, removed: list, by) -> None:
    """The event of a casting that was set: named for shots and episodes, `asset` for any other kind."""
    prefix = entity.kind.lower() if entity.kind in ("Shot", "Episode") else "asset"
    events.emit(
        f"{prefix}:casting-update",
        by=by,
        project_id=entity.project_id,
        **{f"{prefix}_id": entity.pk},
        nb_entities_out=entity.nb_entities_out,
        added_asset_ids=added,
        removed_asset_ids=removed,
    )


def tell_assets(assets, *, project_id, by) -> None:
    """Say that assets were cast or uncast in an episode."""
    events.emit_all(
        events.event("asset:update", by=by, project_id=project_id, asset_id=asset.pk) for asset in assets
    )
