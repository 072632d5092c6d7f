"""The end of a pair: both are asked what they would like after it, and its last day closes it.

What they say is sealed until then, and tells itself to nobody: only that both would like to go on
together is told, to both. The rules: docs/programme.md, The end; who may learn what:
docs/privacy.md, Private acts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.due.ending import in_last_weeks
from bot.domain.enrolment import other_role
from bot.domain.fit.people import Role
from bot.domain.lifecycle import LIVE_PAIRS, PairEvent, PairState
from bot.domain.time.local_time import local_day
from bot.domain.words import After
from bot.outbox.enqueue import Owed, edit_now, enqueue_many
from bot.outbox.work import Work
from bot.programme.pairs import kinds
from bot.programme.pairs.results import LivePair
from bot.programme.people import looking
from bot.programme.people.hours import reachable_at
from bot.store.db.session import Db
from bot.store.queries import pairs as store
from bot.store.queries import people
from bot.store.secrets import choices, exits, sealing
from bot.store.secrets.choices import Choices
from bot.store.secrets.exits import Exits
from bot.store.tables import Pair, Participation
from bot.store.transitions import transition_all

AT_ONCE = 50
"""How many pairs one transaction asks, or closes."""


def last_day(work: Work, pair: Pair) -> date | None:
    """The last day of a pair that lives, where the two are told: in its last four weeks, unless a
    break is about to move it."""
    if pair.state not in LIVE_PAIRS or pair.state == PairState.PAUSED:
        return None
    return day_of_end(work, pair) if in_last_weeks(work.now, pair.ends_at) else None


def day_of_end(work: Work, pair: Pair) -> date:
    """The day on which a pair ends, on the programme's clock."""
    return local_day(pair.ends_at, work.rules.zone)


def was_asked(pair: Pair) -> bool:
    """Whether both were asked what they would like after this pair, which lives."""
    return pair.state in LIVE_PAIRS and pair.choice_at is None


def with_its_end(work: Work, pair: Pair, shown: LivePair) -> LivePair:
    """A pair as one of the two sees it, with what they may know of its end."""
    return replace(shown, ends_on=last_day(work, pair), asked=was_asked(pair))


# --- what the clock does --------------------------------------------------------------------------


def ask_due(work: Work) -> int:
    """Two weeks before the end both are asked what they would like after it, once; how many pairs
    that were."""
    waiting = store.TO_ASK_WHAT_NEXT.rows(work.db, work.now, AT_ONCE)
    for pair in waiting:
        pair.choice_at = None
    enqueue_many(work, kinds.CHOICE, [_to(work, pair, one) for pair, one in _sides(waiting)])
    return len(waiting)


def complete_due(work: Work) -> int:
    """The last day of a pair is over; breaks have moved it. Both read the same, whatever they
    chose; only who asked for it is in the next round."""
    over = store.LAST_DAY_OVER.rows(work.db, work.now, AT_ONCE)
    ids, sides = [pair.id for pair in over], list(_sides(over))
    people.lock_all(work.db, {one.id for _, one in sides})  # all is read anew
    transition_all(work.db, Pair, PairEvent.LAST_DAY_OVER, work.now, Pair.id.in_(ids))
    edit_now(work, *(f"pair:{pair.id}" for pair in over))
    said = {pair.id: is_over(work, pair, pair.ends_at) for pair in over}
    together = {key: _sealed(work.db, both.both_together) for key, both in said.items()}
    ends = [_to(work, pair, one, together[pair.id]) for pair, one in sides]
    enqueue_many(work, kinds.COMPLETED, ends)
    return len(over)


def _sides(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Participation]]:
    return ((pair, one) for pair in pairs for one in pair.sides)


def is_over(work: Work, pair: Pair, at: datetime) -> Choices:
    """However a pair ends: from `at` on each of the two is in a round only once they ask, or have
    asked beforehand. Returns what they said of that, of which only why they asked for the end is
    kept, sealed."""
    asked = exits.of(work.db, pair)
    said = _with_asking(choices.of(work.db, pair), asked)
    for one in pair.sides:
        what_next(work, one, said.of(pair.role_of(one)))
        one.waiting_since = at
    pair.ended_at, pair.ends_early_at = at, None
    pair.choices = pair.choice_at = None
    exits.keep(work.db, pair, asked.over)
    return said


def _with_asking(said: Choices, asked: Exits) -> Choices:
    """What somebody said when they asked for the end counts before what they had chosen."""
    for role in (Role.MENTOR, Role.MENTEE):
        if (looks := asked.of(role).looks) is not None:
            said = said.choosing(role, After.NEW if looks else After.NOT_NOW)
    return said


def what_next(work: Work, participation: Participation, after: After | None) -> None:
    """Sealed anew whatever they chose, so that no choice shows."""
    match after:
        case After.NEW:
            looking.go_on(work, participation)
        case After.OTHER_ROLE:
            looking.go_on(work, participation, other_role.other(participation.role))
        case _:
            looking.stop(work, participation)


def _to(work: Work, pair: Pair, side: Participation, sealed: bytes | None = None) -> Owed[Pair]:
    """To one of the two, in their hours, for the same moment as to the other."""
    return Owed(
        about=pair,
        to=side.person,
        occasion=f"pair:{pair.id}",
        due_at=reachable_at(work, side),
        sealed=sealed,
    )


def _sealed(db: Db, together: bool) -> bytes:
    return db.secrets.fields.seal(together, about=_END, size=_TOGETHER_SIZE)


_END, _TOGETHER_SIZE = kinds.COMPLETED.key, 8


def both_said_together(db: Db, sealed: bytes | None) -> bool:
    """Whether the two of a pair that is over had both said that they would go on together."""
    try:
        return bool(db.secrets.fields.open(sealed or b"", about=_END))
    except sealing.Unreadable:
        return False
