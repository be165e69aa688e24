"""What the kinds of ShotGrid's rows share: reading a row, finding what is here already, writing it all."""

from functools import cached_property

from accounts.models import Person
from imports.services import batches, json_rows, writing
from kitsu_site.exceptions import Invalid
from production.models import Entity, Project
from production.models.entity_type import TIMELINE

MISSING = object()
COMPOUND = {"tasks", "task_assignees", "sg_uploaded_movie"}


class PassedOver(Exception):
    """A row that is not taken in. `expected`: ShotGrid has such rows, and nothing is wrong with them."""

    def __init__(self, reason: str, *, expected: bool = False):
        super().__init__(reason)
        self.reason, self.expected = reason, expected


def need(row, path: str):
    """The value at a dotted path of a row, null where a part of it is null.

    Raises `PassedOver` where there is none, `Invalid` for a list or an object, but at `COMPOUND` paths.
    """
    value = row
    for name in path.split("."):
        if value is None:
            return None
        if not isinstance(value, dict) or name not in value:
            raise PassedOver(f"{path}: it is missing.")
        value = value[name]
    if isinstance(value, (list, dict)) and path not in COMPOUND:
        raise Invalid(f"{path}: one value expected.", field=path)
    return value


def may(row, path: str, default=None):
    """The same where the path may be missing."""
    try:
        value = need(row, path)
    except PassedOver:
        return default
    return default if value is None else value


def own_id(row) -> int:
    """The ShotGrid id of a row. Raises `PassedOver` where it has none, `Invalid` for no whole number."""
    found = need(row, "id")
    if found is None:
        raise PassedOver("id: it is missing.")
    if isinstance(found, bool) or not isinstance(found, int):
        raise Invalid(f"id: a whole number expected, got {found!r}.", field="id")
    return found


def ids_at(rows: list[dict], *paths: str) -> set[int]:
    """All whole numbers at some paths of the rows."""
    found = (may(row, path) for row in rows for path in paths)
    return {pk for pk in found if isinstance(pk, int) and not isinstance(pk, bool)}


def others(row: dict, *dropped: str) -> dict:
    """The fields of ShotGrid's own naming (`sg_...`) that hold something."""
    return {n: v for n, v in row.items() if n.startswith("sg_") and v is not None and n not in dropped}


class Named:
    """Rows of a small vocabulary by a name; unknown ones are made, together, when the list is written."""

    def __init__(self, model, **defaults):
        self.model, self.defaults, self.new = model, defaults, []

    @cached_property
    def rows(self) -> dict:
        return {row.name: row for row in self.model._base_manager.all()}

    def get(self, name, **values):
        name = json_rows.text("name", name)
        if name not in self.rows:
            values = json_rows.values(self.model, {"name": name, **self.defaults, **values}, fresh=True)
            self.rows[name] = self.model(**values)
            self.new.append(self.rows[name])
        return self.rows[name]

    def save(self) -> None:
        self.model._base_manager.bulk_create(self.new)


def forget(index: dict, key, row) -> None:
    """Have `index` find `row` no longer under `key`: it is about to be called something else."""
    if index.get(key) == row:
        del index[key]


class Kind:
    """Rows of one kind, written together; `write` answers for each what it is stored as, or why it is not.

    `by`: who imports. `adopts`: the studio moves in, hence what is here under the same name without a
    ShotGrid id becomes theirs, comments show the status of their task, and previews are numbered.
    """

    model = None
    passing = False  # whether a row that breaks a constraint is passed over, too

    def __init__(self, rows: list, *, by, adopts: bool = False):
        self.given, self.by, self.adopts = rows, by, adopts
        self.rows = [row for row in rows if isinstance(row, dict)]
        self.made, self.changed, self.attributes = [], {}, set()
        self.names: list[Named] = []

    def write(self) -> list:
        self.load()
        answered = [self.answer(row) for row in self.given]
        for named in self.names:
            named.save()
        writing.save(
            self.model, made=self.made, changed=list(self.changed.values()), attributes=self.attributes
        )
        self.link()
        return answered

    def answer(self, row):
        if not isinstance(row, dict):
            return PassedOver("an object expected.")
        try:
            return self.plan(row)
        except PassedOver as reason:
            return reason

    # Hooks

    def load(self) -> None:
        """Find, with a few queries, what the rows refer to."""

    def plan(self, row: dict):
        """What `row` becomes; raises `PassedOver` before anything of it is planned, or `Invalid`."""
        raise NotImplementedError

    def link(self) -> None:
        """Write the relations of what was stored."""

    @classmethod
    def after(cls, rows: list, answered: list, *, by, adopts: bool) -> None:
        """What follows once all rows are stored."""

    # Steps

    def named(self, model, **defaults) -> Named:
        self.names.append(Named(model, **defaults))
        return self.names[-1]

    def create(self, **values):
        """A new row of columns; raises `Invalid`."""
        row = self.model(**json_rows.values(self.model, values, fresh=True))
        self.made.append(row)
        return row

    def change(self, row, **values):
        """A known row with other columns; raises `Invalid`."""
        found = json_rows.values(self.model, values, fresh=False)
        for name, value in found.items():
            setattr(row, name, value)
        if row not in self.made:
            self.changed[row.pk] = row
            self.attributes |= set(found)
        return row

    def here(self, model=None, lookup: str = "shotgun_id", path: str = "id") -> dict:
        """{ShotGrid id: row} of what the rows name at `path`; nobody changes it before the end."""
        rows = (model or self.model)._base_manager.select_for_update(of=("self",)).order_by("-created_at")
        return {row.shotgun_id: row for row in batches.found(rows, lookup, ids_at(self.rows, path))}

    def people(self, *paths: str, more: set[int] = frozenset()) -> dict[int, Person]:
        wanted = ids_at(self.rows, *paths) | set(more)
        return {p.shotgun_id: p for p in batches.found(Person.objects.all(), "shotgun_id", wanted)}

    def productions_by_name(self) -> dict[str, Project]:
        names = {name for row in self.rows if isinstance(name := may(row, "project.name"), str)}
        return {p.name: p for p in batches.found(Project.objects.all(), "name", names)}

    def entities(self, *paths: str, more: set[int] = frozenset()) -> dict[tuple[str, int], Entity]:
        """{(kind, ShotGrid id): entity}: an id is only one's own within its kind."""
        rows = (
            Entity.objects.select_for_update(of=("self",))
            .select_related("entity_type")
            .order_by("-created_at")
        )
        wanted = ids_at(self.rows, *paths) | set(more)
        return {(e.kind, e.shotgun_id): e for e in batches.found(rows, "shotgun_id", wanted)}


def text_id(row) -> str | None:
    """The id of a row as bodies have it."""
    return str(row.pk) if row is not None else None


def is_asset(entity: Entity) -> bool:
    return entity.entity_type.name not in TIMELINE
