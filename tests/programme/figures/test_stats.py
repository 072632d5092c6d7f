"""What `stats` says: who takes part now, and what was counted when a window closed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.domain.figures.meaning import NoneClosed
from bot.domain.fit.people import Role
from bot.domain.lifecycle import PairState
from bot.outbox.work import Work
from bot.programme.enrolment import leaving, pauses
from bot.programme.figures import counts as figure_counts
from bot.programme.figures import stats
from bot.programme.figures.results import NoFigures, OfWindows, Pairs, People, Stats
from bot.programme.meetings import attendance, nudges
from bot.store.queries.enrolment import Enrolled
from bot.store.tables import Pair, Proposal, Window
from tests.programme.stage import LEAD, Stage
from tests.world import moment

COUPLES = [(f"MENTOR{n}", f"MENTEE{n}") for n in range(5)]
FIRST = NoFigures(NoneClosed.TO_COME, date(2026, 12, 28))
MET, SEALED = moment("2026-12-03 15:00"), moment("2026-12-29 09:00")


def counts(stage: Stage, period: str = "30d") -> Stats:
    return stage.does(LEAD[1:], lambda work: stats.stats(work, period))


def closed(stage: Stage, period: str = "30d") -> OfWindows:
    told = counts(stage, period).closed
    assert isinstance(told, OfWindows)
    return told


def why_none(stage: Stage, period: str) -> NoneClosed:
    told = counts(stage, period).closed
    assert isinstance(told, NoFigures)
    return told.why


def meets(stage: Stage, name: str, pair: int) -> None:
    stage.does(name, lambda work: attendance.declare_met(work, pair, None))


# --- who takes part now ---------------------------------------------------------------------------


def settles(stage: Stage) -> None:
    """Ten minutes pass, and what could be undone until then has happened."""
    stage.now += timedelta(minutes=10)
    with stage.database.sessions.begin() as db:
        leaving.settle_due(Work(db, stage.now))
        pauses.settle_due(Work(db, stage.now))


def takes_a_break(stage: Stage, name: str) -> None:
    until = (stage.now + timedelta(weeks=6)).date()
    stage.does(name, lambda work: pauses.pause(work, until))


def test_who_is_in_no_pair_and_has_no_open_proposal_waits(stage: Stage) -> None:
    stage.joins("EVA", "mentor", topic="safe.scams", back="back.memory")
    assert counts(stage).people == People(0, 0, 1, 0)
    stage.pairs_up(("ANNA", "MARCO"))
    told = counts(stage)
    assert told.people == People(paired=2, proposed=0, unpaired=1, on_a_break=0)
    assert told.roles == {"mentor": 2, "mentee": 1}
    assert told.pairs == Pairs(1, 0, 0, 0, 0, 0)


def test_a_pair_is_complete_after_twenty_six_weeks(stage: Stage) -> None:
    stage.pairs_up(("ANNA", "MARCO"))
    stage.now = moment("2027-05-24 10:10")
    stage.completes()
    assert counts(stage).pairs == Pairs(0, 0, 0, 0, 0, completed=1)
    assert counts(stage).people.unpaired == 2


def test_who_can_still_undo_leaving_has_not_left(stage: Stage) -> None:
    """Nor has their pair ended: the partner, who may be a lead, learns it after ten minutes."""
    stage.pairs_up(("ANNA", "MARCO"))
    stage.joins("EVA", "mentor", topic="safe.scams", back="back.memory")
    before = counts(stage)
    for name in ("ANNA", "EVA"):
        stage.does(name, lambda work: leaving.leave(work))
    assert counts(stage) == before
    settles(stage)
    after = counts(stage)
    assert after.roles == {"mentee": 1}
    assert after.pairs == Pairs(0, 0, 0, 0, ended_early=1, completed=0)
    assert after.people == People(0, 0, 1, 0)


def test_who_can_still_undo_a_break_or_its_end_has_done_neither(stage: Stage) -> None:
    stage.pairs_up(("ANNA", "MARCO"))
    stage.joins("EVA", "mentor", topic="safe.scams", back="back.memory")
    here = counts(stage)
    for name in ("ANNA", "EVA"):
        takes_a_break(stage, name)
    assert counts(stage) == here
    settles(stage)
    away = counts(stage)
    assert away.people == People(paired=2, proposed=0, unpaired=0, on_a_break=1)
    assert away.pairs == Pairs(0, 0, 0, paused=1, ended_early=0, completed=0)
    for name in ("ANNA", "EVA"):
        stage.does(name, lambda work: pauses.resume(work))
    assert counts(stage) == away
    settles(stage)
    assert counts(stage) == here


def test_a_break_of_somebody_with_a_proposal_shows_at_its_expiry(stage: Stage) -> None:
    """Until then a lead who is the other of the two cannot tell it from silence."""
    stage.joins("ANNA", "mentor", topic="data.read", back="back.numbers")
    stage.joins("MARCO", "mentee", topic="data.read", back="back.numbers")
    stage.sends()
    before = counts(stage)
    assert before.people == People(0, proposed=2, unpaired=0, on_a_break=0)
    takes_a_break(stage, "MARCO")
    settles(stage)
    assert counts(stage) == before
    stage.expires(stage.rows(Proposal)[-1])
    assert counts(stage).people == People(0, 0, unpaired=1, on_a_break=1)


def test_a_mentor_of_two_is_counted_once(stage: Stage) -> None:
    """In a pair, and with a proposal for another: of the two the pair counts."""
    stage.pairs_up(("ANNA", "MARCO"))
    everybody = [Enrolled(one, Role.MENTOR, on_a_break=False) for one in (1, 2)]
    with stage.database.sessions.begin() as db:
        db.execute(update(Proposal).values(state="offered"))
        work = Work(db, stage.now)
        assert figure_counts.people(work, everybody) == People(2, 0, 0, 0)


def test_a_pair_needs_a_hand_from_when_the_leads_hear_of_it(stage: Stage) -> None:
    """Three working days after its last word, which is theirs to answer first."""
    stage.pairs_up(("ANNA", "MARCO"))
    for day in ("2026-11-30 12:00", "2026-12-07 12:00"):
        stage.now = moment(day)
        assert stage.does_some(nudges.steps_due) == 1
    (pair,) = stage.rows(Pair)
    stage.now = pair.next_step_at - timedelta(seconds=1)
    assert stage.does_some(nudges.steps_due) == 0
    assert counts(stage).pairs == Pairs(1, 0, 0, 0, 0, 0)
    stage.now = pair.next_step_at
    assert stage.does_some(nudges.steps_due) == 1
    assert counts(stage).pairs == Pairs(
        0, needs_a_hand=1, resting=0, paused=0, ended_early=0, completed=0
    )


def test_every_state_of_a_pair_is_counted_and_they_are_all(stage: Stage) -> None:
    assert list(counts(stage).pairs.parts) == [state.value for state in PairState]


def test_a_proposal_is_open_until_its_expiry_whatever_came_of_it(stage: Stage) -> None:
    pair = stage.pairs_up(("ANNA", "MARCO"))
    assert pair
    assert counts(stage).proposals_open == 1
    (offered,) = stage.rows(Proposal)
    assert offered.state == "accepted"
    stage.now = moment("2026-11-30 18:00")
    assert counts(stage).proposals_open == 0


def test_before_the_first_round_has_been_sent_no_day_is_named(stage: Stage) -> None:
    """Approval may put it off."""
    stage.joins("EVA", "mentor", topic="safe.scams", back="back.memory")
    assert counts(stage).closed == NoFigures(NoneClosed.NO_ROUND)


def test_windows_that_lost_their_journal_are_said_to_have_no_figures(stage: Stage) -> None:
    stage.pairs_up(*COUPLES)
    stage.now = SEALED
    stage.seals()
    with stage.database.sessions.begin() as db:
        db.execute(update(Window).values(state="unpublished"))
    assert why_none(stage, "30d") is NoneClosed.LOST


# --- what was counted when a window closed --------------------------------------------------------


def test_before_a_window_has_closed_nothing_is_counted(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = MET
    meets(stage, "MENTOR0", pairs[0])
    for day in ("2026-12-03 15:01", "2026-12-21 00:00", "2026-12-27 23:59"):
        stage.now = moment(day)
        stage.seals()
        assert counts(stage, "365d").closed == FIRST
    stage.now = moment("2026-12-28 00:00")
    assert why_none(stage, "365d") is NoneClosed.BEING_COUNTED
    stage.seals()
    told = closed(stage)
    assert (told.since, told.until) == (
        MET.date().replace(month=11, day=23),
        MET.date().replace(day=20),
    )
    assert (told.rounds, told.proposals_accepted, told.proposals_not_ahead) == (1, 5, 0)
    assert (told.sessions_held, told.sessions_due) == (1, 5)


def test_meetings_of_four_pairs_are_not_shown(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES[:4])
    stage.now = MET
    for pair, (mentor, _) in zip(pairs, COUPLES, strict=False):
        meets(stage, mentor, pair)
    stage.now = SEALED
    stage.seals()
    told = closed(stage)
    assert (told.sessions_held, told.sessions_due, told.without_meetings) == (None, None, 1)
    assert told.proposals_accepted == 4


def test_a_meeting_counts_in_one_window_also_when_its_answers_roll_over(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES)
    for day in ("2026-12-03 15:00", "2027-01-04 15:00"):
        stage.now = moment(day)
        meets(stage, "MENTOR0", pairs[0])
    stage.now = moment("2027-01-27 09:00")
    assert stage.seals() == 2
    assert closed(stage, "30d").sessions_held == 1
    assert closed(stage, "60d").sessions_held == 2
    assert (closed(stage, "30d").sessions_due, closed(stage, "60d").sessions_due) == (5, 10)


def test_a_meeting_told_late_is_not_counted_in_a_window_that_has_closed(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = SEALED
    stage.seals()
    before = counts(stage)
    day = moment("2026-12-10 12:00").date()
    stage.does("MENTOR0", lambda work: attendance.declare_met(work, pairs[0], day))
    assert counts(stage) == before
    stage.now = moment("2027-01-27 09:00")
    stage.seals()
    assert closed(stage).sessions_held == 1


def test_a_quarter_is_made_of_the_windows_that_ended_in_it(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES)
    for day in ("2026-12-03 15:00", "2026-12-28 15:00"):
        stage.now = moment(day)
        meets(stage, "MENTOR0", pairs[0])
    stage.now = moment("2027-01-27 09:00")
    stage.seals()
    assert closed(stage, "2026-Q4").sessions_held == 1
    assert closed(stage, "quarter").sessions_held == 1  # 28 December lies in January's window
    assert why_none(stage, "2026-Q3") is NoneClosed.OTHER_WEEKS


Act = Callable[[Stage, int], None]
PRIVATE: dict[str, Act] = {
    "a meeting": lambda stage, pair: meets(stage, "MENTOR0", pair),
    "an answer": lambda stage, pair: stage.answers("MENTEE1", pair + 1, 1),
    "a yes": lambda stage, pair: stage.accepts("ANNA", stage.rows(Proposal)[-1].id),
}


@pytest.mark.parametrize("act", PRIVATE.values(), ids=PRIVATE.keys())
def test_inside_a_window_two_readings_are_the_same(stage: Stage, act: Act) -> None:
    """Whatever somebody does privately between them, and however many days pass."""
    first = stage.pairs_up(*COUPLES)[0]
    stage.now = MET
    for pair, (mentor, _) in enumerate(COUPLES, first):
        meets(stage, mentor, pair)
    stage.now = SEALED
    stage.seals()
    for name, role in (("ANNA", "mentor"), ("MARCO", "mentee")):
        stage.joins(name, role, topic="data.read", back="back.numbers")
    stage.sends()
    periods = ("30d", "60d", "2026-Q4", "365d")
    before = [counts(stage, period) for period in periods]
    act(stage, first)
    assert [counts(stage, period) for period in periods] == before
    open_ = [replaced(told) for told in before]
    stage.now += timedelta(days=8)
    stage.seals()
    assert [replaced(counts(stage, period)) for period in periods] == open_


def replaced(told: Stats) -> tuple[object, ...]:
    """But for what the expiry of the round tells everybody."""
    return told.closed, told.windows, told.roles, told.pairs
