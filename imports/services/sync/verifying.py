"""Whether two servers hold the same: counts and content, collection by collection."""

from collections.abc import Callable
from dataclasses import dataclass, field

from imports.services.sync.mirrors import STUDIO, WORK, Mirror
from imports.services.sync.remote import Remote


@dataclass
class Comparison:
    """A collection on both servers. `different`: ids, with the names in which the rows differ."""

    name: str
    there: int = 0
    here: int = 0
    missing: int = 0  # there, not here
    different: dict[str, list[str]] = field(default_factory=dict)
    absent: bool = False  # the other server has no such collection

    @property
    def more(self) -> int:
        """Rows that are only here."""
        return 0 if self.absent else self.here - (self.there - self.missing)

    @property
    def is_whole(self) -> bool:
        """Whether all that is there is here, as it is there."""
        return self.absent or not (self.missing or self.different)


def compare(
    remote: Remote,
    project_id: str | None,
    *,
    mirrors: list[Mirror] | None = None,
    ignored: tuple[str, ...] = (),
    tell: Callable[[str, int | None], None] = lambda step, total: None,
) -> list[Comparison]:
    """Compare all that is copied, read only. `ignored`: names whose difference does not count."""
    found = []
    vars(remote).pop("entity_types", None)  # more may be there by now
    for mirror in mirrors or [*STUDIO, *WORK]:
        tell(mirror.name, None)
        found.append(compared(mirror, remote, project_id, ignored))
    return found


def compared(mirror: Mirror, remote: Remote, project_id, ignored) -> Comparison:
    seen = set()
    pages = mirror.pages(remote, project_id)
    if pages is None:
        return Comparison(mirror.name, absent=True)
    result = Comparison(mirror.name, here=mirror.within(project_id).count())
    for rows, _ in pages:
        rows = [row for row in rows if row["id"] not in seen]
        stored = mirror.here([row["id"] for row in rows])
        for row in rows:
            seen.add(row["id"])
            result.there += 1
            if row["id"] not in stored:
                result.missing += 1
            elif names := [n for n in mirror.differs(row, stored[row["id"]]) if n not in ignored]:
                result.different[row["id"]] = names
    return result
