"""Worksheets: laid out for everybody, written by the mentee alone, gone in time."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.domain.enrolment.notice import NOTICE
from bot.domain.fit.people import Role
from bot.domain.form_errors import FormRefused
from bot.domain.learning.worksheet import LONGEST, Worksheet
from bot.domain.refusals import NoLongerOpen, NotYours, WorksheetClosed
from bot.outbox.work import Work
from bot.programme.administration import night
from bot.programme.enrolment import leaving, pauses
from bot.programme.learning import ideas, preparation, worksheets
from bot.programme.learning.results import WorksheetForm
from bot.programme.meetings import attendance, dates
from bot.store.secrets import private
from bot.store.secrets import worksheets as sealed
from bot.store.secrets.sealing import OVERHEAD
from bot.store.tables import Participation, Session, WorksheetRow
from tests.databases import BOX
from tests.programme.stage import Stage
from tests.world import moment

MEETING = "2026-12-10 11:00"
LINES = {"tried": "Two reports", "question": "Why?", "give": "A name"}


def agrees(stage: Stage, pair: int, when: str = MEETING, instead_of: int | None = None) -> int:
    """Marco proposes, Anna agrees; the meeting's id."""
    stage.does("MARCO", lambda work: dates.propose(work, pair, [moment(when)], instead_of))
    session = int(stage.rows(Session)[-1].id)
    stage.does("ANNA", lambda work: dates.confirm(work, session))
    return session


@pytest.fixture
def pair(stage: Stage) -> int:
    (one,) = stage.pairs_up(("ANNA", "MARCO"))
    return one


def opens(stage: Stage, session: int, name: str = "MARCO") -> WorksheetForm:
    return stage.does(name, lambda work: worksheets.form(work, session))


def saves(stage: Stage, session: int, **lines: str) -> datetime:
    return stage.does("MARCO", lambda work: worksheets.save(work, session, lines)).until


def lays_out(stage: Stage) -> list[WorksheetRow]:
    stage.does_some(worksheets.lay_out_due)
    assert stage.does_some(worksheets.lay_out_due) == 0, "nothing is left the second time"
    return stage.rows(WorksheetRow)


# --- there for everybody --------------------------------------------------------------------------


def test_one_is_there_from_the_agreement_on_written_or_not(stage: Stage, pair: int) -> None:
    stage.does("MARCO", lambda work: dates.propose(work, pair, [moment(MEETING)]))
    assert lays_out(stage) == []
    session = agrees(stage, pair)
    (empty,) = lays_out(stage)
    saves(stage, session, **LINES)
    (written,) = stage.rows(WorksheetRow)
    assert (empty.session_id, empty.forget_at) == (written.session_id, written.forget_at)
    assert len(empty.sealed) == len(written.sealed) == sealed.SIZE + OVERHEAD
    assert empty.sealed != written.sealed
    assert written.forget_at == moment(MEETING) + timedelta(days=30, minutes=45)


def test_written_before_it_is_laid_out_it_is_the_same(stage: Stage, pair: int) -> None:
    session = agrees(stage, pair)
    saves(stage, session, **LINES)
    lays_out(stage)
    assert opens(stage, session).worksheet == Worksheet(**LINES)


def test_three_lines_of_the_longest_fit_whatever_they_hold(stage: Stage, pair: int) -> None:
    session = agrees(stage, pair)
    for letter in ("😀", '"', "\\", "à"):
        lines = dict.fromkeys(LINES, letter * LONGEST)
        saves(stage, session, **lines)
        assert opens(stage, session).worksheet == Worksheet(**lines)


def test_a_line_that_is_too_long_changes_nothing(stage: Stage, pair: int) -> None:
    session = agrees(stage, pair)
    saves(stage, session, **LINES)
    before = stage.rows(WorksheetRow)[0].sealed
    with pytest.raises(FormRefused):
        saves(stage, session, tried="x" * 3000)
    assert stage.rows(WorksheetRow)[0].sealed == before


# --- whose it is ----------------------------------------------------------------------------------


