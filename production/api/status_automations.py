"""Status automations: /data/status-automations."""

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import NotVendors
from kitsu_site.api.wire import Wire
from production.models import StatusAutomation
from production.services import status_automations


class StatusAutomationViewSet(CrudViewSet):
    wire, policy = Wire(StatusAutomation), NotVendors()

    def before_destroy(self, row):
        status_automations.check_unused(row)
