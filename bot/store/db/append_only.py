"""Tables whose rows are never changed: triggers refuse it on both databases.

Events of somebody who is erased may go with them, and what they did as a lead, but not what
another lead did: their moments would tell who it was.

SQLite loses a table's triggers when a migration copies the table, so they are put in place again
after every migration step.
"""

from typing import Final

from sqlalchemy import Connection, inspect

TABLES: Final = ("release", "window_count", "event")
MOVES: Final = ("UPDATE", "DELETE")

YEAR: Final = "12 months"
"""An event may go when it is this much older than the newest one; a release never."""

_WITH: Final = " OR ".join(
    f"OLD.thing = '{thing}' AND EXISTS (SELECT 1 FROM {rows}"
    f" JOIN participation ON participation.id IN ({sides})"
    f" WHERE {thing}.id = OLD.thing_id AND participation.state = 'erased')"
    for thing, rows, sides in (
        ("pair", "pair", "pair.mentor_id, pair.mentee_id"),
        ("session", "session JOIN pair ON pair.id = session.pair_id",
         "pair.mentor_id, pair.mentee_id"),
        ("proposal", "proposal", "proposal.mentor_id, proposal.mentee_id"),
    )
)  # fmt: skip
_OF_SOMEBODY_ERASED: Final = (
    "OLD.actor_id IS NULL AND (OLD.thing = 'participation' AND EXISTS (SELECT 1 FROM participation"
    f" WHERE participation.id = OLD.thing_id AND participation.state = 'erased') OR {_WITH})"
    " OR OLD.actor_id IN (SELECT person_id FROM participation WHERE participation.state = 'erased')"
)

_REFUSE: Final = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'event' AND TG_OP = 'DELETE' THEN
    IF OLD.at < (SELECT at FROM event ORDER BY id DESC LIMIT 1) - interval '{YEAR}' THEN
      RETURN OLD;
    END IF;
    IF {_OF_SOMEBODY_ERASED} THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only';
END $$
"""
_OLD_EVENT: Final = f"OLD.at < datetime((SELECT at FROM event ORDER BY id DESC LIMIT 1), '-{YEAR}')"
_MAY_GO: Final = f"{_OLD_EVENT} OR {_OF_SOMEBODY_ERASED}"


def guard(connection: Connection) -> None:
    """Puts the triggers on those of the tables that exist; as often as one likes."""
    there = _there(connection)
    if connection.dialect.name == "postgresql":
        _on_postgresql(connection, there)
    else:
        _on_sqlite(connection, there)


def unguard(connection: Connection) -> None:
    """Takes the triggers off, for a migration that changes old rows; the step puts them back."""
    for table in sorted(_there(connection)):
        if connection.dialect.name == "postgresql":
            for each in ("row", "statement"):
                connection.exec_driver_sql(
                    f'DROP TRIGGER IF EXISTS append_only_{each} ON "{table}"'
                )
            continue
        for move in MOVES:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_name(table, move)}")


def _there(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()).intersection(TABLES)


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
            old = f" WHEN NOT ({_MAY_GO})" if (table, move) == ("event", "DELETE") else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_name(table, move)}")
            connection.exec_driver_sql(
                f'CREATE TRIGGER {_name(table, move)} BEFORE {move} ON "{table}"{old}'
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _name(table: str, move: str) -> str:
    return f"append_only_{table}_{move.lower()}"
