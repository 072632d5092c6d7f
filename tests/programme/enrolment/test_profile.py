"""Saving a profile by use case alone: what is checked again, and what is kept how long."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.form_errors import FormRefused
from bot.domain.lifecycle import Undoable
from bot.domain.refusals import NothingToUndo
from bot.outbox.work import Work
from bot.programme.enrolment import leaving, pauses, profile, undo
from bot.programme.enrolment.results import ProfileKept
from bot.programme.rounds import pool
from bot.store.secrets import private, sealing
from bot.store.tables import Draft, Pair, Participation, Proposal
from bot.texts.topics import topics
from tests.databases import Database
from tests.people import form
from tests.programme.stage import Stage
from tests.world import OPENING, moment


@pytest.fixture
def stage(sqlite: Database) -> Stage:
    return Stage(sqlite, moment(OPENING))


def saves(stage: Stage, name: str, more: dict[str, Any], **changes: Any) -> ProfileKept:
    whole = {**form("mentor", **changes), "more": more}
    return stage.does(name, lambda work: profile.save(work, whole, topics().keys()))


def takes_back(stage: Stage, name: str, number: int, what: Undoable) -> None:
    stage.does(name, lambda work: undo.take_back(work, number, what))


FORGED = {
    "a place too many": ({"places_total": "3"}, "places_total"),
    "none at all": ({"places_mentor": "0"}, "places_mentor"),
    "no number": ({"places_total": "²"}, "places_total"),
    "nobody's id": ({"avoids": ["very private"]}, "avoids"),
    "too many people": ({"avoids": [f"U0AVOIDED{n}" for n in range(11)]}, "avoids"),
}


@pytest.mark.parametrize(("more", "field"), FORGED.values(), ids=FORGED)
def test_what_no_window_of_ours_sends_is_refused(
    stage: Stage, more: dict[str, Any], field: str
) -> None:
    stage.joins("ANNA", "mentor")
    with pytest.raises(FormRefused) as refused:
        saves(stage, "ANNA", more)
    assert set(refused.value.errors) == {field}


def test_the_list_of_people_to_avoid_is_shown_to_its_author_and_replaced(stage: Stage) -> None:
    anna = stage.joins("ANNA", "mentor")
    for chosen in (["UMARCO", "UBEA"], ["UBEA"], []):
        saves(stage, "ANNA", {"avoids": chosen})
        assert set(kept(stage, anna).avoids) == set(chosen)
        shown = stage.does("ANNA", profile.draft)
        assert set(shown["more"]["avoids"]) == set(chosen)


def test_the_manager_is_shown_to_their_author_and_can_be_taken_out(stage: Stage) -> None:
    anna = stage.joins("ANNA", "mentor")
    for manager in ("UBOSS", None):
        saves(stage, "ANNA", {}, manager=manager)
        assert kept(stage, anna).manager == manager
        assert stage.does("ANNA", profile.draft)["you"]["manager"] == manager


def test_saving_seals_anew_whatever_was_changed(stage: Stage) -> None:
    """Nobody who reads the database can tell that somebody was put on the list, or nobody was."""
    anna = stage.joins("ANNA", "mentor")
    blobs = [stage.rows(Participation, id=anna)[0].private]
    chosen: tuple[list[str], ...] = ([], ["UMARCO"], ["UMARCO"])
    for avoids in chosen:
        saves(stage, "ANNA", {"avoids": avoids})
        blobs.append(stage.rows(Participation, id=anna)[0].private)
    assert len(set(blobs)) == 4
    assert {len(blob) for blob in blobs} == {private.SIZE + sealing.OVERHEAD}
    assert not any(b"UMARCO" in blob for blob in blobs)


def test_a_list_that_does_not_open_keeps_its_owner_out_until_it_is_saved_anew(stage: Stage) -> None:
    anna, marco = stage.joins("ANNA", "mentor"), stage.joins("MARCO", "mentee")
    with stage.database.sessions.begin() as db:
        one = db.get_one(Participation, anna)
        assert one.private is not None
        one.private = one.private[:-1] + bytes([one.private[-1] ^ 1])
    assert set(pool_of(stage)) == {marco}
    saves(stage, "ANNA", {"avoids": []})
    assert set(pool_of(stage)) == {anna, marco}


def kept(stage: Stage, number: int) -> private.Private:
    with stage.database.sessions.begin() as db:
        return private.of(db, db.get_one(Participation, number))


def pool_of(stage: Stage) -> list[int]:
    with stage.database.sessions.begin() as db:
        ready = pool.read(Work(db, stage.now), stage.now.date())
    return [one.key for one in ready.people]


def test_the_old_profile_is_kept_encrypted_and_for_ten_minutes_only(stage: Stage) -> None:
    anna = stage.joins("ANNA", "mentor")
    saves(stage, "ANNA", {}, site="branch")
    assert b"mentor" not in stage.rows(Participation, id=anna)[0].undo_sealed
    stage.now += timedelta(minutes=10)
    with stage.database.sessions.begin() as db:
        assert profile.settle_due(Work(db, stage.now)) == 1
        assert profile.settle_due(Work(db, stage.now)) == 0
    assert stage.rows(Participation, id=anna)[0].undo_sealed is None


def test_saving_forgets_what_was_typed_and_not_saved(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    stage.does(
        "ANNA",
        lambda work: profile.keep(work, "you", {"site": "branch"}),
    )
    assert stage.rows(Draft)
    saves(stage, "ANNA", {})
    assert not stage.rows(Draft)


def test_a_change_takes_the_place_of_a_break_as_what_can_be_undone(stage: Stage) -> None:
    """The break counts from then on: only what was done last is taken back."""
    anna = stage.joins("ANNA", "mentor")
    until = (stage.now + timedelta(weeks=1)).date()
    stage.does("ANNA", lambda work: pauses.pause(work, until))
    saves(stage, "ANNA", {}, site="branch")
    with pytest.raises(NothingToUndo):
        takes_back(stage, "ANNA", anna, Undoable.PAUSE)
    takes_back(stage, "ANNA", anna, Undoable.PROFILE)
    (one,) = stage.rows(Participation, id=anna)
    assert (one.state, one.site) == ("paused", None)


def test_somebody_elses_change_is_not_taken_back(stage: Stage) -> None:
    anna, bea = stage.joins("ANNA", "mentor"), stage.joins("BEA", "mentor")
    saves(stage, "ANNA", {}, site="branch")
    for number in (anna, bea):
        with pytest.raises(NothingToUndo):
            takes_back(stage, "BEA", number, Undoable.PROFILE)
    assert stage.rows(Participation, id=anna)[0].site == "branch"


def test_who_has_left_and_been_erased_has_nothing_to_undo(stage: Stage) -> None:
    anna = stage.joins("ANNA", "mentor")
    saves(stage, "ANNA", {}, site="branch")
    stage.does("ANNA", lambda work: leaving.leave(work))
    stage.now += timedelta(days=30)
    with stage.database.sessions.begin() as db:
        leaving.settle_due(Work(db, stage.now))
        assert leaving.erase_due(Work(db, stage.now)) == 1
        assert leaving.erase_due(Work(db, stage.now)) == 0
    with pytest.raises(NothingToUndo):
        takes_back(stage, "ANNA", anna, Undoable.LEAVE)


def test_a_place_that_a_pair_took_meanwhile_is_not_undone(stage: Stage) -> None:
    anna = stage.joins("ANNA", "mentor")
    for name in ("MARCO", "CARLO"):
        stage.joins(name, "mentee")
    saved_at = stage.now
    saves(stage, "ANNA", {"places_mentor": "2", "places_total": "2"})
    stage.sends()
    for proposal in stage.rows(Proposal, state="offered"):
        for side in (proposal.mentor, proposal.mentee):
            stage.accepts(side.person.slack_id[1:], proposal.id)
    assert len(stage.rows(Pair, mentor_id=anna, state="active")) == 2
    stage.now = saved_at + timedelta(minutes=9)
    takes_back(stage, "ANNA", anna, Undoable.PROFILE)
    (one,) = stage.rows(Participation, id=anna)
    assert (one.places_mentor, one.places_total) == (2, 2)
