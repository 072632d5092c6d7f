"""Yes, someone else, later: what each side hears, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store.secrets import private
from bot.store.secrets.private import Private
from bot.store.tables import Event, OutboxRow, Pair, Participation, Proposal, Round
from tests.people import Colleague
from tests.world import World

OFFER, REMINDER, NOT_AHEAD = "proposal.offer", "proposal.reminder", "proposal.did_not_go_ahead"
BUTTONS = {"yes": "button.yes", "someone_else": "button.someone_else", "later": "button.later"}


def says(one: Colleague, word: str) -> None:
    one.answers_to(OFFER, BUTTONS[word])


def saved(one: Colleague, until: datetime) -> str:
    """What stands in the offer's place after any word."""
    text = one.says_text("proposal.answered", until=one.words.moment(until))
    return f"*{text}*\n[{one.words.plain('button.my_answer')}]"


EXPIRY = datetime(2026, 11, 30, 17, tzinfo=UTC)
NEXT_ROUND = date(2026, 12, 21)


def test_two_yeses_open_one_pair_and_a_third_changes_nothing(world: World) -> None:
    anna, marco = world.proposed()
    anna.says_yes()
    assert anna.says_text("proposal.said_yes", partner="Marco") in anna.answer
    assert anna.hands.sees.last.is_private
    assert anna.reads(OFFER) == saved(anna, EXPIRY)
    assert not world.rows(Pair)
    reply = marco.says_yes()
    assert marco.says_text("proposal.both_said_yes", partner="Anna") in marco.reads(OFFER)
    marco.hands.replays(reply)
    again = anna.hands.presses_old(anna.words.plain("button.yes"), anna.message(OFFER))
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


@pytest.mark.parametrize("word", ["yes", "someone_else", "later"])
def test_what_slack_keeps_does_not_tell_one_word_from_another(lite: World, word: str) -> None:
    """Message, status and Home; only the answer that passes names the word."""
    anna, _ = lite.proposed()
    says(anna, word)
    assert anna.hands.sees.last.is_private
    assert anna.says_text(f"proposal.said_{word}", partner="Marco") in anna.answer
    assert anna.reads(OFFER) == saved(anna, EXPIRY)
    standing = anna.says_text("standing.answered", partner="Marco")
    until = anna.says_text("standing.answered_more", until=anna.words.moment(EXPIRY))
    for shown in (_status(anna), _home(anna)):
        assert standing in shown
        assert until in shown
        assert anna.words.plain("button.my_answer") in shown
        assert anna.words.plain("button.yes") not in shown


def _status(one: Colleague) -> str:
    one.types("status")
    return one.answer


def _home(one: Colleague) -> str:
    one.hands.opens_home()
    home = one.hands.sees.home
    assert home is not None
    return home.shown


@pytest.mark.parametrize("word", ["yes", "someone_else", "later", None])
def test_one_word_is_invisible_to_the_other_side(world: World, word: str | None) -> None:
    """The other gets offer, reminder, and at the common expiry that it closed; who said some word
    gets no reminder, and reads of the end like the other."""
    anna, marco = world.proposed()
    if word:
        says(marco, word)
    world.lives_until("2026-11-30 17:59")
    assert anna.heard == ["welcome", OFFER, REMINDER]
    assert marco.heard == (["welcome", OFFER] if word else ["welcome", OFFER, REMINDER])
    before = [(row.thing, row.event) for row in world.rows(Event)]
    assert {what for thing, what in before if thing == "proposal"} == {"approve", "send"}
    assert "Open until their closing date: 1" in world.lead.reads_all_figures()
    assert "2 with an open proposal" in world.lead.asks_stats()
    world.lives_until("2026-12-01 17:00")
    assert anna.heard == ["welcome", OFFER, REMINDER, NOT_AHEAD]
    assert marco.heard == (["welcome", OFFER, NOT_AHEAD] if word else anna.heard)
    kept = world.one(Proposal)
    assert (kept.state, kept.words) == ("closed", None)
    assert "Didn't go ahead" not in world.lead.reads_all_figures()
    for one in (anna, marco):
        assert one.participation.rounds_waited == 1
        assert not one.participation.priority
    for one, other in ((anna, "Marco"), (marco, "Anna")):
        assert one.says_text("proposal.not_ahead", partner=other) in one.reads(NOT_AHEAD)
        earlier = one.says_text("proposal.next_priority_on", date=one.words.date(NEXT_ROUND))
        assert earlier in one.reads(NOT_AHEAD)


def test_a_word_may_be_changed_until_both_said_yes(world: World) -> None:
    anna, marco = world.proposed()
    anna.says_yes()
    marco.declines()
    marco.answers_to(OFFER, "button.my_answer")
    assert marco.shows("word") == marco.words.plain("proposal.word.someone_else")
    marco.fills(word="later")
    marco.submits()
    assert marco.says_text("proposal.said_later", partner="Anna") in marco.answer
    marco.closes()
    assert marco.reads(OFFER) == saved(marco, EXPIRY)
    assert not world.rows(Pair)
    marco.changes_word("yes")
    assert marco.says_text("proposal.paired", partner="Anna") in marco.answer
    marco.closes()
    assert world.one(Proposal).state == "accepted"
    assert world.one(Proposal).words is None
    world.tick()
    assert world.heard_together(anna, marco) == ["pair.introduction"]
    anna.answers_to(OFFER, "button.my_answer")
    assert anna.says_text("refusal.no_longer_open") in anna.answer


