"""Out of one pairing, for no reason: one of the two asks, and ten minutes later both hear the same.

Who asked, why, and what they would like next is sealed with the pair; what stands in the clear is
the same whoever of the two it was. The rules: docs/programme.md, Changing a pairing.
"""

from dataclasses import replace

from bot.domain.lifecycle import LIVE_PAIRS
from bot.domain.refusals import NoLivePair, NoLongerOpen, NothingToUndo, UndoOver
from bot.domain.words import Reason
from bot.outbox.work import Work
from bot.programme.pairs import pairing
from bot.programme.pairs.results import SwapAsked, SwapForm, SwapUndone, WhichPair
from bot.programme.people import undo
from bot.programme.people.taking_part import my_part
from bot.store.queries import pairs as store
from bot.store.secrets import exits
from bot.store.secrets.exits import Exit
from bot.store.tables import Pair, Participation


def anybody(work: Work) -> SwapForm | SwapAsked | WhichPair:
    """The window about the only pair of a person, or first the choice of one. Raises NotEnrolled,
    NoLivePair."""
    mine = my_part(work)
    live = pairing.my_live_pairs(work.db, mine)
    if not live:
        raise NoLivePair
    if len(live) > 1:
        return WhichPair(tuple(pairing.live_pair(pair, mine) for pair in live))
    return _form(work, live[0], mine)


def in_pair(work: Work, pair_id: int) -> SwapForm | SwapAsked:
    """The same about one pair. Raises NotEnrolled, NotYours, NoLongerOpen."""
    return _form(work, *_my_live_pair(work, pair_id))


def ask(work: Work, pair_id: int, reason: Reason | None) -> SwapAsked:
    """End this pairing in ten minutes; asked once more it ends no later. Raises NotEnrolled,
    NotYours, NoLongerOpen."""
    pair, mine = _my_live_pair(work, pair_id)
    side = exits.of(work.db, pair).of(pair.role_of(mine))
    asked = replace(side, asked_at=side.asked_at or work.now, reason=reason)
    _say(work, pair, mine, asked)
    return _asked(pair, mine, asked)


def take_back(work: Work, pair_id: int) -> SwapUndone:
    """As if never asked. Raises NotYours, UndoOver once the pair has ended, NothingToUndo for who
    has not asked."""
    pair, mine = pairing.my_pair(work, pair_id, lock=True)
    if pair.state not in LIVE_PAIRS:
        raise UndoOver
    _own_asking(work, pair, mine)
    _say(work, pair, mine, Exit())
    return SwapUndone(pair.other(mine).slack_id)


def would_look(work: Work, pair_id: int, *, looks: bool) -> bool:
    """What somebody who has asked for the end would like after it: kept until then, and True; False
    for a pair that has ended. Raises NotYours, NothingToUndo for who has not asked."""
    pair, mine = pairing.my_pair(work, pair_id, lock=True)
    if pair.state not in LIVE_PAIRS:
        return False
    _say(work, pair, mine, replace(_own_asking(work, pair, mine), looks=looks))
    return True


def settle_due(work: Work) -> int:
    """Ten minutes after one of the two asked their pair ends, and both hear the same."""
    ending = store.ENDS_EARLY.rows(work.db, work.now)
    for pair in ending:
        pairing.end_early(work, pair, to=pair.sides)
    return len(ending)


def _my_live_pair(work: Work, pair_id: int) -> tuple[Pair, Participation]:
    my_part(work)
    pair, mine = pairing.my_pair(work, pair_id, lock=True)
    if pair.state not in LIVE_PAIRS:
        raise NoLongerOpen
    return pair, mine


def _own_asking(work: Work, pair: Pair, mine: Participation) -> Exit:
    side = exits.of(work.db, pair).of(pair.role_of(mine))
    if side.asked_at is None:
        raise NothingToUndo
    return side


def _say(work: Work, pair: Pair, mine: Participation, side: Exit) -> None:
    """Seal it anew; the pair ends ten minutes after the first of the two has asked, if one has."""
    said = exits.of(work.db, pair).saying(pair.role_of(mine), side)
    exits.keep(work.db, pair, said)
    pair.ends_early_at = said.asked_at and said.asked_at + undo.FOR


def _form(work: Work, pair: Pair, mine: Participation) -> SwapForm | SwapAsked:
    side = exits.of(work.db, pair).of(pair.role_of(mine))
    if side.asked_at is not None:
        return _asked(pair, mine, side)
    return SwapForm(pair.id, pair.other(mine).slack_id, mine.slack_id)


def _asked(pair: Pair, mine: Participation, side: Exit) -> SwapAsked:
    assert side.asked_at is not None, "who asked did so at some moment"
    return SwapAsked(pair.id, pair.other(mine).slack_id, side.asked_at + undo.FOR)
