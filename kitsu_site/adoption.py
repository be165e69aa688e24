"""Taking over a database that Kitsu made: is it the one we know, and what is left to do.

The tables of the schema are compared with our models, column by column; nothing of them is
ever changed. What we add stands beside them, in tables of our own.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations import CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

APPS = ("kitsu_site", "accounts", "production", "files", "imports")
SAME_TYPES = {
    "character varying": "varchar",
    "timestamp without time zone": "timestamp",
}


@dataclass(frozen=True)
class Column:
    """A column as a database has it, or as a model wants it."""

    type: str
    null: bool
    has_default: bool = False

    def __str__(self):
        return f"{self.type}, {'null allowed' if self.null else 'never null'}"


@dataclass(frozen=True)
class Difference:
    """What stands in the way: `column` is None where the whole table is missing."""

    table: str
    column: str | None
    wanted: str
    found: str


@dataclass
class Review:
    """What a database looks like beside our models; it may be adopted where nothing differs."""

    differences: list[Difference] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)  # as `table.column`
    unknown_tables: list[str] = field(default_factory=list)
    empty: bool = False


@dataclass(frozen=True)
class Plan:
    """The migrations left, as (app, name): those whose tables are there, and those to run."""

    recorded: list[tuple[str, str]]
    run: list[tuple[str, str]]

    def __bool__(self):
        return bool(self.recorded or self.run)


def review() -> Review:
    """Compare the tables of the schema with those of the database; it only reads."""
    found, result = columns_by_table(), Review()
    models = schema_models()
    for model in models:
        table = model._meta.db_table
        if table not in found:
            result.differences.append(Difference(table, None, "the table", "nothing"))
            continue
        compare(table, wanted_columns(model), found[table], result)
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    result.unknown_tables = sorted(set(found) - ours - {"django_migrations"})
    result.empty = not any(model._meta.db_table in found for model in models)
    return result


def compare(table: str, wanted: dict[str, Column], found: dict[str, Column], result: Review) -> None:
    """Add to `result` what differs in one table."""
    for name, column in wanted.items():
        there = found.get(name)
        if there is None:
            result.differences.append(Difference(table, name, str(column), "nothing"))
        elif (there.type, there.null) != (column.type, column.null):
            result.differences.append(Difference(table, name, str(column), str(there)))
    for name in sorted(set(found) - set(wanted)):
        there = found[name]
        if there.null or there.has_default:
            result.unknown_columns.append(f"{table}.{name}")
        else:  # we could write no row into such a table
            result.differences.append(Difference(table, name, "no such column", f"{there}, no default"))


def schema_models() -> list:
    """The models of the schema's tables: those that initial migrations make, by table."""
    loader = MigrationExecutor(connection).loader
    names = {
        (app, operation.name)
        for (app, _), migration in loader.disk_migrations.items()
        if app in APPS and migration.initial
        for operation in migration.operations
        if isinstance(operation, CreateModel)
    }
    return sorted((apps.get_model(*name) for name in names), key=lambda model: model._meta.db_table)


def wanted_columns(model) -> dict[str, Column]:
    """The columns of a model's table, by name."""
    return {
        f.column: Column(normal(f.db_type(connection)), f.null)
        for f in model._meta.concrete_fields
        if f.column  # a composite primary key is none of its own
    }


def columns_by_table() -> dict[str, dict[str, Column]]:
    """The columns of every table that the search path finds, by table and name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, attname, format_type(atttypid, atttypmod), NOT attnotnull,"
            " atthasdef OR attidentity <> ''"
            " FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
            " WHERE relkind IN ('r', 'p') AND pg_table_is_visible(pg_class.oid)"
            " AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
            " AND attnum > 0 AND NOT attisdropped"
        )
        found: dict[str, dict[str, Column]] = {}
        for table, name, kind, null, has_default in cursor.fetchall():
            found.setdefault(table, {})[name] = Column(normal(kind), null, has_default)
        return found


def normal(kind: str) -> str:
    """A type's name in the short form."""
    for long, short in SAME_TYPES.items():
        kind = kind.replace(long, short)
    return kind


def plan() -> Plan:
    """What is left to do; it only reads."""
    executor = MigrationExecutor(connection)
    recorded, run = [], []
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        there, _ = executor.detect_soft_applied(None, migration)  # what `migrate --fake-initial` asks
        (recorded if there else run).append((migration.app_label, migration.name))
    return Plan(recorded, run)


def carry_out(plan: Plan) -> list[str]:
    """Record and run the migrations of `plan`; answers the tables that this made, sorted."""
    before = set(columns_by_table())
    recorder = MigrationRecorder(connection)
    with transaction.atomic():
        recorder.ensure_schema()
        for app, name in plan.recorded:
            recorder.record_applied(app, name)
    call_command("migrate", interactive=False, verbosity=0)
    return sorted(set(columns_by_table()) - before)
