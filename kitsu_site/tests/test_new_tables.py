"""The migrations that make their tables at once."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from kitsu_site.db.migrations import NewTables


def migration(*operations):
    made = NewTables("0001_shelves", "library")
    made.operations = [
        migrations.CreateModel("Shelf", [("id", models.AutoField(primary_key=True))]),
        migrations.AddField("shelf", "below", models.ForeignKey("library.Shelf", models.PROTECT, null=True)),
        migrations.AddIndex("shelf", models.Index(fields=["below", "id"], name="shelf_order")),
        *operations,
    ]
    return made


@pytest.mark.django_db(transaction=True)
def test_a_table_is_made_with_the_columns_and_indexes_that_are_added_to_it():
    with connection.schema_editor() as editor:
        state = migration().apply(ProjectState(), editor)
    shelf = state.apps.get_model("library", "Shelf")
    try:
        top = shelf.objects.create()
        shelf.objects.create(below=top)
        with connection.cursor() as cursor:
            indexes = connection.introspection.get_constraints(cursor, "library_shelf")
        assert shelf.objects.get(below=top).below == top
        assert indexes["shelf_order"]["columns"] == ["below_id", "id"]
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(shelf)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RunPython(migrations.RunPython.noop),
        migrations.AddField("book", "title", models.TextField()),
        migrations.RemoveField("shelf", "below"),
    ],
)
def test_a_migration_that_does_anything_else_is_refused(operation):
    with pytest.raises(TypeError, match="is not part of making a table"):
        migration(operation).created_models()
