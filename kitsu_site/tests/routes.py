"""The routes of the contract and what is served of them, for tests that hold for all."""

import re

from django.apps import apps
from django.urls import Resolver404, resolve

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.tests.contract.replay import HERE
from kitsu_site.urls import router

ROUTES = [tuple(line.split()) for line in (HERE / "routes.txt").read_text().splitlines()]
PARAMETER = re.compile(r"\{(\w+)\}")
SAMPLES = {
    "year": "2030",
    "month": "1",
    "week": "2",
    "day": "7",
    "date": "2030-01-07",
    "month_date": "2030-01",
}
# Path parameters whose model has another name.
MODELS = {
    "asset": "Entity",
    "shot": "Entity",
    "sequence": "Entity",
    "episode": "Entity",
    "scene": "Entity",
    "edit": "Entity",
    "concept": "Entity",
    "temporal_entity": "Entity",
    "asset_type": "EntityType",
    "entry": "BudgetEntry",
    "filter": "SearchFilter",
    "filter_group": "SearchFilterGroup",
}


def sample(name: str) -> str:
    """A value for a parameter, which no literal segment can be taken for."""
    return SAMPLES.get(
        name, "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed" if name.endswith("_id") else f"some{name}"
    )


def is_served(method: str, path: str, mounted: str = "", slash: str = "") -> bool:
    """Whether the route resolves to a view that takes the method, its parameters being parameters."""
    values = [sample(name) for name in PARAMETER.findall(path)]
    address = mounted + PARAMETER.sub(lambda found: sample(found.group(1)), path)
    try:
        found = resolve(address if address.endswith("/") else address + slash)
    except Resolver404:
        return False
    taken = [str(value) for value in found.kwargs.values()]
    verbs = getattr(found.func, "actions", None) or dir(found.func.cls)  # of a ViewSet, or of a plain view
    return sorted(taken) == sorted(values) and method.lower() in verbs


def generic() -> dict[str, type[CrudViewSet]]:
    """The generic collections: the resource by path, such as `/data/departments`."""
    return {
        f"/{prefix}": viewset
        for prefix, viewset, _ in router.registry
        if isinstance(viewset, type) and issubclass(viewset, CrudViewSet) and "{" not in prefix
    }


def served(method: str) -> list[str]:
    """The paths of the contract that are built, for a method, with their parameters' names."""
    return [path for verb, path in ROUTES if verb == method and is_served(verb, path)]


def address(path: str, rows) -> str | None:
    """`path` with ids of rows in it; None where a parameter is no id."""
    kinds = {
        "asset": rows.studio.hero,
        "shot": rows.studio.first_shot,
        "sequence": rows.studio.sequence,
        "episode": rows.studio.episode,
    }

    def value(name: str, before: str) -> str | None:
        if name in SAMPLES:
            return SAMPLES[name]
        noun = name.removesuffix("_id")
        if noun in kinds:
            return str(kinds[noun].id)
        if name == "instance_id":
            viewset = generic().get(before)
            model = viewset.wire.model if viewset else None
        else:
            model = model_of(noun)
        return str(rows.anchor(model).id) if model else None

    parts = []
    for part in path.split("/"):
        if name := PARAMETER.fullmatch(part):
            part = value(name.group(1), "/".join(parts))
        elif "{" in part:
            part = None
        if part is None:
            return None
        parts.append(part)
    return "/".join(parts)


def model_of(noun: str):
    """The model that a path parameter `<noun>_id` names, or None."""
    name = MODELS.get(noun, noun.title().replace("_", ""))
    return next((model for model in apps.get_models() if model.__name__ == name), None)
