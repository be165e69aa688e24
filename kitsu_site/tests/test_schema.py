"""The migrated database against the carried facts of the schema, on SQLite and on PostgreSQL.

Index and constraint names may differ from the schema's, and so do in an adopted database.
"""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from kitsu_site.tests import catalog

SCHEMA = json.loads((Path(__file__).parent / "contract" / "schema.json").read_text())
OURS = {"kitsu_site", "accounts", "production", "files", "imports"}


def without_types(schema: dict) -> dict:
    """The schema as SQLite can hold it, which has no such types."""
    return {
        table: {"columns": {n: {**c, "type": None} for n, c in facts["columns"].items()}}
        for table, facts in schema.items()
    }


def differences(part: str, found: dict, wanted: dict = SCHEMA) -> dict:
    """{table: (wanted, found)} where a part of the facts is not the same; of columns by column."""
    pairs = {table: (facts.get(part), found.get(table, {}).get(part)) for table, facts in wanted.items()}
    return {table: narrowed(*pair) for table, pair in pairs.items() if pair[0] != pair[1]}


def narrowed(wanted, found):
    """Two facts that are not the same; of two dictionaries, only the entries that are not."""
    if not (isinstance(wanted, dict) and isinstance(found, dict)):
        return wanted, found
    pairs = {name: (wanted.get(name), found.get(name)) for name in sorted({*wanted, *found})}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.fixture
def migrated(db):
    """The facts of the tables that the migrations made."""
    return catalog.facts(connection)


def test_the_schema_carries_all_its_tables():
    assert len(SCHEMA) == 77
    assert sum(len(table["columns"]) for table in SCHEMA.values()) == 700


def test_every_table_of_the_schema_is_made(migrated):
    assert set(SCHEMA) - set(migrated) == set()


def test_tables_of_our_own_are_named_after_their_app():
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    own = [model._meta for model in models if model._meta.db_table not in SCHEMA]
    assert [meta.db_table for meta in own if not meta.db_table.startswith(f"{meta.app_label}_")] == []


def test_tables_have_exactly_the_columns_of_the_schema(migrated):
    wanted = SCHEMA if connection.vendor == "postgresql" else without_types(SCHEMA)
    assert differences("columns", migrated, wanted) == {}


@pytest.mark.parametrize("part", ["primary_key", "uniques", "indexes", "foreign_keys", "checks"])
def test_tables_have_exactly_the_constraints_and_indexes_of_the_schema(migrated, part):
    assert differences(part, migrated) == {}
