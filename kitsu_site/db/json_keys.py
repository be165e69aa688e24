"""Keys of JSON columns in SQL, on PostgreSQL (jsonb) and SQLite (JSON as text).

Names of keys hold neither `"` nor `\\`, which older SQLite versions cannot quote in a path.
"""

from django.db.models import Func, JSONField, TextField


class JSONKeyFunc(Func):
    """A function of a JSON column and the names of keys; `names` come as parameters."""

    postgresql = sqlite = None  # the templates: {data} is the column, {0}, {1} the keys in turn

    def __init__(self, column, *names: str):
        super().__init__(column)
        self.names = names

    def as_postgresql(self, compiler, connection, **context):
        return self.rendered(self.postgresql, compiler, "%s::text", self.names)

    def as_sqlite(self, compiler, connection, **context):
        return self.rendered(self.sqlite, compiler, "%s", [f'$."{name}"' for name in self.names])

    def rendered(self, template, compiler, placeholder, values):
        """The SQL of `template` and its parameters, in the order in which they occur."""
        data, data_params = compiler.compile(self.source_expressions[0])
        sql, params = [], []
        for part in template.split():
            if part == "{data}":
                sql.append(data)
                params.extend(data_params)
            elif part in ("{0}", "{1}"):
                sql.append(placeholder)
                params.append(values[int(part[1])])
            else:
                sql.append(part)
        return " ".join(sql), params


class JSONKeyType(JSONKeyFunc):
    """The JSON type of the value of a key, as text: `null` for null, SQL's NULL where there is no key."""

    output_field = TextField()
    postgresql = "jsonb_typeof( {data} -> {0} )"
    sqlite = "JSON_TYPE( {data} , {0} )"


class JSONKeyRemoved(JSONKeyFunc):
    """The JSON without a key."""

    output_field = JSONField()
    postgresql = "( {data} - {0} )"
    sqlite = "JSON_REMOVE( {data} , {0} )"


class JSONKeyMoved(JSONKeyFunc):
    """The JSON with the value of the first key under the second, whatever was there."""

    output_field = JSONField()
    postgresql = "( ( {data} - {0} ) || jsonb_build_object( {1} , {data} -> {0} ) )"
    # JSON_EXTRACT makes numbers of booleans: they are written out.
    sqlite = (
        "CASE JSON_TYPE( {data} , {0} )"
        " WHEN 'true' THEN JSON_SET( JSON_REMOVE( {data} , {0} ) , {1} , JSON( 'true' ) )"
        " WHEN 'false' THEN JSON_SET( JSON_REMOVE( {data} , {0} ) , {1} , JSON( 'false' ) )"
        " ELSE JSON_SET( JSON_REMOVE( {data} , {0} ) , {1} , JSON_EXTRACT( {data} , {0} ) ) END"
    )
