"""Words about a proposal: sealed, changeable, and without a trace before two yeses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from bot.domain.lifecycle.outbox import State
from bot.domain.refusals import NoLongerOpen, NotYours
from bot.domain.words import Word
from bot.outbox.work import Work
from bot.programme.enrolment import leaving, pauses, profile
from bot.programme.people.hours import rules_of
from bot.programme.rounds import pool, proposals
from bot.programme.rounds.results import ProposalAnswered
from bot.store.queries import administration as programmes
from bot.store.secrets import private, words
from bot.store.tables import Event, OutboxRow, Pair, Participation, Proposal
from tests.programme.stage import Stage


@pytest.fixture
def proposed(stage: Stage) -> Proposal:
    """Anna and Marco are proposed to each other, and both have read it."""
    stage.joins("ANNA", "mentor")
    stage.joins("MARCO", "mentee")
    stage.sends()
    (proposal,) = stage.rows(Proposal)
    arrives(stage)
    return proposal


def arrives(stage: Stage) -> None:
    """The offers reach their receivers."""
    with stage.database.sessions.begin() as db:
        for row in stage.rows(OutboxRow, kind="proposal.offer"):
            proposals.offer_ended(db, row, arrived=True)


def says(
    stage: Stage, name: str, proposal: Proposal, word: str, *, not_again: bool = False
) -> ProposalAnswered:
    return stage.does(
        name,
        lambda work: proposals.say(work, proposal.id, Word(word), not_again=not_again),
    )


def said(stage: Stage, proposal: Proposal) -> tuple[str | None, str | None]:
    with stage.database.sessions() as db:
        kept = words.of(db, db.get_one(Proposal, proposal.id))
    return kept.mentor.word, kept.mentee.word


def expires(stage: Stage, proposal: Proposal) -> None:
    assert proposal.expires_at is not None
    stage.now = proposal.expires_at
    with stage.database.sessions.begin() as db:
        assert proposals.expire_due(Work(db, stage.now)) == 1


def test_a_word_changes_nothing_but_the_sealed_blob(stage: Stage, proposed: Proposal) -> None:
    events, messages = len(stage.rows(Event)), len(stage.rows(OutboxRow))
    blobs = {proposed.words}
    for word in ("someone_else", "later", "yes", "yes"):
        assert says(stage, "MARCO", proposed, word).outcome == word
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
        says(stage, "MARCO", proposed, word)
        event.remove(stage.database.engine, "before_cursor_execute", listen)
    assert ran["yes"]
    assert ran["yes"] == ran["someone_else"] == ran["later"]


def test_two_yeses_make_a_pair_also_after_second_thoughts(stage: Stage, proposed: Proposal) -> None:
    says(stage, "MARCO", proposed, "someone_else")
    assert says(stage, "ANNA", proposed, "yes").outcome == "yes"
    assert says(stage, "MARCO", proposed, "yes").outcome == "paired"
    assert [row.state for row in stage.rows(Pair)] == ["active"]
    (row,) = stage.rows(Proposal)
    assert (row.state, row.words) == ("accepted", None)
    assert says(stage, "ANNA", proposed, "yes").outcome == "already"
    with pytest.raises(NoLongerOpen):
        says(stage, "ANNA", proposed, "someone_else")


def test_ones_own_word_can_be_looked_at(stage: Stage, proposed: Proposal) -> None:
    says(stage, "MARCO", proposed, "someone_else", not_again=True)
    for name, word, not_again in (("MARCO", "someone_else", True), ("ANNA", None, False)):
        mine = stage.does(name, lambda work: proposals.my_answer(work, proposed.id))
        assert (mine.word, mine.not_again) == (word, not_again)


@pytest.mark.parametrize("spoken", [(), ("yes",), ("someone_else",), ("later", "yes")])
def test_it_closes_for_both_alike_whatever_was_said(
    stage: Stage, proposed: Proposal, spoken: tuple[str, ...]
) -> None:
    for name, word in zip(("MARCO", "ANNA"), spoken, strict=False):
        says(stage, name, proposed, word)
    expires(stage, proposed)
    (row,) = stage.rows(Proposal)
    assert (row.state, row.words) == ("closed", None)
    ends = stage.rows(OutboxRow, kind="proposal.did_not_go_ahead")
    assert len(ends) == 2
    assert len({end.due_at for end in ends}) == 1
    assert {one.rounds_waited for one in stage.rows(Participation)} == {1}
    for name in ("MARCO", "ANNA"):
        with pytest.raises(NoLongerOpen):
            says(stage, name, proposed, "yes")


def test_after_not_again_who_asked_avoids_the_other_and_nobody_else_reads_it(
    stage: Stage, proposed: Proposal
) -> None:
    """In the other's own list the other would have read who had asked."""
    says(stage, "MARCO", proposed, "someone_else", not_again=True)
    before = [row.private for row in stage.rows(Participation)]
    expires(stage, proposed)
    rows = stage.rows(Participation)
    assert not {row.private for row in rows} & set(before)
    with stage.database.sessions() as db:
        stage.now += timedelta(days=3000)
        programme = programmes.current(db)
        ready = pool.read(Work(db, stage.now), programme, rules_of(programme), stage.now.date())
    assert {frozenset(two) for two in ready.forbidden} == {frozenset(row.id for row in rows)}
    shown = [stage.does(name, profile.draft)["more"]["avoids"] for name in ("MARCO", "ANNA")]
    assert shown == [["UANNA"], []]


