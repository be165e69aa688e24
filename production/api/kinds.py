"""What the routes of all kinds of entities have in common: who enters, which rows, in which form."""

from uuid import UUID

from django.db.models import Q
from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Missing, Refused
from production import entity_policies
from production.api.lists import validators
from production.api.masks import hidden_fields, without
from production.api.parsers import PARSERS
from production.api.wires import ENTITY, RAW_ENTITY
from production.models import Entity, EntityLink, Project

NOT_FILTERS = {"project_id", "assigned_to"}  # parameters that a list looks at before the generic filters


class KindViewSet(ScopedViewSet):
    """Routes on the entities of one kind (notes on entities)."""

    lookup_value_regex = "[^/]+"
    parser_classes = PARSERS
    kind = ""
    extra: dict = {}  # names that plain lists add to an entity's columns, with their lookups
    list_class = None  # its list with tasks
    has_forms = False  # whether that list is also compact and streamed
    around = False  # vendors see what holds their work, instead of what they work on

    # One entity

    def entity(self, pk, kind: str | None = None) -> Entity:
        """The entity of the path, which is of this kind; a malformed id is 404 like an unknown one."""
        entity = self.find(Entity, pk)
        if entity.kind != (kind or self.kind):
            raise Missing(f"There is no {(kind or self.kind).lower()} {pk}.")
        return entity

    def readable(self, pk, kind: str | None = None) -> Entity:
        """The entity of the path, for who may read it."""
        entity = self.entity(pk, kind)
        self.check(entity_policies.can_read, entity)
        return entity

    def of_team(self, pk, kind: str | None = None) -> Entity:
        """The entity of the path, for the team of its production."""
        entity = self.entity(pk, kind)
        self.enter(entity.project_id)
        return entity

    # Productions

    def enter(self, project_id: UUID | None) -> None:
        """403 for who is not on the team, or whose role there sees nothing of this kind."""
        self.check(entity_policies.is_on_team, project_id)
        self.check(entity_policies.can_see_kind, self.kind, project_id)

    def project(self, project_id) -> Project:
        """The production of the path; a malformed id is 404 like an unknown one."""
        return self.find(Project, project_id)

    def managed_project(self, project_id) -> Project:
        """The production of the path, for its managers."""
        project = self.project(project_id)
        if not self.scope.in_project(project).is_manager:
            raise Refused("Only managers of the production do that.")
        return project

    def asked(self, name: str) -> UUID | None:
        """The id in a parameter of the query, or None; raises `Invalid`."""
        value = self.request.query_params.get(name)
        return as_uuid(name, value) if value else None

    # Lists

    def list_of_project(self, project_id) -> Response:
        """All entities of this kind in the production of the path, by name."""
        project = self.project(project_id)
        self.enter(project.pk)
        return self.plain(self.listed(project.pk).order_by("name", "pk"), project_id=project.pk, extra={})

    def listed(self, project_id: UUID | None):
        """The entities of this kind that the caller sees in a production, or in all of theirs."""
        rows = Entity.objects.of_kind(self.kind)
        if project_id is None:
            return rows.visible_to(self.scope)
        rows = rows.filter(project_id=project_id)
        if self.around and self.is_vendor(project_id):
            return rows.around_work_of(self.person)
        return self.reached(rows, project_id)

    def reached(self, rows, project_id: UUID):
        """Those of `rows` that the caller reaches in a production: all, but for vendors."""
        return rows.with_work_of(self.person) if self.is_vendor(project_id) else rows

    def filtered(self, rows):
        """`rows` narrowed by the filters of the query."""
        params = self.request.query_params.copy()
        if "assigned_to" in params:
            rows = rows.with_work_of(self.person)
        for name in NOT_FILTERS:
            params.pop(name, None)
        return filters.apply(rows, ENTITY, params)

    def plain(self, rows, *, project_id=None, extra=None) -> Response:
        """Entities as they are, with what this kind adds; vendors do not see other departments' metadata."""
        return self.conditional(project_id, lambda: Response(self.plain_rows(rows, project_id, extra)))

    def plain_rows(self, rows, project_id, extra) -> list[dict]:
        wire = RAW_ENTITY if self.around and self.is_vendor(project_id) else ENTITY
        hidden = hidden_fields(self.scope, self.kind, project_id)
        extra = self.extra if extra is None else extra
        found = wire.rows(rows, extra=extra, parsed=bool(hidden))
        for row in found if hidden else ():
            row["data"] = without(row["data"], hidden.get(row["project_id"], set()))
        return found

    def big_list(self, entities, project_id, **options):
        """The list with tasks, in the form that the query asks for (see `production.api.lists`)."""
        params = self.request.query_params
        if "assigned_to" in params:
            if self.around or self.kind == "Scene":
                options["tasks_of"] = as_uuid("assigned_to", params["assigned_to"])
            else:  # stands for the caller, whatever its value
                entities, options["only_mine"] = entities.with_work_of(self.person), True
        streamed = self.has_forms and params.get("stream") == "true"
        compact = self.has_forms and params.get("compact") == "true"
        found = self.list_class(self.scope, entities, project_id=project_id, compact=compact, **options)
        return self.conditional(project_id, found.streamed if streamed else found.whole)

    def conditional(self, project_id: UUID | None, answer):
        """What `answer` makes of a production, with a validator; 304 for a caller who has it already."""
        if project_id is None:
            return answer()
        tag = validators.etag(self.request, self.scope, project_id)
        unchanged = validators.unchanged(self.request, tag)
        return validators.validated(answer(), tag) if unchanged is None else unchanged

    def is_vendor(self, project_id) -> bool:
        return project_id is not None and self.scope.in_project(project_id).is_vendor


def in_episode(episode_id: UUID) -> Q:
    """Assets whose source is the episode, or that are cast in it."""
    cast = EntityLink.objects.filter(entity_in_id=episode_id).values("entity_out_id")
    return Q(source_id=episode_id) | Q(pk__in=cast)


def named(answer: dict, entity: Entity, **parents: str) -> dict:
    """`answer` with the name of the production, and the id and name of some parents."""
    answer["project_name"] = entity.project.name
    for name, path in parents.items():
        parent = entity
        for step in path.split("__"):
            parent = getattr(parent, step)
        answer[f"{name}_id"], answer[f"{name}_name"] = parent.pk, parent.name
    return answer
