"""Once a night: what a private act may have changed is sealed anew, and what is old is forgotten.

By morning nobody can tell from two copies of the database which of the sealed fields changed, nor
from the disk what they held before.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from cryptography.fernet import MultiFernet
from sqlalchemy.exc import OperationalError

from bot import logs
from bot.domain.concern import KEPT
from bot.domain.time.local_time import at_local, local_day
from bot.outbox.work import Work, run_as_system
from bot.programme.administration import restoring
from bot.programme.pairs import lines
from bot.store.db import rewriting
from bot.store.db.engine import in_one_transaction, reading
from bot.store.db.session import Db, Sessions
from bot.store.queries import administration as programmes
from bot.store.queries import figures, learning, pairs, people, proposals
from bot.store.secrets import (
    answers,
    choices,
    codes,
    concerns,
    exits,
    private,
    sealing,
    words,
    worksheets,
)
from bot.store.transitions import forget_events

AT = 3 * 60 + 30
"""Local minutes in the programme's zone: nobody is waiting for the bot."""
EVENTS_KEPT = timedelta(days=366)
REASONS_KEPT = timedelta(weeks=26)
"""After the last pair of a round has ended."""
AT_ONCE = 200
log = logs.logger(__name__)
Row = TypeVar("Row")
V = TypeVar("V")
Chunk = Callable[[Db, int], tuple[int | None, int]]
"""Does what comes after a number; returns the last number done, None at the end, and a count."""


def night_due(sessions: Sessions, cipher: MultiFernet, now: datetime) -> int:
    """The night's work, if it is due; 1 if it was.

    Answers are opened and sealed without a lock, and written in one transaction. Of several
    replicas one does it.
    """
    changes, broken = _sealed_anew(sessions, cipher, now)
    if not run_as_system(sessions, now, _answers, changes):
        return 0
    broken += sum(_in_chunks(sessions, again) for again in SEALED)
    if broken:
        log.error("sealed fields do not open: run `python -m bot doctor`", count=broken)
    run_as_system(sessions, now, lines.part)
    _forget(sessions, now)
    restoring.forget_leavers(sessions, now)
    _rewrite(sessions)
    return 1


def _sealed_anew(
    sessions: Sessions, cipher: MultiFernet, now: datetime
) -> tuple[list[dict[str, object]], int]:
    """The answers of windows that are open, to be written; and how many do not open."""
    with sessions() as db:
        programme = programmes.current(reading(db))
        windows = figures.open_windows(db, programme.id, now)
        return answers.sealed_anew(db, cipher, windows)


def unreadable(work: Work, cipher: MultiFernet) -> dict[str, int]:
    """How many sealed fields do not open, by what they are: for whoever looks after the bot."""
    windows = figures.open_windows(work.db, work.programme.id, work.now)
    counts = {
        "words of a proposal": sum(
            _breaks(words.read, work.db, row) for row in proposals.offered(work.db)
        ),
        "choices at the end of a pair": sum(
            _breaks(choices.read, work.db, row) for row in pairs.live(work.db)
        ),
        "private lists": sum(
            _breaks(private.of, work.db, row) for row in people.with_private(work.db)
        ),
        "what is said about the end of a pair": sum(
            _breaks(exits.read, work.db, row) for row in pairs.with_exits(work.db)
        ),
        "worksheets": sum(
            _breaks(worksheets.read, work.db, row) for row in learning.every(work.db)
        ),
        "concerns": sum(
            _breaks(concerns.read, work.db, row) for row in programmes.concerns(work.db)
        ),
        "answers": len(answers.unreadable(work.db, cipher, windows)),
    }
    return {what: count for what, count in counts.items() if count}


def _breaks(opens: Callable[[Db, Row], object], db: Db, row: Row) -> bool:
    try:
        opens(db, row)
    except sealing.Unreadable:
        return True
    return False


def _answers(work: Work, changes: Sequence[dict[str, object]]) -> bool:
    programme = work.lock_programme()
    due = programme.next_night_at
    if due is not None and due > work.now:
        return False
    zone = work.rules.zone
    programme.next_night_at = _next(work.now, zone)
    if due is None:
        return False
    answers.replace(work.db, changes)
    return True


def _next(now: datetime, zone: str) -> datetime:
    today = local_day(now, zone)
    at = at_local(today, AT, zone)
    return at if at > now else at_local(today + timedelta(days=1), AT, zone)


def _words(db: Db, last: int) -> tuple[int | None, int]:
    rows = proposals.offered_after(db, last, AT_ONCE)
    return (rows[-1].id if rows else None), _resealed(db, rows, words.read, words.keep)


def _choices(db: Db, last: int) -> tuple[int | None, int]:
    """Where a pair of before has none yet, they are laid out with this."""
    rows = pairs.live_after(db, last, AT_ONCE)
    return (rows[-1].id if rows else None), _resealed(db, rows, choices.read, choices.keep)


def _private(db: Db, last: int) -> tuple[int | None, int]:
    rows = people.with_private_after(db, last, AT_ONCE)
    return (rows[-1].id if rows else None), _resealed(db, rows, private.of, private.keep)


def _worksheets(db: Db, last: int) -> tuple[int | None, int]:
    rows = learning.after(db, last, AT_ONCE)
    broken = _resealed(db, rows, worksheets.read, worksheets.keep)
    return (rows[-1].session_id if rows else None), broken


def _concerns(db: Db, last: int) -> tuple[int | None, int]:
    rows = programmes.concerns_after(db, last, AT_ONCE)
    broken = _resealed(db, rows, concerns.read, concerns.keep_overnight)
    return (rows[-1].id if rows else None), broken


def _exits(db: Db, last: int) -> tuple[int | None, int]:
    rows = pairs.with_exits_after(db, last, AT_ONCE)
    return (rows[-1].id if rows else None), _resealed(db, rows, exits.read, exits.keep)


SEALED: tuple[Chunk, ...] = (_words, _choices, _exits, _private, _worksheets, _concerns)
"""Each seals some rows anew, and counts those that do not open."""


def _resealed(
    db: Db,
    rows: Sequence[Row],
    read: Callable[[Db, Row], V],
    keep: Callable[[Db, Row, V], None],
) -> int:
    broken = 0
    for row in rows:
        try:
            keep(db, row, read(db, row))
        except sealing.Unreadable:
            broken += 1
    return broken


def _in_chunks(sessions: Sessions, work: Chunk) -> int:
    """Runs `work` from number to number, each time in a transaction of its own; what it counted."""
    last: int | None = 0
    counted = 0
    while last is not None:
        last, found = in_one_transaction(sessions, partial(_after, work, last))
        counted += found
    return counted


def _after(work: Chunk, last: int, db: Db) -> tuple[int | None, int]:
    return work(db, last)


def _forget(sessions: Sessions, now: datetime) -> None:
    with sessions.begin() as db:
        codes.forget_over(db, now.date())
        zone = Work(db, now).rules.zone
        programmes.forget_concerns(db, local_day(now, zone) - KEPT)
        pairs.forget_exits(db, now - REASONS_KEPT)
    while in_one_transaction(sessions, lambda db: forget_events(db, now - EVENTS_KEPT)):
        pass


def _rewrite(sessions: Sessions) -> None:
    try:
        if not rewriting.rewrite(sessions.kw["bind"], rewriting.NIGHTLY):
            log.warning("the write-ahead log was being read tonight: it is emptied tomorrow")
    except OperationalError as error:  # somebody holds a table for long: tomorrow, then
        log.warning("a table could not be rewritten tonight", reason=type(error.orig).__name__)
