"""All that a client loads first: /data/user/context (notes on accounts, section 8).

The number of queries does not depend on the size of the studio, and is at most twelve.
"""

from collections import defaultdict

from django.conf import settings
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.wires import PERSON, SHORT
from accounts.models import CustomAction, Department, Person, Plugin, Studio
from accounts.policies import sees_whole_person
from kitsu_site.api import combined
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.wire import Wire
from production.api import open_projects
from production.api.search_filters import SEARCH_FILTER, SEARCH_FILTER_GROUP
from production.api.wires import ASSET_TYPE, METADATA_DESCRIPTOR, TASK_STATUS, TASK_TYPE
from production.models import (
    EntityType,
    MetadataDescriptor,
    Notification,
    PreviewBackgroundFile,
    Project,
    ProjectStatus,
    SearchFilter,
    SearchFilterGroup,
    StatusAutomation,
)

# What a client needs to know of a plugin to show it.
PLUGIN_KEYS = (
    "id",
    "plugin_id",
    "name",
    "description",
    "version",
    "maintainer_name",
    "maintainer_email",
    "frontend_project_enabled",
    "frontend_studio_enabled",
    "icon",
)
PROJECT_LINKS = open_projects.OTHER_LINKS.links
WHOLE_TABLES = {
    "custom_actions": Wire(CustomAction),
    "status_automations": Wire(StatusAutomation),
    "departments": Wire(Department),
    "studios": Wire(Studio),
    "project_status": Wire(ProjectStatus),
    "task_types": TASK_TYPE,
    "task_status": TASK_STATUS,
    "preview_background_files": Wire(PreviewBackgroundFile),
    "plugins": Wire(Plugin),
}


class UserContext(ScopedViewSet):
    @action(detail=False, methods=["get"])
    def context(self, request):
        return Response(context(self.scope))


def context(scope) -> dict:
    """The context of who asks, as the route answers it."""
    projects = Project.objects.visible_to(scope).filter(project_status__name="Open")
    people = Person.objects.filter(is_guest=False)
    links = combined.links(
        {
            **{name: (link, projects) for name, link in PROJECT_LINKS.items()},
            "persons": (PERSON.links["departments"], people),
            "asset types": (ASSET_TYPE.links["task_types"], EntityType.objects.assets()),
            "descriptors": (
                METADATA_DESCRIPTOR.links["departments"],
                MetadataDescriptor.objects.filter(project__in=projects.values("pk")),
            ),
        }
    )
    found = small_tables(scope)
    with_links(found["asset_types"], "task_types", links["asset types"])
    answer = {
        **found,
        "search_filters": by_list(found["search_filters"]),
        "search_filter_groups": by_list(found["search_filter_groups"]),
        "plugins": [{key: row[key] for key in PLUGIN_KEYS} for row in found["plugins"]],
        "persons": persons(scope, people, links["persons"]),
        "projects": projects_with_settings(scope, projects, links),
        "project_roles": project_roles(scope),
        "notification_count": Notification.objects.filter(person=scope.person, read=False)
        .readable_by(scope)
        .count(),
    }
    if scope.is_admin:
        answer["user_limit"] = settings.USER_LIMIT
    return answer


def small_tables(scope) -> dict[str, list[dict]]:
    """The vocabulary of the studio and the saved searches of who asks, by name: one query."""
    found = combined.rows(
        {
            **{name: (wire, wire.model.objects.all()) for name, wire in WHOLE_TABLES.items()},
            "asset_types": (ASSET_TYPE, EntityType.objects.assets()),
            "search_filters": (SEARCH_FILTER, SearchFilter.objects.shown_to(scope)),
            "search_filter_groups": (SEARCH_FILTER_GROUP, SearchFilterGroup.objects.shown_to(scope)),
        }
    )
    for rows in found.values():
        rows.sort(key=lambda row: row.get("name") or "")
    return found


def by_list(rows: list[dict]) -> dict:
    """{list type: {production id, or "all": rows}}."""
    found = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row["list_type"]][row["project_id"] or "all"].append(row)
    return found


def persons(scope, people, departments: dict) -> list[dict]:
    """Everybody but guests, in full or in short."""
    wire = PERSON if sees_whole_person(scope) else SHORT
    return with_links(wire.rows(people.order_by("first_name", "last_name")), "departments", departments)


def projects_with_settings(scope, projects, links: dict) -> list[dict]:
    """The open productions of who asks, as `open_projects.rows` shows them."""
    found = open_projects.OTHER_LINKS.rows(projects.order_by("name"))
    ids = [row["id"] for row in found]
    descriptors = descriptors_of(scope, ids, links["descriptors"])
    return open_projects.with_settings(found, descriptors, {name: links[name] for name in PROJECT_LINKS})


def descriptors_of(scope, project_ids, departments: dict) -> dict:
    """{production: its metadata columns, as far as they are for who asks}."""
    queryset = MetadataDescriptor.objects.filter(project_id__in=project_ids).order_by("name")
    wanted = {*open_projects.DESCRIPTOR_KEYS, "project_id"}
    rows = METADATA_DESCRIPTOR.rows(queryset, only=wanted)
    return open_projects.by_project(scope, with_links(rows, "departments", departments))


def project_roles(scope) -> dict:
    """{production: role} where the team link has a role of its own."""
    return {str(project_id): role for project_id, role in scope.link_roles.items() if role}


def with_links(rows: list[dict], name: str, links: dict) -> list[dict]:
    """The rows with their linked ids under `name`."""
    for row in rows:
        row[name] = links.get(row["id"], [])
    return rows


def register(router):
    router.register("data/user", UserContext)
