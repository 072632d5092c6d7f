"""Leaving: at once for who leaves, ten minutes later for the others, and undone without a trace."""

from bot.store.tables import OutboxRow, Pair, Participation, Proposal, Session
from tests.world import World

OFFER, NOT_AHEAD, ENDED = "proposal.offer", "proposal.did_not_go_ahead", "pair.ended"


def test_what_was_queued_for_who_left_is_not_sent(world: World) -> None:
    """Offers wait for the morning; by then one of the two has gone, and the other hears
    at the expiry how the round went, not of whom."""
    anna, marco = world.joined()
    world.drafts_round()
    world.goes_to("2026-11-23 20:00")
    world.lead.opens_round()
    world.lead.approves()
    world.passes(minutes=10)
    world.tick()
    assert marco.heard == ["welcome"]
    marco.leaves()
    world.lives_until("2026-12-03 12:00")
    assert anna.heard == ["welcome", NOT_AHEAD]
    assert marco.name not in anna.reads(NOT_AHEAD)
    assert marco.heard == ["welcome"]
    assert world.one(Proposal).state == "closed"


def test_the_partner_of_a_live_pair_hears_exactly_ten_minutes_later(world: World) -> None:
    anna, marco = world.paired()
    marco.proposes("2026-12-03 15:00")
    world.tick()
    world.goes_to("2026-11-25 10:00")
    marco.leaves()
    assert "10:10" in marco.answer
    assert world.one(Pair).state == "active"
    world.passes(minutes=9, seconds=59)
    world.tick()
    assert ENDED not in anna.heard
    world.passes(seconds=1)
    world.tick()
    assert anna.heard[-1] == ENDED
    assert "Succede per molti motivi" in anna.reads(ENDED)
    assert anna.participation.priority
    assert [row.state for row in world.rows(Session)] == ["lapsed"]
    anna.hands.presses_old(anna.words.plain("button.confirm"), anna.newest("session.proposed"))
    assert anna.says_text("refusal.no_longer_open") in anna.answer
    world.lives_until("2026-12-14 18:00")
    assert anna.heard[-1] == ENDED
    assert ENDED not in marco.heard


def test_a_word_behind_it_is_no_leaving(lite: World) -> None:
    """Whoever writes a date did not mean now."""
    anna, _ = lite.paired()
    anna.types("esci a dicembre")
    assert "a dicembre" in anna.answer
    assert "/revmentor esci" in anna.answer
    assert anna.participation.state == "active"
    anna.leaves()
    assert anna.participation.state == "left"


def test_leaving_in_the_evening_is_told_in_the_morning(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 20:00")
    marco.leaves()
    lite.lives_until("2026-11-26 08:59")
    assert ENDED not in anna.heard
    lite.lives_until("2026-11-26 09:00")
    assert anna.heard[-1] == ENDED


def test_undo_of_leaving_restores_everything_and_nobody_hears(world: World) -> None:
    anna, marco = world.paired()
    marco.proposes("2026-12-03 15:00")
    world.tick()
    anna.types("status")
    before, seen = _state_of(world), anna.answer
    marco.leaves()
    world.passes(minutes=9)
    world.tick()
    anna.types("status")
    assert anna.answer == seen
    marco.presses("button.undo_leave")
    assert marco.says_text("undone.leave") in marco.answer
    assert _state_of(world) == before
    assert not world.rows(OutboxRow, kind=ENDED)
    world.lives_until("2026-11-27 12:00")
    assert ENDED not in anna.heard
    anna.confirms()
    world.tick()
    assert world.agreed(anna, marco)


def test_undo_after_ten_minutes_is_refused(world: World) -> None:
    anna, marco = world.paired()
    marco.leaves()
    world.passes(minutes=10)
    marco.presses("button.undo_leave")
    assert marco.says_text("refusal.undo_over") in marco.answer
    world.tick()
    assert anna.heard[-1] == ENDED
    assert not marco.takes_part


def test_a_yes_that_came_while_leaving_could_be_undone_counts(world: World) -> None:
    anna, marco = world.proposed()
    marco.says_yes()
    marco.leaves()
    anna.says_yes()
    assert not world.rows(Pair)
    marco.presses("button.undo_leave")
    world.tick()
    assert world.heard_together(anna, marco) == ["pair.introduction"]


def test_who_stays_hears_of_the_end_of_the_proposal_at_its_expiry(world: World) -> None:
    """Marco leaves with an open proposal: to Anna it is one that did not go ahead, no more."""
    anna, marco = world.proposed()
    marco.leaves()
    world.lives_until("2026-11-30 17:59")
    assert anna.heard == ["welcome", OFFER, "proposal.reminder"]
    anna.says_yes()
    world.lives_until("2026-12-01 12:00")
    assert anna.heard[-1] == NOT_AHEAD
    assert anna.participation.rounds_waited == 1
    assert marco.heard == ["welcome", OFFER]
    assert "1 without a pair" in world.lead.asks_stats()


def test_after_leaving_one_can_come_back_with_the_old_answers(lite: World) -> None:
    anna = lite.person("Anna", locale="en-US")
    anna.joins("mentor", site="branch")
    anna.leaves()
    anna.types("status")
    assert "Your profile is kept until" in anna.answer
    lite.passes(minutes=11)
    lite.tick()
    anna.presses("button.rejoin")
    assert anna.shows("site") == "Branch office"
    anna.submits()
    anna.fills(notice=["yes"])
    anna.submits()
    anna.submits()
    lite.tick()
    assert anna.heard == ["welcome"]
    assert anna.takes_part


def _state_of(world: World) -> list[str]:
    """What stands about pairs, proposals and dates."""
    kept = []
    for table in (Pair, Proposal, Session, Participation):
        skipped = {"waiting_since", "undo_until", "undo_what"}
        names = [column.name for column in table.__table__.columns if column.name not in skipped]
        kept += [str([getattr(row, name) for name in names]) for row in world.rows(table)]
    return kept
