"""The lead's round: drafted, looked at, held, approved, stopped, postponed, sent."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.store.tables import Event, Proposal, Round
from tests.databases import database
from tests.flows import forged
from tests.flows.test_profile import edits
from tests.people import Colleague
from tests.world import World, living

OFFER, READY, AGAIN = "proposal.offer", "round.ready", "round.still_waiting"
LATE, LOOKING, CLOSED = "round.late", "nudge.still_looking", "proposal.did_not_go_ahead"
Two = list[Colleague]


def window(world: World) -> str:
    """The lead's window of the round, as it reads now; it is closed again."""
    world.lead.closes()
    world.lead.opens_round()
    shown = world.lead.view.shown
    world.lead.closes()
    return shown


def two_pairs(world: World) -> tuple[Two, Two]:
    """Two pairs that cannot be mixed up: each has topics of its own."""
    one = world.joined("Anna", "Marco")
    other = world.joined("Bea", "Carlo", topic="data.read", back="back.domain")
    world.drafts_round()
    return one, other


def test_a_round_nobody_approves_waits_and_is_said_once_more(world: World) -> None:
    """Leads hear on the day, and the next working morning; then it waits for a newer draft."""
    anna, marco = world.joined()
    world.lives_until("2026-11-23 12:00")
    assert world.lead.heard == [READY]
    assert "1 pair" in world.lead.reads(READY)
    world.lives_until("2026-11-24 08:59")
    assert world.lead.heard == [READY]
    world.lives_until("2026-12-20 12:00")
    assert world.lead.heard == [READY, AGAIN]
    assert anna.heard == marco.heard == ["welcome", LATE]
    world.lives_until("2026-12-21 12:00")
    assert [row.state for row in world.rows(Round)] == ["superseded", "drafted"]
    world.lead.answers_to(READY, "button.open_round")
    world.lead.approves()
    world.lives_until("2026-12-21 13:00")
    assert anna.heard[-1] == marco.heard[-1] == OFFER


def test_held_and_dropped_pairs_are_not_sent_and_released_ones_are(world: World) -> None:
    (anna, marco), (bea, carlo) = two_pairs(world)
    lead = world.lead
    lead.opens_round()
    lead.decides("hold", anna, marco)
    assert "2 pairs: 1 to send and 1 left out this time." in lead.view.shown
    lead.decides("release", anna, marco)
    assert "left out" not in lead.view.shown
    lead.decides("drop", bea, carlo)
    lead.approves()
    world.passes(minutes=10)
    world.tick()
    assert anna.heard == marco.heard == ["welcome", OFFER]
    assert bea.heard == carlo.heard == ["welcome", LOOKING]
    assert world.proposal_of(bea, carlo).state == "dropped"


def test_dropping_asks_is_counted_everywhere_and_can_be_undone_until_approval(
    world: World,
) -> None:
    (anna, marco), (bea, carlo) = two_pairs(world)
    lead, said = world.lead, world.lead.words.plain
    lead.opens_round()
    asked = f"ask:{world.proposal_of(bea, carlo).id}"
    lead.hands.presses(asked, "view")
    assert "for two years?" in lead.view.shown
    assert world.proposal_of(bea, carlo).state == "drafted"
    lead.hands.presses("round.keep", "view")
    assert "for two years?" not in lead.view.shown
    for before in ("drafted", "held"):
        lead.decides("drop", bea, carlo)
        assert world.proposal_of(bea, carlo).state == "dropped"
        shown = lead.view.shown
        assert "2 pairs: 1 to send and 1 not proposed for two years. 2 people waiting." in shown
        for person in (bea, carlo):
            assert f"{person.name} Rossini: {said('waiting.dropped')}" in shown
        lead.closes()
        lead.hands.opens_home()
        home = world.slack.workspace.views.homes[lead.id]
        assert "1 pair ready, 2 people waiting" in str(home.blocks)
        lead.opens_round()
        lead.decides("restore", bea, carlo)
        assert world.proposal_of(bea, carlo).state == before
        assert said("waiting.dropped") not in lead.view.shown
        if before == "drafted":
            lead.decides("hold", bea, carlo)
    lead.decides("drop", bea, carlo)
    lead.approves()
    assert said("round.pair.restore") not in lead.view.buttons
    lead.stops()
    lead.decides("restore", bea, carlo)
    lead.decides("release", bea, carlo)
    lead.approves()
    world.passes(minutes=10)
    world.tick()
    assert bea.heard[-1] == carlo.heard[-1] == anna.heard[-1] == marco.heard[-1] == OFFER


