"""A lead's window of a round: what is dropped and restored, sorted and sifted, counted, and what of
it a lead who takes part must not be able to tell.
"""

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any

import pytest
from sqlalchemy import delete, update

from benchmarks.watched import Watch
from bot.domain.listing import FEW_HOURS, Listing, Order, PairCounts
from bot.domain.refusals import OwnPair
from bot.outbox.work import Work
from bot.programme.enrolment import leaving
from bot.programme.rounds import approval, drafting, window
from bot.programme.rounds.results import Common, RoundView
from bot.store.tables import Event, Pair, Participation, Proposal, Round
from tests.programme.stage import LEAD, TOPICS, Stage

PLAIN = {
    "topics": ["ai.assistants"], "topic_fit": "strong", "give_back": "back.lead",
    "common_hours": 20.0, "other_function": True, "other_site": False,
}  # fmt: skip


def drafted(stage: Stage, couples: int) -> list[int]:
    """A round of so many pairs; the proposals' ids in order."""
    for n in range(couples):
        stage.joins(f"ANNA{n}", "mentor", topic=TOPICS[n], back=TOPICS[-1 - n])
        stage.joins(f"MARCO{n}", "mentee", topic=TOPICS[n], back=TOPICS[-1 - n])
    stage.drafts()
    ids = [row.id for row in stage.rows(Proposal)]
    assert len(ids) == couples
    for one in ids:
        has(stage, one)
    return ids


def has(stage: Stage, proposal: int, **reasons: Any) -> None:
    """The reasons of a pair, as drafted."""
    with stage.database.sessions.begin() as db:
        db.execute(update(Proposal).where(Proposal.id == proposal).values(reasons=PLAIN | reasons))


def is_now(stage: Stage, table: type[Any], where: Any, **values: Any) -> None:
    with stage.database.sessions.begin() as db:
        db.execute(update(table).where(where).values(values))


def shown(
    stage: Stage, order: Order = Order.DRAFTED, *, doubtful: bool = False, page: int = 1,
    reader: str = LEAD[1:],
) -> RoundView:  # fmt: skip
    listing = Listing(order, doubtful=doubtful)
    view = stage.does(reader, lambda work: window.view(work, None, page, listing))
    assert view is not None
    return view


def ids_of(view: RoundView) -> list[int]:
    return [pair.proposal_id for pair in view.pairs]


def statements(stage: Stage, order: Order, *, doubtful: bool) -> int:
    watch = Watch(stage.database.engine)
    return watch.of(lambda: shown(stage, order, doubtful=doubtful)).statements


def decides(stage: Stage, proposal: int, *decisions: str) -> None:
    for decision in decisions:
        stage.does(LEAD[1:], partial(_decides, proposal, decision))


def _decides(proposal: int, decision: str, work: Work) -> int:
    return approval.decide_pair(work, proposal, decision)


def state(stage: Stage, proposal: int) -> str:
    return str(stage.rows(Proposal, id=proposal)[0].state)


# --- dropped, and restored -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "restored"),
    [((), "drafted"), (("hold",), "held"), (("drop", "restore", "hold"), "held"),
     (("hold", "drop", "restore", "release"), "drafted")],
)  # fmt: skip
def test_a_dropped_pair_is_restored_to_what_it_was(
    stage: Stage, before: tuple[str, ...], restored: str
) -> None:
    (one,) = drafted(stage, 1)
    decides(stage, one, *before, "drop", "drop")
    assert state(stage, one) == "dropped"
    decides(stage, one, "restore")
    events = len(stage.rows(Event))
    decides(stage, one, "restore")
    assert state(stage, one) == restored
    assert len(stage.rows(Event)) == events


def test_nothing_is_restored_once_approved_and_again_after_a_stop(stage: Stage) -> None:
    one, _ = drafted(stage, 2)
    (round_,) = stage.rows(Round)
    decides(stage, one, "drop")
    stage.does(LEAD[1:], lambda work: approval.approve(work, round_.id))
    decides(stage, one, "restore")
    assert state(stage, one) == "dropped"
    stage.does(LEAD[1:], lambda work: approval.stop(work, round_.id))
    decides(stage, one, "restore")
    assert state(stage, one) == "drafted"


def test_nobody_restores_a_pair_of_their_own(stage: Stage) -> None:
    one, _ = drafted(stage, 2)
    decides(stage, one, "drop")
    own(stage, one)
    with pytest.raises(OwnPair):
        decides(stage, one, "restore")


def test_a_round_of_which_every_pair_is_dropped_approves_itself(stage: Stage) -> None:
    (one,) = drafted(stage, 1)
    decides(stage, one, "drop")
    (round_,) = stage.rows(Round)
    stage.now = round_.remind_at
    stage.does_some(drafting.remind_leads_due)
    assert stage.rows(Round)[0].state == "approved"


def test_a_round_of_which_every_pair_is_held_waits_for_its_lead(stage: Stage) -> None:
    (one,) = drafted(stage, 1)
    decides(stage, one, "hold")
    (round_,) = stage.rows(Round)
    stage.now = round_.remind_at
    stage.does_some(drafting.remind_leads_due)
    assert stage.rows(Round)[0].state == "drafted"