def test_nobody_else_opens_or_writes_it(stage: Stage, pair: int) -> None:
    session = agrees(stage, pair)
    lays_out(stage)
    stage.joins("EVA", "mentor")
    for name in ("ANNA", "EVA", "LEAD", "STRANGER"):
        for use_case in (worksheets.form, worksheets.acknowledge):
            with pytest.raises(NotYours):
                stage.does(name, lambda work, use=use_case: use(work, session))  # type: ignore[misc]
        with pytest.raises(NotYours):
            stage.does(name, lambda work: worksheets.save(work, session, LINES))


def test_the_card_is_the_mentors_and_ideas_and_primers_the_pairs(stage: Stage, pair: int) -> None:
    card = stage.does("ANNA", lambda work: preparation.topic_card(work, pair))
    assert (card.partner, card.topics) == ("UMARCO", ("ai.assistants",))
    assert stage.does("MARCO", lambda work: preparation.primer(work, pair)).role is Role.MENTEE
    for name, use_case in (
        ("MARCO", preparation.topic_card),
        ("LEAD", preparation.topic_card),
        ("LEAD", preparation.primer),
        ("LEAD", ideas.of_pair),
    ):
        with pytest.raises(NotYours):
            stage.does(name, lambda work, use=use_case: use(work, pair))  # type: ignore[misc]


def test_one_that_does_not_open_is_empty_and_counts_as_broken(stage: Stage, pair: int) -> None:
    session = agrees(stage, pair)
    saves(stage, session, **LINES)
    with stage.database.sessions.begin() as db:
        db.execute(update(WorksheetRow).values(sealed=b"x" * (sealed.SIZE + OVERHEAD)))
    assert opens(stage, session).worksheet == Worksheet()
    with stage.database.sessions.begin() as db:
        assert night.unreadable(Work(db, stage.now), BOX) == {"worksheets": 1}


# --- until when -----------------------------------------------------------------------------------


def test_it_can_be_changed_until_the_meeting_and_read_for_thirty_days(
    stage: Stage, pair: int
) -> None:
    session = agrees(stage, pair)
    stage.now = moment("2026-12-10 10:59")
    assert saves(stage, session, **LINES) == moment(MEETING)
    assert opens(stage, session).open
    stage.now = moment(MEETING)
    assert replace(opens(stage, session), notice=None).worksheet == Worksheet(**LINES)
    assert not opens(stage, session).open
    with pytest.raises(WorksheetClosed):
        saves(stage, session, tried="too late")
    stage.now = moment("2027-01-09 11:44")
    assert stage.does_some(worksheets.forget_due) == 0
    stage.now = moment("2027-01-09 11:45")
    assert stage.does_some(worksheets.forget_due) == 1
    assert stage.rows(WorksheetRow) == []
    with pytest.raises(NoLongerOpen):
        opens(stage, session)


def test_a_meeting_that_is_moved_takes_what_was_noted_along(stage: Stage, pair: int) -> None:
    old = agrees(stage, pair)
    lays_out(stage)
    saves(stage, old, **LINES)
    new = agrees(stage, pair, "2026-12-11 15:00", old)
    (row,) = lays_out(stage)
    assert row.session_id == new
    assert row.forget_at == moment("2026-12-11 15:45") + timedelta(days=30)
    by_the_old_button = opens(stage, old)
    assert (by_the_old_button.session_id, by_the_old_button.worksheet) == (new, Worksheet(**LINES))


def test_what_is_saved_while_the_meeting_moves_is_kept_for_the_new_date(
    stage: Stage, pair: int
) -> None:
    old = agrees(stage, pair)
    lays_out(stage)
    new = agrees(stage, pair, "2026-12-11 15:00", old)
    saves(stage, old, tried="in a window that was open")
    (row,) = lays_out(stage)
    assert row.session_id == new
    assert opens(stage, new).worksheet == Worksheet(tried="in a window that was open")