def test_a_pair_that_another_lead_has_approved_past_stays_dropped(lite: World) -> None:
    """An old window still has the button: it changes nothing, and says how things stand."""
    paolo = lite.another_lead("Paolo")
    (bea, carlo), _ = two_pairs(lite)
    lite.lead.opens_round()
    lite.lead.decides("drop", bea, carlo)
    paolo.opens_round()
    paolo.approves()
    lite.lead.decides("restore", bea, carlo)
    assert lite.proposal_of(bea, carlo).state == "dropped"
    assert "Decided by Paolo" in lite.lead.view.shown
    assert lite.lead.words.plain("round.pair.restore") not in lite.lead.view.buttons


def test_a_pair_still_held_when_the_round_goes_stays_behind(lite: World) -> None:
    (anna, marco), (bea, carlo) = two_pairs(lite)
    lite.lead.opens_round()
    lite.lead.decides("hold", anna, marco)
    lite.lead.approves()
    lite.lives_until("2026-11-23 12:00")
    assert anna.heard == marco.heard == ["welcome", LOOKING]
    assert bea.heard == carlo.heard == ["welcome", OFFER]
    assert lite.proposal_of(anna, marco).state == "closed"
    assert anna.participation.rounds_waited == 1


def test_the_lead_sees_names_and_categories_never_a_topic_or_a_level(lite: World) -> None:
    anna, _ = lite.joined()
    lite.person("Zeno").joins("mentor", topic="safe.scams", back="back.numbers")
    lite.drafts_round()
    lite.lead.opens_round()
    shown = lite.lead.view.shown
    for name in ("Anna", "Marco", "Zeno"):
        assert name in shown
    assert lite.lead.words.plain("waiting.not_this_time") in shown
    for topic in ("ai.assistants", "back.lead", "safe.scams", "back.numbers"):
        assert lite.lead.words.topic(topic) not in shown
    assert lite.lead.words.plain("level.3.means") not in shown
    anna.types("round")
    assert anna.says_text("refusal.not_a_lead.nobody")[:20] in anna.answer


def test_stop_takes_it_back_until_it_is_being_sent(world: World) -> None:
    """Also when the minutes are over and nothing was sent yet; later the window shows how it is."""
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
    world.passes(minutes=25)
    lead.stops()
    assert world.one(Round).state == "drafted"
    world.tick()
    assert anna.heard == marco.heard == ["welcome"]
    lead.approves()
    world.passes(minutes=10)
    world.ticks_only()
    before = world.counts()
    lead.stops()
    assert "Being sent" in lead.view.shown
    assert lead.words.plain("button.stop") not in lead.view.buttons
    assert world.counts() - before == {"inbox_key": 1}
    world.tick()
    assert anna.heard == marco.heard == ["welcome", OFFER]


def test_stop_works_beside_a_newer_draft_which_then_takes_the_place(lite: World) -> None:
    """The bot was away over the day of the next round, with an approval that nobody sent."""
    anna, marco = lite.joined()
    lite.drafts_round()
    lite.lead.opens_round()
    lite.goes_to("2026-12-21 08:55")
    lite.lead.approves()
    lite.goes_to("2026-12-21 09:00")
    lite.ticks_only()
    assert [row.state for row in lite.rows(Round)] == ["approved", "drafted"]
    lite.lead.stops()
    assert [row.state for row in lite.rows(Round)] == ["superseded", "drafted"]
    lite.lives_until("2026-12-21 12:00")
    assert anna.heard == marco.heard == ["welcome"]


