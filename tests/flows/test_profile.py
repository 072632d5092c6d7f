"""The profile: shown as it is kept, saved at once, undone within ten minutes; nothing is lost."""

from pathlib import Path
from typing import Any

import pytest

from bot.programme.enrolment import profile
from bot.store.tables import Participation, Proposal
from tests.databases import Database
from tests.flows.cohort import accept
from tests.people import AI, LEAD, Colleague
from tests.world import World, living

SAFE = "safe.scams"
TWO_PLACES = "[places]\nmentor = 2\ntotal = 2\n"


def edits(one: Colleague, **steps: dict[str, Any]) -> None:
    """Through the three windows, filling what is named of each and leaving the rest."""
    one.types("profile")
    for step in ("you", "topics", "levels"):
        one.fills(**steps.get(step, {}))
        one.submits()


def shares_something_else(one: Colleague) -> None:
    """No longer what the round has drafted the pair for."""
    edits(one, topics={"offers": [SAFE]}, levels={f"level.offer.{SAFE}": "2"})


def kept(one: Colleague) -> dict[str, Any]:
    """All that the form writes, of this person."""
    mine = one.participation
    with one.world.db() as db:
        return profile.snapshot(db, db.merge(mine))


def test_the_windows_show_what_is_kept(lite: World) -> None:
    anna, marco = lite.person("Anna"), lite.person("Marco")
    anna.joins("mentor", site="branch", manager=marco.id, days=["0", "1"], **{"from": "600"})
    anna.types("profile")
    assert anna.shows("role") == anna.words.plain("join.role.mentor")
    assert anna.shows("site") == "Filiale"
    assert anna.shows("languages") == ["inglese", "italiano"]
    assert anna.shows("manager") == marco.id
    assert anna.words.plain("join.manager.hint") in anna.view.shown
    anna.submits()
    assert anna.shows("offers") == [anna.words.topic(AI)]
    assert anna.shows("wish1") == anna.words.topic(LEAD)
    assert anna.words.plain("join.notice") not in anna.view.shown
    anna.submits()
    assert anna.shows(f"level.offer.{AI}") == anna.words.plain("level.3")
    assert anna.shows("places_total") == anna.words.plain_plural("join.places", 1)
    before = kept(anna)
    anna.submits()
    assert anna.words.plain("profile.kept") in anna.answer
    assert kept(anna) == before


def test_undo_within_ten_minutes_restores_everything(world: World) -> None:
    anna, marco = world.person("Anna"), world.person("Marco")
    anna.joins("mentor", manager=marco.id)
    world.passes(minutes=11)
    before = kept(anna)
    edits(
        anna,
        you={"band": "3", "site": "branch", "languages": ["en"], "manager": world.lead.id},
        topics={"offers": [AI, SAFE], "wish1": None, "style1": "b", "days": ["5"], "to": "1200"},
        levels={f"level.offer.{SAFE}": "2", "places_total": "2", "avoids": [marco.id]},
    )
    after = kept(anna)
    assert {name for name in before if before[name] != after[name]} == {
        *("band", "site", "languages", "manager", "offers", "wishes", "style"),
        *("work_days", "work_to", "places_total", "avoids"),
    }
    world.passes(minutes=9, seconds=59)
    world.tick()
    anna.presses("button.undo_profile")
    assert anna.says_text("undone.profile") in anna.answer
    assert kept(anna) == before
    anna.types("profile")
    assert anna.shows("site") is None


@pytest.mark.parametrize("ticked", [False, True], ids=["at once", "after a tick"])
def test_undo_after_ten_minutes_is_refused(lite: World, ticked: bool) -> None:
    anna = lite.person("Anna")
    anna.joins("mentor")
    edits(anna, you={"site": "branch"})
    lite.passes(minutes=10)
    if ticked:
        lite.tick()
        assert anna.participation.undo_sealed is None
    anna.presses("button.undo_profile")
    assert anna.says_text("refusal.undo_over") in anna.answer
    assert anna.participation.site == "branch"


