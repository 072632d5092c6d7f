"""The end of a proposal: the same for both, whatever was said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.refusals import NoLongerOpen
from bot.outbox.work import Work
from bot.programme.enrolment import profile
from bot.programme.rounds import pool
from bot.store.secrets import private
from bot.store.tables import OutboxRow, Participation, Proposal
from tests.programme.stage import Stage


@pytest.mark.parametrize("spoken", [(), ("yes",), ("someone_else",), ("later", "yes")])
def test_it_closes_for_both_alike_whatever_was_said(
    stage: Stage, proposed: Proposal, spoken: tuple[str, ...]
) -> None:
    for name, word in zip(("MARCO", "ANNA"), spoken, strict=False):
        stage.says(name, proposed.id, word)
    stage.expires(proposed)
    (row,) = stage.rows(Proposal)
    assert (row.state, row.words) == ("closed", None)
    ends = stage.rows(OutboxRow, kind="proposal.did_not_go_ahead")
    assert len(ends) == 2
    assert len({end.due_at for end in ends}) == 1
    assert {one.rounds_waited for one in stage.rows(Participation)} == {1}
    for name in ("MARCO", "ANNA"):
        with pytest.raises(NoLongerOpen):
            stage.says(name, proposed.id, "yes")


def test_after_not_again_who_asked_avoids_the_other_and_nobody_else_reads_it(
    stage: Stage, proposed: Proposal
) -> None:
    """In the other's own list the other would have read who had asked."""
    stage.says("MARCO", proposed.id, "someone_else", not_again=True)
    before = [row.private for row in stage.rows(Participation)]
    stage.expires(proposed)
    rows = stage.rows(Participation)
    assert not {row.private for row in rows} & set(before)
    with stage.database.sessions() as db:
        stage.now += timedelta(days=3000)
        ready = pool.read(Work(db, stage.now), stage.now.date())
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
    stage.says("MARCO", proposed.id, "someone_else", not_again=True)
    stage.expires(proposed)
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
    stage.expires(proposed)
    rows = stage.rows(Participation)
    assert not {row.private for row in rows} & set(before)
    with stage.database.sessions() as db:
        assert [private.of(db, row).avoids for row in rows] == [(), ()]
