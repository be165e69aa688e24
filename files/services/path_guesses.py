"""What a path is about: the templates of a file tree read backwards (notes on files, "File trees")."""

import re

from accounts.models import Department, Software
from files.models import OutputType
from files.services.file_paths import TOKEN, slug, styled
from files.services.file_trees import Mode
from production.models import Entity, EntityType, Project, TaskType

PLAIN = {
    "TaskType": TaskType,
    "Department": Department,
    "Software": Software,
    "OutputType": OutputType,
}


def guess(*, project: Project, path: str, scope, sep: str = "/") -> list[dict]:
    """`[{Template: kind, <Token>: id or text, ...}]`: each way to read the path, as far as it is known.

    Assets, shots and scenes are those that the scope sees.
    """
    found = []
    for mode in project.file_tree if isinstance(project.file_tree, dict) else ():
        tree = Mode(project.file_tree, mode)
        prefix, style = tree.prefix(sep), tree.style("folder_path")
        if styled(path[: len(prefix)], style) != styled(prefix, style):
            continue
        segments = path[len(prefix) :].split(sep)
        for kind, template in tree.section("folder_path").items():
            if kind == "style" or not isinstance(template, str):
                continue
            read = read_as(template, segments, project, scope)
            if read and {"Template": kind, **read} not in found:
                found.append({"Template": kind, **read})
    return found


def read_as(template: str, segments: list[str], project: Project, scope) -> dict | None:
    """The tokens of a template in the segments of a path; None where the path is not of that form."""
    tokens = {}
    for wanted, given in zip(template.split("/"), segments, strict=False):
        parts = TOKEN.split(wanted)  # literal, token, field, literal, ...
        expression = "(.+?)".join(re.escape(literal) for literal in parts[::3])
        match = re.fullmatch(expression, given, re.IGNORECASE)
        if match is None:
            return None
        for token, text in zip(parts[1::3], match.groups(), strict=True):
            value = looked_up(token, text, tokens, project, scope)
            if value is None:
                return tokens
            tokens[token] = value
    return tokens


def looked_up(token: str, text: str, tokens: dict, project: Project, scope):
    """The id of what a token's text names, within what was found before it; None where there is none."""
    if token == "Project":
        return project.pk if named(Project.objects.filter(pk=project.pk), text) else None
    if token in PLAIN:
        return named(PLAIN[token].objects.all(), text)
    if token == "AssetType":
        return named(EntityType.objects.assets(), text)
    around = Entity.objects.filter(project=project)
    rows = around.visible_to(scope)
    if token == "Asset":
        kind = tokens.get("AssetType")
        return named(rows.filter(entity_type_id=kind), text) if kind else None
    if token in ("Shot", "Scene", "Sequence", "Episode"):
        parent = tokens.get("Episode" if token == "Sequence" else "Sequence")
        rows = (around if token in ("Sequence", "Episode") else rows).filter(entity_type__name=token)
        return named(rows.filter(parent_id=parent) if parent else rows, text)
    return text or None


def named(rows, text: str):
    """The id of the row of that name, whatever the case; failing that, of the same slug."""
    exact = rows.filter(name__iexact=text).order_by("created_at").values_list("pk", flat=True).first()
    if exact is not None:
        return exact
    wanted = slug(text)
    names = rows.order_by("created_at").values_list("pk", "name")
    return next((pk for pk, name in names.iterator() if slug(name) == wanted), None)