# --- who waits, and the counts -------------------------------------------------------------------


def waiting(stage: Stage) -> dict[str, str | None]:
    view = shown(stage)
    listed = {person.who.slack_id[1:]: person.category for person in view.waiting}
    assert view.total_waiting == len(listed)
    assert sum(view.waiting_why.values()) == len(listed)
    return listed


def test_the_two_of_a_dropped_pair_wait_and_say_so(stage: Stage) -> None:
    stage.joins("ZENO", "mentor", topic=TOPICS[8], back=TOPICS[9])
    one, other = drafted(stage, 2)
    assert set(waiting(stage)) == {"ZENO"}
    decides(stage, other, "hold")
    decides(stage, one, "drop")
    two = [side.slack_id[1:] for side in stage.rows(Proposal, id=one)[0].sides]
    found = waiting(stage)
    assert found == {two[0]: "dropped", two[1]: "dropped", "ZENO": found["ZENO"]}
    assert list(found)[-1] == "ZENO"
    assert shown(stage).counts == PairCounts(held=1, dropped=1)
    stage.does(two[0], leaving.leave)
    assert set(waiting(stage)) == {two[1], "ZENO"}
    decides(stage, one, "restore")
    assert set(waiting(stage)) == {"ZENO"}


def test_who_is_in_another_pair_does_not_wait(stage: Stage) -> None:
    """One of this round that is not dropped, or one from before the draft that lives."""
    one, other, third = drafted(stage, 3)
    rows = {row.id: row for row in stage.rows(Proposal)}
    is_now(stage, Proposal, Proposal.id == other, mentor_id=rows[one].mentor_id)
    decides(stage, one, "drop")
    assert set(waiting(stage)) == {rows[one].mentee.slack_id[1:]}
    decides(stage, other, "drop")
    assert len(waiting(stage)) == 3
    decides(stage, third, "drop")
    (round_,) = stage.rows(Round)
    with stage.database.sessions.begin() as db:
        db.add(
            Pair(
                programme_id=1, round_id=round_.id, proposal_id=third, state="active",
                mentor_id=rows[third].mentor_id, mentee_id=rows[one].mentor_id,
                d0=round_.drafted_at, ends_at=stage.now, due_at=(), minutes=45, topics=[],
            )
        )  # fmt: skip
    gone = {rows[third].mentor.slack_id[1:], rows[one].mentor.slack_id[1:]}
    assert not gone & set(waiting(stage))


def test_the_counts_add_up_in_every_state(stage: Stage) -> None:
    going, held, dropped, away = drafted(stage, 4)
    decides(stage, held, "hold")
    decides(stage, dropped, "drop")
    stage.does(stage.rows(Proposal, id=away)[0].mentor.slack_id[1:], leaving.leave)
    assert shown(stage).counts == PairCounts(going=1, held=1, dropped=1, impossible=1)
    ready = stage.does(LEAD[1:], lambda work: approval.ready(work.db, work.me, 1, again=False))
    assert ready is not None
    assert (ready.pairs, ready.held, ready.waiting) == (1, 1, shown(stage).total_waiting)
    stage.approves(1)
    assert shown(stage).counts == PairCounts(sent=1, dropped=1, not_sent=2)
    assert state(stage, going) == "offered"
    assert {pair.state for pair in shown(stage).pairs} == {"sent", "not_sent", "dropped"}


# --- sorted and sifted ---------------------------------------------------------------------------

WEAK: dict[str, dict[str, Any]] = {
    "a fair topic match": {"topic_fit": "fair"},
    "no give-back": {"give_back": None},
    "few hours": {"common_hours": 3.25},
}
FINE: dict[str, dict[str, Any]] = {
    "just enough hours": {"common_hours": 3.5},
    "one function": {"other_function": False},
}


@pytest.mark.parametrize("reasons", [*WEAK, *FINE])
def test_what_needs_a_look(stage: Stage, reasons: str) -> None:
    one, _ = drafted(stage, 2)
    has(stage, one, **(WEAK | FINE)[reasons])
    view = shown(stage, doubtful=True)
    assert ids_of(view) == ([one] if reasons in WEAK else [])
    assert view.doubtful == len(view.pairs)


def test_what_leads_left_out_and_what_is_impossible_needs_a_look(stage: Stage) -> None:
    held, dropped, away, _ = drafted(stage, 4)
    decides(stage, held, "hold")
    decides(stage, dropped, "drop")
    stage.does(stage.rows(Proposal, id=away)[0].mentee.slack_id[1:], leaving.leave)
    view = shown(stage, doubtful=True)
    assert ids_of(view) == [held, dropped, away]
    assert view.doubtful == 3
    stage.does(LEAD[1:], lambda work: approval.approve(work, 1))
    assert len(shown(stage, doubtful=True).pairs) == 4


def test_few_hours_are_what_the_window_shows_as_fewer_than_four() -> None:
    quarters = [n / 4 for n in range(8, 40)]
    assert [one for one in quarters if one < FEW_HOURS] == [
        one for one in quarters if round(one) < round(FEW_HOURS)
    ]


