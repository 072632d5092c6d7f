"""Undo at its edges, and drafts that nobody comes back to."""

from datetime import datetime, timedelta

import pytest

from bot.domain.lifecycle import Undoable
from bot.domain.refusals import AlreadyEnrolled, NotEnrolled, NothingToUndo, UndoOver
from bot.outbox.work import Work
from bot.programme.enrolment import drafts, leaving
from bot.programme.enrolment.undo import take_back
from bot.store.tables import Draft, Pair, Participation, Programme, Proposal, RoundWaiting
from tests.programme.stage import Stage


def undo_join(stage: Stage, name: str, participation: int) -> None:
    stage.does(name, lambda work: take_back(work, participation, Undoable.JOIN))


def leaves(stage: Stage, name: str) -> None:
    stage.does(name, lambda work: leaving.leave(work))


def test_undo_of_joining_after_a_draft_leaves_a_shell_without_a_profile(stage: Stage) -> None:
    """The round has seen the person: its rows stay whole, what was said of oneself goes."""
    stage.joins("MARCO", "mentee")
    stage.now = _just_before_the_round(stage)
    anna = stage.joins("ANNA", "mentor")
    stage.drafts()
    undo_join(stage, "ANNA", anna)
    (shell,) = stage.rows(Participation, id=anna)
    assert shell.state == "undone"
    with stage.database.sessions() as db:
        assert not db.get_one(Participation, anna).offers
    assert [row.state for row in stage.rows(Proposal)] == ["closed"]
    again = stage.joins("ANNA", "mentor")
    assert again == anna
    assert stage.takes_part("ANNA")


def _just_before_the_round(stage: Stage) -> datetime:
    (programme,) = stage.rows(Programme)
    at: datetime = programme.next_round_at
    return at - timedelta(minutes=5)


def test_undo_of_joining_when_left_waiting_by_a_round(stage: Stage) -> None:
    stage.now = _just_before_the_round(stage)
    anna = stage.joins("ANNA", "mentor")
    stage.drafts()
    assert stage.rows(RoundWaiting)
    undo_join(stage, "ANNA", anna)
    assert not stage.takes_part("ANNA")


def test_undo_is_for_oneself_and_for_ten_minutes(stage: Stage) -> None:
    anna, marco = stage.joins("ANNA", "mentor"), stage.joins("MARCO", "mentee")
    with pytest.raises(NothingToUndo):
        undo_join(stage, "ANNA", marco)
    stage.now += timedelta(minutes=10)
    with pytest.raises(UndoOver):
        undo_join(stage, "ANNA", anna)
    with pytest.raises(AlreadyEnrolled):
        stage.joins("ANNA", "mentor")


def test_leaving_twice_and_undoing_twice(stage: Stage) -> None:
    anna = stage.joins("ANNA", "mentor")
    leaves(stage, "ANNA")
    with pytest.raises(NotEnrolled):
        leaves(stage, "ANNA")
    stage.does("ANNA", lambda work: take_back(work, anna, Undoable.LEAVE))
    with pytest.raises(NothingToUndo):
        stage.does("ANNA", lambda work: take_back(work, anna, Undoable.LEAVE))
    assert stage.takes_part("ANNA")


def test_joining_again_instead_of_undoing_does_not_bring_the_pair_back(stage: Stage) -> None:
    stage.pairs_up(("ANNA", "MARCO"))
    leaves(stage, "ANNA")
    anna = stage.joins("ANNA", "mentor")
    assert [row.state for row in stage.rows(Pair)] == ["ended_early"]
    stage.now += timedelta(minutes=10)
    with stage.database.sessions.begin() as db:
        assert leaving.settle_due(Work(db, stage.now)) == 0
    with pytest.raises(UndoOver):
        undo_join(stage, "ANNA", anna)


def test_a_draft_is_forgotten_after_thirty_days_without_a_touch(stage: Stage) -> None:
    stage.does(
        "ANNA",
        lambda work: drafts.keep(work, "you", {"role": "mentor"}),
    )
    stage.now += timedelta(days=30)
    for left, minutes in ((1, 0), (0, 1)):
        stage.now += timedelta(minutes=minutes)
        with stage.database.sessions.begin() as db:
            drafts.forget_due(Work(db, stage.now))
        assert len(stage.rows(Draft)) == left
