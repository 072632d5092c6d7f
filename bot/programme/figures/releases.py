"""The release ledger: windows are sealed once, small ones roll over, figures never change.

The rules: docs/programme.md, Windows; the figures: docs/programme.md, Measures.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from cryptography.fernet import MultiFernet

from bot import logs
from bot.domain.figures import disclosure, measures
from bot.domain.figures.measures import Answered
from bot.domain.lifecycle import WINDOW, ProgrammeState, WindowEvent
from bot.outbox.work import Work
from bot.programme.figures import counts, ledger, windows
from bot.programme.figures.ledger import Closed
from bot.store.copies.journal import Unusable
from bot.store.db.engine import in_one_transaction, reading
from bot.store.db.session import Db, Sessions
from bot.store.queries import administration as programmes
from bot.store.queries import figures as figures_rows
from bot.store.queries import pairs as store
from bot.store.queries import people
from bot.store.secrets import answers, keys
from bot.store.secrets.sealing import Unreadable
from bot.store.tables import Programme, Window

log = logs.logger(__name__)

KEPT_AFTER = timedelta(days=30)
NEVER_RELEASED = timedelta(weeks=26)
NEWCOMERS_WAIT = timedelta(days=14)
"""An account that is newer than this when a window is sealed does not count in it."""
TRIED_AGAIN_AFTER = timedelta(hours=1)


def open_windows_due(work: Work) -> int:
    """From the first round on the window of today stands ready, so that none is left out."""
    programme = work.programme
    if programme.first_round_on is None or programme.state == ProgrammeState.ENROLLING:
        return 0
    return windows.open_until_today(work)


def seal_due(sessions: Sessions, cipher: MultiFernet, now: datetime) -> int:
    """Seal the oldest window whose last check-in has closed: publish, or roll it over.

    Its answers are opened while nothing is locked. Then the journal is told, and then the window
    is closed by whoever is first: with what the journal says. Without a journal that can be relied
    on nothing is sealed, and a window with an answer that does not open waits.
    """
    try:
        ledger.begin_the_first(sessions, now)
        with sessions() as db:
            book, closed = db.journal, _closed(Work(reading(db), now), cipher)
            if closed is None:
                return 0
        with book.alone() as pen:
            return int(ledger.close(sessions, ledger.first(pen, closed)))
    except Unusable as trouble:
        log.error("the journal cannot be used: no window is sealed", reason=trouble.reason)
    except _Waits as trouble:
        _wait(sessions, trouble, now)
    return 0


@dataclass
class _Waits(Exception):
    """So many answers of a window do not open."""

    window_id: int
    unreadable: int


def _wait(sessions: Sessions, waiting: _Waits, now: datetime) -> None:
    def wait(db: Db) -> None:
        window = windows.by_id(db, waiting.window_id)
        window.unreadable, window.try_again_at = waiting.unreadable, now + TRIED_AGAIN_AFTER

    in_one_transaction(sessions, wait)
    log.error("a window waits: answers in it do not open", answers=waiting.unreadable)


def _closed(work: Work, cipher: MultiFernet) -> Closed | None:
    """What the window that is due comes to; nothing is written. Raises Unusable, _Waits."""
    window = figures_rows.TO_SEAL.peek(work.db, work.now)
    if window is None:
        return None
    programme = work.programme
    closed_here = [one.number for one in figures_rows.closed_windows(work.db, programme.id)]
    ledger.check(work.db.journal.read(), closed_here)
    try:
        return _what_closes(work, programme, window, cipher)
    except Unreadable:
        raise _Waits(window.id, len(answers.unreadable(work.db, cipher, [window.id]))) from None


def _what_closes(work: Work, programme: Programme, window: Window, cipher: MultiFernet) -> Closed:
    counted = _Counted(work.db, programme, window, cipher)
    enough = disclosure.publishable(len(counted.people), len(counted.pairs))
    event = WindowEvent.SEAL if enough else WindowEvent.SEAL_SMALL
    return Closed(
        number=window.number,
        state=WINDOW.step(window.state, event).to,
        covers_from=window.covers_from,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        seal_at=window.seal_at,
        closed_at=work.now,
        figures=counted.figures(alone=window.covers_from == window.starts_at) if enough else (),
        counts=counts.of_window(work.db, programme, window),
    )


class _Counted:
    """The contributions of a window: one person one contribution, leads stored but not counted.

    Who answered is read inside the sealed rows, in memory only; nothing of it is written.
    """

    def __init__(self, db: Db, programme: Programme, window: Window, cipher: MultiFernet) -> None:
        left_out = _left_out(db, programme, window)
        self.people: dict[int, list[Answered]] = defaultdict(list)
        self.pairs: set[int] = set()
        self.asked: Counter[int] = Counter()
        for side in answers.opened(db, cipher, window.id):
            if side.respondent in left_out:
                continue
            self.asked[side.respondent] += 1
            if side.values is not None:
                self.people[side.respondent].append(_answered(*sorted(side.values.items())))
                self.pairs.add(side.pair)

    def figures(self, *, alone: bool) -> tuple[tuple[str, str], ...]:
        shown = measures.figures(self.people, self.asked, alone=alone)
        return tuple((figure.metric, figure.to_json()) for figure in shown)


def _left_out(db: Db, programme: Programme, window: Window) -> frozenset[int]:
    """Participations of leads and of newcomers."""
    newcomers = people.newer_than(db, programme.id, window.seal_at - NEWCOMERS_WAIT)
    return people.participations_of(db, programme.id, programme.leads) | newcomers


@cache  # there are two hundred and twenty-five different ones
def _answered(*values: tuple[str, int]) -> Answered:
    return Answered(**dict(values))


def lost(sessions: Sessions, cipher: MultiFernet, number: int) -> int | None:
    """Give up the answers of a window that do not open, so that it can be sealed without them.

    How many they were; None when this window waits for nothing.
    """
    with sessions() as db:
        window = figures_rows.window(reading(db), programmes.current(db).id, number)
        if window is None or window.unreadable is None:
            return None
        broken = answers.unreadable(db, cipher, [window.id])

    def give_up(db: Db) -> None:
        answers.drop(db, broken)
        figures_rows.waits_no_more(db, window.id)

    in_one_transaction(sessions, give_up)
    log.warning("answers that do not open were given up", window=number, answers=len(broken))
    return len(broken)


def forget_answers_due(work: Work) -> int:
    """Thirty days after a round's last release its raw answers and their key are gone.

    A round is over when none of its pairs lives. Answers that never came into a release, because
    too few people answered, go half a year after the last pair ended. Source: docs/privacy.md,
    Deletion.
    """
    programme = work.programme
    gone = 0
    for round_id, ended in store.rounds_all_over(work.db, programme.id):
        if keys.has_round_key(work.db, round_id) and work.now >= _forgotten_at(
            work.db, round_id, ended
        ):
            answers.destroy(work.db, round_id)
            gone += keys.destroy_round_key(work.db, round_id)
    return gone


def _forgotten_at(db: Db, round_id: int, ended: datetime) -> datetime:
    counted_in = answers.windows_of_round(db, round_id)
    if figures_rows.still_collecting(db, counted_in):
        return ended + NEVER_RELEASED
    last = figures_rows.last_release_of(db, counted_in)
    return max(ended, last or ended) + KEPT_AFTER
