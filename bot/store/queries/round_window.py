"""What a lead's window shows of a round: its pairs, sorted, sifted and paged, and who waits.

Each is one statement, however many they are. A `reader` is the participation of whoever looks, or
none: of a pair of their own neither order, sieve nor count goes by its categories.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    ScalarSelect,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.lifecycle import LIVE_PAIRS, TAKES_PART, ProposalState, RoundState
from bot.domain.listing import FEW_HOURS, Listing, Order, PairCounts
from bot.domain.rules import ProgrammeRules
from bot.store.db.session import Db
from bot.store.queries.drafted import UNSENT, impossible
from bot.store.tables import Pair, Participation, Proposal, Round, RoundWaiting

DROPPED = "dropped"
"""The category of who waits since a lead dropped their pair."""

_FIT = Proposal.reasons["topic_fit"].as_string()
_GIVE_BACK = Proposal.reasons["give_back"].as_string()
_HOURS = Proposal.reasons["common_hours"].as_float()
_OTHER_FUNCTION = Proposal.reasons["other_function"].as_boolean()
_OTHER_SITE = Proposal.reasons["other_site"].as_boolean()
_IS_WEAK = or_(_FIT != "strong", _GIVE_BACK.is_(None), _HOURS < FEW_HOURS)


# --- its pairs -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Totals:
    """The pairs that a round shows, counted.

    `queued` are approved and still to be offered, possible or not; `doubtful` need a look; `own`
    are the reader's. Of the others with categories, `described`, so many fit strongly, give back,
    and differ in function or site, with so few and so many hours in common.
    """

    pairs: PairCounts
    doubtful: int
    fewest_hours: float | None
    most_hours: float | None
    queued: int
    own: int
    described: int
    strong: int
    give_back: int
    other_function: int
    other_site: int


def totals(db: Db, round_: Round, reader: int | None) -> Totals:
    """See `Totals`."""
    kind = _kind(round_)
    described = and_(~_is_own(reader), _FIT.is_not(None))
    hours = case((described, _HOURS))
    parts = {
        "weak": and_(described, _IS_WEAK),
        "queued": Proposal.state == ProposalState.QUEUED,
        "own": _is_own(reader),
        "described": described,
        "strong": and_(described, _FIT == "strong"),
        "give_back": and_(described, _GIVE_BACK.is_not(None)),
        "other_function": and_(described, _OTHER_FUNCTION),
        "other_site": and_(described, _OTHER_SITE),
    }
    counted = select(
        kind.label("kind"),
        func.count().label("pairs"),
        func.min(hours).label("fewest"),
        func.max(hours).label("most"),
        *(_how_many(which).label(name) for name, which in parts.items()),
    )
    found = db.execute(counted.where(*_shown(round_)).group_by(kind)).all()
    sums = {name: sum(getattr(row, name) for row in found) for name in parts}
    decided = sum(row.pairs - row.weak for row in found if row.kind in _DOUBTFUL)
    return Totals(
        pairs=PairCounts(**{row.kind: row.pairs for row in found}),
        doubtful=sums.pop("weak") + decided,
        fewest_hours=min((row.fewest for row in found if row.fewest is not None), default=None),
        most_hours=max((row.most for row in found if row.most is not None), default=None),
        **sums,
    )


_DOUBTFUL = ("held", "dropped", "impossible")


def _kind(round_: Round) -> ColumnElement[str]:
    """What has become of a pair: sent, whatever was said; dropped; no longer possible; held; going,
    were the round approved now, or its hold over; or not sent."""
    going = ProposalState.DRAFTED if round_.state == RoundState.DRAFTED else ProposalState.QUEUED
    return case(
        (Proposal.offered_at.is_not(None), "sent"),
        (Proposal.state == ProposalState.DROPPED, "dropped"),
        (Proposal.state.not_in(UNSENT), "not_sent"),
        (impossible(round_), "impossible"),
        (Proposal.state == ProposalState.HELD, "held"),
        (Proposal.state == going, "going"),
        else_="not_sent",
    )


def page(
    db: Db, round_: Round, reader: int | None, listing: Listing, rules: ProgrammeRules, first: int,
    size: int,
) -> Sequence[Row[Proposal, bool]]:  # fmt: skip
    """Some of the pairs that a round shows, in this order; whether one is `impossible`."""
    looked_at = _is_doubtful(round_, reader) if listing.doubtful else true()
    return db.execute(
        select(Proposal, impossible(round_))
        .where(*_shown(round_), looked_at)
        .order_by(*_in_order(listing.order, reader, rules), Proposal.id)
        .offset(first)
        .limit(size)
    ).all()


def _shown(round_: Round) -> tuple[ColumnElement[bool], ...]:
    """Every pair of a round that is on its way or went; of one that did not, what was dropped."""
    of_round = Proposal.round_id == round_.id
    if round_.state in (RoundState.SUPERSEDED, RoundState.CANCELLED):
        return of_round, Proposal.state == ProposalState.DROPPED
    return (of_round,)


def _is_own(reader: int | None) -> ColumnElement[bool]:
    return Proposal.has_side(reader or 0)


def _is_doubtful(round_: Round, reader: int | None) -> ColumnElement[bool]:
    """Needs a look: left out by a lead, no longer possible, or weak by what its categories say."""
    weak = and_(~_is_own(reader), _FIT.is_not(None), _IS_WEAK)
    return or_(weak, _kind(round_).in_(_DOUBTFUL))


def _in_order(
    order: Order, reader: int | None, rules: ProgrammeRules
) -> tuple[ColumnElement[int], ...]:
    if order is Order.FIT:
        return (_by_fit(reader),)
    if order is Order.FUNCTION:
        return _by_place(Participation.function, [one.id for one in rules.functions])
    if order is Order.SITE:
        return _by_place(Participation.site, [one.id for one in rules.sites])
    return ()


def _by_fit(reader: int | None) -> ColumnElement[int]:
    """By what a line says, and no finer: a pair of the reader's own stands first, whatever its
    categories, and one without any stands last."""
    worse = (
        case((_FIT == "strong", 0), else_=4)
        + case((_GIVE_BACK.is_not(None), 0), else_=2)
        + case((_HOURS < FEW_HOURS, 1), else_=0)
    )
    return case((_is_own(reader), -1), (_FIT.is_(None), 8), else_=worse)


def _by_place(
    column: InstrumentedAttribute[str | None], listed: Sequence[str]
) -> tuple[ColumnElement[int], ...]:
    """The mentor's, then the mentee's, as the programme lists them; what it does not, last."""
    places = {id_: place for place, id_ in enumerate(listed)}
    if not places:
        return ()
    rank = case(places, value=column, else_=len(places))
    return tuple(_of(rank, side) for side in (Proposal.mentor_id, Proposal.mentee_id))


def _of(rank: ColumnElement[int], side: InstrumentedAttribute[int]) -> ScalarSelect[int]:
    return select(rank).where(Participation.id == side).correlate(Proposal).scalar_subquery()


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, 1)))


# --- who waits -----------------------------------------------------------------------------------


def waiting(db: Db, round_: Round, limit: int) -> Sequence[Row[Participation, str]]:
    """The first of those whom a round leaves waiting, and why: of dropped pairs first."""
    waits = _waiting(round_).subquery()
    return db.execute(
        select(Participation, waits.c.category)
        .join(waits, waits.c.participation_id == Participation.id)
        .order_by(waits.c.category != DROPPED, Participation.id)
        .limit(limit)
    ).all()


@dataclass(frozen=True)
class Waits:
    """How many wait; why, by category, the reader not counted."""

    total: int
    why: dict[str, int]


def waits(db: Db, round_: Round, reader: int | None) -> Waits:
    """See `Waits`."""
    who = _waiting(round_).subquery()
    others = _how_many(who.c.participation_id != (reader or 0))
    found = db.execute(
        select(who.c.category, func.count(), others)
        .group_by(who.c.category)
        .order_by(who.c.category)
    ).all()
    return Waits(
        sum(count for _, count, _ in found), {name: count for name, _, count in found if count}
    )


def _waiting(round_: Round) -> CompoundSelect[int, str]:
    """Whom no pair covered; and of dropped pairs whoever takes part and has no pair now, nor one
    of this round that is still meant to be."""
    without = select(RoundWaiting.participation_id, RoundWaiting.category)
    alone = select(Participation.id, literal(DROPPED)).where(
        Participation.id.in_(_sides(round_, Proposal.state == ProposalState.DROPPED)),
        Participation.id.not_in(_sides(round_, Proposal.state != ProposalState.DROPPED)),
        Participation.id.not_in(_paired_before(round_)),
        Participation.state.in_(TAKES_PART),
    )
    return union_all(without.where(RoundWaiting.round_id == round_.id), alone)


def _sides(round_: Round, which: ColumnElement[bool]) -> CompoundSelect[int]:
    here = (Proposal.round_id == round_.id, which)
    return union(*(select(side).where(*here) for side in (Proposal.mentor_id, Proposal.mentee_id)))


def _paired_before(round_: Round) -> CompoundSelect[int]:
    live = (
        Pair.programme_id == round_.programme_id,
        Pair.state.in_(LIVE_PAIRS),
        Pair.d0 <= round_.drafted_at,
    )
    return union(*(select(side).where(*live) for side in (Pair.mentor_id, Pair.mentee_id)))
