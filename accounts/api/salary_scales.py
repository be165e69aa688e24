"""What a position and seniority earn in a department (notes on accounts, section 4)."""

from rest_framework.response import Response

from accounts.models import SalaryScale
from accounts.services import salary_scales
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Invalid, Refused


class SalaryScaleViewSet(CrudViewSet):
    """The list makes the rows that are missing, and takes neither filters nor pages."""

    wire = Wire(SalaryScale)
    protected = ("department_id",)

    def list(self, request):
        if not self.policy.may_list(self.scope, request.query_params):
            raise Refused("You may not list these.")
        salary_scales.fill()
        return Response(self.wire.rows(SalaryScale.objects.order_by("department__name", "created_at")))

    def create(self, request):
        if not self.policy.may_create(self.scope, {}):
            raise Refused("You may not create that.")
        raise Invalid("Salary scales are made by their list: change the one that is there.")