def test_notes_are_not_lost_to_an_empty_worksheet(stage: Stage, pair: int) -> None:
    """Two meetings fall into a break; what was noted for the first is there for the next one."""
    first, _ = (agrees(stage, pair, when) for when in (MEETING, "2026-12-17 11:00"))
    lays_out(stage)
    saves(stage, first, **LINES)
    stage.does("ANNA", lambda work: pauses.pause(work, date(2026, 12, 21)))
    stage.now += timedelta(minutes=11)
    stage.does_some(pauses.settle_due)
    stage.now = moment("2026-12-21 09:00")
    stage.does_some(pauses.over_due)
    assert {row.state for row in stage.rows(Session)} == {"moved"}
    new = agrees(stage, pair, "2026-12-23 11:00")
    (row,) = lays_out(stage)
    assert (row.session_id, opens(stage, new).worksheet) == (new, Worksheet(**LINES))


def test_of_several_meetings_the_one_that_took_its_place_has_it(stage: Stage, pair: int) -> None:
    first, _ = (agrees(stage, pair, when) for when in (MEETING, "2026-12-17 11:00"))
    lays_out(stage)
    saves(stage, first, **LINES)
    moved = agrees(stage, pair, "2026-12-22 11:00", first)
    lays_out(stage)
    by_the_old_button = opens(stage, first)
    assert by_the_old_button.session_id == moved
    assert by_the_old_button.worksheet == Worksheet(**LINES)


# --- leaving --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "days"), [("MARCO", 0), ("ANNA", 30)])
def test_it_goes_with_its_author_at_once_and_with_the_pair_when_the_other_is_erased(
    stage: Stage, pair: int, who: str, days: int
) -> None:
    session = agrees(stage, pair, "2026-12-20 11:00")
    lays_out(stage)
    saves(stage, session, **LINES)
    stage.now = moment("2026-11-25 09:00")
    stage.does(who, lambda work: leaving.leave(work))
    assert len(stage.rows(WorksheetRow)) == 1, "it can be undone"
    stage.now += timedelta(days=days, minutes=11)
    stage.does_some(leaving.settle_due)
    stage.does_some(leaving.erase_due)
    assert stage.rows(WorksheetRow) == []


def test_what_an_ended_pair_noted_can_still_be_read(stage: Stage, pair: int) -> None:
    session = agrees(stage, pair)
    saves(stage, session, **LINES)
    stage.does("ANNA", lambda work: leaving.leave(work))
    stage.now += timedelta(minutes=11)
    stage.does_some(leaving.settle_due)
    form = opens(stage, session)
    assert (form.open, form.worksheet) == (False, Worksheet(**LINES))
    with pytest.raises(WorksheetClosed):
        saves(stage, session)


# --- the notice -----------------------------------------------------------------------------------


def test_who_joined_under_the_notice_of_today_is_not_shown_it_again(
    stage: Stage, pair: int
) -> None:
    assert not opens(stage, agrees(stage, pair)).notice


def test_who_read_an_older_notice_reads_the_new_one_once_and_sealed(
    stage: Stage, pair: int
) -> None:
    session = agrees(stage, pair)
    with stage.database.sessions.begin() as db:
        db.execute(update(Participation).values(notice_version=NOTICE - 1))
    assert opens(stage, session).notice
    assert opens(stage, session).notice, "to look is not to read"
    clear = [row.notice_version for row in stage.rows(Participation)]
    read = stage.does("MARCO", lambda work: worksheets.acknowledge(work, session))
    assert not read.notice
    assert not opens(stage, session).notice
    assert [row.notice_version for row in stage.rows(Participation)] == clear
    with stage.database.sessions.begin() as db:
        versions = [private.of(db, row).notice for row in db.query(Participation)]
    assert sorted(versions) == [0, NOTICE]


# --- ideas ----------------------------------------------------------------------------------------


def test_both_are_told_the_same_starters_and_what_either_said_changes_none(
    stage: Stage, pair: int
) -> None:
    """A date whose time has come counts, whether anybody has said that they met."""
    session = agrees(stage, pair)

    def told() -> list[tuple[str, int]]:
        both = [
            stage.does(name, lambda work: ideas.of_pair(work, pair))[0]
            for name in ("ANNA", "MARCO")
        ]
        return [(one.phase, one.meetings) for one in both]

    assert told() == [("first", 0)] * 2
    stage.now = moment("2026-12-10 16:00")
    before = told()
    assert before == [("building", 1)] * 2
    stage.does("MARCO", lambda work: attendance.say_met(work, session))
    assert told() == before
