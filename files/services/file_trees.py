"""File trees: where a production keeps its files, as templates (notes on files, "File trees").

`{mode: {mountpoint, root, folder_path: {kind: template, ..., style}, file_name: {the same}}}`
"""

import json
import re
from functools import cache
from pathlib import Path

from django.db import transaction

from kitsu_site import events
from kitsu_site.exceptions import Invalid
from production.models import Project

SHIPPED = Path(__file__).parent.parent / "file_trees"
NAME = re.compile(r"[A-Za-z0-9_-]+")


@cache
def shipped_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.json")))


def shipped(name: str) -> dict:
    """A tree that comes with the server; raises `Invalid`."""
    if not NAME.fullmatch(name) or name not in shipped_names():
        raise Invalid(f"tree_name: one of {', '.join(shipped_names())} expected.", field="tree_name")
    return json.loads((SHIPPED / f"{name}.json").read_text())


@transaction.atomic
def set_tree(*, project: Project, name: str, by) -> Project:
    """Copy a shipped tree into the production; raises `Invalid` for an unknown one."""
    project.file_tree = shipped(name)
    project.save(update_fields=["file_tree", "updated_at"])
    events.emit("project:update", by=by, project_id=project.pk)
    return project


class Mode:
    """What a tree says of one mode: `working`, `output`, `preview`, ...

    Raises `Invalid` for what it lacks.
    """

    def __init__(self, tree, name: str):
        if not isinstance(tree, dict):
            raise Invalid("The production has no file tree: set one first.", field="file_tree")
        if not isinstance(tree.get(name), dict):
            raise Invalid(f"mode: the file tree has no mode {name!r}.", field="mode")
        self.name, self.content = name, tree[name]

    def text(self, name: str) -> str:
        value = self.content.get(name)
        if not isinstance(value, str):
            raise Invalid(f"file_tree: the mode {self.name} has no {name}.", field="file_tree")
        return value

    def section(self, name: str) -> dict:
        value = self.content.get(name)
        if not isinstance(value, dict):
            raise Invalid(f"file_tree: the mode {self.name} has no {name}.", field="file_tree")
        return value

    def template(self, section: str, kind: str) -> str:
        """The template of a kind in `folder_path` or `file_name`."""
        value = self.section(section).get(kind)
        if not isinstance(value, str):
            message = f"file_tree: the mode {self.name} has no {section} for {kind}."
            raise Invalid(message, field="file_tree")
        return value

    def style(self, section: str) -> str:
        return str(self.section(section).get("style") or "")

    def prefix(self, sep: str) -> str:
        """What every folder starts with, the separator included."""
        root = self.text("root")
        return self.text("mountpoint") + sep + (root + sep if root else "")
