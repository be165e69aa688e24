"""Task types and task statuses, from ShotGrid's pipeline steps and statuses."""

from accounts.models import Department
from imports.services import batches
from imports.services.shotgun.kind import Kind, PassedOver, forget, may, need, own_id, text_id
from production.models import TaskStatus, TaskType


def color_of(row: dict, name: str) -> str:
    """ShotGrid's `r,g,b` as `#rrggbb`; black where there is none."""
    value = may(row, name, "0,0,0")
    try:
        channels = [int(channel) for channel in value.split(",")]
    except (AttributeError, ValueError):
        channels = []
    if len(channels) != 3 or not all(0 <= channel < 256 for channel in channels):
        raise PassedOver(f"{name}: three numbers from 0 to 255 expected.")
    return "#{:02x}{:02x}{:02x}".format(*channels)


class Steps(Kind):
    """Task types: found by id, else by name and what they are for; the first word names the department."""

    model = TaskType

    def load(self):
        self.found = self.here()
        names = {name for row in self.rows if isinstance(name := may(row, "code"), str)}
        rows = TaskType.objects.select_for_update(of=("self",)).order_by("-created_at")
        self.named_so = {(t.name, t.for_entity): t for t in batches.found(rows, "name", names)}
        self.departments = self.named(Department)

    def plan(self, row):
        shotgun_id, name, color = own_id(row), need(row, "code"), color_of(row, "color")
        if not isinstance(name, str) or not name.strip():
            raise PassedOver("code: it is empty.")
        kind = may(row, "entity_type", "Asset")
        department = self.departments.get(name.split()[0], color=color)
        values = {
            "name": name,
            "short_name": may(row, "short_name", ""),
            "color": color,
            "for_entity": kind,
            "department_id": text_id(department),
            "shotgun_id": shotgun_id,
        }
        known = self.found.get(shotgun_id) or self.named_so.get((name, kind))
        if known:
            forget(self.found, known.shotgun_id, known)
            forget(self.named_so, (known.name, known.for_entity), known)
        step = self.change(known, **values) if known else self.create(**values)
        self.found[shotgun_id] = self.named_so[name, kind] = step
        return step


class Statuses(Kind):
    """Task statuses: found by their id, else by their short name."""

    model = TaskStatus

    def load(self):
        self.found = self.here()
        codes = {code for row in self.rows if isinstance(code := may(row, "code"), str)}
        rows = TaskStatus.objects.select_for_update(of=("self",))
        self.by_code = {s.short_name: s for s in batches.found(rows, "short_name", codes)}

    def plan(self, row):
        shotgun_id, name, code = own_id(row), need(row, "name"), need(row, "code")
        color = color_of(row, "bg_color")
        values = {"name": name, "short_name": code, "color": color, "shotgun_id": shotgun_id}
        known = self.found.get(shotgun_id) or self.by_code.get(code)
        if known:
            forget(self.found, known.shotgun_id, known)
            forget(self.by_code, known.short_name, known)
        status = self.change(known, **values) if known else self.create(**values)
        self.found[shotgun_id] = self.by_code[code] = status
        return status
