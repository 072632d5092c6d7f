"""Rows whose time has come: questions built once, and asked of the database at every tick."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import BindParameter, ColumnElement, bindparam, literal, or_, select

from bot.store.db.session import Db
from bot.store.db.types import Moment
from bot.store.tables import Table

Row = TypeVar("Row", bound=Table)
When = Callable[[BindParameter[datetime]], ColumnElement[bool]]
AT_ONCE = 200
"""How many rows one transaction takes; the next one takes the next."""


class DueQuery(Generic[Row]):
    """The rows of one table that something is to be done about.

    `when` makes the condition from the moment that is asked about. `order` is a column; several
    replicas that ask at once get different rows.
    """

    def __init__(
        self,
        table: type[Row],
        when: When,
        *,
        order: Any = None,
        late: timedelta = timedelta(0),
    ) -> None:
        self._table, self._when, self._order, self._late = table, when, order, late
        self._moment = f"now_{late // timedelta(seconds=1)}"
        condition = when(bindparam(self._moment, type_=Moment()))
        self.any = select(literal(1)).select_from(table).where(condition).exists()
        rows = select(table).where(condition)
        self._rows = rows if order is None else rows.order_by(order)
        self._locked = self._rows.with_for_update(skip_locked=True, of=table)

    def later(self, by: timedelta) -> "DueQuery[Row]":
        """The same, so much later."""
        return DueQuery(self._table, self._when, order=self._order, late=self._late + by)

    def rows(self, db: Db, now: datetime, limit: int = AT_ONCE) -> Sequence[Row]:
        """Some of them, locked for the caller; what another transaction holds is left out."""
        return db.scalars(self._locked.limit(limit), self.parameters(now)).all()

    def first(self, db: Db, now: datetime) -> Row | None:
        """The first of them, locked for the caller."""
        return next(iter(self.rows(db, now, 1)), None)

    def peek(self, db: Db, now: datetime) -> Row | None:
        """The first of them, not locked."""
        return db.scalar(self._rows.limit(1), self.parameters(now))

    def parameters(self, now: datetime) -> dict[str, datetime]:
        """What `any` needs to be asked at `now`."""
        return {self._moment: now - self._late}


class DueProbe:
    """Of many, which are due: one statement, however many there are."""

    def __init__(self, many: Mapping[str, Iterable[DueQuery[Any]]]) -> None:
        asked = {name: list(several) for name, several in many.items()}
        self._dues = [one for several in asked.values() for one in several]
        self._statement = select(
            *(or_(*(one.any for one in several)).label(name) for name, several in asked.items())
        )

    def ask(self, db: Db, now: datetime) -> set[str]:
        """The names of those of which something is due."""
        parameters = {
            name: moment for one in self._dues for name, moment in one.parameters(now).items()
        }
        answer = db.execute(self._statement, parameters).one()._mapping
        return {name for name, is_due in answer.items() if is_due}
