"""Productions as clients load them first, with their settings: /data/projects/open and its like."""

from collections import defaultdict

from kitsu_site.api.wire import Wire
from production.api.wires import METADATA_DESCRIPTOR
from production.models import (
    Entity,
    MetadataDescriptor,
    Project,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
)
from production.services.projects import TV_SHOW

# The links to task types and statuses come with their priorities, hence by queries of their own.
OTHER_LINKS = Wire(Project, links=("team", "asset_types", "status_automations", "preview_background_files"))
DESCRIPTOR_KEYS = {
    "name",
    "field_name",
    "data_type",
    "choices",
    "for_client",
    "entity_type",
    "task_type_id",
    "position",
    "departments",
}


def rows(scope, projects) -> list[dict]:
    """The productions of a queryset with their settings, by name: a constant number of queries.

    Clients and vendors get the metadata columns that are for them.
    """
    found = OTHER_LINKS.rows(projects.order_by("name"), links=True)
    return with_settings(found, descriptors_of(scope, [row["id"] for row in found]))


def with_settings(found: list[dict], descriptors: dict, links: dict | None = None) -> list[dict]:
    """The productions with their settings; `links`: their other relations, where they are not there yet."""
    ids = [row["id"] for row in found]
    task_types, task_statuses = task_type_links(ids), task_status_links(ids)
    episodes = first_episodes([row["id"] for row in found if row["production_type"] == TV_SHOW])
    for row in found:
        pk = row["id"]
        row.update({name: linked.get(pk, []) for name, linked in (links or {}).items()})
        row["task_types"], row["task_types_priority"] = list(task_types[pk]), task_types[pk]
        row["task_statuses"], row["task_statuses_link"] = list(task_statuses[pk]), task_statuses[pk]
        row["descriptors"] = descriptors[pk]
        if pk in episodes:
            row["first_episode_id"] = episodes[pk]
    return found


def task_type_links(project_ids) -> dict:
    """{production: {task type: priority}}."""
    found = defaultdict(dict)
    links = ProjectTaskTypeLink.objects.filter(project_id__in=project_ids)
    for project_id, task_type_id, priority in links.values_list("project_id", "task_type_id", "priority"):
        found[project_id][task_type_id] = priority
    return found


def task_status_links(project_ids) -> dict:
    """{production: {task status: {priority, roles_for_board}}}."""
    found = defaultdict(dict)
    links = ProjectTaskStatusLink.objects.filter(project_id__in=project_ids)
    columns = ("project_id", "task_status_id", "priority", "roles_for_board")
    for project_id, status_id, priority, roles in links.values_list(*columns):
        found[project_id][status_id] = {"priority": priority, "roles_for_board": roles}
    return found


def descriptors_of(scope, project_ids, **only) -> dict:
    """{production: its metadata columns, as far as they are for who asks}."""
    queryset = MetadataDescriptor.objects.filter(project_id__in=project_ids, **only).order_by("name")
    wanted = {*DESCRIPTOR_KEYS, "project_id"}
    return by_project(scope, METADATA_DESCRIPTOR.rows(queryset, links=True, only=wanted))


def by_project(scope, rows: list[dict]) -> dict:
    """Metadata columns by production, as far as they are for who asks."""
    found = defaultdict(list)
    for row in rows:
        project_id = row.pop("project_id")
        del row["type"]
        if is_for(scope, project_id, row):
            found[project_id].append(row)
    return found


def is_for(scope, project_id, descriptor: dict) -> bool:
    """Whether a metadata column is shown to who asks, by the role in the studio and in the production."""
    roles = {scope.role, scope.in_project(project_id).role}
    if "client" in roles and not descriptor["for_client"]:
        return False
    departments = descriptor["departments"]
    return "vendor" not in roles or not departments or not scope.departments.isdisjoint(departments)


def first_episodes(project_ids) -> dict:
    """{series: its first episode by name among the running ones, else among all}."""
    if not project_ids:
        return {}
    found = {}
    episodes = Entity.objects.filter(project_id__in=project_ids, entity_type__name="Episode")
    columns = ("project_id", "status", "pk")
    for project_id, status, pk in episodes.order_by("name").values_list(*columns):
        running = status == Entity.Status.RUNNING
        known = found.get(project_id)
        if known is None or (running and not known[0]):
            found[project_id] = (running, pk)
    return {project_id: pk for project_id, (_, pk) in found.items()}
