"""The folder and the name of a file, rendered from the templates of a file tree (notes on files)."""

import re
import uuid
from dataclasses import dataclass

from slugify import slugify

from files.models import OutputType
from files.services.file_trees import Mode
from kitsu_site.exceptions import Invalid
from production.models import AssetInstance, Entity, Project, Task, TaskType

TOKEN = re.compile(r"<([A-Za-z]+)(?:\.([A-Za-z_]+))?>")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
UUID_SLUG = re.compile(r"[0-9a-f]{8}(?:_[0-9a-f]{4}){3}_[0-9a-f]{12}", re.IGNORECASE)
FIELDS = ("name", "short_name", "number", "id")
NO_EPISODE = "e001"
PATH_LENGTH = 400  # of the columns of working and output files


@dataclass
class Subject:
    """What a path is for. `entity`: for files of an instance, the shot, scene or asset it is placed in."""

    project: Project
    entity: Entity
    name: str = "main"
    revision: int = 0
    representation: str = ""
    task: Task | None = None
    task_type: TaskType | None = None
    software: object | None = None
    output_type: OutputType | None = None
    instance: AssetInstance | None = None

    @property
    def kind(self) -> str:
        """The templates that are for it."""
        kind = self.entity.kind.lower()
        if self.instance is not None:
            return "instance" if kind in ("shot", "scene") else "instance_asset"
        return kind if kind in ("shot", "sequence", "scene", "episode") else "asset"


def folder(tree, mode: str, subject: Subject, sep: str = "/") -> str:
    """The folder of a file; raises `Invalid` with what the tree lacks or the token that is wrong."""
    found = Mode(tree, mode)
    style = found.style("folder_path")
    template = found.template("folder_path", subject.kind)

    def put(match) -> str:
        text, verbatim = value(match, subject)
        return text if verbatim else styled(slug(text), style)

    rendered = sep.join(TOKEN.sub(put, segment) for segment in template.split("/"))
    return found.prefix(sep) + checked(rendered, template)


def file_name(tree, mode: str, subject: Subject) -> str:
    """The name of a file, without extension; raises `Invalid` like `folder`."""
    found = Mode(tree, mode)
    template = found.template("file_name", subject.kind)
    text = checked(TOKEN.sub(lambda match: value(match, subject)[0], template), template)
    result = styled(slug(text), found.style("file_name"))
    ids = iter(UUID.findall(text))
    return UUID_SLUG.sub(lambda match: next(ids, match.group()), result)


def check_length(path: str) -> None:
    """Raise `Invalid` for a path that no column holds."""
    if len(path) > PATH_LENGTH:
        raise Invalid(f"path: it would be longer than {PATH_LENGTH} characters.", field="path")


def checked(text: str, template: str) -> str:
    """What a template became; raises `Invalid` where a token of it has not the form of one."""
    if wrong := re.search(r"<[^<>/]*>", TOKEN.sub("", template)):
        raise Invalid(f"file_tree: {wrong.group()} is no token.", field="file_tree")
    return text


def slug(text: str) -> str:
    """ASCII, lower case, everything else one `_`."""
    return slugify(text, separator="_", entities=False, decimal=False, hexadecimal=False)


def styled(text: str, style: str) -> str:
    if style == "uppercase":
        return text.upper()
    return text.lower() if style == "lowercase" else text


# Tokens


def value(match: re.Match, subject: Subject) -> tuple[str, bool]:
    """The text of a token, and whether it goes in as it is (ids); raises `Invalid` for an unknown one."""
    token, field = match[1], match[2] if match[2] in FIELDS else "name"
    if token not in TOKENS:
        raise Invalid(f"file_tree: there is no token {match.group()}.", field="file_tree")
    found = TOKENS[token](subject, field)
    if isinstance(found, uuid.UUID):
        return str(found), True
    return found, False


def of_row(row, field: str) -> str | uuid.UUID:
    """A field of a row as text; empty where there is no row, `Invalid` where it has no such field."""
    if row is None:
        return ""
    if not hasattr(row, field):
        raise Invalid(f"file_tree: a {row._meta.verbose_name} has no {field}.", field="file_tree")
    found = getattr(row, field)
    return found if isinstance(found, uuid.UUID) else str(found if found is not None else "")


def own(name: str):
    """A token that is a row of the subject."""
    return lambda subject, field: of_row(getattr(subject, name), field)


def task_type_of(subject: Subject) -> TaskType | None:
    return subject.task_type or (subject.task.task_type if subject.task else None)


def department(subject: Subject, field: str):
    kind = task_type_of(subject)
    return of_row(kind.department if kind else None, field)


def output_type(subject: Subject, field: str):
    found = of_row(subject.output_type, field)
    return found.lower() if isinstance(found, str) else found


def asset_of(subject: Subject) -> Entity:
    return subject.instance.asset if subject.instance else subject.entity


def sequence_of(subject: Subject) -> Entity | None:
    entity = subject.entity
    if entity.kind == "Sequence":
        return entity
    parent = entity.parent if entity.kind in ("Shot", "Scene") else None
    return parent if parent is not None and parent.kind == "Sequence" else None


def sequence(subject: Subject, field: str):
    found = of_row(sequence_of(subject), field)
    if field == "name" and "Seq" in found:
        return f"S{found[3:].zfill(3)}"
    return found


def episode(subject: Subject, field: str):
    if subject.entity.kind == "Episode":
        return of_row(subject.entity, field)
    above = sequence_of(subject)
    found = above.parent if above is not None else None
    return of_row(found, field) if found is not None else NO_EPISODE


def instance(subject: Subject, field: str):
    row = subject.instance
    if row is None:
        return ""
    if field == "name":
        return row.name or str(row.number)
    return f"{row.number or 0:04d}"


def revision(subject: Subject, field: str) -> str:
    return f"{subject.revision:03d}"


def name(subject: Subject, field: str) -> str:
    return subject.name


TOKENS = {
    "Project": own("project"),
    "Task": own("task"),
    "Software": own("software"),
    "OutputType": output_type,
    "TaskType": lambda subject, field: of_row(task_type_of(subject), field),
    "Department": department,
    "Shot": own("entity"),
    "Scene": own("entity"),
    "Asset": lambda subject, field: of_row(asset_of(subject), field),
    "AssetType": lambda subject, field: of_row(asset_of(subject).entity_type, field),
    "Sequence": sequence,
    "Episode": episode,
    "TemporalEntity": own("entity"),
    "TemporalEntityType": lambda subject, field: subject.entity.entity_type.name.lower(),
    "Instance": instance,
    "Representation": lambda subject, field: subject.representation,
    "Name": name,
    "OutputFile": name,
    "WorkingFile": name,
    "Version": revision,
    "Revision": revision,
}
