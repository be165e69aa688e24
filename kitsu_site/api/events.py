"""The log of what happened: /data/events (notes on tasks, section 8)."""

import re

from django.db.models import Q
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.exceptions import Invalid, Refused
from kitsu_site.models import ApiEvent

from . import filters
from .crud import CrudViewSet, ScopedViewSet
from .wire import Wire

MAX_EVENTS = 1000
DEFAULT_EVENTS = 100
FILE_EVENTS = (
    "preview-file:add-file",
    "organisation:set-thumbnail",
    "person:set-thumbnail",
    "project:set-thumbnail",
)
AFFIX = re.compile(r"[a-z0-9-]+")


class ApiEventViewSet(CrudViewSet):
    wire = Wire(ApiEvent)

    def present(self, queryset, *, links, only=None):
        """The newest rows; of a page all of them too, as clients of the reference are answered."""
        queryset = queryset.all()
        queryset.query.clear_limits()
        return super().present(queryset.order_by("-created_at")[:MAX_EVENTS], links=links, only=only)


class LastEvents(ScopedViewSet):
    """What managers read of the log."""

    @action(detail=False, methods=["get"])
    def last(self, request):
        params = request.query_params
        project_id = params.get("project_id")
        project_id = filters.as_uuid("project_id", project_id) if project_id else None
        manages = self.scope.in_project(project_id).is_manager if project_id else self.scope.is_manager
        if not manages:
            raise Refused("Only managers read the events.")
        rows = ApiEvent.objects.visible_to(self.scope)
        if project_id:
            rows = rows.filter(project_id=project_id)
        rows = narrowed(rows, params)[: page_size(params)]
        names = ("id", "created_at", "name", "user_id", "project_id", "data")
        found = ApiEventViewSet.wire.rows(rows, only=names)
        return Response([{name: row[name] for name in names} for row in found])

    @action(detail=False, methods=["get"])
    def names(self, request):
        if not self.scope.is_manager:
            raise Refused("Only managers read the events.")
        found = ApiEvent.objects.values_list("name", flat=True)
        return Response(sorted(set(found.order_by().distinct())))


def narrowed(rows, params):
    """The events asked for, newest first; raises `Invalid`."""
    if value := params.get("after"):
        rows = rows.filter(created_at__gt=filters.as_datetime("after", value))
    if value := params.get("before"):
        rows = rows.filter(created_at__lt=filters.as_datetime("before", value))
    if value := params.get("cursor_event_id"):
        cursor = ApiEvent.objects.filter(pk=filters.as_uuid("cursor_event_id", value)).first()
        if cursor is None:
            raise Invalid("cursor_event_id: there is no such event.", field="cursor_event_id")
        rows = rows.filter(created_at__lt=cursor.created_at)
    if value := params.get("name"):
        rows = rows.filter(name=value)
    if filters.wanted(params, "only_files"):
        rows = rows.filter(name__in=FILE_EVENTS)
    if people := params.getlist("person_ids"):
        rows = rows.filter(user_id__in=[filters.as_uuid("person_ids", person) for person in people])
    for parameter, lookup in (("name_prefixes", "name__startswith"), ("name_suffixes", "name__endswith")):
        if affixes := params.getlist(parameter):
            rows = rows.filter(any_affix(parameter, lookup, affixes))
    return rows.order_by("-created_at")


def any_affix(parameter: str, lookup: str, affixes: list[str]) -> Q:
    """Names with one of the affixes before (or after) the colon."""
    rule = Q()
    for affix in affixes:
        if not AFFIX.fullmatch(affix):
            raise Invalid(f"{parameter}: small letters, digits and dashes expected.", field=parameter)
        rule |= Q(**{lookup: f"{affix}:" if lookup == "name__startswith" else f":{affix}"})
    return rule


def page_size(params) -> int:
    """How many events are asked for: 100, at most 1000."""
    size = filters.as_integer("limit", params["limit"]) if params.get("limit") else DEFAULT_EVENTS
    if size < 0:
        raise Invalid("limit: it may not be negative.", field="limit")
    return min(size or DEFAULT_EVENTS, MAX_EVENTS)


def register(router):
    router.register("data/events", ApiEventViewSet)
    router.register("data/events", LastEvents)
