"""The generic resource: list, create, read, change and delete, once for all models.

Rules: notes on crud. A resource is a class of a few lines:

    class DepartmentViewSet(CrudViewSet):
        wire, policy = Wire(Department), Vocabulary()
"""

from __future__ import annotations  # `list` is a method here

import re
import uuid
from functools import cached_property

from django.db.models import QuerySet
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from kitsu_site.exceptions import Invalid, Missing, Refused
from kitsu_site.services import Rows

from . import filters, serializers
from .pagination import Page
from .policies import Policy
from .scope import Scope


class ScopedViewSet(ViewSet):
    """A ViewSet that knows who asks."""

    def initial(self, request, *args, **kwargs):
        """Refuse NUL characters at the door: no row holds one, and PostgreSQL takes none."""
        super().initial(request, *args, **kwargs)
        if any("\x00" in value for value in kwargs.values()):
            raise Missing("There is nothing at this address.")
        for name, values in request.query_params.lists():
            if any("\x00" in value for value in values):
                raise Invalid(f"{name}: it holds a NUL character.", field=name)

    @cached_property
    def scope(self) -> Scope:
        """Who asks; only where a token is needed."""
        return Scope(self.request.user)

    @property
    def person(self):
        """The person who asks."""
        return self.scope.person

    def find(self, model, pk):
        """The row of `model` (or of a queryset) with that id; a malformed id is 404 like an unknown one."""
        rows = model if isinstance(model, QuerySet) else model._base_manager.all()
        name = rows.model._meta.verbose_name
        try:
            pk = filters.as_uuid("id", str(pk))
        except Invalid:
            raise Missing(f"There is no {name} {pk}.") from None
        row = next(iter(rows.filter(pk=pk)), None)  # `first()` would sort
        if row is None:
            raise Missing(f"There is no {name} {pk}.")
        return row

    def check(self, rule, *args) -> None:
        """403 unless the policy `rule` lets the scope do that."""
        if not rule(self.scope, *args):
            raise Refused("You do not have the right to do that.")

    def read(self, serializer_class, **options) -> dict:
        """The checked body (JSON, or failing that form and query values)."""
        return serializers.body(self.request, serializer_class, **options)

    def object_body(self) -> dict:
        """The body, which must be a JSON object: 415 for another type, 400 for another value."""
        kind = self.request.content_type or ""
        if not re.match(r"application/(\S+\+)?json\b", kind):
            raise exceptions.UnsupportedMediaType(kind)
        data = self.request.data
        if not isinstance(data, dict):
            raise Invalid("A JSON object expected.")
        return data


class CrudViewSet(ScopedViewSet):
    """See the module; the attributes below are what a resource may say of itself."""

    lookup_value_regex = "[^/]+"

    wire = None  # the model on the wire
    policy: Policy = Policy()
    rows: Rows = None  # the service; the generic one by default
    protected: tuple[str, ...] = ()  # columns that a change leaves alone, besides the usual
    update_links = False  # whether a change is answered with the relations
    malformed_is_unknown: tuple[str, ...] = ()  # the actions where a malformed id is 404 instead of 400
    read_links = True  # whether one row comes with its relations by default
    extra_input: dict = {}  # further fields of the body, by name

    @property
    def service(self) -> Rows:
        return self.rows or Rows(self.wire.model)

    # Verbs

    def list(self, request):
        params = request.query_params
        if not self.policy.may_list(self.scope, params):
            raise Refused("You may not list these.")
        page = Page.of(params)
        queryset = self.policy.listed(self.scope, self.wire.model._default_manager.all(), params)
        queryset = filters.apply(
            self.narrow(queryset, params), self.wire, params, refused=self.unfilterable()
        )
        fields = self.only(params)
        links = filters.wanted(params, "relations", self.list_links(params))
        if page is None:
            return Response(self.present(queryset, links=links, only=fields))
        rows = self.present(page.cut(queryset), links=links, only=fields)
        return Response(page.envelope(rows, queryset.count()))

    def create(self, request):
        body = self.object_body()
        self.before_create(body)
        if not self.policy.may_create(self.scope, body):
            raise Refused("You may not create that.")
        serializer = self.input(creating=True)(data=body)
        serializer.is_valid(raise_exception=True)
        values, links = serializer.split()
        row = self.perform_create(values, links)
        return Response(self.answer(row, links=True, created=True), status=201)

    def retrieve(self, request, pk):
        row = self.row(pk)
        if not self.policy.may_read(self.scope, row):
            raise Refused("You may not see that.")
        links = filters.wanted(request.query_params, "relations", self.read_links)
        return Response(self.answer(row, links=links and self.read_links))

    def update(self, request, pk):
        body = self.object_body()
        row = self.row(pk)
        if not self.policy.may_update(self.scope, row, body):
            raise Refused("You may not change that.")
        serializer = self.input(creating=False)(data=self.writable(row, body), partial=True)
        serializer.is_valid(raise_exception=True)
        values, links = serializer.split()
        row = self.perform_update(row, values, links)
        return Response(self.answer(row, links=self.update_links))

    def destroy(self, request, pk):
        row = self.row(pk)
        self.before_destroy(row)
        if not self.policy.may_delete(self.scope, row):
            raise Refused("You may not delete that.")
        force = filters.wanted(request.query_params, "force")
        self.service.delete(row=row, by=self.person, force=force)
        return Response(status=204)

    # Hooks

    def row(self, pk):
        """The row with that id: 400 where it is malformed, 404 where there is none."""
        if self.action in self.malformed_is_unknown:
            return self.find(self.wire.model, pk)
        row = next(iter(self.wire.model._base_manager.filter(id=filters.as_uuid("id", pk))), None)
        if row is None:
            raise Missing(f"There is no {self.wire.model._meta.verbose_name} {uuid.UUID(pk)}.")
        return row

    def narrow(self, queryset, params):
        """Parameters of the list that are no columns."""
        return queryset

    def unfilterable(self):
        """The wire names that this caller may not filter by (400)."""
        return self.wire.secret

    def list_links(self, params) -> bool:
        """Whether the list shows relations when `relations` is not given."""
        return False

    def only(self, params) -> set[str] | None:
        """The names in `fields`, or None for all."""
        names = params.get("fields")
        return {name.strip() for name in names.split(",")} if names else None

    def present(self, queryset, *, links: bool, only=None) -> list[dict]:
        """The rows of a list as they are answered."""
        return self.wire.rows(queryset, links=links, only=only)

    def answer(self, row, *, links: bool, created: bool = False) -> dict:
        """One row as it is answered."""
        return self.wire.row(row, links=links)

    def input(self, *, creating: bool):
        """The serializer class of the body."""
        cls = type(self)
        name = "_create_input" if creating else "_update_input"
        if name not in cls.__dict__:
            made = serializers.input_of(
                self.wire, creating=creating, protected={*cls.protected, "project_id"}, extra=cls.extra_input
            )
            setattr(cls, name, made)
        return cls.__dict__[name]

    def writable(self, row, body: dict) -> dict:
        """The part of the body that this caller may write."""
        return body

    def before_create(self, body: dict) -> None:
        """Checks that come before the right."""

    def before_destroy(self, row) -> None:
        """Checks that come before the right."""

    def perform_create(self, values: dict, links: dict):
        return self.service.create(values=values, links=links, by=self.person)

    def perform_update(self, row, values: dict, links: dict):
        return self.service.update(row=row, values=values, links=links, by=self.person)
