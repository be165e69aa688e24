"""Templates of productions: made, copied, applied (notes on production, section 9)."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from slugify import slugify

from accounts.models import Department
from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows
from production.models import (
    EntityType,
    MetadataDescriptor,
    PreviewBackgroundFile,
    Project,
    ProjectAssetTypeLink,
    ProjectPreviewBackgroundFileLink,
    ProjectStatusAutomationLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    ProjectTemplate,
    ProjectTemplateAssetTypeLink,
    ProjectTemplatePreviewBackgroundFileLink,
    ProjectTemplateStatusAutomationLink,
    ProjectTemplateTaskStatusLink,
    ProjectTemplateTaskTypeLink,
    StatusAutomation,
    TaskStatus,
    TaskType,
)
from production.services import metadata_descriptors, project_settings

CARRIED = (
    "fps",
    "ratio",
    "resolution",
    "production_type",
    "production_style",
    "max_retakes",
    "is_clients_isolated",
    "is_preview_download_allowed",
    "is_set_preview_automated",
    "is_publish_default_for_artists",
    "homepage",
    "hd_bitrate_compression",
    "ld_bitrate_compression",
)
KINDS = ("Asset", "Shot", "Edit", "Episode", "Sequence", "Project", "Task")


@dataclass(frozen=True)
class Links:
    """One kind of things that templates bring to productions; `extra`: what their links hold besides."""

    thing: type[Model]
    of_template: type[Model]
    of_project: type[Model]
    column: str
    extra: tuple[str, ...] = ()


TASK_TYPES = Links(TaskType, ProjectTemplateTaskTypeLink, ProjectTaskTypeLink, "task_type_id", ("priority",))
TASK_STATUSES = Links(
    TaskStatus,
    ProjectTemplateTaskStatusLink,
    ProjectTaskStatusLink,
    "task_status_id",
    ("priority", "roles_for_board"),
)
ASSET_TYPES = Links(EntityType, ProjectTemplateAssetTypeLink, ProjectAssetTypeLink, "asset_type_id")
STATUS_AUTOMATIONS = Links(
    StatusAutomation,
    ProjectTemplateStatusAutomationLink,
    ProjectStatusAutomationLink,
    "status_automation_id",
)
PREVIEW_BACKGROUND_FILES = Links(
    PreviewBackgroundFile,
    ProjectTemplatePreviewBackgroundFileLink,
    ProjectPreviewBackgroundFileLink,
    "preview_background_file_id",
)
ALL_LINKS = (TASK_TYPES, TASK_STATUSES, ASSET_TYPES, STATUS_AUTOMATIONS, PREVIEW_BACKGROUND_FILES)


class ProjectTemplateRows(Rows):
    def __init__(self):
        super().__init__(ProjectTemplate)

    def check(self, row, *, values, by, created):
        if not row.name:
            raise Invalid("name: it may not be empty.", field="name")
        project_settings.check_resolution(values.get("resolution"))


# What a template brings


@transaction.atomic
def add(*, template: ProjectTemplate, links: Links, thing_id: uuid.UUID, by, **values) -> Model:
    """Let a template bring a thing; `values` are written over those of a link that is there."""
    link, _ = links.of_template.objects.update_or_create(
        project_template=template, **{links.column: thing_id}, defaults=values
    )
    changed(template, by=by)
    return link


@transaction.atomic
def take_out(*, template: ProjectTemplate, links: Links, thing_id: uuid.UUID, by) -> None:
    """Let a template no longer bring a thing."""
    links.of_template.objects.filter(project_template=template, **{links.column: thing_id}).delete()
    if links is PREVIEW_BACKGROUND_FILES:
        defaults = ProjectTemplate.objects.filter(pk=template.pk, default_preview_background_file_id=thing_id)
        defaults.update(default_preview_background_file=None, updated_at=utcnow())
    changed(template, by=by)


@transaction.atomic
def reorder(*, template: ProjectTemplate, links: Links, thing_ids: list[uuid.UUID], by) -> None:
    """Give things the priorities of their places, from 1; links that are missing are made.

    Raises `Invalid` where there is no such thing.
    """
    thing_ids = list(dict.fromkeys(thing_ids))
    if links.thing.objects.filter(pk__in=thing_ids).count() < len(thing_ids):
        raise Invalid(f"{links.column}s: one of these does not exist.", field=f"{links.column}s")
    now = utcnow()
    links.of_template.objects.bulk_create(
        [
            links.of_template(
                project_template=template, priority=place, updated_at=now, **{links.column: thing_id}
            )
            for place, thing_id in enumerate(thing_ids, start=1)
        ],
        update_conflicts=True,
        unique_fields=["project_template", links.column.removesuffix("_id")],
        update_fields=["priority", "updated_at"],
    )
    changed(template, by=by)


@transaction.atomic
def set_default_background(*, template: ProjectTemplate, background_id: uuid.UUID | None, by) -> None:
    """Choose the background that productions start with; raises `Invalid` for one it does not bring."""
    brought = template.preview_background_file_links.filter(preview_background_file_id=background_id)
    if background_id is not None and not brought.exists():
        field = "default_preview_background_file_id"
        raise Invalid(f"{field}: not a background of this template.", field=field)
    update(template, default_preview_background_file_id=background_id)
    changed(template, by=by)


@transaction.atomic
def set_descriptors(*, template: ProjectTemplate, descriptors: list[dict], by) -> None:
    """Replace the columns that a template brings; see `snapshot`."""
    update(template, metadata_descriptors=descriptors)
    changed(template, by=by)


def snapshot(descriptor: dict) -> dict:
    """A column as templates keep it, every key there, ids as texts."""
    task_type_id = descriptor.get("task_type_id")
    return {
        "name": descriptor.get("name"),
        "field_name": descriptor.get("field_name") or slugify(descriptor.get("name") or "", separator="_"),
        "entity_type": descriptor.get("entity_type"),
        "task_type_id": str(task_type_id) if task_type_id else None,
        "data_type": descriptor.get("data_type"),
        "choices": descriptor.get("choices") or [],
        "for_client": bool(descriptor.get("for_client")),
        "departments": [str(pk) for pk in descriptor.get("departments") or [] if pk],
        "position": descriptor.get("position"),
    }


# From a production, and to one


@transaction.atomic
def create_from(*, project: Project, name: str, description: str | None, by) -> ProjectTemplate:
    """A template of what a production is set up with. Raises `Invalid`."""
    values = {column: getattr(project, column) for column in (*CARRIED, "file_tree", "data")}
    descriptors = project.metadata_descriptors.prefetch_related("departments").order_by("created_at")
    values["metadata_descriptors"] = [
        snapshot(
            {
                **{key: getattr(descriptor, key) for key in SNAPSHOT_COLUMNS},
                "departments": [department.pk for department in descriptor.departments.all()],
            }
        )
        for descriptor in descriptors
    ]
    template = ProjectTemplateRows().create(
        values={
            **values,
            "name": name,
            "description": description,
            "default_preview_background_file_id": project.default_preview_background_file_id,
        },
        by=by,
    )
    for links in ALL_LINKS:
        columns = (links.column, *links.extra)
        links.of_template.objects.bulk_create(
            links.of_template(project_template=template, **row)
            for row in links.of_project.objects.filter(project=project).values(*columns)
        )
    return template


SNAPSHOT_COLUMNS = (
    "name",
    "field_name",
    "entity_type",
    "task_type_id",
    "data_type",
    "choices",
    "for_client",
    "position",
)


@transaction.atomic
def apply(*, template: ProjectTemplate, project: Project, by) -> None:
    """Set a production up as a template says: settings are replaced, links and columns added."""
    values = settings_of(template)
    if project.default_preview_background_file_id is not None:
        values.pop("default_preview_background_file_id", None)
    Project.objects.filter(pk=project.pk).update(**values, updated_at=utcnow())
    add_to(project, template, by=by)
    project_settings.changed(project, by=by)


def settings_of(template: ProjectTemplate) -> dict:
    """The columns that a production takes from a template."""
    values = {column: getattr(template, column) for column in CARRIED}
    values["default_preview_background_file_id"] = template.default_preview_background_file_id
    values = {column: value for column, value in values.items() if value is not None}
    return values | {c: getattr(template, c) for c in ("file_tree", "data") if getattr(template, c)}


def add_to(project: Project, template: ProjectTemplate, *, by) -> None:
    """Add to a production the links and the columns of a template that it lacks."""
    for links in ALL_LINKS:
        columns = (links.column, *links.extra)
        links.of_project.objects.bulk_create(
            [
                links.of_project(project=project, **row)
                for row in links.of_template.objects.filter(project_template=template).values(*columns)
            ],
            ignore_conflicts=True,
        )
    for descriptor in missing_descriptors(project, template):
        metadata_descriptors.create(projects=[project], by=by, **descriptor)


def missing_descriptors(project: Project, template: ProjectTemplate) -> list[dict]:
    """The columns of a template that a production lacks, as `metadata_descriptors.create` takes them.

    Those that name no kind, or a task type that is gone, are left out.
    """
    kept = [d for d in map(snapshot, template.metadata_descriptors or []) if is_whole(d)]
    departments = {str(pk) for pk in Department.objects.values_list("pk", flat=True)} if kept else set()
    task_types = {str(pk) for pk in TaskType.objects.values_list("pk", flat=True)} if kept else set()
    taken = set()
    for entity_type, task_type_id, *names in MetadataDescriptor.objects.filter(project=project).values_list(
        "entity_type", "task_type_id", "name", "field_name"
    ):
        taken.update((entity_type, task_type_id and str(task_type_id), name) for name in names)
    found = []
    for descriptor in kept:
        kind = descriptor["entity_type"], descriptor["task_type_id"]
        keys = {(*kind, descriptor["name"]), (*kind, metadata_descriptors.field_name_of(descriptor["name"]))}
        if keys & taken or (kind[1] is not None and kind[1] not in task_types):
            continue
        taken |= keys
        columns = ("entity_type", "task_type_id", "name", "data_type", "choices", "for_client")
        named = {column: descriptor[column] for column in columns}
        named["data_type"] = named["data_type"] or MetadataDescriptor.DataType.STRING
        found.append({**named, "departments": [pk for pk in descriptor["departments"] if pk in departments]})
    return found


def is_whole(descriptor: dict) -> bool:
    """Whether a kept column says enough to be made: its name, its kind, and for tasks their type."""
    name, kind = descriptor["name"], descriptor["entity_type"]
    if not name or kind not in KINDS or not slugify(name):
        return False
    return (kind == "Task") == (descriptor["task_type_id"] is not None)


def update(template: ProjectTemplate, **values) -> None:
    """Change columns of a template."""
    ProjectTemplate.objects.filter(pk=template.pk).update(**values, updated_at=utcnow())


def changed(template: ProjectTemplate, *, by) -> None:
    """Say that a template changed."""
    events.emit("project-template:update", by=by, project_template_id=template.pk)
