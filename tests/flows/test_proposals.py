"""Yes, someone else, later: what each side hears, and when."""

from bot.store.tables import Event, OutboxRow, Pair, Proposal
from tests.world import World

D3, D3B, D3C = "proposal.offer", "proposal.reminder", "proposal.did_not_go_ahead"


def test_two_yeses_open_one_pair_and_a_third_changes_nothing(world: World) -> None:
    anna, marco = world.proposed()
    anna.says_yes()
    assert anna.says_text("proposal.said_yes", partner="Marco") in anna.reads(D3)
    assert not world.rows(Pair)
    reply = marco.says_yes()
    marco.hands.replays(reply)
    again = anna.hands.presses_old(anna.words.plain("button.yes"), anna.message(D3))
    assert again.status == 200
    world.tick()
    assert len(world.rows(Pair)) == 1
    assert world.heard_together(anna, marco) == ["pair.introduction"]


def test_two_yeses_at_once_open_one_group(shared: World) -> None:
    """Neither yes is lost, and the introduction comes once."""
    anna, marco = shared.proposed()
    shared.at_once(anna.says_yes, marco.says_yes)
    shared.tick()
    assert len(shared.rows(Pair)) == 1
    assert shared.one(Proposal).state == "accepted"
    assert shared.heard_together(anna, marco) == ["pair.introduction"]
    groups = [room for room in shared.slack.workspace.rooms.by_id.values() if room.kind == "mpim"]
    assert len(groups) == 1


def test_a_decline_is_invisible_to_the_other_side(world: World) -> None:
    """The other gets offer, reminder, and D3c at the common expiry; who declined gets nothing."""
    anna, marco = world.proposed()
    marco.declines()
    world.lives_until("2026-11-30 17:59")
    assert anna.heard == ["welcome", D3, D3B]
    assert marco.heard == ["welcome", D3]
    assert all(row.actor_id is None for row in world.rows(Event, event="decline"))
    assert world.lead.asks_stats().count("Proposals open: 1") == 1
    world.lives_until("2026-12-01 17:00")
    assert anna.heard == ["welcome", D3, D3B, D3C]
    assert marco.heard == ["welcome", D3]
    kept = world.one(Proposal)
    assert (kept.mentor_says, kept.mentee_says) == (None, None)
    assert "Proposals that did not go ahead: 1" in world.lead.asks_stats()


def test_who_declines_is_told_who_may_help_and_the_leads_hear_nothing(lite: World) -> None:
    _, marco = lite.proposed()
    before = lite.lead.heard
    marco.declines()
    assert "una chiacchierata con Giulia" in marco.answer
    lite.lives_until("2026-12-01 17:00")
    assert lite.lead.heard == before


def test_declining_before_the_offer_reached_the_other_means_they_never_hear(
    world: World,
) -> None:
    """The offer of a colleague in New York waits for their morning: withdrawn in silence."""
    anna = world.person("Anna")
    john = world.person("John", "America/New_York", "en-US")
    anna.joins("mentor", to="1200")
    john.joins("mentee")
    world.sends_round()
    assert anna.heard == ["welcome", D3]
    assert john.heard == ["welcome"]
    anna.declines()
    world.lives_until("2026-12-02 20:00")
    assert john.heard == ["welcome"]
    assert anna.heard == ["welcome", D3]
    john.types("status")
    assert "We are looking for a pairing" in john.answer


def test_a_late_yes_is_thanked_as_usual(world: World) -> None:
    bea, carlo = world.joined("Bea", "Carlo", topic="ai.verify")
    anna, marco = world.proposed()
    marco.declines()
    for one in (anna, bea):
        one.says_yes()
    assert anna.reads(D3).replace("Marco", "Carlo") == bea.reads(D3)
    assert not world.rows(Pair)
    carlo.types("status")
    assert "Carlo" not in anna.answer
    world.lives_until("2026-12-01 17:00")
    assert anna.heard[-1] == D3C
    assert anna.participation.priority
    assert not marco.participation.priority


def test_later_brings_the_buttons_back_with_the_reminder(lite: World) -> None:
    anna, _ = lite.proposed()
    anna.puts_off()
    assert not anna.seen(D3).buttons
    lite.lives_until("2026-11-25 12:00")
    assert anna.heard[-1] == D3B
    anna.says_yes()
    assert lite.one(Proposal).state == "half_accepted"


def test_an_unanswered_proposal_expires_for_both_at_one_instant(world: World) -> None:
    anna, marco = world.proposed()
    world.lives_until("2026-12-01 17:00")
    for one in (anna, marco):
        assert one.heard == ["welcome", D3, D3B, D3C]
        assert not one.participation.priority
    assert world.one(Proposal).state == "expired"
    anna.answers_to(D3, "button.yes")
    assert "non è più" in anna.answer.lower()
    assert not world.rows(Pair)


def test_the_two_declined_are_not_proposed_to_each_other_again(lite: World) -> None:
    anna, marco = lite.proposed()
    marco.declines()
    lite.lives_until("2026-12-21 12:00")
    lite.lead.opens_round()
    assert "0 pairs" in lite.lead.answer
    assert len(lite.rows(Proposal)) == 1
    assert anna.participation.priority is False


def test_why_us_stays_in_a_window(lite: World) -> None:
    """The reasons name topics, so they are never a message; and nobody else may ask."""
    anna, marco = lite.proposed()
    eve = lite.person("Eva")
    eve.joins("mentee")
    anna.answers_to(D3, "button.why")
    assert "Marco" in anna.view.shown
    assert anna.words.topic("ai.assistants") in anna.view.shown
    assert anna.words.topic("ai.assistants") not in anna.reads(D3)
    assert anna.words.topic("ai.assistants") in marco.reads(D3)


def test_nobody_is_asked_outside_their_hours(world: World) -> None:
    """Approved in the evening in Rome: New York reads at once, Rome the next morning."""
    anna = world.person("Anna")
    john = world.person("John", "America/New_York", "en-US")
    anna.joins("mentor", to="1200")
    john.joins("mentee")
    world.drafts_round()
    world.goes_to("2026-11-23 20:30")
    world.lead.opens_round()
    world.lead.approves()
    world.lives_until("2026-11-23 21:00")
    assert john.heard == ["welcome", D3]
    assert anna.heard == ["welcome"]
    world.lives_until("2026-11-24 08:59")
    assert anna.heard == ["welcome"]
    world.lives_until("2026-11-24 09:00")
    assert anna.heard == ["welcome", D3]
    assert not world.rows(OutboxRow, state="pending")
