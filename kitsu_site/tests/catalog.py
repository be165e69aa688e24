"""What a database holds, read from its own catalog, in the shape of `contract/schema.json`.

{table: {
    "columns": {name: {"type": ..., "null": ..., "default": the database's, where it has one}},
    "primary_key": [columns],
    "uniques": [[columns]] or {"columns": [...], "where": condition} where they are partial,
    "indexes": [[columns]],  # the others
    "foreign_keys": {column: table},  # its `id`
    "checks": [condition]}}
"""

import re

TYPES = {
    "character varying": "varchar",
    "double precision": "float8",
    "timestamp without time zone": "timestamp",
}
BOOLEANS = {"0": "false", "1": "true"}  # how SQLite writes them
# `person.is_bot` is never null: both conditions hold for the same rows.
SAME_CONDITIONS = {"NOT is_bot": "is_bot IS NOT TRUE"}


def facts(connection) -> dict:
    """The tables of the database behind `connection`; on SQLite without the columns' types."""
    read = {"postgresql": read_postgresql, "sqlite": read_sqlite}[connection.vendor]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: read(cursor, table) for table in sorted(tables)}


def read_postgresql(cursor, table: str) -> dict:
    cursor.execute(
        "SELECT attname, format_type(atttypid, atttypmod), NOT attnotnull, pg_get_expr(adbin, adrelid)"
        " FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        [f'"{table}"'],
    )
    columns = {name: column(kind, null, default) for name, kind, null, default in cursor.fetchall()}
    cursor.execute(
        "SELECT indisprimary, indisunique, pg_get_expr(indpred, indrelid),"
        " ARRAY(SELECT attname::text FROM unnest(indkey) WITH ORDINALITY AS key(number, place)"
        " JOIN pg_attribute ON attrelid = indrelid AND attnum = key.number ORDER BY place)"
        " FROM pg_index WHERE indrelid = %s::regclass",
        [f'"{table}"'],
    )
    indexes = [
        (primary, unique, condition(where), names) for primary, unique, where, names in cursor.fetchall()
    ]
    cursor.execute(
        "SELECT contype, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass",
        [f'"{table}"'],
    )
    constraints = cursor.fetchall()
    references = re.compile(r"FOREIGN KEY \((\w+)\) REFERENCES (\w+)\(id\)")
    return table_facts(
        columns,
        primary_key=next((names for primary, _, _, names in indexes if primary), []),
        uniques=[(names, where) for primary, unique, where, names in indexes if unique and not primary],
        indexes=[names for _, unique, _, names in indexes if not unique],
        foreign_keys=dict(references.match(text).groups() for kind, text in constraints if kind == "f"),
        checks=[condition(text.removeprefix("CHECK ")) for kind, text in constraints if kind == "c"],
    )


def read_sqlite(cursor, table: str) -> dict:
    rows = cursor.execute(f'PRAGMA table_info("{table}")').fetchall()
    columns = {
        name: column(None, not notnull, BOOLEANS.get(default, default) if kind == "bool" else default)
        for _, name, kind, notnull, default, _ in rows
    }
    key = sorted((place, name) for _, name, _, _, _, place in rows if place)
    uniques, indexes = [], []
    for _, index, unique, origin, partial in cursor.execute(f'PRAGMA index_list("{table}")').fetchall():
        names = [row[2] for row in cursor.execute(f'PRAGMA index_info("{index}")').fetchall()]
        if origin == "pk":
            continue
        if unique:
            where = definition(cursor, index).partition(" WHERE ")[2] if partial else None
            uniques.append((names, condition(where)))
        else:
            indexes.append(names)
    references = cursor.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    # The JSON checks of SQLite stand for the type that it lacks, and have no name.
    named = re.findall(r'CONSTRAINT "\w+" CHECK (\(.+?\))(?=, CONSTRAINT|\)$)', definition(cursor, table))
    return table_facts(
        columns,
        primary_key=[name for _, name in key],
        uniques=uniques,
        indexes=indexes,
        foreign_keys={row[3]: row[2] for row in references},
        checks=[condition(text) for text in named],
    )


def definition(cursor, name: str) -> str:
    """The statement that made a table or an index of SQLite."""
    return cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name]).fetchone()[0]


def table_facts(columns, *, primary_key, uniques, indexes, foreign_keys, checks) -> dict:
    """The facts of one table, sorted; a unique on exactly the primary key's columns is the primary key."""
    apart = {
        tuple(names): where for names, where in uniques if where is None and set(names) != set(primary_key)
    }
    partial = sorted((names, where) for names, where in uniques if where is not None)
    found = {
        "columns": columns,
        "primary_key": primary_key,
        "uniques": [
            *sorted(list(names) for names in apart),
            *({"columns": names, "where": where} for names, where in partial),
        ],
        "indexes": sorted(indexes),
        "foreign_keys": dict(sorted(foreign_keys.items())),
        "checks": sorted(checks),
    }
    return {name: part for name, part in found.items() if part}


def column(kind: str | None, null: bool, default: str | None) -> dict:
    """The facts of one column."""
    for long, short in TYPES.items():
        kind = kind and kind.replace(long, short)
    found = {"type": kind, "null": bool(null)}
    if default is not None:
        found["default"] = default.partition("::")[0].strip("'")
    return found


def condition(text: str | None) -> str | None:
    """A condition as every database would write it: without parentheses, quotes and casts."""
    if text is None:
        return None
    bare = re.sub(r"::[a-z ]+|[()\"']", "", text).strip()
    bare = re.sub(r"\b(\d+)\.0\b", r"\1", bare)
    return SAME_CONDITIONS.get(bare, bare)
