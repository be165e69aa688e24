"""Who signed in when: on workstations, and to this server (notes on accounts, section 7)."""

import calendar
import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import DesktopLoginLog, LoginLog, Person
from accounts.services import persons
from kitsu_site.exceptions import Invalid

PRESENT = "X"


@transaction.atomic
def log_desktop_login(*, person: Person, date: datetime.datetime, by: Person) -> DesktopLoginLog:
    """A sign-in on a workstation; the person was last present on the latest day known of."""
    log = DesktopLoginLog.objects.create(person=person, date=date)
    update_last_presence(person=person, by=by)
    return log


def update_last_presence(*, person: Person, by: Person | None) -> None:
    """The latest of the days of desktop logins and of time spent."""
    login = person.desktop_login_logs.aggregate(last=Max("date"))["last"]
    worked = person.time_spents.aggregate(last=Max("date"))["last"]
    person.last_presence = max(filter(None, [login and login.date(), worked]), default=None)
    person.save(update_fields=["last_presence", "updated_at"])
    persons.changed(person, by=by)


def presence_table(year: int, month: int) -> list[list[str]]:
    """Who was there on which days of a month: a heading, then a row for each active person by name."""
    days = range(1, calendar.monthrange(year, month)[1] + 1)
    start = datetime.datetime(year, month, 1)
    end = datetime.datetime.combine(start.replace(day=len(days)), datetime.time.max)
    logins = DesktopLoginLog.objects.filter(date__range=(start, end)).values_list("person_id", "date")
    present = {(person_id, date.day) for person_id, date in logins}
    people = Person.objects.filter(active=True, is_guest=False).order_by("first_name", "last_name")
    return [
        [str(year), *map(str, days)],
        *(
            [person.full_name, *(PRESENT if (person.pk, day) in present else "" for day in days)]
            for person in people
        ),
    ]


def last_logins(*, limit: int, before=None, after=None, cursor=None, person_ids=()):
    """The latest sign-ins to the server, at most `limit`, as dictionaries.

    `cursor`: the id of the log that those answered are older than; raises `Invalid` where there is none.
    """
    logs = LoginLog.objects.order_by("-created_at", "-pk")
    if before is not None:
        logs = logs.filter(created_at__lt=before)
    if after is not None:
        logs = logs.filter(created_at__gt=after)
    if person_ids:
        logs = logs.filter(person_id__in=person_ids)
    if cursor is not None:
        last = LoginLog.objects.filter(pk=cursor).first()
        if last is None:
            raise Invalid(f"There is no login log {cursor}.", field="cursor_login_log_id")
        logs = logs.filter(created_at__lt=last.created_at)
    return list(logs.values("id", "created_at", "ip_address", "person_id", "origin")[:limit])
