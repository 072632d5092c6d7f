"""Messages that age are edited: at their moment, or when what everybody may know has changed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain.lifecycle import ProposalState
from bot.outbox.work import Work
from bot.programme.rounds import announced
from bot.store.tables import OutboxRow, Proposal, Round
from tests.flows.test_health import gives_up_offers
from tests.people import Colleague
from tests.world import World, moment

PROPOSED, NEAR = "session.proposed", "session.near"
READY, HAND = "round.ready", "pair.needs_a_hand"
ROUND_DAY = date(2026, 11, 23)


def when(who: Colleague, local: str) -> str:
    return who.words.moment(moment(local))


def text(who: Colleague, kind: str) -> str:
    """In its plain form, which names times and people."""
    return who.message(kind).text


# --- joining --------------------------------------------------------------------------------------


def test_undo_leaves_the_welcome_after_ten_minutes(world: World) -> None:
    anna = world.person("Anna")
    anna.joins("mentor")
    world.tick()
    assert anna.words.plain("button.undo_join") in anna.reads("welcome")
    world.lives_until(world.now + timedelta(minutes=10))
    assert anna.words.plain("button.undo_join") not in anna.reads("welcome")
    assert anna.says_text("welcome.headline", role=anna.words.plain("role.mentor")) in (
        anna.reads("welcome")
    )
    assert anna.heard == ["welcome"]


def test_who_has_undone_it_reads_so(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins("mentor")
    lite.tick()
    anna.answers_to("welcome", "button.undo_join")
    lite.lives_until(lite.now + timedelta(hours=1))
    assert anna.says_text("undone.join") in anna.reads("welcome")


def test_the_welcome_names_the_next_round_and_in_the_end_none(lite: World) -> None:
    lite.goes_to("2026-11-09 10:00")
    anna = lite.person("Anna")
    anna.joins("mentor")
    lite.lives_until("2026-11-22 12:00")
    assert anna.words.date(ROUND_DAY) in text(anna, "welcome")
    lite.lives_until("2026-11-25 12:00")
    assert anna.words.date(date(2026, 12, 21)) in text(anna, "welcome")
    lite.lives_until("2026-11-29 12:00")
    assert anna.says_text("welcome.round") in text(anna, "welcome")


def test_a_postponed_round_is_named_by_its_new_day(lite: World) -> None:
    lite.goes_to("2026-11-16 10:00")
    anna, marco = lite.joined()
    lite.drafts_round()
    lite.lead.answers_to("round.ready", "button.postpone")
    lite.lives_until("2026-11-24 12:00")
    for one in (anna, marco):
        assert one.words.date(date(2026, 11, 30)) in text(one, "welcome")


def test_who_has_a_pair_is_not_told_that_one_is_looked_for(lite: World) -> None:
    lite.goes_to("2026-11-16 10:00")
    for one in lite.paired():
        lite.lives_until("2026-12-06 12:00")
        assert one.says_text("welcome.free") in text(one, "welcome")
        assert one.says_text("welcome.round") not in text(one, "welcome")


def test_where_slack_edits_nothing_so_late_the_message_stays_and_answers(lite: World) -> None:
    lite.slack.workspace.edit_window = 60
    anna = lite.person("Anna")
    anna.joins("mentor")
    lite.lives_until(lite.now + timedelta(hours=1))
    (edit,) = [row for row in lite.rows(OutboxRow) if row.kind == "welcome.later"]
    assert (edit.state, edit.last_error) == ("cancelled", "edit_window_closed")
    anna.answers_to("welcome", "button.undo_join")
    assert anna.says_text("refusal.undo_over") in anna.answer
    lite.lead.types("health")
    assert lite.lead.says_text("health.well") in lite.lead.answer


# --- dates ----------------------------------------------------------------------------------------


def test_tomorrow_is_said_until_the_meeting_begins(world: World) -> None:
    anna, marco = world.dated("2026-12-03 15:00")
    world.lives_until("2026-12-03 14:59")
    assert "omani" in anna.reads(NEAR)
    world.lives_until("2026-12-03 15:00")
    for one, other in ((anna, "Marco"), (marco, "Anna")):
        said = when(one, "2026-12-03 15:00")
        assert one.says_text("session.now.over", partner=other, when=said) in text(one, NEAR)
        assert one.words.plain("button.move") not in one.reads(NEAR)
    group = world.group(anna, marco)[-1].text
    assert anna.says_text("session.now.over.both", when=when(anna, "2026-12-03 15:00")) in group
    assert world.heard_together(anna, marco) == ["pair.introduction", PROPOSED]


def test_a_suggestion_says_that_it_is_agreed_and_then_that_it_was(world: World) -> None:
    anna, marco = world.dated("2026-12-03 15:00")
    said = when(anna, "2026-12-03 15:00")
    agreed = anna.says_text("session.agreed", mentor="Anna", mentee="Marco", when=said)
    assert agreed in in_room(anna, marco)
    world.lives_until("2026-12-03 15:00")
    assert anna.says_text("session.now.over.both", when=said) in in_room(anna, marco)
    assert PROPOSED not in [*anna.heard, *marco.heard]


def in_room(anna: Colleague, marco: Colleague, number: int = 1) -> str:
    """What a message in the room of the two says now."""
    return anna.world.group(anna, marco)[number].text


def test_what_nobody_agreed_to_says_that_its_time_is_over(lite: World) -> None:
    anna, marco = lite.paired()
    marco.proposes("2026-12-03 15:00")
    lite.lives_until("2026-12-03 15:00")
    said = when(anna, "2026-12-03 15:00")
    assert anna.says_text("session.proposed_now.passed", partner="Marco", when=said) in (
        in_room(anna, marco)
    )
    assert not anna.hands.sees.group(marco.id)[1].buttons


def test_a_date_that_gave_way_says_so_to_both(world: World) -> None:
    anna, marco = world.dated("2026-12-10 15:00")
    anna.proposes("2026-12-08 11:00")
    world.tick()
    old = when(anna, "2026-12-10 15:00")
    agreed = anna.says_text("session.agreed", mentor="Anna", mentee="Marco", when=old)
    assert agreed in in_room(anna, marco)
    marco.confirms()
    world.tick()
    assert anna.says_text("session.now.called_off.both", when=old) in in_room(anna, marco)
    assert world.agreed(anna, marco)


def test_a_proposal_that_gave_way_to_another_says_so(lite: World) -> None:
    anna, marco = lite.paired()
    marco.proposes("2026-12-10 15:00")
    lite.tick()
    anna.proposes("2026-12-08 11:00")
    lite.tick()
    said = when(anna, "2026-12-10 15:00")
    assert anna.says_text("session.proposed_now.called_off", partner="Marco", when=said) in (
        in_room(anna, marco)
    )


def test_a_break_calls_dates_off_once_it_cannot_be_undone(world: World) -> None:
    """And edits reach who is away: they notify nobody."""
    anna, marco = world.dated("2026-12-10 15:00")
    said = when(anna, "2026-12-10 15:00")
    marco.types("pause 16/12")
    world.lives_until(world.now + timedelta(minutes=9))
    assert world.agreed(anna, marco)
    world.lives_until(world.now + timedelta(minutes=1))
    assert anna.says_text("session.now.called_off.both", when=said) in in_room(anna, marco)


def test_a_date_many_weeks_ahead_is_said_to_be_over_too(world: World) -> None:
    """Of its post nothing is kept by then but where it stands."""
    anna, marco = world.dated("2027-01-19 15:00")
    world.lives_until("2027-01-19 12:00")
    said = when(anna, "2027-01-19 15:00")
    agreed = anna.says_text("session.agreed", mentor="Anna", mentee="Marco", when=said)
    assert agreed in in_room(anna, marco)
    assert not world.rows(OutboxRow, kind=PROPOSED)
    world.lives_until("2027-01-19 15:00")
    assert anna.says_text("session.now.over.both", when=said) in in_room(anna, marco)
    world.lives_until("2027-02-10 15:00")
    assert not world.rows(OutboxRow, kind=f"{PROPOSED}.later")


def test_a_suggestion_of_weeks_ago_is_still_the_one_post(world: World) -> None:
    anna, marco = world.paired()
    marco.proposes("2027-01-19 15:00")
    world.tick()
    world.lives_until("2026-12-21 12:00")
    anna.hands.presses("date.confirm", world.group(anna, marco)[1])
    world.lives_until("2026-12-21 13:00")
    said = when(anna, "2027-01-19 15:00")
    agreed = anna.says_text("session.agreed", mentor="Anna", mentee="Marco", when=said)
    assert agreed in in_room(anna, marco)
    assert len(world.group(anna, marco)) == 2


def test_where_slack_edits_no_suggestion_so_late_the_two_are_told(lite: World) -> None:
    lite.slack.workspace.edit_window = 60
    anna, marco = lite.paired()
    marco.proposes("2026-12-10 15:00")
    lite.tick()
    lite.lives_until("2026-11-25 12:00")
    anna.confirms()
    lite.lives_until("2026-11-25 13:00")
    assert lite.heard_together(anna, marco)[1:] == [PROPOSED, "session.agreed"]


# --- pairs ----------------------------------------------------------------------------------------


def test_a_rest_that_ended_says_so_after_eight_weeks(world: World) -> None:
    anna, marco = world.paired()
    world.lives_until("2027-03-09 12:00")
    for one, other in ((anna, "Marco"), (marco, "Anna")):
        assert one.says_text("pair_rests.ended", partner=other) in one.reads("pair.rests")


def test_a_break_that_is_over_is_said_to_be_over(world: World) -> None:
    anna, marco = world.paired()
    marco.types("pause 9/12")
    world.lives_until("2026-11-25 10:00")
    assert anna.heard[-1] == "pair.paused"
    world.lives_until("2026-12-09 00:00")
    assert anna.says_text("pair_paused.over", partner="Marco") in anna.reads("pair.paused")


def test_a_longer_break_and_a_return_bring_the_edit_forward(lite: World) -> None:
    anna, marco = lite.paired()
    marco.types("pause 9/12")
    lite.lives_until("2026-11-25 10:00")
    (first,) = [seen.message for seen in anna.hands.sees.dm
                if lite.kind_of(seen.message) == "pair.paused"]  # fmt: skip
    marco.types("pause 16/12")
    lite.lives_until("2026-11-26 10:00")
    longer = anna.words.date(date(2026, 12, 16))
    assert longer in lite.slack.shown(first, anna.id)
    marco.types("resume")
    lite.lives_until("2026-11-27 10:00")
    assert anna.says_text("pair_paused.over", partner="Marco") in lite.slack.shown(first, anna.id)


def test_a_pair_that_needs_no_hand_any_more(world: World) -> None:
    anna, marco = world.paired()
    world.lives_until("2026-12-16 12:00")
    lead = world.lead
    assert lead.heard[-1] == "pair.needs_a_hand"
    marco.proposes("2026-12-21 15:00")
    world.tick()
    names = {"mentor": "Anna", "mentee": "Marco"}
    assert lead.says_text("needs_a_hand.now.date_found", **names) in text(lead, HAND)
    marco.leaves()
    world.lives_until(world.now + timedelta(hours=1))
    assert lead.says_text("needs_a_hand.now.ended", **names) in text(lead, HAND)
    assert anna.takes_part


def test_what_is_kept_no_longer_says_nothing_that_ages(lite: World) -> None:
    lite.paired()
    lite.lives_until("2026-12-16 12:00")
    lite.lives_until("2027-01-06 12:00")
    names = {"mentor": "Anna", "mentee": "Marco"}
    assert lite.lead.says_text("needs_a_hand.now.unknown", **names) in (text(lite.lead, HAND))


# --- rounds ---------------------------------------------------------------------------------------


def round_now(who: Colleague, state: str, **facts: str) -> str:
    day = who.words.date(ROUND_DAY)
    pairs = who.words.plain_plural("count.pairs", 1)
    return who.says_text(f"round.now.{state}", **{"date": day, "pairs": pairs, **facts})


def test_every_lead_reads_what_has_become_of_a_round(world: World) -> None:
    paolo, lead = world.another_lead("Paolo"), world.lead
    world.joined()
    world.drafts_round()
    lead.opens_round()
    lead.approves()
    world.tick()
    for one in (lead, paolo):
        begins = one.words.clock(world.now + timedelta(minutes=10))
        assert round_now(one, "approved", time=begins) in one.reads(READY)
        assert one.says_text("round.decided_by", lead="Giulia") in one.reads(READY)
    lead.stops()
    lead.closes()
    world.tick()
    assert round_now(paolo, "drafted") in paolo.reads(READY)
    assert paolo.words.plain("button.postpone") in paolo.reads(READY)
    paolo.opens_round()
    paolo.approves()
    paolo.closes()
    world.lives_until("2026-11-24 12:00")
    for one in (lead, paolo):
        assert round_now(one, "sent") in one.reads(READY)
        assert one.says_text("round.decided_by", lead="Paolo") in one.reads(READY)
        assert one.heard.count(READY) == 1


def test_a_round_on_its_way_shows_how_many_pairs_were_passed_on(world: World) -> None:
    """At most every three seconds, and not when whose offer leaves: the owed ones wait here."""
    world.owes_offers()
    lead = world.lead
    with world.db() as db:
        one = db.scalars(select(Proposal)).one()
        offered_at, one.offered_at, one.state = one.offered_at, None, ProposalState.QUEUED
    world.passes(seconds=3)
    world.sends()
    assert round_now(lead, "sending", done="0") in lead.reads(READY)
    edited = len(lead.message(READY).earlier)
    with world.db() as db:
        one = db.scalars(select(Proposal)).one()
        one.offered_at, one.state = offered_at, ProposalState.OFFERED
        for _ in range(3):
            announced.progressed(Work(db, world.now), db.get_one(Round, one.round_id))
    world.passes(seconds=2)
    world.tick()
    assert len(lead.message(READY).earlier) == edited
    world.passes(seconds=1)
    world.tick()
    assert round_now(lead, "sent") in lead.reads(READY)
    assert len(lead.message(READY).earlier) == edited + 1
    world.lives_until("2026-11-24 12:00")
    assert len(lead.message(READY).earlier) == edited + 1


def test_whom_a_round_did_not_reach_is_counted(world: World) -> None:
    gives_up_offers(world, "restricted_action")
    world.lives_until("2026-11-25 18:00")
    lead = world.lead
    assert round_now(lead, "sent") in lead.reads(READY)
    assert lead.words.plural("round.not_reached", 1) in lead.reads(READY)


def test_a_round_that_was_put_off_says_so_to_all(world: World) -> None:
    paolo = world.another_lead("Paolo")
    world.joined()
    world.drafts_round()
    world.lead.answers_to(READY, "button.postpone")
    world.tick()
    day = paolo.words.date(date(2026, 11, 30))
    assert round_now(paolo, "cancelled", day=day) in paolo.reads(READY)


def test_a_round_that_a_newer_one_overtook_says_so(world: World) -> None:
    world.joined()
    world.drafts_round()
    (first,) = [seen.message for seen in world.lead.hands.sees.dm
                if world.kind_of(seen.message) == READY]  # fmt: skip
    world.lives_until("2026-12-21 10:00")
    kept = world.slack.shown(first, world.lead.id)
    assert world.lead.says_text("round.now.any", date=world.lead.words.date(ROUND_DAY)) in kept
    assert world.lead.heard.count(READY) == 2


@pytest.mark.parametrize("says", ["someone_else", None])
def test_what_depends_on_an_answer_has_no_edit(lite: World, says: str | None) -> None:
    anna, _ = lite.proposed()
    if says:
        anna.declines()
    before = anna.message("proposal.offer").earlier
    lite.lives_until("2026-12-15 12:00")
    assert anna.message("proposal.offer").earlier == before
