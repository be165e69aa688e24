"""The generic verbs on rows; what a noun adds to them stands in its app's `services/`."""

from django.db import transaction

from kitsu_site import events
from kitsu_site.exceptions import Invalid


class Rows:
    """Create, change and delete the rows of one model: one transaction each, with its event.

    `event`: the prefix of the events' names, by default the table's name with dashes;
    `merged`: JSON columns that a change merges key by key into what is stored.
    Subclasses add their noun's rules in the hooks: `check` (before the row is written; raises
    `Invalid`, `Refused`), `written` (after), `clear` (before a deletion).
    """

    merged: tuple[str, ...] = ()

    def __init__(self, model, *, event: str | None = None, silent: bool = False):
        self.model = model
        self.event = event or model._meta.db_table.replace("_", "-")
        self.silent = silent

    @transaction.atomic
    def create(self, *, values: dict, links: dict | None = None, by=None):
        """A new row with `values` (by attribute of the model) and `links` (ids by relation)."""
        row = self.model(**values)
        self.check_home(row, values)
        self.check(row, values=values, by=by, created=True)
        row.validate_constraints()
        row.save(force_insert=True)
        self.link(row, links or {})
        self.emit("new", row, by)
        self.written(row, values=values, links=links or {}, by=by, created=True)
        return row

    @transaction.atomic
    def update(self, *, row, values: dict, links: dict | None = None, by=None):
        """Change the `values` of `row`, and replace the `links` given."""
        self.check_home(row, values)
        self.merge(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        self.check(row, values=values, by=by, created=False)
        row.validate_constraints()
        row.save(update_fields=[*{self.field(name) for name in values}, "updated_at"])
        self.link(row, links or {})
        self.emit("update", row, by)
        self.written(row, values=values, links=links or {}, by=by, created=False)
        return row

    @transaction.atomic
    def delete(self, *, row, by=None, force: bool = False) -> None:
        """Delete `row`. Raises ProtectedError while other rows refer to it."""
        self.clear(row, by=by, force=force)
        pk, project_id = row.pk, self.project_of(row)
        row.delete()
        row.pk = pk
        self.emit("delete", row, by, project_id=project_id)

    # Hooks

    def check(self, row, *, values: dict, by, created: bool) -> None:
        """The noun's own rules, on the row as it would be written."""

    def check_home(self, row, values: dict) -> None:
        """Raise `Invalid` where a change would move `row` to another production, or tie it to one."""
        if row._state.adding or not hasattr(self.model, "project_path"):
            return
        others = {
            field: values[field.attname]
            for field in self.model._meta.concrete_fields
            if field.many_to_one
            and values.get(field.attname) is not None
            and hasattr(field.related_model, "project_path")
        }
        home = production_of(self.model, row.pk) if others else None
        for field, pk in others.items() if home else ():
            place = production_of(field.related_model, pk)
            if place and place != home:
                raise Invalid(f"{field.column}: it is of another production.", field=field.column)

    def written(self, row, *, values: dict, links: dict, by, created: bool) -> None:
        """What follows from the row having been written."""

    def clear(self, row, *, by, force: bool) -> None:
        """What goes with the row, before it does; refuses a deletion that may not be."""

    def project_of(self, row):
        """The id of the production of `row`, which goes with its events."""
        return getattr(row, "project_id", None)

    def emit(self, verb: str, row, by, **more) -> None:
        """The event of a verb: `<event>:<verb>` with the row's id."""
        if self.silent:
            return
        project_id = more.pop("project_id", None) or self.project_of(row)
        prefix = self.event_of(row)
        key = f"{prefix.replace('-', '_')}_id"
        events.emit(f"{prefix}:{verb}", by=by, project_id=project_id, **{key: row.id}, **more)

    def event_of(self, row) -> str:
        return self.event

    def field(self, attname: str) -> str:
        """The name of the field whose attribute is `attname`."""
        return next(f.name for f in self.model._meta.concrete_fields if f.attname == attname)

    def merge(self, row, values: dict) -> None:
        """Put into `values` what the `merged` columns become; the lock keeps concurrent changes."""
        for name in self.merged:
            if name in values:
                if values[name] is not None and not isinstance(values[name], dict):
                    raise Invalid(f"{name}: an object expected.", field=name)
                stored = (
                    self.model._base_manager.select_for_update().values_list(name, flat=True).get(pk=row.pk)
                )
                values[name] = {**(stored or {}), **(values[name] or {})}

    def link(self, row, links: dict) -> None:
        """Replace relations of `row`; the links that stay keep what else they hold."""
        for name, ids in links.items():
            getattr(row, name).set(ids)


def production_of(model, pk):
    """The id of the production that a row hangs on, by its model's `project_path`; None where it does not."""
    return model._base_manager.filter(pk=pk).values_list(model.project_path, flat=True).first()