def test_a_partner_who_leaves_during_the_hold_is_not_proposed(world: World) -> None:
    anna, marco = world.joined()
    world.drafts_round()
    world.lead.opens_round()
    world.lead.approves()
    world.passes(minutes=5)
    marco.leaves()
    world.lives_until("2026-11-24 18:00")
    assert anna.heard == ["welcome", LOOKING]
    assert marco.heard == ["welcome"]
    assert world.one(Proposal).state == "closed"
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


def test_the_first_lead_decides_about_a_pair_too(lite: World) -> None:
    """Whoever comes second sees in the window what was decided, and by whom."""
    paolo = lite.another_lead("Paolo")
    anna, marco = lite.joined()
    lite.drafts_round()
    for lead in (paolo, lite.lead):
        lead.opens_round()
    lite.lead.decides("hold", anna, marco)
    paolo.decides("hold", anna, marco)
    assert paolo.words.plain("round.pair.held") in paolo.view.shown
    lite.lead.decides("release", anna, marco)
    lite.lead.approves()
    paolo.hands.presses(f"ask:{lite.proposal_of(anna, marco).id}", "view")
    assert "Decided by Giulia" in paolo.view.shown
    assert "for two years?" not in paolo.view.shown
    assert lite.proposal_of(anna, marco).state == "queued"


def test_whoever_postpones_what_was_approved_hears_who_was_first(lite: World) -> None:
    paolo = lite.another_lead("Paolo")
    lite.joined()
    lite.drafts_round()
    lite.lead.opens_round()
    lite.lead.approves()
    paolo.answers_to(READY, "button.postpone")
    assert "Giulia was first" in paolo.reads(READY)
    assert lite.one(Round).state == "approved"


# --- what has changed since the draft ------------------------------------------------------------


def test_a_pair_of_which_somebody_has_left_is_named_and_the_others_go_out(world: World) -> None:
    (anna, marco), (bea, carlo) = two_pairs(world)
    lead = world.lead
    carlo.leaves()
    lead.opens_round()
    gone = lead.words.plain("round.pair.impossible")
    assert lead.view.shown.count(gone) == 1
    lead.approves()
    assert lead.view.shown.count(gone) == 1
    marco.types("pause 2w")
    world.passes(minutes=5)
    lead.opens_round()
    assert lead.view.shown.count(gone) == 2
    marco.types("resume")
    world.passes(minutes=6)
    world.tick()
    assert anna.heard[-1] == marco.heard[-1] == OFFER
    assert bea.heard == ["welcome", LOOKING]
    assert bea.participation.rounds_waited == 1
    lead.opens_round()
    assert lead.words.plain("round.pair.not_sent") in lead.view.shown


def test_what_people_change_in_their_profile_changes_nothing_that_was_drafted(
    world: World,
) -> None:
    """Topics, levels, hours, languages: whoever watches their own pair learns no level by it."""
    anna, marco = world.joined()
    world.drafts_round()
    world.lead.opens_round()
    window = world.lead.view.shown
    edits(
        anna,
        you={"languages": ["de"], "band": "4"},
        topics={"offers": ["safe.scams"]},
        levels={"level.offer.safe.scams": "1"},
    )
    anna.closes()
    world.lead.opens_round()
    assert world.lead.view.shown == window
    world.lead.approves()
    world.passes(minutes=10)
    world.tick()
    assert anna.heard[-1] == marco.heard[-1] == OFFER


AFTER_THE_DRAFT: dict[str, Callable[[Colleague, Colleague], None]] = {
    "avoids": lambda one, other: edits(one, levels={"avoids": [other.id]}),
    "reports": lambda one, other: edits(one, you={"manager": other.id}),
    "role": lambda one, _: edits(one, you={"role": "mentee"}),
}


