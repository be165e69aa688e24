"""The casting links of a production, one by one: /data/projects/{project_id}/entity-links."""

import math

from rest_framework.response import Response

from kitsu_site.api.filters import as_datetime, as_integer, as_uuid
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Invalid, Missing, Refused
from production.api.kinds import KindViewSet
from production.models import EntityLink
from production.services import entity_links

LINK = Wire(EntityLink)
PAGE = 100
SHORT = ("id", "entity_in_id", "entity_out_id", "nb_occurences", "label", "data", "created_at", "type")


class ProjectEntityLinks(KindViewSet):
    def list(self, request, project_id):
        project = self.managed_project(project_id)
        links = EntityLink.objects.filter(entity_in__project=project).order_by("created_at", "id")
        limit = self.number("limit")
        if cursor := request.query_params.get("cursor_created_at"):
            after = links.filter(created_at__gt=as_datetime("cursor_created_at", cursor))
            limit = limit or PAGE
            return Response({"data": LINK.rows(after[:limit]), "total": links.count(), "limit": limit})
        page = self.number("page")
        if page and page > 0:
            return Response(self.page(links, page, limit or PAGE))
        rows = LINK.rows(links[:limit] if limit else links)
        return Response([short(row) for row in rows])

    def number(self, name: str) -> int | None:
        """A whole number, not negative, in the query."""
        value = self.request.query_params.get(name)
        if value in (None, ""):
            return None
        number = as_integer(name, value)
        if number < 0:
            raise Invalid(f"{name}: it cannot be negative.", field=name)
        return number

    def page(self, links, page: int, limit: int) -> dict:
        offset = (page - 1) * limit
        total = links.count()
        rows = LINK.rows(links[offset : offset + limit])
        return {
            "data": rows,
            "total": total if rows else 0,  # past the end it is 0
            "nb_pages": math.ceil(total / limit),
            "limit": limit,
            "offset": offset,
            "page": page,
        }

    def destroy(self, request, project_id, pk):
        project = self.managed_project(project_id)
        link = self.link(pk)
        if link.entity_in.project_id != project.pk:
            raise Refused("This link is of another production.")
        answer = LINK.row(link)
        entity_links.remove(link=link)
        return Response(answer)

    def link(self, pk) -> EntityLink:
        """The link of the path, by its own id."""
        try:
            found = EntityLink.objects.select_related("entity_in").filter(id=as_uuid("id", pk)).first()
        except Invalid:
            found = None
        if found is None:
            raise Missing(f"There is no casting link {pk}.")
        return found


def short(row: dict) -> dict:
    """A link of the list without pages: the time of creation with its fraction."""
    found = {name: row[name] for name in SHORT}
    found["created_at"] = row["created_at"] and row["created_at"].isoformat()
    return found


def register(router):
    router.register("data/projects/{project_id}/entity-links", ProjectEntityLinks)
