"""What is counted for leads beside the answers: of a window once, when it closes; and who takes
part now, which they may know by name anyway.

A number that is read twice tells what happened between. So whatever hangs on what somebody did
privately is counted for whole windows alone, and whoever can still undo a step has not taken it:
docs/privacy.md, Who may learn what.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from bot.domain.due.plan import sessions_due
from bot.domain.figures.disclosure import MIN_PAIRS
from bot.domain.lifecycle import PairState
from bot.outbox.work import Work
from bot.programme.figures.results import Pairs, People
from bot.store.db.session import Db
from bot.store.queries import meetings, pairs, proposals, rounds
from bot.store.queries.enrolment import Enrolled
from bot.store.queries.pairs import Lifetime
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
    if sum(one.begun < until and one.ended > since for one in lives) >= MIN_PAIRS:
        counts[Count.HELD] = meetings.held_in_window(db, window.id)
        counts[Count.DUE] = sum(_fell_due(one, since, until) for one in lives)
    return {str(name): value for name, value in counts.items()}


def _fell_due(pair: Lifetime, since: datetime, until: datetime) -> int:
    first, last = min(since, pair.due_until), min(until, pair.due_until)
    return sessions_due(pair.due_at, last) - sessions_due(pair.due_at, first)


def people(work: Work, everybody: Iterable[Enrolled]) -> People:
    """Each of them once, by the first of these that is so: in a live pair, with a proposal, on a
    break, without a pair. Whether the last look for one is theirs until a round is drafted.

    Whoever has a proposal is counted so until its closing date, whatever the two said, and also on
    a break: else a lead who is the other of the two would learn of it.
    """
    paired = _both(pairs.live_places(work.db, work.programme.id))
    proposed = _both(proposals.open_places(work.db, work.programme.id))
    found = Counter(_stands(enrolled, paired, proposed) for enrolled in everybody)
    return People(*(found[name] for name in ("paired", "proposed", "unpaired", "on_a_break")))


def _both(places: Iterable[tuple[int, int]]) -> set[int]:
    return {one for two in places for one in two}


def _stands(enrolled: Enrolled, paired: Collection[int], proposed: Collection[int]) -> str:
    if enrolled.participation in paired:
        return "paired"
    if enrolled.participation in proposed:
        return "proposed"
    return "on_a_break" if enrolled.on_a_break else "unpaired"


def pairs_now(work: Work) -> Pairs:
    """All pairs that ever began, by what they are, as leads know it."""
    found = pairs.pairs_by_state(work.db, work.programme.id)
    return Pairs(**{state.value: found[state] for state in PairState})
