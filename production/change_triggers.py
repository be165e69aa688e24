"""The triggers that count the changes of a production (see `ProductionChange`).

They are made again after each migration: SQLite forgets the triggers of a table that a migration remakes.
"""

from django.db import connections

COUNTER = "production_change"
EVENTS = ("INSERT", "UPDATE", "DELETE")
OF_TASK = (
    "SELECT e.project_id FROM {rows} r JOIN task t ON t.id = r.task_id JOIN entity e ON e.id = t.entity_id"
)
OF_LINK = "SELECT e.project_id FROM {rows} r JOIN entity e ON e.id IN (r.entity_in_id, r.entity_out_id)"
ITS_OWN = "SELECT r.project_id FROM {rows} r"

# Table -> the columns that lead to its productions, and how.
WATCHED = {
    "project": (("id",), "SELECT r.id AS project_id FROM {rows} r"),
    "entity": (("id", "project_id"), ITS_OWN),
    "task": (("entity_id",), "SELECT e.project_id FROM {rows} r JOIN entity e ON e.id = r.entity_id"),
    "task_person_link": (("task_id",), OF_TASK),
    "subscription": (("task_id",), OF_TASK),
    "preview_file": (("task_id",), OF_TASK),
    "entity_link": (("entity_in_id", "entity_out_id"), OF_LINK),
    "entity_concept_link": (("entity_in_id", "entity_out_id"), OF_LINK),
    "metadata_descriptor": (("project_id",), ITS_OWN),
    "department_metadata_descriptor_link": (
        ("metadata_descriptor_id",),
        "SELECT d.project_id FROM {rows} r JOIN metadata_descriptor d ON d.id = r.metadata_descriptor_id",
    ),
}
# A shared asset shows in the castings of other productions, and their episodes with the asset.
CAST_ELSEWHERE = (
    " UNION SELECT e.project_id FROM {rows} r JOIN entity_link l ON l.entity_out_id = r.id"
    " JOIN entity e ON e.id = l.entity_in_id"
    " UNION SELECT e.project_id FROM {rows} r JOIN entity_link l ON l.entity_in_id = r.id"
    " JOIN entity e ON e.id = l.entity_out_id"
)

# A production's count is kept in as many rows as there are transactions that change it at once: each
# takes one that no other holds, so that nobody waits, and nobody is ever in a deadlock over it. The
# owner's rights: a server with another account on an adopted database counts too.
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {COUNTER}_count() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE production uuid;
BEGIN
  FOR production IN EXECUTE
    format('SELECT DISTINCT project_id FROM (%s) p WHERE project_id IS NOT NULL', TG_ARGV[0])
  LOOP
    UPDATE {COUNTER} SET changes = changes + 1, changed_at = clock_timestamp() AT TIME ZONE 'utc'
    WHERE id = (SELECT id FROM {COUNTER} WHERE project_id = production LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
      INSERT INTO {COUNTER} (project_id, changes, changed_at)
      VALUES (production, 1, clock_timestamp() AT TIME ZONE 'utc');
    END IF;
  END LOOP;
  RETURN NULL;
END $$
"""  # noqa: S608


def make_triggers(*, using: str, plan=(), **kwargs) -> None:
    """Make the triggers of all watched tables that there are; a receiver of `post_migrate`."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if not plan or COUNTER not in tables:
        return
    make = {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for table in WATCHED:
            for event in EVENTS if table in tables else ():
                for statement in make(table, event):
                    cursor.execute(statement)


def productions(table: str, event: str) -> str:
    """The query of the productions of changed `{rows}`."""
    query = WATCHED[table][1]
    return query + CAST_ELSEWHERE if (table, event) == ("entity", "UPDATE") else query


def postgresql(table: str, event: str) -> list[str]:
    """One trigger for each statement, however many rows it changes."""
    name = f"{COUNTER}_{table}_{event.lower()}"
    referencing = {
        "INSERT": "NEW TABLE AS changed",
        "UPDATE": "OLD TABLE AS former NEW TABLE AS changed",
        "DELETE": "OLD TABLE AS changed",
    }[event]
    columns = ", ".join(WATCHED[table][0])
    both = f"(SELECT {columns} FROM former UNION SELECT {columns} FROM changed)"  # noqa: S608
    query = productions(table, event).format(rows=both if event == "UPDATE" else "changed")
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {referencing}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {COUNTER}_count('{query}')",
    ]


def sqlite(table: str, event: str) -> list[str]:
    """One trigger for each row; whoever writes is alone in the database anyway."""
    name = f"{COUNTER}_{table}_{event.lower()}"
    sides = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}[event]
    rows = " UNION ".join(
        "SELECT " + ", ".join(f"{side}.{column} AS {column}" for column in WATCHED[table][0])
        for side in sides
    )
    query = productions(table, event).format(rows=f"({rows})")
    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN"  # noqa: S608
        f" UPDATE {COUNTER} SET changes = changes + 1, changed_at = {now} WHERE project_id IN ({query});"
        f" INSERT INTO {COUNTER} (project_id, changes, changed_at) SELECT DISTINCT project_id, 1, {now}"
        f" FROM ({query})"
        f" WHERE project_id NOT IN (SELECT project_id FROM {COUNTER}) AND project_id IS NOT NULL; END",
    ]
