"""A round goes out in chunks, as if it were one; a crash anywhere in between changes nothing."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.domain.lifecycle import ParticipationState
from bot.outbox.work import Work
from bot.programme.enrolment import leaving
from bot.programme.rounds import approval, drafting, expiry, sending, window
from bot.store.queries import administration
from bot.store.secrets import private, words
from bot.store.tables import Event, OutboxRow, Participation, Person, Proposal, Round
from tests.programme.stage import LEAD, TOPICS, Stage

COUPLES = [(f"ANNA{n}", f"MARCO{n}") for n in range(6)]
ALONE = ("ZENO", "ZOE", "ZITA")


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    monkeypatch.setattr(expiry, "AT_ONCE", 2)


def approved(stage: Stage) -> dict[tuple[str, str], int]:
    """Six couples and three who wait: the first pair is held, one of the second leaves, the third
    no longer fits. The hold is over. The proposals' ids by their two."""
    for n, (mentor, mentee) in enumerate(COUPLES):
        stage.joins(mentor, "mentor", topic=TOPICS[n], back=TOPICS[-1 - n])
        stage.joins(mentee, "mentee", topic=TOPICS[n], back=TOPICS[-1 - n])
    for n, name in enumerate(ALONE):
        stage.joins(name, "mentor", topic=TOPICS[8 + n], back=TOPICS[8 + n + 1])
    one = stage.drafts()
    ids = {tuple(side.slack_id[1:] for side in row.sides): row.id for row in stage.rows(Proposal)}
    assert set(ids) == set(COUPLES)
    stage.does(LEAD[1:], lambda work: approval.decide_pair(work, ids[COUPLES[0]], "hold"))
    stage.does(LEAD[1:], lambda work: approval.approve(work, one))
    stage.does("ANNA1", leaving.leave)
    avoids(stage, "ANNA2", "MARCO2")
    stage.now += timedelta(minutes=10)
    assert stage.does_some(sending.send_due) == 1
    return ids


def avoids(stage: Stage, name: str, other: str) -> None:
    def use_case(work: Work) -> None:
        (one,) = (row for row in work.db.query(Participation) if row.slack_id == f"U{name}")
        private.keep(work.db, one, private.of(work.db, one).avoiding(f"U{other}"))

    stage.does(name, use_case)


class Crash(Exception):
    """The process is gone."""


@contextmanager
def crashing(engine: Engine, after: int) -> Iterator[None]:
    """At the statement, or the commit, after so many."""
    left = [after]

    def step(*_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Crash

    for name in ("before_cursor_execute", "commit"):
        event.listen(engine, name, step)
    try:
        yield
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(engine, name, step)


def crashes_everywhere(stage: Stage, tick: Callable[[Work], int]) -> int:
    """Runs a tick until nothing is due, ended once at each step of each chunk; the chunks."""
    chunks = 0
    while True:
        for after in range(1000):
            try:
                with crashing(stage.database.engine, after):
                    did = stage.does_some(tick)
                break
            except Crash:
                continue
        assert after > 0, "it never crashed"
        if not did:
            return chunks
        chunks += 1


def test_a_crash_at_any_step_goes_on_where_it_was(stage: Stage) -> None:
    ids = approved(stage)
    assert crashes_everywhere(stage, sending.go_on_due) > 4
    states = {
        two: row.state for two, number in ids.items() for row in stage.rows(Proposal, id=number)
    }
    assert [states[two] for two in COUPLES] == ["closed", "closed", *["offered"] * 4]
    sent = Counter(row.thing_id for row in stage.rows(Event, thing="proposal", event="send"))
    assert sent == {ids[two]: 1 for two in COUPLES[2:]}
    offered = Counter(
        row.arguments["proposal"] for row in stage.rows(OutboxRow, kind="proposal.offer")
    )
    assert offered == {ids[two]: 2 for two in COUPLES[2:]}
    waited = {row.slack_id[1:]: row.rounds_waited for row in stage.rows(Participation)}
    assert {name for name, rounds in waited.items() if rounds == 1} == {
        *COUPLES[0],
        *COUPLES[1],
        *ALONE,
    }
    assert set(waited.values()) == {0, 1}
    owed = Counter(row.person_id for row in stage.rows(OutboxRow, kind="nudge.still_looking"))
    people = {row.slack_id: row.id for row in stage.rows(Person)}
    assert owed == {people[f"U{name}"]: 1 for name in {*COUPLES[0], *COUPLES[1], *ALONE}}
    assert fits(stage) == {ids[two]: two != COUPLES[2] for two in COUPLES[2:]}
    (one,) = stage.rows(Round)
    assert (one.state, one.waiting_after) == ("sending", None)


def fits(stage: Stage) -> dict[int, bool]:
    with stage.database.sessions() as db:
        rows = db.query(Proposal).filter_by(state="offered")
        return {row.id: words.of(db, row).fits for row in rows}


def test_a_crash_at_any_step_closes_and_reminds_once(stage: Stage) -> None:
    ids = approved(stage)
    while stage.does_some(sending.go_on_due):
        pass
    (one,) = stage.rows(Round)
    stage.now = one.remind_people_at
    assert crashes_everywhere(stage, expiry.remind_due) == 2
    reminded = Counter(
        row.arguments["proposal"] for row in stage.rows(OutboxRow, kind="proposal.reminder")
    )
    assert reminded == {ids[two]: 2 for two in COUPLES[2:]}
    stage.now = one.expires_at
    assert crashes_everywhere(stage, expiry.expire_due) == 2
    closed = Counter(row.thing_id for row in stage.rows(Event, event="last_day_over"))
    assert closed == {ids[two]: 1 for two in COUPLES[2:]}
    waited = {row.slack_id[1:]: row.rounds_waited for row in stage.rows(Participation)}
    assert set(waited.values()) == {1}
    assert len(stage.rows(OutboxRow, kind="proposal.did_not_go_ahead")) == 8


@pytest.mark.parametrize("avoided", [None, "MARCO0"])
def test_places_count_across_chunks_as_within_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, avoided: str | None
) -> None:
    """Anna gives two places, and after the draft one: the first pair that fits takes it."""
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    with stage.database.sessions.begin() as db:
        programme = administration.current(db)
        programme.rules = programme.rules | {"places_mentor": 2, "places_total": 2}
    stage.joins("ANNA", "mentor")
    for name in ("MARCO0", "MARCO1"):
        stage.joins(name, "mentee")
    one = stage.drafts()
    ids = {row.mentee.slack_id[1:]: row.id for row in stage.rows(Proposal)}
    assert set(ids) == {"MARCO0", "MARCO1"}
    if avoided:
        avoids(stage, "ANNA", avoided)
    with stage.database.sessions.begin() as db:
        (anna,) = (row for row in db.query(Participation) if row.slack_id == "UANNA")
        anna.places_total = 1
    stage.approves(one)
    first, second = sorted(ids.values())
    expected = (
        {ids["MARCO0"]: False, ids["MARCO1"]: True} if avoided else {first: True, second: False}
    )
    assert fits(stage) == expected


