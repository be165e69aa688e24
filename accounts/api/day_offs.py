"""Days off (notes on accounts, section 6)."""

import calendar
import datetime

from rest_framework.decorators import action
from rest_framework.response import Response

from accounts import policies
from accounts.models import DayOff, Person
from accounts.services import day_offs
from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet, ScopedViewSet
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Invalid, Refused

WIRE = Wire(DayOff)


class DayOffViewSet(CrudViewSet):
    wire, policy, rows = WIRE, policies.DaysOff(), day_offs.ROWS

    def before_create(self, body):
        if not body.get("person_id"):
            raise Invalid("Whose days off they are is missing.", field="person_id")


class PersonDayOffs(ScopedViewSet):
    """The days off of one person, for that person and admins."""

    @action(detail=False, methods=["get"], url_path="{person_id}/day-offs")
    def all(self, request, person_id):
        person = self.whose(person_id)
        return Response(WIRE.rows(DayOff.objects.filter(person=person).order_by("date")))

    @action(detail=False, methods=["get"], url_path="{person_id}/day-offs/{date}")
    def on_day(self, request, person_id, date):
        return Response(on_day(self.whose(person_id), date))

    @action(detail=False, methods=["get"], url_path="{person_id}/day-offs/week/{year}/{week}")
    def week(self, request, person_id, year, week):
        return self.within(person_id, week_of(year, week))

    @action(detail=False, methods=["get"], url_path="{person_id}/day-offs/month/{year}/{month}")
    def month(self, request, person_id, year, month):
        return self.within(person_id, month_of(year, month))

    @action(detail=False, methods=["get"], url_path="{person_id}/day-offs/year/{year}")
    def year(self, request, person_id, year):
        return self.within(person_id, year_of(year))

    @action(detail=False, methods=["get"], url_path="day-offs/{year}/{month}")
    def everybodys_month(self, request, year, month):
        found = day_offs.touching(*month_of(year, month))
        if not self.scope.is_admin:
            found = found.filter(person=self.person)
        return Response(WIRE.rows(found))

    def whose(self, person_id) -> Person:
        """The person of the path: 404 unknown, 403 for a bot or somebody else's."""
        person = self.find(Person, person_id)
        if person.is_bot:
            raise Refused("Bots have no days off.")
        self.check(policies.is_oneself_or_admin, person)
        return person

    def within(self, person_id, period) -> Response:
        person = self.whose(person_id)
        return Response(WIRE.rows(day_offs.touching(*period).filter(person=person)))


class OwnDayOffs(ScopedViewSet):
    """One's own."""

    @action(detail=False, methods=["get"], url_path="day-offs/{date}")
    def on_day(self, request, date):
        return Response(on_day(self.person, date))


def on_day(person: Person, date: str) -> dict:
    """The day off that covers a day, or an empty object."""
    found = day_offs.covering(person, filters.as_date("date", date))
    return WIRE.row(found) if found else {}


def week_of(year: str, week: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of an ISO week; raises `Invalid`."""
    try:
        monday = datetime.date.fromisocalendar(int(year), int(week), 1)
        return monday, monday + datetime.timedelta(days=6)
    except (ValueError, OverflowError):
        raise Invalid(f"There is no week {week} in {year}.", field="week") from None


def month_of(year: str, month: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of a month; raises `Invalid`."""
    try:
        first = datetime.date(int(year), int(month), 1)
    except (ValueError, OverflowError):
        raise Invalid(f"There is no month {month} in {year}.", field="month") from None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def year_of(year: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of a year; raises `Invalid`."""
    return month_of(year, "1")[0], month_of(year, "12")[1]
