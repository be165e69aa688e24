"""The news of productions (notes on tasks, section 4)."""

import math
from collections import defaultdict

from django.db.models import Count
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.exceptions import Invalid, Missing, Refused
from production.api import entity_names
from production.api.reach import ReachViewSet
from production.models import News, Project

DEFAULT_LIMIT, ENTITY_LIMIT, MAX_LIMIT = 50, 2000, 5000
COLUMNS = {
    "id": "id",
    "author_id": "author_id",
    "comment_id": "comment_id",
    "task_id": "task_id",
    "task_type_id": "task__task_type_id",
    "task_status_id": "comment__task_status_id",
    "task_entity_id": "task__entity_id",
    "preview_file_id": "preview_file_id",
    "preview_file_extension": "preview_file__extension",
    "preview_file_revision": "preview_file__revision",
    "project_id": "task__project_id",
    "project_name": "task__project__name",
    "created_at": "created_at",
    "change": "change",
    "entity_preview_file_id": "task__entity__preview_file_id",
}
PERSON = ("id", "first_name", "last_name", "has_avatar", "role")
PREVIEW = ("id", "name", "extension", "revision", "position", "status")
HIDDEN = {
    **{f"person_{name}": f"author__{name}" for name in PERSON},
    **{f"entity_{name}": lookup for name, lookup in entity_names.columns("task__entity").items()},
}
FILTERS = {
    "task_type_id": "task__task_type_id",
    "task_status_id": "comment__task_status_id",
    "person_id": "author_id",
    "episode_id": "task__entity__parent__parent_id",
}


class ProjectNews(ReachViewSet):
    """/data/projects/..."""

    @action(detail=False, methods=["get"], url_path="{project_id}/news")
    def of_project(self, request, project_id):
        project = self.project(project_id)
        return Response(page(self.visible().filter(task__project=project), request.query_params))

    @action(detail=False, methods=["get"], url_path="{project_id}/news/{news_id}")
    def one(self, request, project_id, news_id):
        project = self.project(project_id)
        if self.scope.in_project(project.pk).is_vendor:
            raise Refused("Vendors see no single news.")
        rows = self.visible().filter(task__project=project, pk=self.find(News, news_id).pk)
        found = presented(rows)
        if not found:
            raise Missing(f"There is no news {news_id} in this production.")
        return Response(found[0])

    @action(detail=False, methods=["get"], url_path="news")
    def everywhere(self, request):
        projects = Project.objects.visible_to(self.scope).filter(project_status__name="Open")
        ids = set(projects.values_list("pk", flat=True))
        if wanted := request.query_params.get("project_id"):
            wanted = filters.as_uuid("project_id", wanted)
            ids = {wanted} if wanted in ids else ids
        return Response(page(self.visible().filter(task__project_id__in=ids), request.query_params))

    def visible(self):
        return News.objects.listed_for(self.scope)


class EntityNews(ReachViewSet):
    """/data/entities/{entity_id}/news"""

    @action(detail=False, methods=["get"], url_path="{entity_id}/news")
    def of_entity(self, request, entity_id):
        entity = self.entity(entity_id)
        rows = News.objects.listed_for(self.scope).filter(task__entity=entity)
        found = page(rows, request.query_params, limit=ENTITY_LIMIT)
        del found["stats"]
        return Response(found)


def page(rows, params, *, limit: int = DEFAULT_LIMIT) -> dict:
    """A page of news, last first, with how many changes there are to each status on all pages."""
    number = positive(params, "page", 1)
    limit = min(positive(params, "limit", limit), MAX_LIMIT)
    rows, with_previews = narrowed(rows, params)
    total, offset = rows.count(), (number - 1) * limit
    found = presented(rows.order_by("-created_at", "-pk")[offset : offset + limit], previews=with_previews)
    changes = rows.filter(change=True).exclude(comment__task_status=None).order_by()
    stats = changes.values_list("comment__task_status_id").annotate(Count("id"))
    return {
        "data": found,
        "total": total,
        "nb_pages": math.ceil(total / limit),
        "limit": limit,
        "offset": offset,
        "page": number,
        "stats": {str(status_id): count for status_id, count in stats},
    }


def positive(params, name: str, default: int) -> int:
    """A number from 1; raises `Invalid`."""
    value = filters.as_integer(name, params[name]) if params.get(name) else default
    if value < 1:
        raise Invalid(f"{name}: 1 or more expected.", field=name)
    return value


def narrowed(rows, params):
    """The news asked for, and whether only those with previews; raises `Invalid`."""
    for name, lookup in FILTERS.items():
        if value := params.get(name):
            rows = rows.filter(**{lookup: filters.as_uuid(name, value)})
    for name, lookup in (("after", "created_at__gt"), ("before", "created_at__lt")):
        if value := params.get(name):
            rows = rows.filter(**{lookup: filters.as_datetime(name, value)})
    only = params.get("only_preview")
    only = filters.as_boolean("only_preview", only) if only else False
    return (rows.exclude(preview_file=None) if only else rows), only


def presented(rows, *, previews: bool = False) -> list[dict]:
    """News with what they are about, in one query; two with `previews`, all those of the revision."""
    lookups = {**COLUMNS, **HIDDEN}
    found = [dict(zip(lookups, row, strict=True)) for row in rows.values_list(*lookups.values())]
    revisions = revisions_of(found) if previews else {}
    return [item(row, revisions if previews else None) for row in found]


def item(row: dict, revisions: dict | None) -> dict:
    entity = {name: row.pop(f"entity_{name}") for name in entity_names.columns("")}
    person = {name: row.pop(f"person_{name}") for name in PERSON}
    person["full_name"] = " ".join(filter(None, [person["first_name"], person["last_name"]]))
    answer = {
        **row,
        "type": "News",
        "full_entity_name": entity_names.whole_name(entity),
        "episode_id": entity_names.episode_of(entity),
        "person": person,
    }
    if revisions is not None:
        answer["preview_files"] = revisions[row["task_id"], row["preview_file_revision"]]
    return answer


def revisions_of(rows: list[dict]) -> dict:
    """{(task, revision): its previews by position}, for the tasks of the news."""
    previews = News._meta.get_field("preview_file").related_model.objects
    found = defaultdict(list)
    of_tasks = previews.filter(task_id__in={row["task_id"] for row in rows}).order_by("position")
    for preview in of_tasks.values("task_id", *PREVIEW):
        found[preview.pop("task_id"), preview["revision"]].append(preview)
    return found


def register(router):
    router.register("data/projects", ProjectNews)
    router.register("data/entities", EntityNews)
