"""PostgreSQL keeps samples of what columns hold, to plan its queries (`pg_statistic`), and keeps
them long after the rows are gone. Of columns that hold what belongs to somebody it takes none.

Put in place again after every migration step, like the triggers of `bot.store.db.append_only`.
"""

from typing import Final

from sqlalchemy import Connection, LargeBinary, String, inspect
from sqlalchemy.types import JSON

_MAY: Final = frozenset({"state", "kind", "event", "thing", "from_state", "to_state", "metric"})
"""Columns of a few words that are the same for everybody, and by which rows are looked for."""


def forbid(connection: Connection) -> None:
    """No samples of texts, JSON and sealed fields from now on; those that were taken are gone."""
    if connection.dialect.name != "postgresql":
        return
    for table in inspect(connection).get_table_names():
        for column in inspect(connection).get_columns(table):
            if column["name"] not in _MAY and isinstance(column["type"], _OF_SOMEBODY):
                kind = column["type"].compile(connection.dialect)
                this = f'ALTER TABLE "{table}" ALTER COLUMN "{column["name"]}"'
                connection.exec_driver_sql(f"{this} SET STATISTICS 0")
                connection.exec_driver_sql(f"{this} TYPE {kind}")  # which drops its samples


_OF_SOMEBODY: Final = (String, JSON, LargeBinary)
