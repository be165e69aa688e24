"""Hardware and software (notes on accounts, section 4)."""

from rest_framework import serializers

from accounts.models import HardwareItem, Software
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import Vocabulary
from kitsu_site.api.serializers import Text
from kitsu_site.api.wire import Wire

HARDWARE, SOFTWARE = Wire(HardwareItem), Wire(Software)


class HardwareItemViewSet(CrudViewSet):
    wire = HARDWARE


class SoftwareViewSet(CrudViewSet):
    wire, policy = SOFTWARE, Vocabulary()
    malformed_is_unknown = ("retrieve",)
    read_links = False
    extra_input = {
        "secondary_extensions": serializers.ListField(child=Text(), required=False, allow_null=True)
    }
