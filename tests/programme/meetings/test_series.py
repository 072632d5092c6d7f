"""The same time again, beside meetings with somebody else, of which the partner learns nothing."""

from datetime import datetime

import pytest

from bot.domain.refusals import OwnMeeting, TimeKept
from bot.outbox.work import Work
from bot.programme.meetings import dates
from bot.programme.meetings.calendar import series
from bot.programme.meetings.results import KeepOutcome
from bot.store.queries import meetings, pairs
from bot.store.tables import Session
from tests.databases import Database
from tests.programme.stage import Stage
from tests.world import OPENING, moment

TWO_PLACES = "[places]\nmentor = 2\ntotal = 2\n"
FIRST, SECOND_TIME = "2027-01-12 15:00", "2027-02-09 15:00"


@pytest.fixture
def stage(database: Database) -> Stage:
    return Stage(database, moment(OPENING), TWO_PLACES)


def agrees(stage: Stage, pair: int, mentee: str, local: str) -> int:
    """Anna and this mentee; the meeting's id."""
    at = moment(local)
    for name in (mentee, "ANNA"):
        stage.does(name, lambda work: dates.propose(work, pair, [at]))
    return next(row.id for row in stage.rows(Session, pair_id=pair) if row.starts_at == at)


def offered(stage: Stage, pair: int, session: int) -> tuple[datetime, ...]:
    """What the post in the room of the two says now."""
    with stage.database.sessions.begin() as db:
        work, this = Work(db, stage.now), pairs.pair(db, pair)
        assert this is not None
        now = series.offered(work, this, session)
        return now.starts if now else ()


def kept(stage: Stage, session: int) -> list[datetime]:
    return sorted(row.starts_at for row in stage.rows(Session, kept_from_id=session))


def two_pairs(stage: Stage) -> tuple[int, int, int]:
    """Anna's with Marco and with Bea, and a meeting agreed with Marco."""
    stage.pairs_up(("ANNA", "MARCO"))
    first, second = stage.pairs_up(("ANNA", "BEA"))
    return first, second, agrees(stage, first, "MARCO", FIRST)


def test_no_gap_tells_of_a_meeting_with_somebody_else(stage: Stage) -> None:
    first, second, session = two_pairs(stage)
    before = stage.does("MARCO", lambda work: series.offer(work, session)).starts
    assert moment(SECOND_TIME) in before
    agrees(stage, second, "BEA", SECOND_TIME)
    assert offered(stage, first, session) == before
    again = stage.does("MARCO", lambda work: series.offer(work, session))
    assert (again.outcome, again.starts) == (KeepOutcome.WAITS, before)


def test_whoever_meets_somebody_else_then_hears_it_alone(stage: Stage) -> None:
    """As with a single date: their own meeting is named, and can be moved first."""
    _, second, session = two_pairs(stage)
    other = agrees(stage, second, "BEA", SECOND_TIME)
    with pytest.raises(OwnMeeting) as refused:
        stage.does("ANNA", lambda work: series.offer(work, session))
    assert (refused.value.partner, refused.value.when) == ("UBEA", moment(SECOND_TIME))
    stage.does("MARCO", lambda work: series.offer(work, session))
    with pytest.raises(OwnMeeting):
        stage.does("ANNA", lambda work: series.accept(work, session))
    assert kept(stage, session) == []
    moved = [moment("2027-02-10 15:00")]
    for name in ("BEA", "ANNA"):
        stage.does(name, lambda work: dates.propose(work, second, moved, instead_of=other))
    stage.does("ANNA", lambda work: series.accept(work, session))
    assert moment(SECOND_TIME) in kept(stage, session)


def test_their_own_meetings_are_left_out(stage: Stage) -> None:
    first, _, session = two_pairs(stage)
    agrees(stage, first, "MARCO", "2027-02-09 15:30")
    stage.does("MARCO", lambda work: series.offer(work, session))
    stage.does("ANNA", lambda work: series.accept(work, session))
    assert kept(stage, session)[0] == moment("2027-03-09 15:00")
    with stage.database.sessions.begin() as db:
        assert meetings.next_agreed(db, first, stage.now) is not None


# --- one at a time --------------------------------------------------------------------------------


def test_a_second_time_is_refused_while_one_is_kept(stage: Stage) -> None:
    """Also beside one of the meetings at it: the refusal names the next of those."""
    first, _, session = two_pairs(stage)
    stage.does("MARCO", lambda work: series.offer(work, session))
    other = agrees(stage, first, "MARCO", "2027-01-20 11:00")
    stage.does("ANNA", lambda work: series.accept(work, session))
    with pytest.raises(TimeKept) as refused:
        stage.does("MARCO", lambda work: series.offer(work, other))
    assert refused.value.when == moment(SECOND_TIME)
    in_series = stage.rows(Session, kept_from_id=session)[0].id
    with pytest.raises(TimeKept):
        stage.does("MARCO", lambda work: series.offer(work, in_series))
    assert stage.rows(Session, kept_from_id=other) == []


def test_a_newer_suggestion_replaces_the_older(stage: Stage) -> None:
    first, _, session = two_pairs(stage)
    other = agrees(stage, first, "MARCO", "2027-01-20 11:00")
    stage.does("MARCO", lambda work: series.offer(work, session))
    stage.does("ANNA", lambda work: series.offer(work, other))
    assert (offered(stage, first, session), bool(offered(stage, first, other))) == ((), True)
    stage.does("MARCO", lambda work: series.accept(work, other))
    assert kept(stage, session) == []
    assert len(kept(stage, other)) == 4
