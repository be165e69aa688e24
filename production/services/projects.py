"""Productions (notes on production, section 1)."""

from django.db import transaction

from kitsu_site import events
from kitsu_site.exceptions import Invalid, Missing
from kitsu_site.services import Rows
from production.models import Entity, MetadataDescriptor, Project, ProjectTemplate
from production.services import (
    entity_types,
    project_removal,
    project_settings,
    project_status,
    project_templates,
)

TV_SHOW = "tvshow"


class ProjectRows(Rows):
    """A production starts open; a series starts with an episode."""

    def __init__(self):
        super().__init__(Project)

    @transaction.atomic
    def create(self, *, values, links=None, by=None):
        """A new production, set up by the template whose id is in `values`, where there is one.

        What `values` say wins over the template.
        """
        template = template_of(values.pop("project_template_id", None))
        if template is not None:
            said = {name: value for name, value in values.items() if value is not None}
            values = {**project_templates.settings_of(template), **said}
        row = super().create(values=values, links=links, by=by)
        if template is not None:
            project_templates.add_to(row, template, by=by)
            project_settings.changed(row, by=by)
        start_series(row, by=by)
        copy_descriptors(row)
        return row

    def check(self, row, *, values, by, created):
        project_settings.check_resolution(values.get("resolution"))
        version = row.from_schedule_version
        if version is not None and version.project_id != row.pk:
            raise Invalid(
                "from_schedule_version_id: the version is of another production.",
                field="from_schedule_version_id",
            )
        if created and row.project_status_id is None:
            row.project_status = project_status.named(project_status.OPEN)

    def written(self, row, *, values, links, by, created):
        if not created:
            start_series(row, by=by)

    def delete(self, *, row, by=None, force=False):
        """Delete a production, empty (else ProtectedError) or by `force` with everything in it."""
        if force:
            project_removal.remove(project=row, by=by)
        else:
            super().delete(row=row, by=by)

    def emit(self, verb, row, by, **more):
        project_settings.tell_unattached(verb, row.pk, by=by)


def template_of(pk) -> ProjectTemplate | None:
    """The template of that id; raises `Missing`."""
    if pk is None:
        return None
    template = ProjectTemplate.objects.filter(pk=pk).first()
    if template is None:
        raise Missing(f"There is no project template {pk}.", field="project_template_id")
    return template


def first_episode(project: Project) -> Entity | None:
    """The first episode by name, whatever its status."""
    return project.entities.filter(entity_type__name="Episode").order_by("name").first()


def start_series(project: Project, *, by) -> None:
    """Make the episode E01 of a series without episodes."""
    if project.production_type != TV_SHOW or first_episode(project) is not None:
        return
    episode = Entity.objects.create(
        name="E01",
        description="",
        project=project,
        entity_type=entity_types.timeline("Episode"),
        created_by=by,
        data={},
    )
    events.emit("episode:new", by=by, project_id=project.pk, episode_id=episode.pk)


def copy_descriptors(project: Project) -> None:
    """Give a new production the columns that open productions have for productions."""
    others = Project.objects.open().exclude(pk=project.pk)
    existing = MetadataDescriptor.objects.filter(entity_type="Project", project__in=others)
    own = project.metadata_descriptors.filter(entity_type="Project")  # from a template
    fields, names = (set(own.values_list(column, flat=True)) for column in ("field_name", "name"))
    for descriptor in existing.order_by("created_at"):
        if descriptor.field_name in fields or descriptor.name in names:
            continue
        fields.add(descriptor.field_name)
        names.add(descriptor.name)
        copy = MetadataDescriptor.objects.create(
            project=project,
            entity_type="Project",
            name=descriptor.name,
            field_name=descriptor.field_name,
            data_type=descriptor.data_type,
            choices=descriptor.choices,
            for_client=descriptor.for_client,
        )
        copy.departments.set(descriptor.departments.all())
