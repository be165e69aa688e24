"""Where things may stand: who imports whom, and what has no place in models and policies."""

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each may import itself and those before it.
APPS = ("kitsu_site", "accounts", "production", "files", "imports")
# The project's doors, which open on every app: the routes and the command line.
DOORS = ("kitsu_site/urls.py", "kitsu_site/management/")
HTTP = ("rest_framework", "django.http")


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax of every module of the apps by its path, the tests' left out."""
    paths = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text())
        for path in paths
        if "tests" not in path.parts and "migrations" not in path.parts
    }


def imported(path: str) -> list[tuple[str, int]]:
    """The modules that one imports, wherever in it, with the lines."""
    package = path.removesuffix(".py").split("/")[:-1]
    found = []
    for node in ast.walk(modules()[path]):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            found.append((".".join([*base, *filter(None, [node.module])]), node.lineno))
    return found


def inside(room: str) -> list[str]:
    """The paths of the modules in a room of the apps, such as `models`."""
    return [path for path in modules() if f"/{room}/" in path or path.endswith(f"/{room}.py")]


def test_no_app_imports_a_later_one():
    wrong = [
        f"{path}:{line} imports {name}"
        for path in modules()
        if not path.startswith(DOORS)
        for name, line in imported(path)
        if (app := name.split(".")[0]) in APPS and APPS.index(app) > APPS.index(path.split("/")[0])
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ["models", "services", "policies"])
def test_models_services_and_policies_know_no_http(room):
    wrong = [
        f"{path}:{line} imports {name}"
        for path in inside(room)
        for name, line in imported(path)
        if name.startswith(HTTP)
    ]
    assert wrong == []


def test_models_have_no_side_effects_in_save_and_delete():
    wrong = [
        f"{path}:{node.lineno} {node.name}"
        for path in inside("models")
        for node in ast.walk(modules()[path])
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]
    assert wrong == []


def test_nothing_hangs_on_signals_of_models():
    """`post_migrate` is of none, but of the whole database."""
    wrong = [
        f"{path}:{node.lineno} imports {alias.name}"
        for path, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals"
        for alias in node.names
        if alias.name != "post_migrate"
    ]
    assert wrong == []


def test_no_module_is_called_utils():
    assert [path for path in modules() if Path(path).stem in ("utils", "helpers", "common", "misc")] == []


def test_at_the_root_stand_only_the_apps_and_what_runs_them():
    """The tree as it is committed: five packages, `docs`, a few files, dot files."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    tops = {path.split("/")[0] for path in listed.splitlines()}
    allowed = {*APPS, "docs", "manage.py", "requirements.txt", "pytest.ini", "README.md"}
    assert {top for top in tops if not top.startswith(".")} <= allowed
