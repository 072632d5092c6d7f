"""Suggestions of one person, in one pair and beside another."""

from datetime import datetime

import pytest

from bot.domain.refusals import OwnSuggestion
from bot.outbox.work import Work
from bot.programme.meetings import dates, slots
from bot.programme.meetings.results import DateAnswered, DateOutcome
from bot.store.queries import pairs
from bot.store.tables import Session
from tests.databases import Database
from tests.programme.stage import Stage
from tests.world import OPENING, moment

TWO_PLACES = "[places]\nmentor = 2\ntotal = 2\n"
TIME, LATER = "2027-01-12 15:00", "2027-01-26 15:00"


@pytest.fixture
def stage(database: Database) -> Stage:
    return Stage(database, moment(OPENING), TWO_PLACES)


def suggests(
    stage: Stage, who: str, pair: int, *local: str, instead_of: int | None = None
) -> DateAnswered:
    times = [moment(at) for at in local]
    return stage.does(who, lambda work: dates.propose(work, pair, times, instead_of))


def agrees(stage: Stage, pair: int, local: str) -> int:
    """Anna and Marco; the meeting's id."""
    suggests(stage, "MARCO", pair, local)
    suggests(stage, "ANNA", pair, local)
    return last(stage).id


def last(stage: Stage) -> Session:
    row: Session = stage.rows(Session)[-1]
    return row


# --- for which meeting ----------------------------------------------------------------------------


def test_the_same_time_for_another_meeting_is_another_suggestion(stage: Stage) -> None:
    """Whoever suggests it, or confirms it for the meeting that they mean."""
    (pair,) = stage.pairs_up(("ANNA", "MARCO"))
    one, other = agrees(stage, pair, TIME), agrees(stage, pair, LATER)
    free = "2027-02-02 15:00"
    suggests(stage, "MARCO", pair, free, instead_of=one)
    suggests(stage, "MARCO", pair, free, instead_of=other)
    assert last(stage).replaces_id == other
    told = suggests(stage, "ANNA", pair, free, instead_of=one)
    assert (told.outcome, last(stage).replaces_id) == (DateOutcome.PROPOSED, one)
    assert suggests(stage, "MARCO", pair, free).outcome is DateOutcome.AGREED
    states = {row.id: row.state for row in stage.rows(Session)}
    assert (states[one], states[other], states[last(stage).id]) == ("moved", "dated", "dated")


def test_the_same_time_for_one_more_meeting_moves_none(stage: Stage) -> None:
    (pair,) = stage.pairs_up(("ANNA", "MARCO"))
    one = agrees(stage, pair, TIME)
    suggests(stage, "MARCO", pair, LATER, instead_of=one)
    suggests(stage, "MARCO", pair, LATER)
    suggests(stage, "ANNA", pair, LATER)
    assert [row.state for row in stage.rows(Session)] == ["dated", "moved", "dated"]


# --- beside another pair --------------------------------------------------------------------------


def best(stage: Stage, pair: int) -> set[datetime]:
    with stage.database.sessions.begin() as db:
        this = pairs.pair(db, pair)
        assert this is not None
        return {slot.starts_at for slot in slots.best_for(Work(db, stage.now), this)}


def test_a_time_that_is_suggested_elsewhere_is_not_suggested_or_taken_again(stage: Stage) -> None:
    """Until it has passed, or is taken by others: nobody meets two people at once."""
    stage.pairs_up(("ANNA", "MARCO"))
    first, second = stage.pairs_up(("ANNA", "BEA"))
    (time, *_) = sorted(best(stage, second))
    stage.does("ANNA", lambda work: dates.propose(work, first, [time]))
    assert time not in best(stage, second)
    with pytest.raises(OwnSuggestion) as refused:
        stage.does("ANNA", lambda work: dates.propose(work, second, [time]))
    assert (refused.value.partner, refused.value.when) == ("UMARCO", time)
    stage.does("BEA", lambda work: dates.propose(work, second, [time]))
    beside = last(stage).id
    with pytest.raises(OwnSuggestion):
        stage.does("ANNA", lambda work: dates.confirm(work, beside, time))
    suggests(stage, "ANNA", first, LATER)
    assert stage.does("ANNA", lambda work: dates.confirm(work, beside, time)).outcome is (
        DateOutcome.AGREED
    )
