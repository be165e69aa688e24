"""Exports of the assets, shots and edits of a production, with their tasks (notes on imports, section 2)."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from imports.services.csv_files import Export
from imports.services.studio_exports import full_name
from production.models import EntityLink, MetadataDescriptor, Project, Task, TaskPersonLink
from production.services.metadata_descriptors import ORDER

MINUTES_OF_A_DAY = 8 * 60
CHUNK = 2000
ALL, MAIN = "all", "main"


@dataclass(frozen=True)
class Kind:
    """How a kind is exported. `columns`: what is read; `sort`: the columns that sort, by code point;
    `cells`: what comes between production and description, and after the time spent, of a row.
    """

    name: str
    header: tuple[str, ...]
    more: tuple[str, ...]
    columns: tuple[str, ...]
    sort: Callable[[dict], tuple]
    cells: Callable[[dict], list]
    after: Callable[[dict], list]


def nothing(row: dict) -> list:
    return []


def frames(row: dict) -> list:
    data = row["data"] if isinstance(row["data"], dict) else {}
    return [row["nb_frames"], data.get("frame_in"), data.get("frame_out"), data.get("fps")]


EPISODE, SEQUENCE = "parent__parent__name", "parent__name"
KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "Asset",
            ("Type", "Name"),
            (),
            ("entity_type__name",),
            lambda row: (row["entity_type__name"], row["name"]),
            lambda row: [row["entity_type__name"], row["name"]],
            nothing,
        ),
        Kind(
            "Shot",
            ("Episode", "Sequence", "Name"),
            ("Frames", "Frame In", "Frame Out", "FPS"),
            (EPISODE, SEQUENCE, "nb_frames"),
            lambda row: (row[EPISODE] or "", row[SEQUENCE] or "", row["name"]),
            lambda row: [row[EPISODE], row[SEQUENCE], row["name"]],
            frames,
        ),
        Kind(
            "Edit",
            ("Episode", "Name"),
            (),
            (SEQUENCE,),
            lambda row: (row[SEQUENCE] or "", row["name"]),
            lambda row: [row[SEQUENCE], row["name"]],
            nothing,
        ),
    )
}


def narrowed(
    rows: QuerySet, kind: str, *, pk: UUID | None, episode: UUID | str | None, person=None
) -> QuerySet:
    """Entities of a kind: one, those of an episode (of none for `main`), those with a task of a person."""
    if pk is not None:
        rows = rows.filter(pk=pk)
    if person is not None:
        links = TaskPersonLink.objects.filter(person=person, task__entity=OuterRef("pk"))
        rows = rows.filter(Exists(links))
    if episode in (None, ALL):
        return rows
    if kind == "Shot":
        return rows.filter(parent__parent=None if episode == MAIN else episode)
    if episode == MAIN:
        return rows.filter(source__isnull=True)
    cast = EntityLink.objects.filter(entity_in_id=episode).values("entity_out_id")
    return rows.filter(Q(source_id=episode) | Q(pk__in=cast))


def entities(*, project: Project, kind: str, rows: QuerySet, person=None) -> Export:
    """The entities in `rows`, which are of one kind; `person`: only the tasks assigned to them."""
    return Export(f"{project.name} {kind.lower()}s", _entities(project, KINDS[kind], rows, person))


def _entities(project: Project, kind: Kind, entities: QuerySet, person) -> Iterator[list]:
    descriptors = list(
        MetadataDescriptor.objects.filter(project=project, entity_type=kind.name).order_by(*ORDER)
    )
    tasks = Tasks(entities, person)
    titles = [title for name in tasks.types.values() for title in (name, "Assignations")]
    metadata = [descriptor.name for descriptor in descriptors]
    yield ["Project", *kind.header, "Description", "Time Spent", *kind.more, *metadata, *titles]
    columns = ("id", "name", "description", "data", *kind.columns)
    found = sorted(entities.values(*columns), key=kind.sort)
    for row in found:
        data = row["data"] if isinstance(row["data"], dict) else {}
        of_row = tasks.by_entity.get(row["id"], {})
        spent = sum(duration or 0 for _, duration, _ in of_row.values()) / MINUTES_OF_A_DAY
        cells = [project.name, *kind.cells(row), row["description"], f"{spent:.2f}", *kind.after(row)]
        cells += [shown(descriptor, data) for descriptor in descriptors]
        for task_type_id in tasks.types:
            status, _, task_id = of_row.get(task_type_id, (None, None, None))
            cells += [status, ",".join(tasks.people.get(task_id, ()))]
        yield cells


class Tasks:
    """The tasks of some entities; `types`: {task type: name} of those that any of them has, in order."""

    def __init__(self, entities: QuerySet, person):
        rows = Task.objects.filter(entity__in=entities.order_by().values("pk"), task_type__isnull=False)
        if person is not None:
            rows = rows.filter(pk__in=TaskPersonLink.objects.filter(person=person).values("task_id"))
        self.by_entity: dict[UUID, dict] = defaultdict(dict)
        types = {}
        columns = ("entity_id", "task_type_id", "task_status__short_name", "duration", "id")
        more = ("task_type__priority", "task_type__name")
        for entity_id, type_id, status, duration, pk, priority, name in (
            rows.order_by("created_at", "pk").values_list(*columns, *more).iterator(chunk_size=CHUNK)
        ):
            self.by_entity[entity_id].setdefault(type_id, (status, duration, pk))
            types[type_id] = (priority or 0, name)
        self.types = {pk: types[pk][1] for pk in sorted(types, key=lambda pk: (*types[pk], str(pk)))}
        self.people: dict[UUID, list[str]] = defaultdict(list)
        links = TaskPersonLink.objects.filter(task__in=rows.order_by().values("pk"))
        names = ("task_id", "person__first_name", "person__last_name")
        for task_id, first, last in links.order_by("person__first_name", "person__last_name").values_list(
            *names
        ):
            self.people[task_id].append(full_name(first, last))


def shown(descriptor: MetadataDescriptor, data: dict) -> Any:
    """The value that an entity has for a descriptor, as it is stored."""
    value = data.get(descriptor.field_name)
    if descriptor.data_type == MetadataDescriptor.DataType.BOOLEAN:
        return "true" if value is True or str(value).lower() == "true" else "false"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return value
