"""Output files: what tasks produce for the next ones (notes on files, "Output files")."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Person
from files.models import FileStatus, OutputFile, OutputType, WorkingFile
from files.services import file_paths, revisions
from files.services.file_paths import Subject
from files.services.productions import OfOneProduction
from kitsu_site import events
from kitsu_site.exceptions import Invalid
from production.models import AssetInstance, Entity, TaskType

TO_REVIEW = "To review"


class OutputFileRows(OfOneProduction):
    """The events of an output file are attached to the production of its entity."""

    parents = ("entity", "temporal_entity", "asset_instance", "source_file")

    def __init__(self):
        super().__init__(OutputFile)

    def clear(self, row, *, by, force):
        row.preview_files.update(source_file=None)

    def project_of(self, row):
        return row.entity.project_id if row.entity else None


@dataclass(frozen=True)
class Origin:
    """What output files are of: an entity, or an instance of an asset within a temporal entity."""

    entity: Entity
    instance: AssetInstance | None = None
    temporal_entity: Entity | None = None

    def files(self) -> QuerySet:
        """Its files; those of an entity are without its instances'."""
        return OutputFile.objects.filter(
            entity=self.entity, asset_instance=self.instance, temporal_entity=self.temporal_entity
        )

    def subject(self, **values) -> Subject:
        place = self.temporal_entity or self.entity
        return Subject(project=place.project, entity=place, instance=self.instance, **values)


def next_revision(origin: Origin, *, output_type: OutputType, task_type: TaskType, name: str) -> int:
    """One after the highest, whatever the representation."""
    rows = origin.files().filter(output_type=output_type, task_type=task_type, name=name)
    return revisions.following(rows)


def path(
    origin: Origin,
    *,
    output_type: OutputType,
    task_type: TaskType,
    name: str,
    mode: str,
    revision: int,
    representation: str,
    separator: str,
) -> dict:
    """`{folder_path, file_name}`; raises `Invalid` for what the file tree cannot say.

    Of an entity, revision 0 is the next one, but only in the name. Of an instance it is taken as given.
    """
    values = {
        "output_type": output_type,
        "task_type": task_type,
        "name": name,
        "representation": representation,
    }
    numbered = revision
    if origin.instance is None and not revision:
        numbered = next_revision(origin, output_type=output_type, task_type=task_type, name=name)
    tree = origin.entity.project.file_tree
    return {
        "folder_path": file_paths.folder(tree, mode, origin.subject(**values, revision=revision), separator),
        "file_name": file_paths.file_name(tree, mode, origin.subject(**values, revision=numbered)),
    }


@transaction.atomic
def create(
    origin: Origin,
    *,
    output_type: OutputType,
    task_type: TaskType,
    by: Person,
    name: str = "main",
    mode: str = "output",
    person: Person | None = None,
    source: WorkingFile | None = None,
    file_status: FileStatus | None = None,
    comment: str = "",
    extension: str = "",
    representation: str = "",
    nb_elements: int = 1,
    revision: int = 0,
    sep: str = "/",
) -> tuple[OutputFile, dict]:
    """A new revision (0: the next one) and its `{folder_path, file_name}`.

    Raises `Invalid` where it exists, or where the file tree cannot say its path.
    """
    revisions.lock(origin.entity)
    kind = {"output_type": output_type, "task_type": task_type, "name": name}
    revision = revision or next_revision(origin, **kind)
    same = origin.files().filter(**kind, representation=representation, revision=revision)
    if same.exists():
        raise Invalid(f"revision: there is a revision {revision} of {name}.", field="revision")
    subject = origin.subject(**kind, revision=revision, representation=representation)
    tree = origin.entity.project.file_tree
    folder = file_paths.folder(tree, mode, subject, sep)
    file_name = file_paths.file_name(tree, mode, subject)
    if origin.instance is None and nb_elements > 1:
        file_name += f"_[1-{nb_elements}]"
    full = f"{folder}{sep}{file_name}{extension}"
    file_paths.check_length(full)
    row = OutputFile.objects.create(
        **kind,
        entity=origin.entity,
        asset_instance=origin.instance,
        temporal_entity=origin.temporal_entity,
        person=person or by,
        source_file=source,
        file_status=file_status or default_status(by=by),
        comment=comment,
        extension=extension,
        representation=representation,
        nb_elements=nb_elements,
        revision=revision,
        path=full,
    )
    events.emit("output-file:new", by=by, project_id=origin.entity.project_id, output_file_id=row.pk)
    return row, {"folder_path": folder, "file_name": file_name}


def default_status(*, by) -> FileStatus:
    """`To review`, made white where the studio has none."""
    row, made = FileStatus.objects.get_or_create(name=TO_REVIEW, defaults={"color": "#FFFFFF"})
    if made:
        events.emit("file_status:new", by=by, file_status_id=row.pk)
    return row


def last_revisions(rows: QuerySet, *, by_status: bool) -> list:
    """The ids of the highest revision of each task type, output type, name and representation.

    `by_status`: of each file status too.
    """
    columns = ["task_type_id", "output_type_id", "name", "representation"]
    if by_status:
        columns.append("file_status_id")
    last = {}
    for pk, *key in rows.order_by("-revision", "-created_at").values_list("pk", *columns):
        last.setdefault(tuple(key), pk)
    return list(last.values())