def test_the_best_match_comes_first_by_what_a_line_says_and_no_finer(stage: Stage) -> None:
    first, second, third, fourth = drafted(stage, 4)
    has(stage, first, topic_fit="fair")
    has(stage, second, give_back=None)
    has(stage, third, common_hours=3.0)
    assert ids_of(shown(stage, Order.FIT)) == [fourth, third, second, first]
    has(stage, fourth, common_hours=19.0)
    has(stage, third, common_hours=40.0)
    assert ids_of(shown(stage, Order.FIT)) == [third, fourth, second, first]
    is_now(stage, Proposal, Proposal.id == third, reasons={})
    assert ids_of(shown(stage, Order.FIT)) == [fourth, second, first, third]


@pytest.mark.parametrize("order", [Order.FUNCTION, Order.SITE])
def test_places_come_as_the_programme_lists_them(stage: Stage, order: Order) -> None:
    """The mentor's, then the mentee's; one beside the list comes last."""
    ids = drafted(stage, 4)
    rules = stage.does(LEAD[1:], lambda work: work.rules)
    first, second = [
        one.id for one in (rules.functions if order is Order.FUNCTION else rules.sites)
    ][:2]
    rows = stage.rows(Proposal)
    places = [(None, first), (second, second), (second, first), (first, None)]
    for row, two in zip(rows, places, strict=True):
        for side, place in zip(row.sides, two, strict=True):
            is_now(stage, Participation, Participation.id == side.id, **{order.value: place})
    assert ids_of(shown(stage, order)) == [ids[3], ids[2], ids[1], ids[0]]


def test_every_order_shows_each_pair_once_page_by_page(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "PAGE", 2)
    ids = drafted(stage, 5)
    for number, one in enumerate(ids):
        has(stage, one, topic_fit="fair" if number % 2 else "strong", common_hours=3.0)
    for order, doubtful in product(Order, (False, True)):
        pages = [shown(stage, order, doubtful=doubtful, page=n) for n in (1, 2, 3)]
        assert sorted(one for page in pages for one in ids_of(page)) == ids
        assert {page.pages for page in pages} == {3}


@pytest.mark.parametrize("doubtful", [False, True])
def test_no_order_asks_more_of_the_database_for_more_pairs(stage: Stage, doubtful: bool) -> None:
    first, *others = drafted(stage, 7)
    for one in (first, *others):
        has(stage, one, topic_fit="fair")
    shown(stage)  # the lead is known from then on
    many = {order: statements(stage, order, doubtful=doubtful) for order in Order}
    with stage.database.sessions.begin() as db:
        db.execute(delete(Proposal).where(Proposal.id.in_(others)))
    assert len(shown(stage).pairs) == 1
    assert {order: statements(stage, order, doubtful=doubtful) for order in Order} == many
    assert len(set(many.values())) == 1


def test_what_all_pairs_have_in_common(stage: Stage) -> None:
    one, other = drafted(stage, 2)
    assert shown(stage).common == Common("strong", True, 20, True, False)
    has(stage, one, topic_fit="fair", give_back=None, common_hours=20.25, other_function=False)
    assert shown(stage).common == Common(None, None, 20, False, False)
    has(stage, other, topic_fit="fair", give_back=None, common_hours=3, other_site=True)
    assert shown(stage).common == Common("fair", False, None, False, False)


# --- a lead who takes part -----------------------------------------------------------------------


def own(stage: Stage, proposal: int) -> None:
    """The lead is the mentor of this pair."""
    mentor = stage.rows(Proposal, id=proposal)[0].mentor
    lead = stage.does(LEAD[1:], lambda work: work.me.id)
    is_now(stage, Participation, Participation.id == mentor.id, person_id=lead)


def everything(stage: Stage) -> Iterator[RoundView]:
    for order, doubtful, page in product(Order, (False, True), (1, 2)):
        yield shown(stage, order, doubtful=doubtful, page=page)


def test_whatever_the_own_pair_is_like_a_lead_sees_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worlds that differ in what somebody's levels, wishes or hours made of it: no order, sieve,
    count or common line tells them apart."""
    monkeypatch.setattr(window, "PAGE", 2)
    first, second, third = drafted(stage, 3)
    has(stage, first, topic_fit="fair")
    own(stage, second)
    seen = list(everything(stage))
    assert {pair.own for view in seen for pair in view.pairs} == {True, False}
    for reasons in (*WEAK.values(), *FINE.values(), {"common_hours": 40.0, "other_site": True}):
        has(stage, second, **reasons)
        assert list(everything(stage)) == seen
    has(stage, third, topic_fit="fair")
    assert list(everything(stage)) != seen


def test_another_lead_sees_them_all(stage: Stage) -> None:
    _, second = drafted(stage, 2)
    own(stage, second)
    has(stage, second, topic_fit="fair")
    assert ids_of(shown(stage, doubtful=True)) == []
    stage.does("OTHER", _also_leads)
    assert ids_of(shown(stage, doubtful=True, reader="OTHER")) == [second]


def _also_leads(work: Work) -> None:
    work.programme.leads = [*work.programme.leads, "UOTHER"]
