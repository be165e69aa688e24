"""The migrations that make their tables at once, and those that add much to tables."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from kitsu_site.db.migrations import NewColumns, NewTables


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


def additions(*operations):
    made = NewColumns("0002_books", "library")
    made.operations = operations
    return made


FILLED = migrations.AddField("shelf", "room", models.IntegerField(default=1), preserve_default=False)
EMPTY = migrations.AddField("shelf", "label", models.TextField(null=True))


@pytest.mark.django_db(transaction=True)
def test_what_is_added_to_a_table_leaves_its_rows():
    with connection.schema_editor() as editor:
        state = migration().apply(ProjectState(), editor)
    state.apps.get_model("library", "Shelf").objects.create()
    unique = models.UniqueConstraint(fields=["room", "label"], name="one_label")
    with connection.schema_editor() as editor:
        state = additions(FILLED, EMPTY, migrations.AddConstraint("shelf", unique)).apply(state, editor)
    shelf = state.apps.get_model("library", "Shelf")
    try:
        assert shelf.objects.values_list("room", "label", "below").get() == (1, None, None)
        with connection.cursor() as cursor:
            indexes = connection.introspection.get_constraints(cursor, "library_shelf")
        assert indexes["one_label"]["unique"]
        assert "shelf_order" in indexes
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(shelf)


@pytest.mark.parametrize("operations", [(EMPTY, FILLED), (migrations.RemoveField("shelf", "below"),)])
def test_a_column_that_must_be_filled_comes_first_and_nothing_else_is_done(operations):
    with pytest.raises(TypeError, match="is not in its place"):
        additions(*operations).check_order()
