"""The times of a pair: from both people's hours, breaks and meetings, and nothing done a moment
ago."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.lifecycle import Undoable
from bot.outbox.work import Work
from bot.programme.enrolment import leaving, pauses, profile, undo
from bot.programme.meetings import dates, slots
from bot.store.queries import pairs
from bot.store.tables import Participation
from bot.texts.topics import topics
from tests.databases import Database
from tests.people import form
from tests.programme.stage import Stage
from tests.world import OPENING, moment

TWO_PLACES = "[places]\nmentor = 2\ntotal = 2\n"
EARLY_BIRD = {"from": "360", "to": "600"}


@pytest.fixture
def stage(database: Database) -> Stage:
    return Stage(database, moment(OPENING), TWO_PLACES)


def times(stage: Stage, number: int) -> list[datetime]:
    with stage.database.sessions.begin() as db:
        pair = pairs.pair(db, number)
        assert pair is not None
        return [slot.starts_at for slot in slots.best_for(Work(db, stage.now), pair)]


def test_three_times_of_the_coming_two_weeks(stage: Stage) -> None:
    (number,) = stage.pairs_up(("ANNA", "MARCO"))
    assert times(stage, number) == [
        moment("2026-11-24 10:00"), moment("2026-11-27 16:00"), moment("2026-12-02 14:00"),
    ]  # fmt: skip


def test_another_meeting_of_either_takes_its_time(stage: Stage) -> None:
    stage.pairs_up(("ANNA", "MARCO"))
    first, second = stage.pairs_up(("ANNA", "BEA"))
    free = times(stage, first)
    assert times(stage, second) == free
    stage.does("BEA", lambda work: dates.propose(work, second, [free[1]]))
    assert times(stage, first) == free, "a date that is only proposed takes nothing"
    stage.does("ANNA", lambda work: dates.propose(work, second, [free[1]]))
    assert free[1] not in times(stage, first)
    assert len(times(stage, first)) == 3
    assert free[1] not in times(stage, second), "its own meeting, too"


def test_a_break_is_left_out_once_it_cannot_be_undone(stage: Stage) -> None:
    (number,) = stage.pairs_up(("ANNA", "MARCO"))
    before = times(stage, number)
    stage.does("ANNA", lambda work: pauses.pause(work, date(2026, 11, 30)))
    assert times(stage, number) == before
    stage.now += timedelta(minutes=10)
    stage.does_some(pauses.settle_due)
    assert min(times(stage, number)) >= moment("2026-11-30 00:00")
    stage.does("ANNA", pauses.resume)
    assert min(times(stage, number)) >= moment("2026-11-30 00:00"), "a return can be undone, too"
    stage.now += timedelta(minutes=10)
    stage.does_some(pauses.settle_due)
    assert min(times(stage, number)) < moment("2026-11-30 00:00")


def test_new_hours_count_once_they_cannot_be_undone(stage: Stage) -> None:
    (number,) = stage.pairs_up(("ANNA", "MARCO"))
    before = times(stage, number)

    def saves(work: Work) -> None:
        profile.save(work, form("mentor", **EARLY_BIRD), topics().keys())

    stage.does("ANNA", saves)
    assert times(stage, number) == before
    stage.now += timedelta(minutes=10)
    assert times(stage, number) != before
    assert all(one.hour < 10 for one in times(stage, number)), "of UTC; in Rome before ten"
    stage.does("ANNA", saves)
    stage.does_some(profile.settle_due)
    assert all(one.hour < 10 for one in times(stage, number))


def test_new_hours_that_were_undone_never_counted(stage: Stage) -> None:
    (number,) = stage.pairs_up(("ANNA", "MARCO"))
    before = times(stage, number)
    stage.does(
        "ANNA", lambda work: profile.save(work, form("mentor", **EARLY_BIRD), topics().keys())
    )
    (anna,) = [one for one in stage.rows(Participation) if one.person.slack_id == "UANNA"]
    stage.does("ANNA", lambda work: undo.take_back(work, anna.id, Undoable.PROFILE))
    assert times(stage, number) == before


def test_who_left_a_moment_ago_leaves_the_times_as_they_were(stage: Stage) -> None:
    (number,) = stage.pairs_up(("ANNA", "MARCO"))
    before = times(stage, number)
    stage.does("ANNA", leaving.leave)
    assert times(stage, number) == before
