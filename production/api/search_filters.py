"""Saved searches and their groups (notes on production, section 12)."""

from collections import defaultdict

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Department
from kitsu_site.api.crud import CrudViewSet, ScopedViewSet
from kitsu_site.api.serializers import Id, StrictText
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Missing, Refused
from production.api.parsers import PARSERS
from production.models import Project, SearchFilter, SearchFilterGroup
from production.services import search_filters

SEARCH_FILTER, SEARCH_FILTER_GROUP = Wire(SearchFilter), Wire(SearchFilterGroup)


class SearchFilterViewSet(CrudViewSet):
    wire = SEARCH_FILTER


class SearchFilterGroupViewSet(CrudViewSet):
    wire = SEARCH_FILTER_GROUP


def by_list(wire, scope) -> dict:
    """{list type: {production id, or "all": rows}} of the saved searches that are shown to `scope`."""
    found = defaultdict(lambda: defaultdict(list))
    for row in wire.rows(wire.model.objects.shown_to(scope).order_by("name")):
        found[row["list_type"]][row["project_id"] or "all"].append(row)
    return found


class SavedInput(serializers.Serializer):
    """What searches and groups share, when they are saved."""

    name = StrictText(max_length=200, allow_blank=False)
    list_type = StrictText(max_length=80, default="todo")
    project_id = Id(allow_null=True, default=None)
    entity_type = StrictText(max_length=80, allow_null=True, default=None)
    is_shared = serializers.BooleanField(default=False)
    department_id = Id(allow_null=True, default=None)


class FilterInput(SavedInput):
    query = StrictText(max_length=500, allow_blank=False)
    search_filter_group_id = Id(allow_null=True, default=None)


class GroupInput(SavedInput):
    color = StrictText(max_length=8, default="")


class SavedChange(serializers.Serializer):
    """What is left out, or null, stays."""

    name = StrictText(max_length=200, allow_blank=False, allow_null=True, required=False)
    project_id = Id(allow_null=True, required=False)
    is_shared = serializers.BooleanField(allow_null=True, required=False)
    department_id = Id(allow_null=True, required=False)


class FilterChange(SavedChange):
    search_query = StrictText(max_length=500, allow_null=True, required=False)
    search_filter_group_id = Id(allow_null=True, required=False)


class GroupChange(SavedChange):
    color = StrictText(max_length=8, allow_null=True, required=False)
    list_type = StrictText(max_length=80, allow_null=True, required=False)
    entity_type = StrictText(max_length=80, allow_null=True, required=False)


class OwnSearches(ScopedViewSet):
    """One's own; those of others are 404, but for an admin."""

    lookup_value_regex = "[^/]+"
    parser_classes = PARSERS
    wire: Wire

    def list(self, request):
        return Response(by_list(self.wire, self.scope))

    def own(self, pk):
        """The row of the path; a malformed id is 404."""
        row = self.find(self.wire.model, pk)
        if not self.wire.model.objects.owned_by(self.scope).filter(pk=row.pk).exists():
            raise Missing("There is no such saved search of yours.")
        return row

    def check_places(self, body) -> None:
        """404 for a production or a department that is none, 403 for a production of others."""
        if body.get("department_id"):
            self.find(Department, body["department_id"])
        if body.get("project_id"):
            project = self.find(Project, body["project_id"])
            if not self.scope.in_project(project).is_member:
                raise Refused("You are not on the team of that production.")

    def new(self, serializer_class) -> dict:
        """The checked body of a new row; only managers of its production share it."""
        body = self.read(serializer_class)
        self.check_places(body)
        shared = body["is_shared"] and search_filters.may_share(self.scope, body["project_id"])
        return {**body, "is_shared": shared}

    def changes(self, row, serializer_class) -> dict:
        """What the checked body changes of `row`.

        Sharing anew, and sharing in another production, takes a production in the body that the
        caller manages; else the row is no longer shared.
        """
        body = {name: value for name, value in self.read(serializer_class).items() if value is not None}
        self.check_places(body)
        shared = body.get("is_shared", row.is_shared)
        moves = body.get("project_id", row.project_id) != row.project_id
        if shared != row.is_shared or (shared and moves):
            shared = shared and search_filters.may_share(self.scope, body.get("project_id"))
            body["is_shared"] = shared
        return body


class OwnFilters(OwnSearches):
    wire = SEARCH_FILTER

    def create(self, request):
        body = self.new(FilterInput)
        group = self.group(body.pop("search_filter_group_id"))
        body["search_query"] = body.pop("query")
        row = search_filters.create(by=self.person, group=group, **body)
        return Response(SEARCH_FILTER.row(row), status=201)

    def update(self, request, pk):
        row = self.own(pk)
        body = self.changes(row, FilterChange)
        group_id = body.pop("search_filter_group_id", None)
        if group_id is not None or leaves_group(self.request.data):
            body["search_filter_group"] = self.group(group_id)
        search_filters.update(row=row, **body)
        return Response(SEARCH_FILTER.row(row))

    def destroy(self, request, pk):
        self.own(pk).delete()
        return Response(status=204)

    def group(self, group_id) -> SearchFilterGroup | None:
        """The group that a search goes into."""
        return self.find(SearchFilterGroup, group_id) if group_id else None


def leaves_group(data) -> bool:
    """Whether a body takes a search out of its group, by a null."""
    return "search_filter_group_id" in data and data["search_filter_group_id"] is None


class OwnFilterGroups(OwnSearches):
    wire = SEARCH_FILTER_GROUP

    def create(self, request):
        row = search_filters.create_group(by=self.person, **self.new(GroupInput))
        return Response(SEARCH_FILTER_GROUP.row(row), status=201)

    def retrieve(self, request, pk):
        return Response(SEARCH_FILTER_GROUP.row(self.own(pk)))

    def update(self, request, pk):
        row = self.own(pk)
        search_filters.update_group(row=row, **self.changes(row, GroupChange))
        return Response(SEARCH_FILTER_GROUP.row(row))

    def destroy(self, request, pk):
        search_filters.delete_group(row=self.own(pk))
        return Response(status=204)


def register(router):
    router.register("data/user/filters", OwnFilters)
    router.register("data/user/filter-groups", OwnFilterGroups)
