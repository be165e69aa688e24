"""Time logged: /data/time-spents."""

from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Invalid
from production import policies
from production.models import TimeSpent
from production.services.time_spents import TimeSpentRows

TIME_SPENT = Wire(TimeSpent)


class TimeSpentViewSet(CrudViewSet):
    wire, policy, rows = TIME_SPENT, policies.TimeSpents(), TimeSpentRows()

    def narrow(self, queryset, params):
        start, end = params.get("start_date"), params.get("end_date")
        if not start and not end:
            return queryset
        if not start or not end:
            raise Invalid("start_date and end_date go together.", field="end_date" if start else "start_date")
        return queryset.filter(
            date__gte=filters.as_date("start_date", start), date__lte=filters.as_date("end_date", end)
        )
