"""Who may be paired now: free places, and two people who are not brought together again."""

from datetime import timedelta

from bot.outbox.work import Work
from bot.programme.enrolment import leaving
from bot.programme.rounds import acquaintance, pool
from bot.programme.rounds.pool import Pool
from bot.store.tables import Proposal
from tests.programme.stage import Stage


def now_in(stage: Stage) -> Pool:
    with stage.database.sessions.begin() as db:
        return pool.read(Work(db, stage.now), stage.now.date())


def free(stage: Stage) -> dict[int, int]:
    return {one.key: one.free_total for one in now_in(stage).people}


def test_a_pair_and_an_open_proposal_take_their_places(stage: Stage) -> None:
    anna, marco = stage.joins("ANNA", "mentor"), stage.joins("MARCO", "mentee")
    assert free(stage) == {anna: 1, marco: 1}
    stage.sends()
    assert free(stage) == {anna: 0, marco: 0}
    (proposal,) = stage.rows(Proposal)
    for name in ("ANNA", "MARCO"):
        stage.accepts(name, proposal.id)
    assert free(stage) == {anna: 0, marco: 0}
    assert now_in(stage).forbidden == {(anna, marco)}


def test_a_declined_proposal_holds_its_places_until_its_end(stage: Stage) -> None:
    """Or the next round would tell the other side."""
    anna, marco = stage.joins("ANNA", "mentor"), stage.joins("MARCO", "mentee")
    stage.sends()
    (proposal,) = stage.rows(Proposal)
    stage.says("MARCO", proposal.id, "someone_else")
    assert free(stage) == {anna: 0, marco: 0}
    stage.expires(proposal)
    assert free(stage) == {anna: 1, marco: 1}
    assert now_in(stage).forbidden == {(anna, marco)}


def test_a_closed_proposal_may_come_again_after_three_rounds_and_twelve_weeks(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    stage.joins("MARCO", "mentee")
    stage.sends()
    (proposal,) = stage.rows(Proposal)
    stage.expires(proposal)
    for _ in range(3):
        assert now_in(stage).forbidden
        stage.sends()
        assert len(stage.rows(Proposal)) == 1
    stage.sends()
    assert len(stage.rows(Proposal)) == 2


def test_leaving_and_coming_back_does_not_make_two_strangers(stage: Stage) -> None:
    stage.pairs_up(("ANNA", "MARCO"))
    stage.does("MARCO", lambda work: leaving.leave(work))
    stage.now += timedelta(minutes=11)
    with stage.database.sessions.begin() as db:
        leaving.settle_due(Work(db, stage.now))
    stage.joins("MARCO", "mentee")
    assert len(now_in(stage).forbidden) == 1
    stage.now += acquaintance.NOT_AGAIN_FOR
    assert not now_in(stage).forbidden
