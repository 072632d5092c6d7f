"""What is counted for leads beside the answers: of a window once, when it closes; and who takes
part now, which they may know by name anyway.

A number that is read twice tells what happened between. So whatever hangs on what somebody did
privately is counted for whole windows alone, and whoever can still undo a step has not taken it:
docs/privacy.md, Who may learn what.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.due.meetings import sessions_due
from bot.domain.figures.disclosure import MIN_PAIRS
from bot.outbox.work import Work
from bot.store.db.session import Db
from bot.store.queries import enrolment, meetings, pairs, proposals, rounds
from bot.store.tables import Programme, Window


class Count(StrEnum):
    """Of a window; meetings only where enough pairs lived in it."""

    ROUNDS = "rounds"
    ACCEPTED = "proposals_accepted"
    NOT_AHEAD = "proposals_not_ahead"
    HELD = "sessions_held"
    DUE = "sessions_due"


def of_window(db: Db, programme: Programme, window: Window) -> dict[str, int]:
    """The counts of a window that closes.

    A proposal counts in the window in which its round expires: by then it is known what came of
    it. A meeting counts where its answers do, and so one of a closed window in a later one.
    """
    since, until = window.starts_at, window.ends_at
    fates = proposals.fates_of_expired(db, programme.id, since, until)
    counts = {
        Count.ROUNDS: rounds.sent_between(db, programme.id, since, until),
        Count.ACCEPTED: fates.accepted,
        Count.NOT_AHEAD: fates.not_ahead,
    }
    lives = pairs.lifetimes(db, programme.id)
    if sum(d0 < until and ended > since for d0, ended, _ in lives) >= MIN_PAIRS:
        counts[Count.HELD] = meetings.held_in_window(db, window.id)
        counts[Count.DUE] = sum(
            _fell_due(d0 + timedelta(days=moved), ended, since, until)
            for d0, ended, moved in lives
        )  # fmt: skip
    return {str(name): value for name, value in counts.items()}


def _fell_due(begun: datetime, ended: datetime, since: datetime, until: datetime) -> int:
    return sessions_due(begun, min(until, ended)) - sessions_due(begun, min(since, ended))


def waiting(work: Work, programme: Programme) -> int:
    """Whoever takes part, is in no live pair, and has no open proposal."""
    engaged = [
        *pairs.live_places(work.db, programme.id),
        *proposals.open_places(work.db, programme.id),
    ]
    busy = {one for two in engaged for one in two}
    return sum(one not in busy for one in enrolment.looking(work.db, programme.id, work.now))


def pairs_by_fate(db: Db, programme: Programme) -> dict[str, int]:
    """Pairs that live, that ended early and that are complete.

    No finer: that a pair needs a hand or rests, leads hear when it is time for it.
    """
    by_state = pairs.pairs_by_state(db, programme.id)
    return {
        "active": sum(by_state.get(state, 0) for state in pairs.LIVE),
        "ended_early": by_state.get("ended_early", 0),
        "completed": by_state.get("completed", 0),
    }