def test_a_yes_that_is_taken_back_does_not_count(world: World) -> None:
    anna, marco = world.proposed()
    anna.says_yes()
    anna.changes_word("someone_else")
    anna.closes()
    marco.says_yes()
    assert marco.reads(OFFER) == saved(marco, EXPIRY)
    world.lives_until("2026-12-01 17:00")
    assert not world.rows(Pair)
    assert world.one(Proposal).state == "closed"
    assert marco.heard == ["welcome", OFFER, NOT_AHEAD]


def test_not_again_counts_from_the_expiry_on_and_only_who_said_it_can_read_it(
    world: World,
) -> None:
    """Whoever found themselves among the other's people to avoid would know of the no."""
    anna, marco = world.proposed()
    anna.declines()
    anna.changes_word("someone_else", not_again=True)
    anna.closes()
    assert _avoided(anna) == _avoided(marco) == ()
    anna.answers_to(OFFER, "button.my_answer")
    assert anna.shows("not_again") == [anna.words.plain("proposal.not_again.yes")]
    anna.closes()
    world.lives_until("2026-12-01 17:00")
    assert _avoided(anna) == (marco.id,)
    assert _avoided(marco) == ()
    for one, shown in ((anna, [marco.id]), (marco, [])):
        one.types("profile")
        for _ in ("you", "topics"):
            one.submits()
        assert one.shows("avoids") == shown


def test_who_avoids_as_many_as_the_form_shows_can_still_open_it(lite: World) -> None:
    """The eleventh is kept beside them, for as long as after a pair."""
    anna, marco = lite.joined()
    others = tuple(sorted(lite.person(f"Other{n}").id for n in range(10)))
    with lite.db() as db:
        mine = db.get_one(Participation, anna.participation.id)
        private.keep(db, mine, Private(avoids=others))
    lite.proposed()
    anna.declines()
    anna.changes_word("someone_else", not_again=True)
    anna.closes()
    lite.lives_until("2026-12-01 17:00")
    with lite.db() as db:
        kept = private.of(db, anna.participation)
    assert kept.avoids == others
    assert kept.not_again == ((marco.id, date(2028, 12, 1)),)
    anna.types("profile")
    for _ in ("you", "topics"):
        anna.submits()
    assert sorted(anna.shows("avoids")) == list(others)


def test_not_again_goes_with_someone_else_alone(world: World) -> None:
    anna, marco = world.proposed()
    anna.declines()
    anna.changes_word("later", not_again=True)
    anna.closes()
    world.lives_until("2026-12-01 17:00")
    assert _avoided(anna) == _avoided(marco) == ()


def _avoided(one: Colleague) -> tuple[str, ...]:
    with one.world.db() as db:
        return private.of(db, one.participation).avoids


def test_who_declines_is_told_who_may_help_and_the_leads_hear_nothing(lite: World) -> None:
    _, marco = lite.proposed()
    before = lite.lead.heard
    marco.declines()
    assert "una chiacchierata con Giulia" in marco.answer
    assert "Giulia" not in marco.reads(OFFER)
    lite.lives_until("2026-12-01 17:00")
    assert lite.lead.heard == before


def test_a_word_before_the_offer_reached_the_other_changes_nothing_for_them(
    world: World,
) -> None:
    """The offer of a colleague in New York waits for their morning, and comes in any case."""
    anna = world.person("Anna")
    john = world.person("John", "America/New_York", "en-US")
    anna.joins("mentor", to="1200")
    john.joins("mentee")
    world.sends_round()
    assert anna.heard == ["welcome", OFFER]
    assert john.heard == ["welcome"]
    anna.declines()
    world.lives_until("2026-11-23 17:00")
    assert john.heard == ["welcome", OFFER]
    john.types("status")
    assert "Would you like to meet Anna?" in john.answer
    world.lives_until("2026-12-02 20:00")
    assert john.heard == ["welcome", OFFER, REMINDER, NOT_AHEAD]
    assert anna.heard == ["welcome", OFFER, NOT_AHEAD]
    john.types("status")
    assert "We're looking for a pairing" in john.answer


def test_a_late_yes_is_thanked_as_usual(world: World) -> None:
    """After the other's no it reads as before the other's word."""
    bea, carlo = world.joined("Bea", "Carlo", topic="ai.verify")
    anna, marco = world.proposed()
    marco.declines()
    for one in (anna, bea):
        one.says_yes()
    assert anna.reads(OFFER) == bea.reads(OFFER)
    assert anna.answer.replace("Marco", "Carlo") == bea.answer
    assert not world.rows(Pair)
    carlo.types("status")
    assert "Carlo" not in anna.answer
    world.lives_until("2026-12-01 17:00")
    assert anna.heard[-1] == marco.heard[-1] == NOT_AHEAD
    assert anna.participation.rounds_waited == marco.participation.rounds_waited == 1


