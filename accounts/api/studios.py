"""The sites of the company (notes on accounts, section 4)."""

from accounts.models import Studio
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import Vocabulary
from kitsu_site.api.wire import Wire


class StudioViewSet(CrudViewSet):
    wire, policy = Wire(Studio), Vocabulary()
