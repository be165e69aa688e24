"""What the links of a production hold beside its ids: roles on the team, orders, boards."""

from django.db import transaction

from imports.services.sync.remote import Remote
from production.models import Project, ProjectPersonLink, ProjectTaskStatusLink, ProjectTaskTypeLink


def pull(remote: Remote, project_id: str | None) -> None:
    """Copy them for the productions that are here; orders are only told of open ones."""
    here = {str(pk) for pk in Project.objects.values_list("pk", flat=True)}
    wanted = {project_id} & here if project_id else here
    for project in remote.get("data/projects/open"):
        if project["id"] in wanted:
            order(project)
    for pk in sorted(wanted):
        team(pk, remote.get(f"data/projects/{pk}/team"))


@transaction.atomic
def order(project: dict) -> None:
    links = ProjectTaskTypeLink.objects.filter(project_id=project["id"])
    orders = {
        pk: {"priority": priority} for pk, priority in (project.get("task_types_priority") or {}).items()
    }
    update(links, "task_type_id", orders)
    update(
        ProjectTaskStatusLink.objects.filter(project_id=project["id"]),
        "task_status_id",
        project.get("task_statuses_link") or {},
    )


@transaction.atomic
def team(project_id: str, people: list[dict]) -> None:
    roles = {person["id"]: {"role": person["project_role"]} for person in people if "project_role" in person}
    update(ProjectPersonLink.objects.filter(project_id=project_id), "person_id", roles)


def update(links, column: str, wanted: dict[str, dict]) -> None:
    """Bring the links that differ to what is wanted, `{id: values}`."""
    for link in links:
        values = wanted.get(str(getattr(link, column)))
        if values and any(getattr(link, name) != value for name, value in values.items()):
            links.filter(**{column: getattr(link, column)}).update(**values)
