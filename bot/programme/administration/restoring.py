"""What a restored backup does not know, taken from the journal: figures, and who left since.

Why: docs/privacy.md, Backups and restoring.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import logs
from bot.outbox.work import Work, run_as_system
from bot.programme.enrolment import leaving
from bot.programme.figures import ledger, releases
from bot.store.copies.journal import Damaged, Entry, Foreign, Journal, Missing, Unusable
from bot.store.db.engine import in_one_transaction, reading
from bot.store.db.session import Db, Sessions
from bot.store.queries import administration as programmes
from bot.store.queries import enrolment, figures
from bot.store.secrets import keys

log = logs.logger(__name__)

LEFT = "left"
LEFT_KEPT = timedelta(days=30)
"""As long as a backup may be kept in which they still take part (docs/runbook.md)."""


@dataclass(frozen=True)
class Restored:
    """What was taken over: windows put back as they were, people let go, windows closed without
    figures. `began` when there was no journal to take anything from."""

    windows: int
    people: int
    unpublished: int
    began: bool


def start(sessions: Sessions, now: datetime) -> None:
    """At the start of a process: begin the journal of a new installation; where it knows more
    than the database, take that over. One that cannot be used is told, and the bot runs."""
    try:
        ledger.begin_the_first(sessions, now)
        _catch_up(sessions, now)
    except Unusable as trouble:
        log.error("the journal cannot be used: no window will be sealed", reason=trouble.reason)


def restored(sessions: Sessions, now: datetime, *, anew: bool) -> Restored:
    """After an operator put a backup back: take over what the journal knows.

    Without one every window whose time to be sealed is over closes without figures, since nobody
    knows whether they were published; and a new journal begins. `anew` does so in place of one
    that cannot be used, which is set aside. Raises Unusable.
    """
    with sessions() as db:
        book = db.journal
    try:
        windows, gone = _catch_up(sessions, now)
        return Restored(windows, gone, 0, began=False)
    except Missing:
        pass
    except (Foreign, Damaged, ledger.Behind):
        if not anew:
            raise
        book.set_aside(f"{now:%Y-%m-%dT%H%M%S}")
    unpublished = run_as_system(sessions, now, _close_unpublished)
    ledger.begin(sessions, now)
    return Restored(0, 0, unpublished, began=True)


@dataclass(frozen=True)
class State:
    """How the ledger stands: why the journal cannot be used (None: it can), and the windows that
    wait, as (number, answers in it that do not open)."""

    trouble: str | None
    waiting: tuple[tuple[int, int], ...]


def state(db: Db, book: Journal) -> State:
    """For doctor and metrics; reads only."""
    waiting = tuple((one.number, one.unreadable or 0) for one in figures.waiting_windows(db))
    try:
        programme = programmes.current(db)
        here = [one.number for one in figures.closed_windows(db, programme.id)]
        ledger.check(book.read(), here)
    except Unusable as trouble:
        return State(trouble.reason, waiting)
    return State(None, waiting)


def _close_unpublished(work: Work) -> int:
    releases.open_windows_due(work)
    programme = work.programme
    return figures.close_unpublished(work.db, programme.id, work.now)


def _catch_up(sessions: Sessions, now: datetime) -> tuple[int, int]:
    """(windows put back, people let go). Raises Unusable."""
    entries, missing = _unknown_here(sessions)
    put_back = sum(ledger.close(sessions, one) for one in missing)
    let_go = run_as_system(sessions, now, _let_go, entries)
    if put_back or let_go:
        log.warning(
            "the journal knew more than the database: a backup was restored",
            windows=put_back, people=let_go,
        )  # fmt: skip
    return put_back, let_go


def _unknown_here(sessions: Sessions) -> tuple[list[Entry], list[ledger.Closed]]:
    """The journal, and the windows that it closes and the database does not. Raises Unusable."""
    with sessions() as db:
        entries = db.journal.read()
        programme = programmes.current(reading(db))
        here = {one.number for one in figures.closed_windows(db, programme.id)}
    ledger.check(entries, here)
    return entries, [one for one in ledger.known(entries) if one.number not in here]


# --- who left -------------------------------------------------------------------------------------


def note_leavers_due(sessions: Sessions, now: datetime) -> int:
    """Whoever has left for good stands in the journal, by a code that this installation alone
    can make; what is there already is not known here, so it may stand there twice."""
    with sessions() as db:
        book = db.journal
        leavers = enrolment.TO_NOTE.rows(reading(db), now)
        entries = [_left(_code(db, one.slack_id), one.left_at) for one in leavers if one.left_at]
        left_at = {one.id: one.left_at for one in leavers if one.left_at}
    if not entries or not _note(sessions, book, entries, now):
        return 0
    in_one_transaction(sessions, lambda db: enrolment.noted(db, left_at))
    return len(entries)


def _note(sessions: Sessions, book: Journal, entries: Collection[Entry], now: datetime) -> bool:
    """Into the journal; False when it cannot be used."""
    try:
        ledger.begin_the_first(sessions, now)
        with book.alone() as pen:
            pen.add(*entries)
    except Unusable as trouble:
        log.error("the journal cannot be used: who left is not noted", reason=trouble.reason)
        return False
    return True


def forget_leavers(sessions: Sessions, now: datetime) -> int:
    """Thirty days after they left nothing of them is in the journal either; how many went."""
    with sessions() as db:
        book = db.journal
    before = now - LEFT_KEPT
    try:
        return book.forget(lambda entry: entry["kind"] == LEFT and _left_at(entry) <= before)
    except Unusable:  # it was told already
        return 0


def _let_go(work: Work, entries: Iterable[Entry]) -> int:
    """Whoever takes part here, and left after the moment at which they joined."""
    left = {entry["who"]: _left_at(entry) for entry in entries if entry["kind"] == LEFT}
    if not left:
        return 0
    gone = 0
    programme = work.programme
    for one in enrolment.taking_part(work.db, programme.id):
        left_at = left.get(_code(work.db, one.slack_id))
        if left_at is not None and one.joined_at < left_at:
            leaving.let_go(work, one, left_at)
            gone += 1
    return gone


def _left(code: str, left_at: datetime) -> Entry:
    return {"kind": LEFT, "who": code, "at": left_at.isoformat()}


def _left_at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry["at"])


def _code(db: Db, slack_id: str) -> str:
    return keys.pseudonym(db.journal.codes, "left", slack_id)
