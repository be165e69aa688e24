"""Who signed in when (notes on accounts, section 7)."""

import csv
import re

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts import policies
from accounts.models import DesktopLoginLog, Person
from accounts.services import login_logs
from kitsu_site.api import filters
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.serializers import Moment
from kitsu_site.api.wire import Wire
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid

WIRE = Wire(DesktopLoginLog)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how spreadsheets know one
DEFAULT_LIMIT, MAX_LIMIT = 100, 1000


class DesktopLoginInput(serializers.Serializer):
    date = Moment(required=False, allow_null=True)


class DesktopLogins(ScopedViewSet):
    """The sign-ins of a person on workstations."""

    @action(detail=False, methods=["get"], url_path="data/persons/{person_id}/desktop-login-logs")
    def of_person(self, request, person_id):
        person = self.find(Person, person_id)
        self.check(policies.may_see_logins, person)
        return Response(logins_of(person))

    @of_person.mapping.post
    def add(self, request, person_id):
        person = self.find(Person, person_id)
        self.check(policies.is_oneself_or_admin, person)
        return self.log(person)

    @action(detail=False, methods=["get"], url_path="data/user/desktop-login-logs")
    def own(self, request):
        return Response(logins_of(self.person))

    @own.mapping.post
    def add_own(self, request):
        return self.log(self.person)

    def log(self, person) -> Response:
        date = self.read(DesktopLoginInput).get("date") or utcnow()
        log = login_logs.log_desktop_login(person=person, date=date, by=self.person)
        return Response(WIRE.row(log), status=201)


class LoginLogs(ScopedViewSet):
    """What admins see of everybody."""

    @action(detail=False, methods=["get"], url_path="data/persons/presence-logs/{month_date}")
    def presence(self, request, month_date):
        self.check(policies.is_admin)
        year, month = month_of(month_date)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = "attachment; filename=kitsu_export.csv"
        heading, *rows = login_logs.presence_table(year, month)
        table = csv.writer(response, delimiter=";")
        table.writerow(heading)
        table.writerows([defused(name), *days] for name, *days in rows)
        return response

    @action(detail=False, methods=["get"], url_path="data/events/login-logs/last")
    def last(self, request):
        self.check(policies.is_admin)
        params = request.query_params
        limit = filters.as_integer("limit", params.get("limit", DEFAULT_LIMIT))
        if limit < 1:
            raise Invalid("limit: a positive number expected.", field="limit")
        return Response(
            login_logs.last_logins(
                limit=min(limit, MAX_LIMIT),
                before=moment(params, "before"),
                after=moment(params, "after"),
                cursor=cursor(params),
                person_ids=[filters.as_uuid("person_ids", pk) for pk in params.getlist("person_ids")],
            )
        )


def logins_of(person: Person) -> list[dict]:
    return WIRE.rows(DesktopLoginLog.objects.filter(person=person).order_by("-date"))


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def moment(params, name: str):
    return filters.as_datetime(name, params[name]) if params.get(name) else None


def cursor(params):
    value = params.get("cursor_login_log_id")
    return filters.as_uuid("cursor_login_log_id", value) if value else None


def month_of(text: str) -> tuple[int, int]:
    """Year and month of `YYYY-MM`; raises `Invalid`."""
    found = re.fullmatch(r"(\d{4})-(0?[1-9]|1[0-2])", text)
    if not found or found[1] == "0000":
        raise Invalid("A month like 2030-01 expected.", field="month_date")
    return int(found[1]), int(found[2])
