"""Entries of the client's menus that call a URL of the studio (notes on accounts, section 8)."""

from accounts.models import CustomAction
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import NotVendors
from kitsu_site.api.wire import Wire


class CustomActionViewSet(CrudViewSet):
    wire, policy = Wire(CustomAction), NotVendors()
