"""The tables of transitions."""

from enum import StrEnum
from typing import Any

import pytest

from bot.domain import lifecycle
from bot.domain.lifecycle import (
    CHECKIN,
    PROPOSAL,
    SESSION,
    TABLES,
    ProposalEvent,
    ProposalState,
    SessionEvent,
    SessionState,
)
from bot.domain.lifecycle.transitions import Row, Table
from bot.domain.refusals import NoLongerOpen
from bot.programme.administration.kinds import KINDS

AnyTable = Table[Any, Any]
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)


def enums(table: AnyTable) -> tuple[type[StrEnum], type[StrEnum]]:
    return type(table.first), type(table.rows[0].event)


@each_table
def test_every_state_can_be_reached(table: AnyTable) -> None:
    reached = {table.first}
    for _ in table.rows:
        reached |= {row.to for row in table.rows if row.state in reached}
    assert reached == set(enums(table)[0])


@each_table
def test_every_state_and_event_lead_somewhere_or_are_refused(table: AnyTable) -> None:
    states, events = enums(table)
    led = {(row.state, row.event): row.to for row in table.rows}
    for state in states:
        for event in events:
            if (state, event) in led:
                assert table.step(str(state), event).to is led[state, event]
                assert table.may(state, event)
            else:
                assert not table.may(state, event)
                with pytest.raises(NoLongerOpen):
                    table.step(state, event)


@each_table
def test_every_event_has_a_place_and_every_state_fits_its_column(table: AnyTable) -> None:
    states, events = enums(table)
    assert {row.event for row in table.rows} == set(events)
    assert all(len(state.value) <= 20 for state in states)
    assert all(len(event.value) <= 40 for event in events)


@each_table
def test_what_is_owed_is_a_kind_of_message(table: AnyTable) -> None:
    assert {kind for row in table.rows for kind in row.owes} <= set(KINDS)


def test_a_state_and_an_event_lead_to_one_state() -> None:
    row = Row(ProposalState.DRAFTED, ProposalEvent.HOLD, ProposalState.HELD)
    again = Row(ProposalState.DRAFTED, ProposalEvent.HOLD, ProposalState.DROPPED)
    with pytest.raises(ValueError, match="proposal"):
        Table("proposal", ProposalState.DRAFTED, (row, again))


def test_the_sources_of_an_event() -> None:
    assert SESSION.sources(SessionEvent.CONFIRM) == (SessionState.PROPOSED, SessionState.DATED)


def walk(table: AnyTable, *events: StrEnum) -> str:
    state = table.first
    for event in events:
        state = table.step(state, event).to
    return str(state)


P = ProposalEvent


@pytest.mark.parametrize(
    ("events", "ends"),
    [
        ((P.APPROVE, P.SEND, P.BOTH_YES), "accepted"),
        ((P.HOLD, P.RELEASE, P.APPROVE, P.STOP), "drafted"),
        ((P.HOLD, P.DROP), "dropped"),
        ((P.DROP, P.RESTORE), "drafted"),
        ((P.HOLD, P.DROP, P.RESTORE_HELD), "held"),
        ((P.APPROVE, P.SEND, P.LAST_DAY_OVER), "closed"),
        ((P.APPROVE, P.FALL_AWAY), "closed"),
    ],
)
def test_the_ways_of_a_proposal(events: tuple[ProposalEvent, ...], ends: str) -> None:
    assert walk(PROPOSAL, *events) == ends


@pytest.mark.parametrize("state", [ProposalState.ACCEPTED, ProposalState.CLOSED])
def test_nothing_undoes_the_end_of_a_proposal(state: ProposalState) -> None:
    assert not {event for event in P if PROPOSAL.may(state, event)}


def test_what_a_lead_dropped_is_at_most_restored() -> None:
    restored = {P.RESTORE, P.RESTORE_HELD}
    assert {event for event in P if PROPOSAL.may(ProposalState.DROPPED, event)} == restored


def test_from_an_offer_lead_two_yeses_and_the_expiry_and_no_word() -> None:
    assert {event for event in P if PROPOSAL.may(ProposalState.OFFERED, event)} == {
        P.BOTH_YES,
        P.LAST_DAY_OVER,
    }


def test_any_yes_makes_a_session_held_and_nothing_undoes_it() -> None:
    e = SessionEvent
    assert walk(SESSION, e.CONFIRM, e.MOVE, e.YES) == "held"
    assert walk(SESSION, e.CONFIRM, e.YES, e.NOT_YET, e.MOVE) == "held"
    assert walk(SESSION, e.CONFIRM, e.NOT_YET, e.CLOSE) == "lapsed"


def test_a_checkin_is_asked_and_closed_and_knows_no_answer() -> None:
    e = lifecycle.CheckinEvent
    assert walk(CHECKIN, e.ASK, e.CLOSE) == "closed"
    assert walk(CHECKIN, e.CLOSE) == "closed"
    assert {str(event) for event in e} == {"ask", "close"}
