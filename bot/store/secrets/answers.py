"""Answers, behind their one door: an import contract says who may open it.

A row says nothing but its round and its window. Everything else (who, which pair, in which role,
the values, whether the two are a good match) is sealed under the round's key to one length, and the
row's own id is a code of the round's key. Two rows, one a side, are there from the moment a meeting
is held, sealed without values; to answer is to seal one of them anew. On SQLite there is no rowid,
so that the order of insertion is not kept; every night all rows of open windows are sealed anew in
the order of their ids.
"""

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, fields
from typing import Any

from cryptography.fernet import MultiFernet
from sqlalchemy import CursorResult, LargeBinary, String, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.words import Fit
from bot.store.db.insert_if_absent import insert_if_absent, rows_of
from bot.store.db.session import Db
from bot.store.secrets import keys
from bot.store.secrets.sealing import Cipher, Unreadable, derived
from bot.store.tables.base import Id, Table

SIZE = 512
_AT_ONCE = 1000


class Answer(Table):
    """One side of one meeting: answered or not, nobody can tell without the round's key."""

    __tablename__ = "answer"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    round: Mapped[int] = mapped_column(Id, index=True)
    window: Mapped[int] = mapped_column(Id, index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


@dataclass(frozen=True)
class Given:
    """What is counted of a row. `respondent` is a participation; `values` is None before an answer.

    `role` and `dimension` are what figures may be broken down by. Whoever has neither counts in the
    whole alone, and is what is left of it without the cells: a class of its own, which a breakdown
    must not set apart where it is small.
    `told` says that this side has said itself that the meeting was.
    """

    respondent: int
    pair: int
    session: int
    role: str | None
    dimension: str | None
    values: Mapping[str, int] | None = None
    told: bool = False

    @property
    def is_answered(self) -> bool:
        return self.values is not None


@dataclass(frozen=True)
class Kept(Given):
    """All that a row seals: what is in no figure, too, and comes into no release's hands.

    `fit` is whether this side finds the two a good match; None for nothing said.
    """

    fit: Fit | None = None


_COUNTED = len(fields(Given))


class Door:
    """The answers of one round: its key, and what is made with it."""

    def __init__(self, db: Db, master: MultiFernet, round_id: int) -> None:
        key = keys.round_key(db, master, round_id)
        self._db, self._round = db, round_id
        self._cipher = Cipher(derived(key, "answers"))
        self._ids = derived(key, "ids")

    def expect(self, sides: Iterable[Kept], window_id: int) -> None:
        """A row for each side of a held meeting, unless it is there; in the order of their ids,
        so that none is known to be the mentor's by where it lies."""
        rows = {self._id(side.session, side.respondent): side for side in sides}
        for row, side in sorted(rows.items()):
            sealed = _seal(self._cipher, row, side)
            values = {"id": row, "round": self._round, "window": window_id, "sealed": sealed}
            insert_if_absent(self._db, Answer, **values)

    def kept(self, session_id: int, respondent: int) -> Kept | None:
        """What this side said; None where no row is. Raises Unreadable."""
        row = self._id(session_id, respondent)
        sealed = self._db.scalar(select(Answer.sealed).where(Answer.id == row))
        return None if sealed is None else _open(self._cipher, row, sealed)

    def all_kept(self, session_ids: Iterable[int], respondent: int) -> list[Kept]:
        """The same about these meetings, in no order; what does not open is left out."""
        ids, found = [self._id(one, respondent) for one in session_ids], []
        for row in self._db.execute(_SELECT.where(Answer.id.in_(ids))):
            with suppress(Unreadable):
                found.append(_open(self._cipher, row.id, row.sealed))
        return found

    def keep(self, kept: Kept) -> None:
        """Seal this side's row anew."""
        row = self._id(kept.session, kept.respondent)
        self._db.execute(
            update(rows_of(Answer))
            .where(Answer.__table__.c.id == row)
            .values(sealed=_seal(self._cipher, row, kept))
        )

    def _id(self, session_id: int, respondent: int) -> str:
        return keys.pseudonym(self._ids, session_id, respondent)


def _seal(cipher: Cipher, row: str, kept: Kept) -> bytes:
    return cipher.seal(astuple(kept), about=row, size=SIZE)


def _open(cipher: Cipher, row: str, sealed: bytes) -> Kept:
    given, fit = _read(cipher, row, sealed)
    return Kept(**vars(given), fit=Fit(fit) if fit else None)


def _read(cipher: Cipher, row: str, sealed: bytes) -> tuple[Given, str | None]:
    """What is counted, and what is not; a row sealed by 0.2.0 has the first alone."""
    plain = cipher.open(sealed, about=row)
    return Given(*plain[:_COUNTED]), next(iter(plain[_COUNTED:]), None)


def opened(db: Db, master: MultiFernet, window_id: int) -> list[Given]:
    """What is counted of every side of every meeting held in a window, in the order of their ids.

    Raises Unreadable when one of them does not open.
    """
    ciphers = _Ciphers(db, master)
    with closing(_rows(db, [window_id])) as rows:  # also when one does not open
        return [_read(ciphers.of(row.round), row.id, row.sealed)[0] for row in rows]


def unreadable(db: Db, master: MultiFernet, window_ids: Collection[int]) -> list[str]:
    """The ids of rows that do not open."""
    ciphers, found = _Ciphers(db, master), []
    for row in _rows(db, window_ids):
        try:
            _open(ciphers.of(row.round), row.id, row.sealed)
        except Unreadable:
            found.append(row.id)
    return found


def drop(db: Db, ids: Collection[str]) -> None:
    """Give up rows that do not open: an operator has accepted the loss."""
    db.execute(delete(Answer).where(Answer.id.in_(ids)))


def pass_on(db: Db, window_id: int, next_id: int, limit: int) -> int:
    """Answers of a window too small to be published count in the next one: so many at once, by
    the order of their ids; how many they were."""
    some = select(Answer.id).where(Answer.window == window_id).order_by(Answer.id).limit(limit)
    moved: CursorResult[Any] = db.execute(  # type: ignore[assignment]
        update(rows_of(Answer))
        .where(rows_of(Answer).c.id.in_(some.scalar_subquery()))
        .values(window=next_id)
    )
    return moved.rowcount


def sealed_anew(
    db: Db, master: MultiFernet, window_ids: Collection[int]
) -> tuple[list[dict[str, Any]], int]:
    """Every row of these windows sealed anew, in the order of their ids, for `replace`; and how
    many did not open. Only reads."""
    ciphers, changes, broken = _Ciphers(db, master), [], 0
    for row in _rows(db, window_ids):
        try:
            cipher = ciphers.of(row.round)
            given = _open(cipher, row.id, row.sealed)
        except Unreadable:
            broken += 1
            continue
        new = _seal(cipher, row.id, given)
        changes.append({"this": row.id, "old": row.sealed, "sealed": new})
    return changes, broken


def replace(db: Db, changes: Sequence[Mapping[str, Any]]) -> None:
    """Write what `sealed_anew` gave; a row that was answered meanwhile stays as it is."""
    for start in range(0, len(changes), _AT_ONCE):
        db.connection().execute(_RESEALED, changes[start : start + _AT_ONCE])


_ROWS = rows_of(Answer)
_RESEALED = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("this"), _ROWS.c.sealed == bindparam("old"))
    .values(sealed=bindparam("sealed"))
)


