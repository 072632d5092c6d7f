"""After a pair: only who asks for it is in the next round.

While the pair lives, what the two would like is one sealed blob of it, and changes nothing that
anybody else can see; it is looked at when the pair closes (`bot.programme.pairs.closing`). After
that it stands with what somebody keeps to themselves until the next round is drafted. Both may be
changed as often as they like. The rules: docs/programme.md, The end.
"""

from dataclasses import replace

from bot.domain.enrolment import other_role
from bot.domain.lifecycle import LIVE_PAIRS
from bot.domain.words import After
from bot.outbox.work import Work
from bot.programme.enrolment.results import AfterPair, Chosen, MyChoice
from bot.programme.pairs import pairing, swaps
from bot.programme.people import looking
from bot.programme.people.hours import next_round_on
from bot.programme.people.taking_part import my_part, taking_part
from bot.store.db.session import Db
from bot.store.secrets import choices
from bot.store.tables import Pair, Participation


def find_someone(work: Work) -> AfterPair:
    """They would like somebody new in the next round. Raises NotEnrolled."""
    mine = my_part(work, lock=True)
    looking.begin(work, mine)
    return AfterPair(looks=True, priority=mine.priority, next_round_on=next_round_on(work))


def turn(work: Work) -> AfterPair:
    """The same in the other role; who came as both stays both. Raises NotEnrolled."""
    mine = my_part(work, lock=True)
    looking.begin(work, mine, other_role.other(mine.role))
    return turned(work, mine)


def turned(work: Work, mine: Participation) -> AfterPair:
    """What the other role comes to for somebody who asks for it, now or when their pair ends."""
    role = other_role.other(mine.role)
    return AfterPair(
        looks=True,
        priority=mine.priority,
        next_round_on=next_round_on(work),
        role=role or mine.role,
        missing=looking.missing(mine, role, work.rules),
    )


def wait(work: Work) -> AfterPair:
    """Not now: no round has them until they ask. Raises NotEnrolled."""
    mine = my_part(work, lock=True)
    looking.stop(work, mine)
    return AfterPair(looks=False)


# --- while the pair lives -------------------------------------------------------------------------


def choose(work: Work, pair_id: int, after: After) -> Chosen:
    """What one of the two would like, which they may change until the pair is over; of a pair that
    is over it acts at once. Raises NotYours, NotEnrolled."""
    pair, mine = _mine(work, pair_id, lock=True)
    over = pair.state not in LIVE_PAIRS
    if over:
        then = _at_once(work, after)
    else:
        said = choices.of(work.db, pair).choosing(pair.role_of(mine), after)
        choices.keep(work.db, pair, said)
        then = _then(work, mine, after)
    return Chosen(pair.id, pair.other(mine).slack_id, after, over, then)


def my_choice(work: Work, pair_id: int) -> MyChoice:
    """What this person chose so far, to look at and to change. Raises NotYours, NotEnrolled."""
    pair, mine = _mine(work, pair_id)
    over = pair.state not in LIVE_PAIRS
    after = _so_far(work.db, mine) if over else choices.of(work.db, pair).of(pair.role_of(mine))
    return MyChoice(pair.id, pair.other(mine).slack_id, after, over)


def _mine(work: Work, pair_id: int, *, lock: bool = False) -> tuple[Pair, Participation]:
    pair, mine = pairing.my_pair(work, pair_id, lock=lock)
    return pair, taking_part(mine)


def _then(work: Work, mine: Participation, after: After) -> AfterPair:
    """Which round that will be nobody can say yet."""
    match after:
        case After.NEW:
            return AfterPair(looks=True)
        case After.OTHER_ROLE:
            return replace(turned(work, mine), next_round_on=None)
        case After.TOGETHER | After.NOT_NOW:
            return AfterPair(looks=False)


def _at_once(work: Work, after: After) -> AfterPair:
    """Going on together needs the bot no more: it is to be in no round."""
    match after:
        case After.NEW:
            return find_someone(work)
        case After.OTHER_ROLE:
            return turn(work)
        case After.TOGETHER | After.NOT_NOW:
            return wait(work)


def _so_far(db: Db, mine: Participation) -> After:
    """What holds for them, now that a pair is over."""
    kept = looking.of(db, mine)
    if not kept.looks:
        return After.NOT_NOW
    return After.OTHER_ROLE if kept.turns_to else After.NEW


# --- with the asking for an early end -------------------------------------------------------------


def find_someone_then(work: Work, pair_id: int) -> AfterPair:
    """Somebody new once this pair has ended, which they have asked for. Raises NotEnrolled,
    NotYours, NothingToUndo."""
    return _beforehand(work, pair_id, looks=True)


def wait_then(work: Work, pair_id: int) -> AfterPair:
    """Not then. Raises as `find_someone_then`."""
    return _beforehand(work, pair_id, looks=False)


def _beforehand(work: Work, pair_id: int, *, looks: bool) -> AfterPair:
    my_part(work)
    if not swaps.would_look(work, pair_id, looks=looks):
        return find_someone(work) if looks else wait(work)
    return AfterPair(looks, priority=looks, next_round_on=next_round_on(work) if looks else None)
