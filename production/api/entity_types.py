"""Asset types and the kinds of the timeline: /data/entity-types."""

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import Vocabulary
from production.api.wires import ENTITY_TYPE
from production.services.entity_types import EntityTypeRows


class EntityTypeViewSet(CrudViewSet):
    wire, policy, rows = ENTITY_TYPE, Vocabulary(), EntityTypeRows()
    update_links = True