@pytest.mark.parametrize("change", AFTER_THE_DRAFT)
def test_a_pair_that_must_not_meet_any_more_is_not_offered_and_nobody_sees_it(
    world: World, change: str
) -> None:
    """An avoidance, a line, a role: for everybody else it is a proposal until its expiry."""
    (anna, marco), (bea, carlo) = two_pairs(world)
    lead = world.lead
    lead.opens_round()
    lead.approves()
    AFTER_THE_DRAFT[change](anna, marco)
    anna.closes()
    world.passes(minutes=11)
    world.tick()
    assert bea.heard[-1] == carlo.heard[-1] == OFFER
    assert anna.heard == marco.heard == ["welcome"]
    ours, theirs = world.proposal_of(anna, marco), world.proposal_of(bea, carlo)
    assert ours.state == theirs.state == "offered"
    assert world.one(Round).state == "sent"
    assert lead.words.plain("round.pair.not_sent") not in window(world)
    assert "Open until their closing date: 2" in lead.reads_all_figures()
    world.lives_until("2026-12-10 12:00")
    assert world.proposal_of(anna, marco).state == "closed"
    assert anna.heard == marco.heard == ["welcome", CLOSED]
    assert bea.heard[-1] == carlo.heard[-1] == CLOSED
    day = marco.words.date(date(2026, 11, 23))
    assert marco.says_text("nudge.still_looking", date=day) in marco.reads(CLOSED)
    assert "Anna" not in marco.reads(CLOSED)
    assert anna.participation.rounds_waited == bea.participation.rounds_waited == 1


def test_a_lead_reads_the_same_whether_a_pair_still_fits_or_not(tmp_path: Path) -> None:
    """Two worlds, of which one has an avoidance more."""
    read = []
    for name in ("as drafted", "avoids"):
        (folder := tmp_path / name).mkdir()
        with database("sqlite", folder) as fresh, living(fresh, folder) as world:
            read.append(all_that_the_lead_reads(world, avoids=name == "avoids"))
    assert read[0] == read[1]


def all_that_the_lead_reads(world: World, *, avoids: bool) -> list[object]:
    (anna, marco), (bea, _) = two_pairs(world)
    lead, read = world.lead, list[object]()
    lead.opens_round()
    lead.approves()
    edits(anna, levels={"avoids": [marco.id if avoids else bea.id]})
    anna.closes()
    for moment in ("2026-11-23 09:20", "2026-11-25 12:00", "2026-12-02 12:00"):
        world.lives_until(moment)
        read.append(window(world))
        for verb in ("health", "stats", "round", "status"):
            lead.types(verb)
            read.append(lead.answer)
            lead.closes()
    return [*read, lead.heard]


# --- a lead who takes part -----------------------------------------------------------------------


def test_a_lead_sees_no_categories_of_their_own_pair_and_does_not_decide_it(world: World) -> None:
    paolo = world.another_lead("Paolo")
    giulia, marco = world.joined("Giulia", "Marco")
    bea, carlo = world.joined("Bea", "Carlo", topic="data.read", back="back.domain")
    world.drafts_round()
    world.lead.opens_round()
    own = world.lead.words.plain("round.pair.own")
    line = next(part for part in world.lead.view.shown.split("\n") if own in part)
    assert line == own
    menus = [
        block["accessory"]["options"]
        for block in world.lead.view.blocks
        if block.get("accessory", {}).get("type") == "overflow"
    ]
    mine, theirs = world.proposal_of(giulia, marco).id, world.proposal_of(bea, carlo).id
    assert [[one["value"] for one in menu] for menu in menus] == [[f"hold:{theirs}",
                                                                   f"ask:{theirs}"]]  # fmt: skip
    for decision in ("hold", "drop", "release"):
        before = world.fingerprint(without="inbox_key")
        window = world.slack.workspace.views.top(world.lead.id)
        came = forged.presses(world.lead, "round.pair", f"{decision}:{mine}", view=window)
        assert "This pair is your own" in came.text
        assert world.fingerprint(without="inbox_key") == before
        world.lead.closes()
        world.lead.opens_round()
    paolo.opens_round()
    assert own not in paolo.view.shown
    paolo.decides("hold", giulia, marco)
    assert world.proposal_of(giulia, marco).state == "held"


