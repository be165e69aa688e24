"""Files stay in their production, and tie nothing of two productions together; shared assets aside."""

from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows


class OfOneProduction(Rows):
    """Rows of files as the generic resource writes them.

    `parents`: the relations that say which production a row is of, the first of them first.
    """

    parents: tuple[str, ...] = ()

    def create(self, *, values, links=None, by=None):
        self.check_parents(values, home=None)
        return super().create(values=values, links=links, by=by)

    def update(self, *, row, values, links=None, by=None):
        home = next((found for name in self.parents if (found := home_of(getattr(row, name)))), None)
        self.check_parents(values, home=home)
        return super().update(row=row, values=values, links=links, by=by)

    def check_parents(self, values: dict, *, home) -> None:
        """Raise `Invalid` where an id among `values` is of another production than `home` (or the first)."""
        for name in self.parents:
            pk = values.get(f"{name}_id")
            model = self.model._meta.get_field(name).related_model
            theirs = home_of(model._base_manager.filter(pk=pk).first()) if pk else None
            home = home or theirs
            if theirs is not None and theirs != home:
                raise Invalid(f"{name}_id: it is of another production.", field=f"{name}_id")


def home_of(row):
    """The id of the production that a row hangs on; None for what is shared, and for what hangs on none."""
    if row is None or getattr(row, "is_shared", False):
        return None
    *path, last = row.project_path.split("__")
    for name in path:
        row = getattr(row, name)
        if row is None or getattr(row, "is_shared", False):
            return None
    return getattr(row, last)
