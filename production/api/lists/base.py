"""The big lists: every entity of a kind with its tasks, by flat queries and without model instances.

A list is a class that says which columns its entities and its tasks have, in the order of the compact
form (notes on entities, section 1). The number of queries does not depend on the number of rows,
nothing is parsed that need not be, and each row becomes bytes as soon as it is known.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import groupby
from operator import itemgetter

import orjson
from django.http import HttpResponse, StreamingHttpResponse

from kitsu_site.api.renderers import dumps
from production.api.masks import hidden_fields, without
from production.models import Subscription, Task, TaskPersonLink

from .columns import column, ident, json, key, later, moment

FRAMES = ("fps", "frame_in", "frame_out")  # entity fields that are keys of its data
CHUNK = 2000  # rows fetched at once
TASK = {
    "id": ident("id"),
    "entity_id": ident("entity_id"),
    "task_status_id": ident("task_status_id"),
    "task_type_id": ident("task_type_id"),
    "assigner_id": ident("assigner_id"),
    "last_preview_file_id": ident("last_preview_file_id"),
    "priority": column("priority", none=0),
    **{name: column(name) for name in ("duration", "estimation", "retake_count", "difficulty")},
    **{name: column(name) for name in ("nb_assets_ready", "nb_drawings")},
    **{name: moment(name) for name in ("start_date", "due_date", "real_start_date", "end_date")},
    **{name: moment(name) for name in ("done_date", "last_comment_date")},
    "data": json("data"),
    "is_subscribed": later(),
    "assignees": later(),
}


class EntityList:
    """One kind's list for one caller (`scope`; None where the caller reaches all that is listed).

    `entities`: the queryset of what is listed; `only_mine`: nest only the tasks of the caller;
    `tasks_of`: nest only the tasks of that person; `project_id`: the production asked for, if it is one.
    """

    kind: str
    entity_columns: dict
    task_columns: dict
    entity_fields_key = "entity_fields"
    order: tuple[str, ...] = ("pk",)

    def __init__(
        self,
        scope,
        entities,
        *,
        project_id: uuid.UUID | None = None,
        only_mine: bool = False,
        tasks_of: uuid.UUID | None = None,
        compact: bool = False,
    ):
        self.scope, self.entities, self.project_id = scope, entities, project_id
        self.only_mine, self.tasks_of, self.compact = only_mine, tasks_of, compact

    # Forms

    def whole(self) -> HttpResponse:
        """One JSON array, or the object of the compact form."""
        opening, closing = b"[", b"]"
        if self.compact:
            opening, closing = self.header()[:-1] + b',"rows":[', b"]}"
        body = b"".join([opening, *self.rows(ending=b",")]).removesuffix(b",") + closing
        return HttpResponse(body, content_type="application/json")

    def streamed(self) -> StreamingHttpResponse:
        """The header, then a row a line, sent as they are read."""
        return StreamingHttpResponse(self.lines(), content_type="application/x-ndjson")

    def lines(self) -> Iterator[bytes]:
        yield self.header() + b"\n"
        yield from self.rows(ending=b"\n")

    def header(self) -> bytes:
        if not self.compact:
            return dumps({"compact": False})
        return dumps(
            {
                "compact": True,
                self.entity_fields_key: list(self.entity_columns),
                "task_fields": list(self.task_columns),
            }
        )

    # Rows

    def rows(self, *, ending: bytes = b"") -> Iterator[bytes]:
        """Each entity as JSON, with what comes after it."""
        names = list(self.entity_columns)
        at = {name: index for index, name in enumerate(names)}
        frames = [(at[name], name) for name in FRAMES if name in at]
        tasks_of = self.tasks_of_each()
        fillers = [(at[name], found) for name, found in self.relations().items()]
        columns = [*self.entity_columns.values(), "project_id", key("id")]
        found = self.entities.order_by(*self.order).values_list(*columns).iterator(chunk_size=CHUNK)
        for *row, project_id, entity in found:
            entity_id, data = row[at["id"]], row[at["data"]]
            hidden = self.hidden.get(project_id)
            value = orjson.loads(data) if hidden or (frames and data != "{}") else {}
            row[at["data"]] = without(value, hidden) if hidden else orjson.Fragment(data)
            for index, name in frames:
                row[index] = value.get(name) if isinstance(value, dict) else None
            for index, lists in fillers:
                row[index] = lists.get(entity_id, ())
            row[at["tasks"]] = orjson.Fragment(b"[%b]" % b"".join(tasks_of(entity))[:-1])
            yield dumps(row if self.compact else dict(zip(names, row, strict=True))) + ending

    @classmethod
    def one(cls, entity) -> dict:
        """A single entity as in the list: nothing masked, all its tasks, no subscriptions."""
        return orjson.loads(next(cls(None, type(entity).objects.filter(pk=entity.pk)).rows()))

    def relations(self) -> dict[str, dict]:
        """{field: {entity: ids}} of the fields that hold ids of others."""
        return {}

    @cached_property
    def hidden(self) -> dict:
        return hidden_fields(self.scope, self.kind, self.project_id) if self.scope else {}

    # Tasks

    def tasks_of_each(self) -> Callable[[str], list[bytes]]:
        """What answers the tasks of an entity by its key; asked in the order of the list."""
        if self.order == ("pk",):
            return Merged(self.tasks(self.task_rows.order_by("entity_id"))).pop
        found = defaultdict(list)
        for entity, task in self.tasks(self.task_rows):
            found[entity].append(task)
        return lambda entity: found.pop(entity, [])

    def tasks(self, rows) -> Iterator[tuple[str, bytes]]:
        """(key of the entity, task as JSON with a comma after it) of each of the rows.

        With the comma comes a copy, just as long as the text: orjson's own is some kilobytes for each.
        """
        names = list(self.task_columns)
        at = {name: index for index, name in enumerate(names)}
        data_at, assignees_at, subscribed_at = at.get("data"), at["assignees"], at.get("is_subscribed")
        assignees, followed = self.assignees(), self.followed()
        compact, fragment = self.compact, orjson.Fragment
        columns = [*self.task_columns.values(), key("id"), key("entity_id")]
        for *row, task, entity in rows.values_list(*columns).iterator(chunk_size=CHUNK):
            row[assignees_at] = fragment(f"[{assignees.get(task, '')}]")
            if subscribed_at is not None:
                row[subscribed_at] = task in followed
            if data_at is not None and row[data_at] is not None:
                row[data_at] = fragment(row[data_at])
            yield entity, dumps(row if compact else dict(zip(names, row, strict=True))) + b","

    @cached_property
    def task_rows(self):
        """The tasks of the listed entities that the caller sees."""
        rows = Task.objects.filter(entity__in=self.entities.order_by().values("pk"))
        if self.scope is not None:
            rows = rows.visible_to(self.scope)
        if self.only_mine:
            rows = rows.filter(pk__in=self.links_of(self.scope.person.pk))
        if self.tasks_of is not None:
            rows = rows.filter(pk__in=self.links_of(self.tasks_of))
        return rows

    def links_of(self, person_id):
        """The ids of the tasks of a person."""
        return TaskPersonLink.objects.filter(person_id=person_id).values("task_id")

    def assignees(self) -> dict[str, str]:
        """{task: its assignees, as JSON without brackets}; texts, for a list each would keep the
        garbage collector busy."""
        links = TaskPersonLink.objects.filter(task__entity__in=self.entities.order_by().values("pk"))
        found = {}
        pairs = links.values_list(key("task_id"), ident("person_id")).iterator(chunk_size=CHUNK)
        for task_id, person_id in pairs:
            others = found.get(task_id)
            found[task_id] = f'{others},"{person_id}"' if others else f'"{person_id}"'
        return found

    def followed(self) -> set[str]:
        """The tasks that the caller subscribed to; only worked out for one production."""
        if self.project_id is None or "is_subscribed" not in self.task_columns:
            return set()
        mine = Subscription.objects.filter(person=self.scope.person, task__project_id=self.project_id)
        return set(mine.values_list(key("task_id"), flat=True))


class Merged:
    """Pairs in the order of their keys, read along with a list in the same order: none is kept longer."""

    def __init__(self, pairs: Iterable[tuple[str, bytes]]):
        self.groups = groupby(pairs, itemgetter(0))
        self.advance()

    def advance(self) -> None:
        self.key, self.group = next(self.groups, (None, ()))

    def pop(self, key: str) -> list[bytes]:
        """What belongs to that key, which comes after all keys asked for before."""
        while self.key is not None and self.key < key:
            self.advance()
        if self.key != key:
            return []
        found = [item for _, item in self.group]
        self.advance()
        return found


def of_tasks(columns: str) -> dict:
    """Task columns by their names, in that order."""
    return {name: TASK[name] for name in columns.split()}
