"""The lead's round: drafted, looked at, held, approved, stopped, postponed, sent."""

from bot.store.tables import Event, Proposal, Round
from tests.people import Colleague
from tests.world import World

D3, READY, AGAIN = "proposal.offer", "round.ready", "round.still_waiting"
Two = list[Colleague]


def two_pairs(world: World) -> tuple[Two, Two]:
    """Two pairs that cannot be mixed up: each has topics of its own."""
    one = world.joined("Anna", "Marco")
    other = world.joined("Bea", "Carlo", topic="data.read", back="back.domain")
    world.drafts_round()
    return one, other


def test_a_round_nobody_approves_waits_and_is_said_once_more(world: World) -> None:
    """D16 on the day, once more on the next working morning; then it waits for a newer draft."""
    anna, marco = world.joined()
    world.lives_until("2026-11-23 12:00")
    assert world.lead.heard == [READY]
    assert "1 pair" in world.lead.reads(READY)
    world.lives_until("2026-11-24 08:59")
    assert world.lead.heard == [READY]
    world.lives_until("2026-12-20 12:00")
    assert world.lead.heard == [READY, AGAIN]
    assert anna.heard == marco.heard == ["welcome"]
    world.lives_until("2026-12-21 12:00")
    assert [row.state for row in world.rows(Round)] == ["superseded", "drafted"]
    world.lead.answers_to(READY, "button.open_round")
    world.lead.approves()
    world.lives_until("2026-12-21 13:00")
    assert anna.heard[-1] == marco.heard[-1] == D3


def test_held_and_dropped_pairs_are_not_sent_and_released_ones_are(world: World) -> None:
    (anna, marco), (bea, carlo) = two_pairs(world)
    lead = world.lead
    lead.opens_round()
    lead.decides("hold", anna, marco)
    assert "1 on hold" in lead.view.shown
    lead.decides("release", anna, marco)
    assert "0 on hold" in lead.view.shown
    lead.decides("drop", bea, carlo)
    lead.approves()
    world.passes(minutes=10)
    world.tick()
    assert anna.heard == marco.heard == ["welcome", D3]
    assert bea.heard == carlo.heard == ["welcome"]
    assert world.proposal_of(bea, carlo).state == "dropped"


def test_a_pair_still_held_when_the_round_goes_stays_behind(lite: World) -> None:
    (anna, marco), (bea, carlo) = two_pairs(lite)
    lite.lead.opens_round()
    lite.lead.decides("hold", anna, marco)
    lite.lead.approves()
    lite.lives_until("2026-11-23 12:00")
    assert anna.heard == marco.heard == ["welcome"]
    assert bea.heard == carlo.heard == ["welcome", D3]
    assert lite.proposal_of(anna, marco).state == "withdrawn"
    assert anna.participation.rounds_waited == 1


def test_the_lead_sees_names_and_categories_never_a_topic_or_a_level(lite: World) -> None:
    anna, _ = lite.joined()
    lite.person("Zeno").joins("mentor", topic="safe.scams", back="back.numbers")
    lite.drafts_round()
    lite.lead.opens_round()
    shown = lite.lead.view.shown
    for name in ("Anna", "Marco", "Zeno"):
        assert name in shown
    assert lite.lead.words.plain("waiting.few_topics") in shown
    for topic in ("ai.assistants", "back.lead", "safe.scams", "back.numbers"):
        assert lite.lead.words.topic(topic) not in shown
    assert lite.lead.words.plain("level.3.means") not in shown
    anna.types("round")
    assert anna.says_text("refusal.not_a_lead.nobody")[:20] in anna.answer


def test_stop_within_ten_minutes_takes_it_back_and_afterwards_it_is_refused(world: World) -> None:
    anna, marco = world.joined()
    world.drafts_round()
    lead = world.lead
    lead.opens_round()
    lead.approves()
    world.passes(minutes=9)
    world.tick()
    assert anna.heard == ["welcome"]
    lead.stops()
    world.lives_until("2026-11-23 12:00")
    assert anna.heard == marco.heard == ["welcome"]
    assert world.one(Round).state == "drafted"
    lead.approves()
    world.passes(minutes=10)
    before = world.counts()
    lead.stops()
    assert "That has no place now" in lead.view.shown
    assert world.counts() == before
    world.tick()
    assert anna.heard == marco.heard == ["welcome", D3]


def test_a_partner_who_leaves_during_the_hold_is_not_proposed(world: World) -> None:
    anna, marco = world.joined()
    world.drafts_round()
    world.lead.opens_round()
    world.lead.approves()
    world.passes(minutes=5)
    marco.leaves()
    world.lives_until("2026-11-24 18:00")
    assert anna.heard == marco.heard == ["welcome"]
    assert world.one(Proposal).state == "withdrawn"
    assert anna.participation.rounds_waited == 1


def test_the_second_lead_sees_whose_decision_it_was(world: World) -> None:
    paolo = world.another_lead("Paolo")
    world.joined()
    world.drafts_round()
    assert paolo.heard == world.lead.heard == [READY]
    paolo.opens_round()
    world.lead.opens_round()
    world.lead.approves()
    paolo.approves()
    assert "Giulia" in paolo.view.shown
    assert len(world.rows(Event, event="approve", thing="round")) == 1
    paolo.stops()
    assert world.one(Round).state == "drafted"


def test_a_postponed_round_is_drafted_anew_a_week_later(world: World) -> None:
    anna, _ = world.joined()
    world.drafts_round()
    world.lead.answers_to(READY, "button.postpone")
    assert "Monday 30 November" in world.lead.reads(READY)
    world.lives_until("2026-11-29 12:00")
    assert world.lead.heard == [READY]
    world.lives_until("2026-11-30 10:00")
    assert world.lead.heard == [READY, READY]
    assert [row.state for row in world.rows(Round)] == ["cancelled", "drafted"]
    world.lead.answers_to(READY, "button.open_round")
    world.lead.approves()
    world.lives_until("2026-11-30 12:00")
    assert anna.heard[-1] == D3


def test_a_round_without_a_pair_still_says_why(lite: World) -> None:
    lite.person("Anna").joins("mentor")
    lite.drafts_round()
    text = lite.lead.reads(READY)
    assert "No pairs" in text
    assert lite.lead.words.plain("waiting.nobody_fitting") in text
    lite.lead.opens_round()
    lite.lead.approves()
    lite.lives_until("2026-11-23 12:00")
    assert lite.one(Round).state == "sent"


def test_a_long_round_is_read_page_by_page(lite: World) -> None:
    for number in range(21):
        lite.joined(f"Mentor{number}", f"Mentee{number}")
    lite.drafts_round()
    lead = lite.lead
    lead.opens_round()
    assert "Page 1 of 2" in lead.view.shown
    first = lead.view.shown.count("topics")
    lead.presses("button.page_next", "view")
    assert "Page 2 of 2" in lead.view.shown
    assert lead.view.shown.count("topics") < first
    assert lead.words.plain("button.page_next") not in lead.view.buttons
    lead.presses("button.page_back", "view")
    assert "Page 1 of 2" in lead.view.shown
