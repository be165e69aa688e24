"""The studio itself: /data/organisations (notes on accounts, section 5)."""

from accounts.api.wires import CHAT_SECRETS, ORGANISATION_FOR_ADMINS, organisation_wire
from accounts.services import organisations
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import Vocabulary


class OrganisationViewSet(CrudViewSet):
    wire, policy = ORGANISATION_FOR_ADMINS, Vocabulary()  # only admins write

    def list(self, request):
        organisations.current()  # there always is one
        return super().list(request)

    def unfilterable(self):
        return () if self.scope.is_admin else CHAT_SECRETS

    def present(self, queryset, *, links, only=None):
        return organisation_wire(self.person).rows(queryset, links=links, only=only)

    def answer(self, row, *, links, created=False):
        return organisation_wire(self.person).row(row, links=links)