def test_a_lead_who_waits_reads_the_categories_of_others_only(lite: World) -> None:
    """In the message and in the window, lists and counts alike."""
    lite.lead.joins("mentor", topic="safe.scams", back="back.numbers")
    lite.person("Zeno").joins("mentee", topic="ai.rules", back="back.network")
    lite.person("Yuri").joins("mentee", topic="ai.rules", back="back.network", languages=["de"])
    lite.drafts_round()
    lead = lite.lead
    told = lead.reads(READY)
    assert "3 people waiting" in told
    assert "(1)" in told
    lead.opens_round()
    shown = lead.view.shown
    assert "Giulia Rossini (you)" in shown
    assert shown.count(lead.words.plain("waiting.not_this_time")) == 2
    assert f"{lead.words.plain('waiting.not_this_time')} (1)" in shown


# --- no pair at all ------------------------------------------------------------------------------


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
    assert anna.heard[-1] == OFFER


def test_a_round_without_a_pair_still_says_why(lite: World) -> None:
    lite.person("Anna").joins("mentor")
    lite.drafts_round()
    text = lite.lead.reads(READY)
    assert "No pairs" in text
    assert "Nothing needs your approval" in text
    assert lite.lead.words.plain("waiting.nobody_fitting") in text
    assert "needs no approval" in window(lite)


def test_a_round_without_a_pair_ends_by_itself_and_those_who_wait_hear_of_it(world: World) -> None:
    anna = world.person("Anna")
    anna.joins("mentor")
    world.drafts_round()
    world.lives_until("2026-11-24 12:00")
    assert world.lead.heard == [READY]
    assert world.one(Round).state == "sent"
    assert anna.participation.rounds_waited == 1
    assert anna.heard == ["welcome", "nudge.still_looking"]


def test_a_long_round_is_read_page_by_page(lite: World) -> None:
    for number in range(21):
        lite.joined(f"Mentor{number}", f"Mentee{number}")
    lite.drafts_round()
    lead = lite.lead
    lead.opens_round()
    assert "Page 1 of 2" in lead.view.shown
    first = lead.view.shown.count("(mentor)")
    lead.presses("button.page_next", "view")
    assert "Page 2 of 2" in lead.view.shown
    assert lead.view.shown.count("(mentor)") < first
    assert lead.words.plain("button.page_next") not in lead.view.buttons
    lead.presses("button.page_back", "view")
    assert "Page 1 of 2" in lead.view.shown


def test_a_long_round_is_sorted_and_sifted_and_stays_so(lite: World) -> None:
    """Through a decision and from page to page."""
    places = ("sales", "operations")
    for number in range(22):
        lite.joined(f"Mentor{number}", f"Mentee{number}", function=places[number % 2])
    lite.drafts_round()
    lead = lite.lead
    lead.opens_round()
    assert "Operations" not in lead.view.shown
    lead.hands.chooses("round.order", lead.words.plain("round.order.function"), "view")
    assert "Operations* (mentor)" in lead.view.shown
    first = lite.rows(Proposal)[0].id
    pages = [lead.view.shown]
    lead.hands.presses(f"hold:{first}", "view")
    lead.presses("button.page_next", "view")
    pages.append(lead.view.shown)
    functions = re.findall(r"(Operations|Sales)\* \(mentor\)", "".join(pages))
    assert functions == sorted(functions)
    assert len(functions) == 22
    lead.hands.presses("round.sift", "view")
    assert lead.view.shown.count("(mentor)") == 1
    assert "(mentor), Sales" not in lead.view.shown
    lead.hands.presses(f"release:{first}", "view")
    assert lead.words.plain("round.none_doubtful") in lead.view.shown
    lead.hands.presses("round.sift", "view")
    assert "Page 1 of 2" in lead.view.shown