def test_later_can_still_become_a_yes_without_a_reminder(lite: World) -> None:
    anna, marco = lite.proposed()
    anna.puts_off()
    lite.lives_until("2026-11-26 12:00")
    assert anna.heard == ["welcome", OFFER]
    assert marco.heard == ["welcome", OFFER, REMINDER]
    assert lite.one(Proposal).state == "offered"
    marco.says_yes()
    anna.changes_word("yes")
    assert lite.one(Proposal).state == "accepted"


def test_an_unanswered_proposal_expires_for_both_at_one_instant(world: World) -> None:
    anna, marco = world.proposed()
    world.lives_until("2026-12-01 17:00")
    for one in (anna, marco):
        assert one.heard == ["welcome", OFFER, REMINDER, NOT_AHEAD]
        assert one.participation.rounds_waited == 1
        assert not one.participation.priority
    assert world.one(Proposal).state == "closed"
    anna.answers_to(OFFER, "button.yes")
    assert anna.says_text("refusal.no_longer_open") in anna.answer
    assert not world.rows(Pair)


def test_a_window_kept_open_past_the_expiry_changes_nothing(lite: World) -> None:
    anna, marco = lite.proposed()
    marco.says_yes()
    anna.puts_off()
    anna.answers_to(OFFER, "button.my_answer")
    anna.fills(word="yes")
    lite.goes_to("2026-11-30 18:00")
    anna.submits()
    assert anna.says_text("refusal.no_longer_open") in anna.answer
    assert not lite.rows(Pair)


def test_what_has_ended_of_a_proposal_says_nothing_in_the_database(world: World) -> None:
    """Offer, reminder and end, sent or dropped, leave a key each: the same four in any world."""
    _, marco = world.proposed()
    marco.declines()
    world.lives_until("2026-12-01 17:00")
    rows = [row for row in world.rows(OutboxRow) if row.state == "forgotten"]
    assert len(rows) == 6
    for row in rows:
        assert (row.kind, row.conversation, row.arguments) == ("", "", {})
        assert (row.person_id, row.subject, row.uid, row.slack_ts, row.sent_at) == (None,) * 5


def test_the_two_of_a_closed_proposal_are_apart_for_three_rounds(lite: World) -> None:
    """And at least twelve weeks; then they may be proposed again."""
    _, marco = lite.proposed()
    marco.declines()
    lite.lives_until("2027-03-15 08:59")
    assert [row.state for row in lite.rows(Round)] == ["sent"] * 4
    assert [row.state for row in lite.rows(Proposal)] == ["closed"]
    lite.drafts_round()
    assert [row.state for row in lite.rows(Proposal)] == ["closed", "drafted"]
    assert lite.now > EXPIRY + timedelta(weeks=12)


def test_why_us_of_a_closed_proposal_says_the_same_whether_the_other_left_or_not(
    lite: World,
) -> None:
    anna, marco = lite.proposed()
    anna.answers_to(OFFER, "button.why")
    anna.closes()
    marco.leaves()
    told = []
    for day in ("2026-12-20 12:00", "2027-01-10 12:00"):
        lite.lives_until(day)
        anna.answers_to(OFFER, "button.why")
        told.append(anna.answer)
    assert told[0] == told[1]


def test_once_a_pair_is_over_its_old_offer_says_the_same_whoever_is_erased(lite: World) -> None:
    anna, marco = lite.paired()
    anna.leaves()
    told = []
    for day in ("2026-12-20 12:00", "2027-02-10 12:00"):
        lite.lives_until(day)
        for button in ("button.why", "button.yes"):
            marco.hands.presses_old(marco.words.plain(button), marco.message(OFFER))
            told.append(marco.answer)
    assert told[:2] == told[2:]


def test_why_us_stays_in_a_window(lite: World) -> None:
    """The reasons name topics, so they are never a message; and nobody else may ask."""
    anna, marco = lite.proposed()
    eve = lite.person("Eva")
    eve.joins("mentee")
    anna.answers_to(OFFER, "button.why")
    assert "Marco" in anna.view.shown
    assert anna.words.topic("ai.assistants") in anna.view.shown
    assert anna.words.topic("ai.assistants") not in anna.reads(OFFER)
    assert anna.words.topic("ai.assistants") in marco.reads(OFFER)


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
    assert john.heard == ["welcome", OFFER]
    assert anna.heard == ["welcome"]
    world.lives_until("2026-11-24 08:59")
    assert anna.heard == ["welcome"]
    world.lives_until("2026-11-24 09:00")
    assert anna.heard == ["welcome", OFFER]
    assert not world.rows(OutboxRow, state="pending", edits_id=None)
