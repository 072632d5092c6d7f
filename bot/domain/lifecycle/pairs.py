"""The states of a pair, from the start to one of its two ends."""

from enum import StrEnum

from bot.domain.lifecycle.transitions import Row, Table


class PairState(StrEnum):
    """`needs_a_hand`: the leads have heard that it has no date; `resting`: no date came of that
    either, and it is left in peace until one of the two returns."""

    ACTIVE = "active"
    NEEDS_A_HAND = "needs_a_hand"
    RESTING = "resting"
    PAUSED = "paused"
    ENDED_EARLY = "ended_early"
    COMPLETED = "completed"


class PairEvent(StrEnum):
    NO_DATE = "no_date"
    DATE_FOUND = "date_found"
    COMES_TO_REST = "comes_to_rest"
    RETURN = "return"
    REST_OVER = "rest_over"
    ONE_PAUSES = "one_pauses"
    ALL_BACK = "all_back"
    ONE_LEAVES = "one_leaves"
    LAST_DAY_OVER = "last_day_over"


_C, _CE = PairState, PairEvent
PAIR = Table(
    "pair",
    _C.ACTIVE,
    (
        Row(_C.ACTIVE, _CE.NO_DATE, _C.NEEDS_A_HAND, "the leads hear", ("pair.needs_a_hand",)),
        Row(_C.NEEDS_A_HAND, _CE.DATE_FOUND, _C.ACTIVE, "a date is found, or they met"),
        Row(_C.NEEDS_A_HAND, _CE.COMES_TO_REST, _C.RESTING, "four weeks on", ("pair.rests",)),
        Row(_C.ACTIVE, _CE.COMES_TO_REST, _C.RESTING, "it rested before, and no date came of it"),
        Row(_C.RESTING, _CE.RETURN, _C.ACTIVE, "either: with one tap, a date, or a meeting"),
        Row(_C.RESTING, _CE.REST_OVER, _C.ENDED_EARLY, "after eight weeks", ("pair.ended",)),
        Row(_C.ACTIVE, _CE.ONE_PAUSES, _C.PAUSED, "10 minutes after the pause"),
        Row(_C.NEEDS_A_HAND, _CE.ONE_PAUSES, _C.PAUSED, "10 minutes after the pause"),
        Row(_C.RESTING, _CE.ONE_PAUSES, _C.PAUSED, "10 minutes after the pause"),
        Row(_C.PAUSED, _CE.ALL_BACK, _C.ACTIVE, "nobody of the two is on a break; dates move on"),
        Row(
            _C.ACTIVE,
            _CE.ONE_LEAVES,
            _C.ENDED_EARLY,
            "10 minutes after, the pair or all",
            ("pair.ended",),
        ),
        Row(_C.NEEDS_A_HAND, _CE.ONE_LEAVES, _C.ENDED_EARLY, "the same", ("pair.ended",)),
        Row(_C.RESTING, _CE.ONE_LEAVES, _C.ENDED_EARLY, "the same", ("pair.ended",)),
        Row(_C.PAUSED, _CE.ONE_LEAVES, _C.ENDED_EARLY, "the same", ("pair.ended",)),
        Row(
            _C.ACTIVE, _CE.LAST_DAY_OVER, _C.COMPLETED, "breaks have moved it", ("pair.completed",)
        ),
        Row(_C.NEEDS_A_HAND, _CE.LAST_DAY_OVER, _C.COMPLETED, "the same", ("pair.completed",)),
        Row(_C.RESTING, _CE.LAST_DAY_OVER, _C.COMPLETED, "the same", ("pair.completed",)),
    ),
)
MEETING_PAIRS = frozenset({PairState.ACTIVE, PairState.NEEDS_A_HAND, PairState.RESTING})
"""Those that may find a date; one that rests goes on with it."""
LIVE_PAIRS = MEETING_PAIRS | {PairState.PAUSED}
