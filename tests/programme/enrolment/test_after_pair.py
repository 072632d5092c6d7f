"""After a pair only who asks for somebody new is in a round."""

from dataclasses import replace

import pytest

from bot.domain.refusals import NotEnrolled
from bot.programme.enrolment import after_pair, leaving, pauses
from bot.programme.people import looking
from bot.programme.standing import Place, where
from bot.store.secrets import private
from bot.store.tables import Pair, Participation, Proposal
from tests.programme.stage import TOPICS, Stage
from tests.world import moment


def drafted(stage: Stage) -> set[frozenset[str]]:
    """Who is drafted for whom in the next round."""
    number = stage.drafts()
    rows = stage.rows(Proposal, round_id=number)
    return {frozenset(one.person.slack_id for one in row.sides) for row in rows}


def looks(stage: Stage, name: str) -> bool:
    return bool(stage.does(name, lambda work: where(work).looks))


def completed(stage: Stage) -> Pair:
    stage.pairs_up(("ANNA", "MARCO"))
    stage.now = moment("2027-05-24 10:10")
    stage.completes()
    (pair,) = stage.rows(Pair)
    assert isinstance(pair, Pair)
    return pair


def test_after_the_last_day_no_round_has_the_two_before_they_ask(stage: Stage) -> None:
    completed(stage)
    stage.joins("EVA", "mentee", topic=TOPICS[0], back=TOPICS[-1])
    assert drafted(stage) == set()
    assert stage.does("ANNA", where).state is Place.BETWEEN
    told = stage.does("ANNA", after_pair.find_someone)
    assert (told.looks, told.priority) == (True, False)
    assert stage.does("ANNA", where).state is Place.WAITING
    assert drafted(stage) == {frozenset({"UANNA", "UEVA"})}


def test_who_would_rather_wait_is_in_no_round_either(stage: Stage) -> None:
    completed(stage)
    stage.joins("EVA", "mentee", topic=TOPICS[0], back=TOPICS[-1])
    stage.does("ANNA", after_pair.find_someone)
    assert not stage.does("ANNA", after_pair.wait).looks
    assert drafted(stage) == set()


def test_whose_partner_left_keeps_priority_until_they_ask(stage: Stage) -> None:
    stage.pairs_up(("ANNA", "MARCO"))
    stage.does("MARCO", leaving.leave)
    stage.now = moment("2026-11-24 12:00")
    stage.does_some(leaving.settle_due)
    assert not looks(stage, "ANNA")
    stage.now = moment("2027-03-01 12:00")
    assert stage.does("ANNA", after_pair.find_someone).priority


def test_whoever_joins_anew_is_in_the_next_round(stage: Stage) -> None:
    completed(stage)
    stage.does("ANNA", leaving.leave)
    stage.joins("ANNA", "mentor")
    assert looks(stage, "ANNA")


def test_a_list_that_does_not_open_leaves_its_owner_out_of_rounds(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    with stage.database.sessions.begin() as db:
        one = db.get_one(Participation, 1)
        one.private = b"\0" * len(one.private or b"")
        assert not looking.of(db, one).looks


def test_who_takes_no_part_can_ask_for_nobody(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    stage.does("ANNA", leaving.leave)
    for use_case in (after_pair.find_someone, after_pair.wait):
        with pytest.raises(NotEnrolled):
            stage.does("ANNA", use_case)


def test_the_wish_is_as_long_as_none(stage: Stage) -> None:
    pair = completed(stage)
    with stage.database.sessions.begin() as db:
        one = db.get_one(Participation, pair.mentor_id)
        before = len(one.private or b"")
        mine = replace(
            private.of(db, one), looks=True, looks_since=moment("2027-05-25 10:00").date()
        )
        private.keep(db, one, mine)
        assert len(one.private or b"") == before


def test_back_from_a_break_only_who_looks_hears_of_the_next_round(stage: Stage) -> None:
    completed(stage)
    for asks, named in ((False, False), (True, True)):
        if asks:
            stage.does("ANNA", after_pair.find_someone)
        stage.does("ANNA", lambda work: pauses.pause(work, moment("2027-06-20 10:00").date()))
        assert (stage.does("ANNA", pauses.resume).next_round_on is not None) == named
