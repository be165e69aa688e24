"""Files stay in their production, and tie nothing of two productions together; shared assets aside."""

from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows


class OfOneProduction(Rows):
    """Rows of files as the generic resource writes them.

    `parents`: the relations that say which production a row is of, the first of them first.
    """

    parents: tuple[str, ...] = ()

    def check_home(self, row, values):
        home = next((found for name in self.parents if (found := home_of(getattr(row, name)))), None)
        for name in self.parents:
            pk = values.get(f"{name}_id")
            model = self.model._meta.get_field(name).related_model
            theirs = home_of(model._base_manager.filter(pk=pk).first()) if pk else None
            if theirs and home and theirs != home:
                raise Invalid(f"{name}_id: it is of another production.", field=f"{name}_id")
            home = home or theirs


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
