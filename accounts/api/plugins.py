"""Plugins of the client, for admins (notes on accounts, section 8)."""

from accounts.models import Plugin
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.wire import Wire


class PluginViewSet(CrudViewSet):
    wire = Wire(Plugin)
