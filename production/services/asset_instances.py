"""Numbered occurrences of assets in scenes, shots and other assets (notes on entities, section 10)."""

import re
import uuid

from django.db import transaction
from django.db.models import Max

from kitsu_site import events
from kitsu_site.exceptions import Invalid, Missing
from kitsu_site.services import Rows
from production.models import AssetInstance, AssetInstanceLink, Entity

LONGEST_NAME = 80


class AssetInstanceRows(Rows):
    """An instance stays in its production; its asset is of there, or shared."""

    def __init__(self):
        super().__init__(AssetInstance)

    def check_home(self, row, values):
        """See `check`: assets may be shared, and an instance is where its place is."""

    def check(self, row, *, values, by, created):
        home = home_of(row if created else AssetInstance.objects.get(pk=row.pk))
        for name in ("scene", "target_asset", "entity"):
            if values.get(f"{name}_id") and getattr(row, name).project_id != home:
                raise Invalid(f"{name}_id: it is of another production.", field=f"{name}_id")
        if "asset_id" in values and row.asset.project_id != home and not row.asset.is_shared:
            raise Invalid("asset_id: the asset is of another production.", field="asset_id")

    def link(self, row, links):
        """Shots of other productions are dropped, like unknown ones."""
        if "shots" in links:
            shots = Entity.objects.filter(project_id=home_of(row), pk__in=links["shots"])
            links = {**links, "shots": list(shots.values_list("pk", flat=True))}
        super().link(row, links)


def home_of(instance: AssetInstance) -> uuid.UUID:
    """The id of the production of an instance: that of where it is, else that of its asset."""
    place = instance.scene or instance.target_asset or instance.entity or instance.asset
    return place.project_id


def name_of(asset: Entity, number: int) -> str:
    """`Storm_lamp_old_0001`: the asset's name in plain letters and the number on 4 digits."""
    plain = re.sub(r"[^a-zA-Z0-9]+", "_", asset.name)
    ending = f"_{number:04}"
    return plain[: LONGEST_NAME - len(ending)] + ending


@transaction.atomic
def create_in_scene(*, scene: Entity, asset: Entity, description: str | None, by) -> AssetInstance:
    """The next instance of an asset in a scene."""
    instance = create(asset=asset, description=description, scene=scene, target_asset=None)
    events.emit(
        "asset_instance:new",
        by=by,
        scene_id=scene.pk,
        asset_id=asset.pk,
        asset_instance_id=instance.pk,
    )
    return instance


@transaction.atomic
def create_in_asset(*, target: Entity, asset: Entity, description: str | None, by) -> AssetInstance:
    """The next instance of an asset inside another one."""
    instance = create(asset=asset, description=description, scene=None, target_asset=target)
    events.emit(
        "asset_instance:new",
        by=by,
        asset_id=target.pk,
        asset_instantiated=asset.pk,
        asset_instance_id=instance.pk,
    )
    return instance


def create(*, asset: Entity, description: str | None, **place) -> AssetInstance:
    """An instance with the next number of its place. Raises `Invalid` for an asset of another production."""
    where = place["scene"] or place["target_asset"]
    if asset.project_id != where.project_id and not asset.is_shared:
        raise Invalid("asset_id: the asset is of another production.", field="asset_id")
    Entity.objects.select_for_update(no_key=True).get(pk=where.pk)  # one number at a time
    instances = AssetInstance.objects.filter(asset=asset, **place)
    number = (instances.aggregate(last=Max("number"))["last"] or 0) + 1
    return AssetInstance.objects.create(
        asset=asset, number=number, name=name_of(asset, number), description=description, **place
    )


@transaction.atomic
def add_to_shot(*, shot: Entity, instance: AssetInstance, by) -> None:
    """Put an instance in a shot. Raises `Missing` for one of another production."""
    if instance.asset.project_id != shot.project_id and not instance.asset.is_shared:
        raise Missing("There is no such asset instance in this production.")
    AssetInstanceLink.objects.get_or_create(entity=shot, asset_instance=instance)
    events.emit("asset_instance:add-to-shot", by=by, shot_id=shot.pk, asset_instance_id=instance.pk)


@transaction.atomic
def remove_from_shot(*, shot: Entity, instance: AssetInstance, by) -> None:
    """Take an instance out of a shot, where it need not be."""
    AssetInstanceLink.objects.filter(entity=shot, asset_instance=instance).delete()
    events.emit("asset_instance:remove-from-shot", by=by, shot_id=shot.pk, asset_instance_id=instance.pk)