def test_where_the_form_shows_no_more_people_to_avoid_the_entry_stands_beside_them(
    stage: Stage, proposed: Proposal
) -> None:
    full = tuple(f"UAVOIDED{number}" for number in range(10))
    with stage.database.sessions.begin() as db:
        for row in stage.rows(Participation):
            one = db.get_one(Participation, row.id)
            private.keep(db, one, replace(private.of(db, one), avoids=full))
    says(stage, "MARCO", proposed, "someone_else", not_again=True)
    expires(stage, proposed)
    with stage.database.sessions() as db:
        kept = [private.of(db, row) for row in stage.rows(Participation)]
    assert [one.avoids for one in kept] == [full, full]
    assert [[who for who, _ in one.not_again] for one in kept] == [[], ["UANNA"]]


def test_a_list_that_grows_too_long_loses_the_oldest(stage: Stage) -> None:
    anna = stage.joins("ANNA", "mentor")
    with stage.database.sessions.begin() as db:
        one = db.get_one(Participation, anna)
        mine = private.of(db, one)
        for number in range(60):
            mine = mine.not_again_with(f"W{number:030}", date(2030, 1, 1))
        private.keep(db, one, mine)
        kept = private.of(db, one).not_again
    assert 20 < len(kept) <= private.MOST_NOT_AGAIN
    assert kept[-1][0] == f"W{59:030}"


def test_without_it_the_lists_are_sealed_anew_all_the_same(
    stage: Stage, proposed: Proposal
) -> None:
    before = [row.private for row in stage.rows(Participation)]
    expires(stage, proposed)
    rows = stage.rows(Participation)
    assert not {row.private for row in rows} & set(before)
    with stage.database.sessions() as db:
        assert [private.of(db, row).avoids for row in rows] == [(), ()]


def test_a_word_that_does_not_open_is_silence(stage: Stage, proposed: Proposal) -> None:
    says(stage, "MARCO", proposed, "yes")
    with stage.database.sessions.begin() as db:
        row = db.get_one(Proposal, proposed.id)
        row.words = b"\0" * len(row.words or b"")
    assert said(stage, proposed) == (None, None)
    assert says(stage, "ANNA", proposed, "yes").outcome == "yes"
    assert not stage.rows(Pair)


def test_the_other_side_s_offer_goes_out_after_a_no(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    stage.joins("MARCO", "mentee")
    stage.sends()
    (proposal,) = stage.rows(Proposal)
    says(stage, "MARCO", proposal, "someone_else")
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


def test_who_is_back_in_time_finds_the_two_yeses(stage: Stage, proposed: Proposal) -> None:
    says(stage, "MARCO", proposed, "yes")
    until = (stage.now + timedelta(days=2)).date()
    stage.does("MARCO", lambda work: pauses.pause(work, until))
    assert says(stage, "ANNA", proposed, "yes").outcome == "yes"
    assert not stage.rows(Pair)
    stage.now += timedelta(minutes=30)
    stage.does("MARCO", lambda work: pauses.resume(work))
    stage.now += timedelta(minutes=11)
    with stage.database.sessions.begin() as db:
        pauses.settle_due(Work(db, stage.now))
    assert [row.state for row in stage.rows(Pair)] == ["active"]


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
            says(stage, name, proposal, "yes")
    with stage.database.sessions() as db:
        programme = programmes.current(db)
        ready = pool.read(Work(db, stage.now), programme, rules_of(programme), stage.now.date())
    assert {who.free_total for who in ready.people} == {0}
    expires(stage, proposal)
    assert {who.rounds_waited for who in stage.rows(Participation)} == {1}


def test_somebody_else_has_no_say(stage: Stage, proposed: Proposal) -> None:
    stage.joins("BEA", "mentor")
    with pytest.raises(NotYours):
        says(stage, "BEA", proposed, "yes")