def forget_respondent(db: Db, master: MultiFernet, round_ids: Collection[int], who: int) -> int:
    """Delete what one participation answered in these rounds, and its empty rows; how many.

    What does not open stays, since nobody can say whose it is; it goes with its round's key.
    """
    ciphers, gone = _Ciphers(db, master), []
    for row in db.execute(_SELECT.where(Answer.round.in_(round_ids)).order_by(Answer.id)):
        try:
            if _open(ciphers.of(row.round), row.id, row.sealed).respondent == who:
                gone.append(row.id)
        except Unreadable:
            continue
    db.execute(delete(Answer).where(Answer.id.in_(gone)))
    return len(gone)


def windows_of_round(db: Db, round_id: int) -> frozenset[int]:
    """The windows in which answers of this round count."""
    return frozenset(db.scalars(select(Answer.window).where(Answer.round == round_id).distinct()))


def destroy(db: Db, round_id: int) -> int:
    """The raw answers of a round; how many they were."""
    gone = db.scalars(delete(Answer).where(Answer.round == round_id).returning(Answer.id)).all()
    return len(gone)


_SELECT = select(Answer.id, Answer.round, Answer.sealed)


def _rows(db: Db, window_ids: Collection[int]) -> Generator[Any, None, None]:
    query = _SELECT.where(Answer.window.in_(window_ids)).order_by(Answer.id)
    with db.execute(query, execution_options={"yield_per": _AT_ONCE}) as rows:
        yield from rows


class _Ciphers:
    """One for each round, made when it is asked for."""

    def __init__(self, db: Db, master: MultiFernet) -> None:
        self._db, self._cipher = db, master
        self._known: dict[int, Cipher] = {}

    def of(self, round_id: int) -> Cipher:
        if round_id not in self._known:
            key = keys.kept_round_key(self._db, self._cipher, round_id)
            if key is None:
                raise Unreadable(f"round:{round_id}")
            self._known[round_id] = Cipher(derived(key, "answers"))
        return self._known[round_id]
