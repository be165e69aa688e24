"""Migrations that make many tables, or add much to them, at once."""

from django.db import migrations

ADDITIONS = (migrations.AddField, migrations.AddConstraint, migrations.AddIndex)


class NewTables(migrations.Migration):
    """A migration that only makes tables: each is created whole, with its columns and constraints.

    Django renders all related models anew for every operation, which takes most of the time on a
    schema where everything refers to everything; here they are rendered once. What is created is
    the same, and the operations stay what they are for the autodetector and for `--fake-initial`.
    """

    def apply(self, project_state, schema_editor, collect_sql=False):
        created = self.created_models()
        project_state.__dict__.pop("apps", None)  # rendered again when next asked for
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in created.values():
            model = project_state.apps.get_model(self.app_label, operation.name)
            if operation.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)
        return project_state

    def created_models(self) -> dict:
        """The operations that make a table, by model; raises TypeError where others touch anything else."""
        created = {op.name_lower: op for op in self.operations if isinstance(op, migrations.CreateModel)}
        for operation in self.operations:
            known = isinstance(operation, ADDITIONS) and operation.model_name_lower in created
            if not known and operation not in created.values():
                raise TypeError(f"{self}: {operation.describe()} is not part of making a table.")
        return created


class NewColumns(migrations.Migration):
    """A migration that only adds to tables, for which the models are rendered once, as for `NewTables`.

    SQLite makes a table anew for a column that must be filled, with those of the model before: such a column
    comes before all else that is added to its table.
    """

    def apply(self, project_state, schema_editor, collect_sql=False):
        self.check_order()
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state

    def check_order(self) -> None:
        """Raises TypeError where the order, or an operation, is another."""
        begun = set()
        for operation in self.operations:
            is_filled = isinstance(operation, migrations.AddField) and not operation.field.null
            if not isinstance(operation, ADDITIONS) or (is_filled and operation.model_name_lower in begun):
                raise TypeError(f"{self}: {operation.describe()} is not in its place.")
            begun.add(operation.model_name_lower)
