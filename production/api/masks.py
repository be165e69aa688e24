"""Metadata that vendors do not see (notes on entities, "Vendor mask")."""

import uuid
from collections import defaultdict

from production.models import MetadataDescriptor


def hidden_fields(scope, kind: str, project_id=None) -> dict[uuid.UUID, set[str]]:
    """{production: keys of `data`} that are shown to other departments only, where the scope is a vendor."""
    projects = scope.projects("vendor")
    if project_id is not None:
        projects = [pk for pk in projects if pk == project_id]
    if not projects:
        return {}
    hidden = defaultdict(set)
    descriptors = MetadataDescriptor.objects.filter(
        project_id__in=projects, entity_type=kind, departments__isnull=False
    ).exclude(departments__in=scope.departments)
    for project, field in descriptors.values_list("project_id", "field_name").distinct():
        hidden[project].add(field)
    return hidden


def without(data, keys: set[str]):
    """The metadata of an entity without those keys."""
    return {key: item for key, item in data.items() if key not in keys} if isinstance(data, dict) else data
