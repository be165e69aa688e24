"""Entities of every kind: /data/entities; casting links and asset instances one by one."""

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Invalid, Refused
from production import policies
from production.api.wires import ENTITY, RAW_ENTITY
from production.models import AssetInstance, EntityLink
from production.services.asset_instances import AssetInstanceRows
from production.services.entities import EntityRows

PROTECTED = ("entities_in", "entities_out", "instance_casting", "shotgun_id", "created_by")


class EntityViewSet(CrudViewSet):
    wire, policy, rows = ENTITY, policies.Entities(), EntityRows()
    protected = PROTECTED
    update_links = True

    def before_create(self, body):
        body.pop("created_by", None)  # it is the caller

    def update(self, request, pk):
        try:
            return super().update(request, pk)
        except Refused as error:  # a refusal is a 400 on this route
            raise Invalid(error.message) from None

    def writable(self, row, body):
        return changes(body)

    def answer(self, row, *, links, created=False):
        return (RAW_ENTITY if created else ENTITY).row(row, links=links)


def changes(body: dict) -> dict:
    """What clients send for no source and no data, as it is stored."""
    if body.get("source_id") == "null":
        body = {**body, "source_id": None}
    if "data" in body and body["data"] is None:
        body = {**body, "data": {}}
    return body


class EntityLinkViewSet(CrudViewSet):
    wire = Wire(EntityLink)


class AssetInstanceViewSet(CrudViewSet):
    wire, policy = Wire(AssetInstance, links=("shots",)), policies.Reachable()
    rows = AssetInstanceRows()
    protected = ("number",)
