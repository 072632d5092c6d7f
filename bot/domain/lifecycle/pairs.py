"""The states of a pair, from the start to one of its two ends."""

from enum import StrEnum

from bot.domain.lifecycle.transitions import Row, Table


class PairState(StrEnum):
    """`needs_a_hand`: no date two weeks after the start, and none since."""

    ACTIVE = "active"
    NEEDS_A_HAND = "needs_a_hand"
    PAUSED = "paused"
    ENDED_EARLY = "ended_early"
    COMPLETED = "completed"


class PairEvent(StrEnum):
    NO_DATE = "no_date"
    DATE_FOUND = "date_found"
    ONE_PAUSES = "one_pauses"
    ALL_BACK = "all_back"
    ONE_LEAVES = "one_leaves"
    LAST_DAY_OVER = "last_day_over"


_C, _CE = PairState, PairEvent
PAIR = Table(
    "pair",
    _C.ACTIVE,
    (
        Row(_C.ACTIVE, _CE.NO_DATE, _C.NEEDS_A_HAND, "no date for 14 days", ("pair.needs_a_hand",)),
        Row(_C.NEEDS_A_HAND, _CE.DATE_FOUND, _C.ACTIVE, "a date is proposed, or they met"),
        Row(_C.ACTIVE, _CE.ONE_PAUSES, _C.PAUSED, "10 minutes after the pause"),
        Row(_C.NEEDS_A_HAND, _CE.ONE_PAUSES, _C.PAUSED, "10 minutes after the pause"),
        Row(_C.PAUSED, _CE.ALL_BACK, _C.ACTIVE, "nobody of the two is on a break; dates move on"),
        Row(_C.ACTIVE, _CE.ONE_LEAVES, _C.ENDED_EARLY, "10 minutes after it", ("pair.ended",)),
        Row(_C.NEEDS_A_HAND, _CE.ONE_LEAVES, _C.ENDED_EARLY, "the same", ("pair.ended",)),
        Row(_C.PAUSED, _CE.ONE_LEAVES, _C.ENDED_EARLY, "the same", ("pair.ended",)),
        Row(_C.ACTIVE, _CE.LAST_DAY_OVER, _C.COMPLETED, "after its last day; breaks have moved it"),
        Row(_C.NEEDS_A_HAND, _CE.LAST_DAY_OVER, _C.COMPLETED, "the same"),
    ),
)
LIVE_PAIRS = frozenset({PairState.ACTIVE, PairState.NEEDS_A_HAND, PairState.PAUSED})
MEETING_PAIRS = frozenset({PairState.ACTIVE, PairState.NEEDS_A_HAND})
