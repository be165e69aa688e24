"""Working files: the revisions of artists' scenes (notes on files, "Working files")."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import Person, Software
from files.models import WorkingFile
from files.services import file_paths, revisions
from files.services.file_paths import Subject
from files.services.productions import OfOneProduction
from kitsu_site import events, storage
from kitsu_site.exceptions import Invalid
from production.models import Task, TaskPersonLink
from production.services import assignments, removal

# Software that is meant where none is named: short name, file extension.
BLENDER, MAX = ("Blender", "blender", ".blend"), ("3ds Max", "max", ".max")


class WorkingFileRows(OfOneProduction):
    """The outputs of a working file outlive it; its stored bytes do not."""

    parents = ("task", "entity")

    def __init__(self):
        super().__init__(WorkingFile)

    def clear(self, row, *, by, force):
        row.outputs.update(source_file=None)
        storage.remove_on_commit([place(row.pk)])


def place(working_file_id) -> storage.Stored:
    """Where the bytes of a working file are stored."""
    return storage.Stored(storage.FILES, "working", working_file_id)


@events.on(removal.WORKING_FILES_GONE)
def remove_stored(event: events.Event) -> None:
    """The bytes of working files go with their rows."""
    storage.remove_on_commit([place(pk) for pk in event.data["working_file_ids"]])


def default_software(software: tuple[str, str, str], *, by) -> Software:
    """The software of that name, made where the studio has none."""
    name, short_name, extension = software
    row, made = Software.objects.get_or_create(
        name=name, defaults={"short_name": short_name, "file_extension": extension}
    )
    if made:
        events.emit("software:new", by=by, software_id=row.pk)
    return row


def next_revision(task: Task, name: str) -> int:
    return revisions.following(WorkingFile.objects.filter(task=task, name=name))


@transaction.atomic
def path(*, task: Task, name: str, mode: str, software: Software | None, revision: int, sep: str, by) -> dict:
    """`{path, name}`: where a working file belongs; revision 0 is the next one. Raises `Invalid`."""
    software = software or default_software(MAX, by=by)
    subject = subject_of(task, name, software, revision or next_revision(task, name))
    tree = task.project.file_tree
    return {
        "path": file_paths.folder(tree, mode, subject, sep),
        "name": file_paths.file_name(tree, mode, subject),
    }


@transaction.atomic
def create(
    *,
    task: Task,
    name: str,
    by: Person,
    mode: str = "working",
    software: Software | None = None,
    comment: str = "",
    person_id=None,
    revision: int = 0,
    sep: str = "/",
) -> WorkingFile:
    """A new revision; who makes it is assigned to the task.

    `revision` 0 is the next one. Raises `Invalid` where it exists, or where the tree cannot say its path.
    """
    revisions.lock(task)
    software = software or default_software(BLENDER, by=by)
    revision = revision or next_revision(task, name)
    if WorkingFile.objects.filter(task=task, name=name, revision=revision).exists():
        raise Invalid(f"revision: the task has a revision {revision} of {name}.", field="revision")
    subject = subject_of(task, name, software, revision)
    tree = task.project.file_tree
    full = file_paths.folder(tree, mode, subject) + sep + file_paths.file_name(tree, mode, subject)
    file_paths.check_length(full)
    row = WorkingFile.objects.create(
        name=name,
        comment=comment,
        revision=revision,
        path=full,
        task=task,
        entity=task.entity,
        person_id=person_id or by.pk,
        software=software,
    )
    assign(task, by)
    events.emit("working-file:new", by=by, project_id=task.project_id, working_file_id=row.pk)
    return row


def assign(task: Task, person: Person) -> None:
    """Put who works on the file on its task."""
    if TaskPersonLink.objects.filter(task=task, person=person).exists():
        return
    TaskPersonLink.objects.create(task=task, person=person)
    events.emit_all(
        [
            assignments.person_event("assign", task, person.pk, by=person),
            assignments.update_event(task, by=person),
        ]
    )


@transaction.atomic
def comment(*, row: WorkingFile, text: str, by) -> WorkingFile:
    """Say what a revision is about."""
    row.comment = text
    row.save(update_fields=["comment", "updated_at"])
    changed(row, by=by)
    return row


@transaction.atomic
def touch(*, row: WorkingFile, by) -> WorkingFile:
    """Say that the file was changed just now."""
    row.save(update_fields=["updated_at"])
    changed(row, by=by)
    return row


def store(*, row: WorkingFile, file: UploadedFile) -> WorkingFile:
    """Keep the bytes of a working file, in place of those that were kept."""
    storage.save(place(row.pk), file)
    return row


def changed(row: WorkingFile, *, by) -> None:
    project_id = row.task.project_id if row.task else None
    events.emit("working-file:update", by=by, project_id=project_id, working_file_id=row.pk)


def subject_of(task: Task, name: str, software: Software, revision: int) -> Subject:
    if task.entity is None:
        raise Invalid("The task is of no entity: its files have no place.")
    return Subject(
        project=task.project,
        entity=task.entity,
        task=task,
        task_type=task.task_type,
        software=software,
        name=name,
        revision=revision,
    )
