"""Columns of the schema that Django has no portable field for.

PostgreSQL gets the type of the schema (arrays, a native enumeration, timestamps
without time zone); SQLite gets JSON or text.
"""

import base64
import json

from django.db import models


class UTCDateTimeField(models.DateTimeField):
    """A naive date and time in UTC: `timestamp` without time zone on PostgreSQL.

    A row that `keeps_times`, being a copy of another server's, also keeps its time of change.
    """

    def pre_save(self, model_instance, add):
        if getattr(model_instance, "keeps_times", False):
            return getattr(model_instance, self.attname)
        return super().pre_save(model_instance, add)

    def db_type(self, connection):
        return "timestamp" if connection.vendor == "postgresql" else super().db_type(connection)


class ArrayField(models.Field):
    """A list: a native array on PostgreSQL, JSON text elsewhere. Subclasses say of what."""

    element_type: str

    def db_type(self, connection):
        return f"{self.element_type}[]" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value, compiler, connection):
        return f"%s::{self.db_type(connection)}" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None:
            return None
        if connection.vendor == "postgresql":
            return [self.to_element(item) for item in value]
        return json.dumps([self.to_text(item) for item in value])

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        if connection.vendor == "postgresql":
            return [self.from_element(item) for item in value]
        return [self.from_text(item) for item in json.loads(value)]

    def to_element(self, item):
        return item

    def from_element(self, item):
        return item

    def to_text(self, item):
        return item

    def from_text(self, item):
        return item


class TextArrayField(ArrayField):
    """A list of text; `max_length` is that of an element."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.element_type = f"varchar({self.max_length})" if self.max_length else "varchar"


class JSONArrayField(ArrayField):
    """A list of JSON values."""

    element_type = "jsonb"

    def to_element(self, item):
        return json.dumps(item)

    def from_element(self, item):
        return json.loads(item) if isinstance(item, str) else item


class BytesArrayField(ArrayField):
    """A list of byte strings."""

    element_type = "bytea"

    def to_element(self, item):
        return memoryview(bytes(item))

    def from_element(self, item):
        return bytes(item)

    def to_text(self, item):
        return base64.b64encode(bytes(item)).decode()

    def from_text(self, item):
        return base64.b64decode(item)


class ImportSourceField(models.CharField):
    """Where an import came from: the one native enumeration of the schema, `import_source_enum`."""

    def db_type(self, connection):
        return "import_source_enum" if connection.vendor == "postgresql" else super().db_type(connection)