def test_who_has_another_offer_of_the_round_is_told_of_that_alone(stage: Stage) -> None:
    with stage.database.sessions.begin() as db:
        programme = administration.current(db)
        programme.rules = programme.rules | {"places_mentor": 2, "places_total": 2}
    stage.joins("ANNA", "mentor")
    for name in ("MARCO0", "MARCO1"):
        stage.joins(name, "mentee")
    one = stage.drafts()
    ids = {row.mentee.slack_id[1:]: row.id for row in stage.rows(Proposal)}
    stage.does(LEAD[1:], lambda work: approval.decide_pair(work, ids["MARCO0"], "hold"))
    stage.approves(one)
    people = {row.id: row.slack_id for row in stage.rows(Person)}
    told = [people[row.person_id] for row in stage.rows(OutboxRow, kind="nudge.still_looking")]
    assert told == ["UMARCO0"]
    waited = {row.slack_id: row.rounds_waited for row in stage.rows(Participation)}
    assert waited == {"UANNA": 0, "UMARCO0": 1, "UMARCO1": 0}


def test_late_and_postponed_reach_all_in_chunks_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "AT_ONCE", 2)
    for n in range(3):
        stage.joins(f"ANNA{n}", "mentor", topic=TOPICS[n], back=TOPICS[-1 - n])
        stage.joins(f"MARCO{n}", "mentee", topic=TOPICS[n], back=TOPICS[-1 - n])
    stage.joins("ZENO", "mentor", topic=TOPICS[8], back=TOPICS[9])
    one = stage.drafts()
    assert stage.does_some(drafting.late_due) == stage.does_some(drafting.tell_late_due) == 0
    (round_,) = stage.rows(Round)
    stage.now = round_.late_at
    assert crashes_everywhere(stage, drafting.late_due) == 1
    assert crashes_everywhere(stage, drafting.tell_late_due) == 5
    everybody = Counter(row.person_id for row in stage.rows(OutboxRow, kind="round.late"))
    assert (len(everybody), set(everybody.values())) == (7, {1})
    stage.does(LEAD[1:], lambda work: approval.postpone(work, one))
    assert crashes_everywhere(stage, drafting.tell_late_due) == 5
    again = Counter(row.person_id for row in stage.rows(OutboxRow, kind="round.late"))
    assert again == dict.fromkeys(everybody, 2)


def test_who_leaves_between_two_chunks_is_not_offered(stage: Stage) -> None:
    ids = approved(stage)
    assert stage.does_some(sending.go_on_due)
    stage.does("MARCO5", leaving.leave)
    while stage.does_some(sending.go_on_due):
        pass
    (last,) = stage.rows(Proposal, id=ids[COUPLES[5]])
    assert last.state == "closed"
    (alone,) = (row for row in stage.rows(Participation) if row.slack_id == "UANNA5")
    assert alone.rounds_waited == 1
    assert alone.state == ParticipationState.ACTIVE


def test_the_window_says_how_far_it_has_come(stage: Stage) -> None:
    approved(stage)

    def shown() -> tuple[int, int]:
        view = stage.does(LEAD[1:], lambda work: window.view(work, None, 1))
        assert view is not None
        return view.counts.sent, view.queued

    assert shown() == (0, 5)
    stage.does_some(sending.go_on_due)
    assert shown() == (1, 3)
    while stage.does_some(sending.go_on_due):
        pass
    assert shown() == (4, 0)
