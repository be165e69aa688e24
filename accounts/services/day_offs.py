"""Days off (notes on accounts, section 6)."""

import datetime

from accounts.models import DayOff, Person
from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows


class DayOffRows(Rows):
    """Books days off: of a person no two share a day.

    The time spent on those days goes with the booking: production listens to the events.
    """

    def check(self, row, *, values, by, created):
        if row.person_id is None:
            raise Invalid("Whose days off they are is missing.", field="person_id")
        if row.date > row.end_date:
            raise Invalid("It ends before it starts.", field="end_date")
        # Bookings of one person wait for each other: no constraint of the schema sees overlaps.
        Person.objects.select_for_update().filter(pk=row.person_id).first()
        others = touching(row.date, row.end_date).filter(person_id=row.person_id).exclude(pk=row.pk)
        if others.exists():
            raise Invalid("Another day off shares a day with that one.", field="date")


ROWS = DayOffRows(DayOff)


def touching(start: datetime.date, end: datetime.date):
    """The days off of everybody that have a day in a period, both ends included."""
    return DayOff.objects.filter(date__lte=end, end_date__gte=start).order_by("date")


def covering(person: Person, day: datetime.date) -> DayOff | None:
    """The day off of a person that covers a day."""
    return touching(day, day).filter(person=person).first()
