"""What templates bring to productions: links that the collection of templates does not list."""

from django.db import transaction

from imports.services.sync.remote import Absent, Remote
from imports.services.sync.settings_of_productions import update
from production.models import ProjectTemplate
from production.services import project_templates
from production.services.project_templates import Links

ROUTES = {
    "task-types": project_templates.TASK_TYPES,
    "task-statuses": project_templates.TASK_STATUSES,
    "asset-types": project_templates.ASSET_TYPES,
    "status-automations": project_templates.STATUS_AUTOMATIONS,
    "preview-background-files": project_templates.PREVIEW_BACKGROUND_FILES,
}


def pull(remote: Remote) -> None:
    """Bring the templates that came from the other server to what they bring there."""
    try:
        there = remote.get("data/project-templates")
    except Absent:
        return
    here = {str(pk) for pk in ProjectTemplate.objects.values_list("pk", flat=True)}
    for row in there:
        for route, links in ROUTES.items() if row["id"] in here else ():
            things = remote.get(f"data/project-templates/{row['id']}/{route}")
            wanted = {thing["id"]: {name: thing.get(name) for name in links.extra} for thing in things}
            bring(row["id"], links, wanted)


@transaction.atomic
def bring(template_id: str, links: Links, wanted: dict[str, dict]) -> None:
    """Make the links of a template those of `wanted`: {id of a thing: what the link holds}."""
    rows = links.of_template.objects.filter(project_template_id=template_id)
    rows.exclude(**{f"{links.column}__in": list(wanted)}).delete()
    known = {str(pk) for pk in rows.values_list(links.column, flat=True)}
    links.of_template.objects.bulk_create(
        links.of_template(project_template_id=template_id, **{links.column: pk}, **values)
        for pk, values in wanted.items()
        if pk not in known
    )
    update(rows, links.column, wanted)