def test_only_the_last_of_two_changes_is_undone(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins("mentor")
    edits(anna, you={"site": "branch"})
    edits(anna, you={"site": "remote"})
    anna.presses("button.undo_profile")
    assert anna.participation.site == "branch"
    anna.closes()
    anna.types("status")
    assert anna.says_text("standing.waiting") in anna.answer


def test_a_closed_window_loses_nothing(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins("mentor")
    anna.types("profile")
    anna.fills(site="branch")
    anna.submits()
    anna.closes()
    assert anna.participation.site is None
    anna.types("profile")
    assert anna.shows("site") == "Filiale"


def test_an_open_proposal_goes_on(world: World) -> None:
    anna, marco = world.proposed()
    shares_something_else(anna)
    assert anna.says_text("profile.proposal_open") in anna.answer
    anna.closes()
    anna.says_yes()
    marco.says_yes()
    world.tick()
    assert world.heard_together(anna, marco) == ["pair.introduction"]


def test_a_drafted_pair_goes_out_as_it_was_drafted(world: World) -> None:
    """Who watches whether their own pair is sent learns nothing of the other's profile."""
    anna, marco = world.joined()
    world.drafts_round()
    world.lead.opens_round()
    world.lead.decides("hold", anna, marco)
    shares_something_else(anna)
    assert anna.says_text("profile.round_waits") in anna.answer
    world.lead.decides("release", anna, marco)
    world.lead.approves()
    world.lives_until("2026-11-24 18:00")
    assert world.one(Proposal).state == "offered"
    assert anna.heard[-1] == marco.heard[-1] == "proposal.offer"


def test_a_change_during_the_hold_that_is_undone_costs_nothing(lite: World) -> None:
    anna, marco = lite.joined()
    lite.drafts_round()
    lite.lead.opens_round()
    lite.lead.approves()
    edits(anna, levels={"avoids": [marco.id]})
    lite.passes(minutes=9)
    anna.presses("button.undo_profile")
    lite.passes(minutes=2)
    lite.tick()
    assert "proposal.offer" in anna.heard
    assert "proposal.offer" in marco.heard


def test_fewer_places_than_live_pairs_are_refused_beside_the_field(
    database: Database, tmp_path: Path
) -> None:
    with living(database, tmp_path, rules=TWO_PLACES) as world:
        anna, _ = world.joined()
        world.joined("Anna", "Carlo")
        world.sends_round()
        for two in world.proposals():
            accept(world, world.proposal_of(*two).id, two)
        before = kept(anna)
        edits(anna, levels={"places_mentor": "1", "places_total": "1"})
        sentence = anna.words.plain("form.more_places_taken", n=2)
        assert list(anna.view.errors.values()) == [sentence, sentence]
        assert kept(anna) == before
        anna.fills(places_mentor="2", places_total="2")
        anna.submits()
        assert anna.says_text("profile.kept") in anna.answer


def test_two_who_avoid_each_other_are_never_paired(world: World) -> None:
    """Nobody learns of it; undone, the two fit again."""
    anna, marco = world.joined()
    edits(marco, levels={"avoids": [anna.id]})
    marco.closes()
    world.drafts_round()
    world.lead.opens_round()
    assert "No pairs" in world.lead.reads("round.ready")
    assert anna.says_text("join.avoids") not in world.lead.view.shown
    world.lives_until("2027-01-25 10:00")
    assert not world.rows(Proposal)
    marco.types("profile")
    marco.submits()
    marco.submits()
    assert marco.shows("avoids") == [anna.id]
    marco.submits()
    assert kept(marco)["avoids"] == [anna.id]
    edits(marco, levels={"avoids": []})
    assert kept(marco)["avoids"] == []
    marco.types("profile")
    marco.submits()
    marco.submits()
    assert marco.shows("avoids") == []


def test_whoever_is_avoided_after_the_draft_is_not_proposed(lite: World) -> None:
    """Both hear at the expiry how the round went, not of whom; to everybody else it is a proposal
    until then."""
    anna, marco = lite.joined()
    lite.drafts_round()
    edits(anna, levels={"avoids": [marco.id]})
    lite.lead.opens_round()
    lite.lead.approves()
    lite.lives_until("2026-11-23 18:00")
    assert lite.one(Proposal).state == "offered"
    lite.lives_until("2026-12-02 18:00")
    assert lite.one(Proposal).state == "closed"
    assert anna.heard == marco.heard == ["welcome", "proposal.did_not_go_ahead"]
    assert marco.name not in anna.reads("proposal.did_not_go_ahead")
    assert anna.participation.rounds_waited == marco.participation.rounds_waited == 1


def test_oneself_is_not_to_be_avoided(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins("mentor")
    edits(anna, levels={"avoids": [anna.id]})
    assert list(anna.view.errors.values()) == [anna.words.plain("form.avoids_you")]


def test_the_manager_is_kept_unless_another_is_chosen(lite: World) -> None:
    """Marco manages Anna, who edits her profile: the two are still never proposed."""
    marco = lite.person("Marco")
    anna = lite.person("Anna")
    anna.joins("mentor", manager=marco.id)
    marco.joins("mentee")
    edits(anna, you={"site": "branch"})
    anna.closes()
    lite.drafts_round()
    assert "No pairs" in lite.lead.reads("round.ready")
    edits(anna, you={"manager": lite.lead.id})
    lite.lives_until("2026-12-21 10:00")
    assert len(lite.rows(Proposal)) == 1


def test_a_fault_in_an_earlier_step_is_shown_there(lite: World) -> None:
    """The top of the house cannot only share: said beside the role, and nothing is saved."""
    anna = lite.person("Anna")
    anna.joins("mentor")
    before = kept(anna)
    anna.types("profile")
    anna.fills(band="5")
    anna.submits()
    assert list(anna.view.errors.values()) == [
        anna.words.plain("form.top_band_as_mentor", other=anna.words.plain("role.mentee"))
    ]
    assert kept(anna) == before


def test_who_does_not_take_part_has_no_profile(lite: World) -> None:
    anna = lite.person("Anna")
    anna.types("profile")
    assert anna.says_text("refusal.not_enrolled") in anna.answer
    assert anna.words.plain("button.verb.join") in anna.hands.sees.last.buttons
    assert not lite.rows(Participation)


def test_a_profile_is_kept_while_on_a_break(lite: World) -> None:
    """And leaves the break, and its Undo, as they are."""
    anna = lite.person("Anna")
    anna.joins("mentor")
    anna.types("pause 2w")
    edits(anna, you={"site": "branch"})
    anna.presses("button.undo_profile")
    assert anna.participation.state == "paused"
    assert anna.participation.site is None


def test_an_edit_outlives_a_leaving_that_is_undone(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins("mentor")
    edits(anna, you={"site": "branch"})
    anna.closes()
    anna.leaves()
    anna.presses("button.undo_leave")
    assert anna.participation.site == "branch"
