"""The offers of a proposal: owed to both, whatever one of them does meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.lifecycle.outbox import State
from bot.domain.refusals import NotYours
from bot.outbox.work import Work
from bot.programme.enrolment import leaving
from bot.programme.rounds import pool
from bot.store.secrets import private
from bot.store.tables import OutboxRow, Participation, Proposal
from tests.programme.stage import Stage


def test_the_other_side_s_offer_goes_out_after_a_no(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    stage.joins("MARCO", "mentee")
    stage.sends()
    (proposal,) = stage.rows(Proposal)
    stage.says("MARCO", proposal.id, "someone_else")
    assert {row.state for row in stage.rows(OutboxRow, kind="proposal.offer")} == {State.PENDING}


def test_only_leaving_takes_an_offer_back(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    stage.joins("MARCO", "mentee")
    stage.sends()
    stage.does("MARCO", lambda work: leaving.leave(work))
    stage.now += timedelta(minutes=11)
    with stage.database.sessions.begin() as db:
        leaving.settle_due(Work(db, stage.now))
    assert {row.state for row in stage.rows(OutboxRow, kind="proposal.offer")} == {State.CANCELLED}
    (row,) = stage.rows(Proposal)
    assert row.state == "offered"


def test_a_pair_that_does_not_fit_any_more_counts_as_proposed_and_is_not_asked(
    stage: Stage,
) -> None:
    anna = stage.joins("ANNA", "mentor")
    stage.joins("MARCO", "mentee")
    one = stage.drafts()
    with stage.database.sessions.begin() as db:
        row = db.get_one(Participation, anna)
        private.keep(db, row, replace(private.of(db, row), avoids=("UMARCO",)))
    stage.approves(one)
    (proposal,) = stage.rows(Proposal)
    assert proposal.state == "offered"
    assert len(stage.rows(OutboxRow, kind="proposal.offer")) == 2
    for name in ("ANNA", "MARCO"):
        with pytest.raises(NotYours):
            stage.says(name, proposal.id, "yes")
    with stage.database.sessions() as db:
        ready = pool.read(Work(db, stage.now), stage.now.date())
    assert {who.free_total for who in ready.people} == {0}
    stage.expires(proposal)
    assert {who.rounds_waited for who in stage.rows(Participation)} == {1}
