"""Migrations that make many tables at once."""

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
