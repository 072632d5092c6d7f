"""Words about a proposal: sealed, changeable, and without a trace before two yeses."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.domain.refusals import NoLongerOpen, NotYours
from bot.outbox.work import Work
from bot.programme.enrolment import pauses
from bot.programme.rounds import proposals
from bot.store.secrets import words
from bot.store.tables import Event, OutboxRow, Pair, Proposal
from tests.programme.stage import Stage


def said(stage: Stage, proposal: Proposal) -> tuple[str | None, str | None]:
    with stage.database.sessions() as db:
        kept = words.of(db, db.get_one(Proposal, proposal.id))
    return kept.mentor.word, kept.mentee.word


def test_a_word_changes_nothing_but_the_sealed_blob(stage: Stage, proposed: Proposal) -> None:
    events, messages = len(stage.rows(Event)), len(stage.rows(OutboxRow))
    blobs = {proposed.words}
    for word in ("someone_else", "later", "yes", "yes"):
        assert stage.says("MARCO", proposed.id, word).outcome == word
        (row,) = stage.rows(Proposal)
        blobs.add(row.words)
        assert (row.state, row.expires_at) == ("offered", proposed.expires_at)
    assert len(blobs) == 5
    assert len({len(blob or b"") for blob in blobs}) == 1
    assert len(stage.rows(Event)) == events
    assert len(stage.rows(OutboxRow)) == messages


def test_every_word_runs_the_same_statements(stage: Stage, proposed: Proposal) -> None:
    ran: dict[str, list[str]] = {}
    for word in ("yes", "someone_else", "later"):
        heard: list[str] = ran.setdefault(word, [])

        def listen(*given: object, to: list[str] = heard) -> None:
            to.append(str(given[2]))

        event.listen(stage.database.engine, "before_cursor_execute", listen)
        stage.says("MARCO", proposed.id, word)
        event.remove(stage.database.engine, "before_cursor_execute", listen)
    assert ran["yes"]
    assert ran["yes"] == ran["someone_else"] == ran["later"]


def test_two_yeses_make_a_pair_also_after_second_thoughts(stage: Stage, proposed: Proposal) -> None:
    stage.says("MARCO", proposed.id, "someone_else")
    assert stage.says("ANNA", proposed.id, "yes").outcome == "yes"
    assert stage.says("MARCO", proposed.id, "yes").outcome == "paired"
    assert [row.state for row in stage.rows(Pair)] == ["active"]
    (row,) = stage.rows(Proposal)
    assert (row.state, row.words) == ("accepted", None)
    assert stage.says("ANNA", proposed.id, "yes").outcome == "already"
    with pytest.raises(NoLongerOpen):
        stage.says("ANNA", proposed.id, "someone_else")


def test_ones_own_word_can_be_looked_at(stage: Stage, proposed: Proposal) -> None:
    stage.says("MARCO", proposed.id, "someone_else", not_again=True)
    for name, word, not_again in (("MARCO", "someone_else", True), ("ANNA", None, False)):
        mine = stage.does(name, lambda work: proposals.my_answer(work, proposed.id))
        assert (mine.word, mine.not_again) == (word, not_again)


def test_a_word_that_does_not_open_is_silence(stage: Stage, proposed: Proposal) -> None:
    stage.says("MARCO", proposed.id, "yes")
    with stage.database.sessions.begin() as db:
        row = db.get_one(Proposal, proposed.id)
        row.words = b"\0" * len(row.words or b"")
    assert said(stage, proposed) == (None, None)
    assert stage.says("ANNA", proposed.id, "yes").outcome == "yes"
    assert not stage.rows(Pair)


def test_who_is_back_in_time_finds_the_two_yeses(stage: Stage, proposed: Proposal) -> None:
    stage.says("MARCO", proposed.id, "yes")
    until = (stage.now + timedelta(days=2)).date()
    stage.does("MARCO", lambda work: pauses.pause(work, until))
    assert stage.says("ANNA", proposed.id, "yes").outcome == "yes"
    assert not stage.rows(Pair)
    stage.now += timedelta(minutes=30)
    stage.does("MARCO", lambda work: pauses.resume(work))
    stage.now += timedelta(minutes=11)
    with stage.database.sessions.begin() as db:
        pauses.settle_due(Work(db, stage.now))
    assert [row.state for row in stage.rows(Pair)] == ["active"]


def test_somebody_else_has_no_say(stage: Stage, proposed: Proposal) -> None:
    stage.joins("BEA", "mentor")
    with pytest.raises(NotYours):
        stage.says("BEA", proposed.id, "yes")
