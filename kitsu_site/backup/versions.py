"""The version of a database: the migrations that it has seen, and the models as they were then."""

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from kitsu_site.exceptions import Invalid

Node = tuple[str, str]  # app, migration


def dotted(node: Node) -> str:
    return ".".join(node)


def seen(loader: MigrationLoader) -> set[Node]:
    """The migrations of a database; raises `Invalid` where this server does not know one of them."""
    found = {node for node in loader.applied_migrations if node[0] in loader.migrated_apps}
    if strange := sorted(found - set(loader.graph.nodes)):
        raise Invalid(
            f"The database is of a newer version than this server, which does not know {dotted(strange[0])}:"
            " use the newer server, or an empty database."
        )
    return found


def known(loader: MigrationLoader, nodes: list[list[str]]) -> set[Node]:
    """The migrations that a backup names; raises `Invalid` where this server does not know one of them."""
    found = {tuple(node) for node in nodes}
    if strange := sorted(found - set(loader.graph.nodes)):
        raise Invalid(
            f"The backup is of a newer version than this server, which does not know {dotted(strange[0])}:"
            " upgrade the server first."
        )
    needed = {parent.key for node in found for parent in loader.graph.node_map[node].parents}
    if gaps := sorted(needed - found):
        raise Invalid(f"The backup does not name the migration {dotted(gaps[0])}, which others stand on.")
    return found


def ends(loader: MigrationLoader, nodes: set[Node]) -> list[Node]:
    """Those of the migrations that no other of them stands on."""
    graph = loader.graph
    return sorted(node for node in nodes if not nodes & {c.key for c in graph.node_map[node].children})


def models_at(loader: MigrationLoader, nodes: set[Node]) -> list[type[models.Model]]:
    """One model for each table, as it was after those migrations, by name of table."""
    is_newest = nodes >= set(loader.graph.nodes)
    registry = apps if is_newest else loader.project_state(ends(loader, nodes)).apps
    found = {
        model._meta.db_table: model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[table] for table in sorted(found)]
