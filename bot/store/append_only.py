"""Tables whose rows are never changed: triggers refuse it on both databases.

SQLite loses a table's triggers when a migration copies the table, so they are put in place again
after every migration step.
"""

from typing import Final

from sqlalchemy import Connection, inspect

TABLES: Final = ("release", "event")
MOVES: Final = ("UPDATE", "DELETE")

_REFUSE: Final = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$
"""


def guard(connection: Connection) -> None:
    """Puts the triggers on those of the tables that exist; as often as one likes."""
    there = set(inspect(connection).get_table_names()).intersection(TABLES)
    if connection.dialect.name == "postgresql":
        _on_postgresql(connection, there)
    else:
        _on_sqlite(connection, there)


def _on_postgresql(connection: Connection, tables: set[str]) -> None:
    if not tables:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_change")
        return
    connection.exec_driver_sql(_REFUSE)
    for table in sorted(tables):
        for move, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            connection.exec_driver_sql(
                f'CREATE OR REPLACE TRIGGER append_only_{each.lower()} BEFORE {move} ON "{table}"'
                f" FOR EACH {each} EXECUTE FUNCTION refuse_change()"
            )


def _on_sqlite(connection: Connection, tables: set[str]) -> None:
    for table in sorted(tables):
        for move in MOVES:
            connection.exec_driver_sql(
                f"CREATE TRIGGER IF NOT EXISTS append_only_{table}_{move.lower()}"
                f' BEFORE {move} ON "{table}"'
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
