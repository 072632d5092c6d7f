"""After a pair: only who asks for it is in the next round. The rules: docs/programme.md, After a
pair.

Until the next round is drafted it stands with what somebody keeps to themselves, and may be
changed as often as they like.
"""

from bot.outbox.work import Work
from bot.programme.enrolment.results import AfterPair
from bot.programme.pairs import swaps
from bot.programme.people import looking
from bot.programme.people.hours import next_round_on
from bot.programme.people.taking_part import my_part


def find_someone(work: Work) -> AfterPair:
    """They would like somebody new in the next round. Raises NotEnrolled."""
    mine = my_part(work, lock=True)
    looking.begin(work, mine)
    return AfterPair(looks=True, priority=mine.priority, next_round_on=next_round_on(work))


def wait(work: Work) -> AfterPair:
    """Not now: no round has them until they ask. Raises NotEnrolled."""
    mine = my_part(work, lock=True)
    looking.stop(work, mine)
    return AfterPair(looks=False)


def find_someone_then(work: Work, pair_id: int) -> AfterPair:
    """Somebody new once this pair has ended, which they have asked for. Raises NotEnrolled,
    NotYours, NothingToUndo."""
    return _then(work, pair_id, looks=True)


def wait_then(work: Work, pair_id: int) -> AfterPair:
    """Not then. Raises as `find_someone_then`."""
    return _then(work, pair_id, looks=False)


def _then(work: Work, pair_id: int, *, looks: bool) -> AfterPair:
    my_part(work)
    if not swaps.would_look(work, pair_id, looks=looks):
        return find_someone(work) if looks else wait(work)
    return AfterPair(looks, priority=looks, next_round_on=next_round_on(work) if looks else None)
