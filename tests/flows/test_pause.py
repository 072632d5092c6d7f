"""A break: at once for who takes it, ten minutes later for partners, and over by itself."""

from bot.store.tables import Pair, Proposal, Session
from tests.flows.forged import dump
from tests.world import World, moment

PAUSED, RESUMED, OVER, ENDED = "pair.paused", "pair.resumed", "pause.over", "pair.ended"
WRITTEN_BESIDE = ("inbox_key", "event", "outbox", "participation", "draft")
"""What the story is told by, apart from pairs, proposals and dates."""


def test_two_weeks_and_the_partner_hears_exactly_ten_minutes_later(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    assert "9 dicembre" in marco.answer
    assert marco.words.plain_plural("pause.partners_learn", 1, partners="Anna") in marco.answer
    world.passes(minutes=9, seconds=59)
    world.tick()
    assert PAUSED not in anna.heard
    assert world.one(Pair).state == "active"
    world.passes(seconds=1)
    world.tick()
    assert anna.heard[-1] == PAUSED
    assert "Marco" in anna.reads(PAUSED)
    assert "9 dicembre" in anna.reads(PAUSED)
    assert world.one(Pair).state == "paused"
    world.lives_until("2026-12-08 18:00")
    assert anna.heard.count(PAUSED) == 1
    assert PAUSED not in marco.heard


def test_a_break_undone_is_not_told(world: World) -> None:
    anna, marco = world.paired()
    marco.proposes("2026-12-03 15:00")
    world.tick()
    before = dump(world, *WRITTEN_BESIDE)
    marco.types("pause 2w")
    world.passes(minutes=9)
    world.tick()
    marco.presses("button.undo_pause")
    assert marco.says_text("undone.pause") in marco.answer
    assert dump(world, *WRITTEN_BESIDE) == before
    assert marco.takes_part
    world.lives_until("2026-11-27 12:00")
    assert PAUSED not in anna.heard
    anna.confirms()
    world.tick()
    assert world.agreed(anna, marco)


def test_undo_after_ten_minutes_is_refused(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    lite.passes(minutes=10)
    marco.presses("button.undo_pause")
    assert marco.says_text("refusal.undo_over") in marco.answer
    lite.tick()
    assert anna.heard[-1] == PAUSED
    assert marco.participation.state == "paused"


def test_an_evening_break_is_told_in_the_morning(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 20:00")
    marco.types("pause 2w")
    lite.lives_until("2026-11-26 08:59")
    assert PAUSED not in anna.heard
    lite.lives_until("2026-11-26 09:00")
    assert anna.heard[-1] == PAUSED


def test_nothing_reaches_who_is_away(world: World) -> None:
    """Not the words about a missing date, not the date that the partner proposed before."""
    anna, marco = world.paired()
    world.goes_to("2026-11-23 19:00")
    anna.proposes("2026-12-10 15:00")
    marco.types("pause 4w")
    heard = list(marco.heard)
    world.lives_until("2026-12-20 18:00")
    assert marco.heard == heard
    assert "nudge.no_date" not in anna.heard
    assert world.one(Session).state == "moved"


def test_a_date_agreed_for_after_the_break_stands(world: World) -> None:
    """Both are reminded of it, also while the other is still away, and asked about it."""
    anna, marco = world.dated("2026-12-14 15:00")
    marco.types("pause 2026-12-14")
    world.lives_until("2026-12-05 12:00")
    assert world.one(Session).state == "dated"
    world.lives_until("2026-12-11 12:00")
    assert "session.near" in anna.heard
    assert "session.near" not in marco.heard
    world.lives_until("2026-12-15 12:00")
    for one in (anna, marco):
        assert {"session.near", "checkin.ask"} <= {*one.heard}


def test_a_longer_break_calls_it_off_after_all(lite: World) -> None:
    anna, marco = lite.dated("2026-12-14 15:00")
    marco.types("pause 2026-12-11")
    lite.lives_until("2026-12-05 12:00")
    assert lite.one(Session).state == "dated"
    marco.types("pause 2026-12-18")
    lite.lives_until("2026-12-05 13:00")
    assert lite.one(Session).state == "moved"
    lite.lives_until("2026-12-16 12:00")
    assert "checkin.ask" not in [*anna.heard, *marco.heard]


def test_the_agreed_date_falls_away_and_nobody_is_asked_about_it(world: World) -> None:
    anna, marco = world.paired()
    marco.proposes("2026-12-03 15:00")
    world.tick()
    anna.confirms()
    world.tick()
    world.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    world.lives_until("2026-12-15 12:00")
    assert not {"session.near", "checkin.ask"} & {*anna.heard, *marco.heard}
    assert world.one(Session).state == "moved"
    anna.hands.presses_old(anna.words.plain("button.move"), world.group(anna, marco)[-1])
    anna.fills(starts_at=int(moment("2027-01-11 11:00").timestamp()))
    anna.submits()
    anna.closes()
    world.tick()
    assert marco.told[-1] == "session.proposed"


def test_a_date_is_not_found_during_a_break(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    lite.lives_until("2026-11-25 11:00")
    for one in (anna, marco):
        one.types("when")
        assert one.says_text("refusal.pair_on_a_break") in one.answer


def test_the_pair_ends_later_by_as_long_as_the_break(world: World) -> None:
    world.paired()
    marco = world.person("Marco")
    ends = world.one(Pair).ends_at
    world.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    world.lives_until("2026-12-09 09:00")
    pair = world.one(Pair)
    assert pair.state == "active"
    assert pair.ends_at - ends == moment("2026-12-09 00:00") - moment("2026-11-25 10:10")
    assert pair.moved_by_days == 14


def test_on_its_day_a_break_is_over_and_said_once(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-11-25 10:00")
    marco.types("pausa 9/12")
    world.lives_until("2026-12-09 08:59")
    assert marco.participation.state == "active"
    assert OVER not in marco.heard
    world.lives_until("2026-12-09 09:00")
    assert marco.heard[-1] == OVER
    assert anna.heard[-1] == RESUMED
    world.lives_until("2026-12-15 18:00")
    assert marco.heard.count(OVER) == anna.heard.count(RESUMED) == 1
    assert RESUMED not in marco.heard


def test_the_welcome_back_finds_a_date_or_prolongs_the_break(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    lite.lives_until("2026-12-09 09:00")
    marco.answers_to(OVER, "button.find")
    assert "Anna" in marco.view.shown
    marco.closes()
    marco.answers_to(OVER, "button.extend")
    marco.submits()
    assert "16 dicembre" in marco.answer
    marco.closes()
    lite.lives_until("2026-12-16 12:00")
    assert marco.heard.count(OVER) == 2
    assert anna.heard[-2:] == [PAUSED, RESUMED]


def test_nobody_away_is_in_a_round(world: World) -> None:
    anna, marco = world.joined()
    anna.types("pause 2026-12-01")
    world.lives_until("2026-11-23 12:00")
    assert "No pairs" in world.lead.reads("round.ready")
    world.lead.opens_round()
    assert "Anna" not in world.lead.view.shown
    world.lives_until("2026-12-21 09:00")
    assert OVER in anna.heard
    assert len(world.rows(Proposal)) == 1
    assert anna.participation.rounds_waited == 0
    assert marco.participation.rounds_waited == 1


def test_who_goes_away_during_the_hold_is_not_proposed(lite: World) -> None:
    anna, marco = lite.joined()
    lite.drafts_round()
    lite.lead.opens_round()
    lite.lead.approves()
    anna.types("pause 1w")
    lite.lives_until("2026-11-23 18:00")
    assert lite.one(Proposal).state == "closed"
    assert anna.heard == ["welcome"]
    assert marco.heard == ["welcome", "nudge.still_looking"]


def test_by_window_for_some_weeks_or_until_another_day(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins("mentor")
    anna.types("pause")
    assert anna.says_text("pause.nobody_learns") in anna.view.shown
    anna.submits()
    assert "9 novembre" in anna.answer
    anna.presses("button.change_date")
    anna.fills(until="2026-11-30")
    anna.submits()
    assert "30 novembre" in anna.answer
    anna.presses("button.change_date")
    anna.fills(other_day="2026-11-20")
    anna.submits()
    assert "20 novembre" in anna.answer
    anna.presses("button.undo_pause")
    assert anna.participation.state == "active"


def test_another_date_is_told_to_partners_and_cannot_be_undone(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    lite.lives_until("2026-11-25 12:00")
    marco.types("pause 3w")
    told = marco.words.plain_plural("paused.partners_learn_date", 1, partners="Anna")
    assert told in marco.answer
    assert marco.words.plain("button.undo_pause") not in marco.hands.sees.last.buttons
    lite.tick()
    assert anna.heard[-2:] == [PAUSED, PAUSED]
    assert "16 dicembre" in anna.reads(PAUSED)


def test_a_break_that_can_be_undone_holds_up_nothing_for_the_two(lite: World) -> None:
    anna, marco = lite.paired()
    anna.proposes("2026-12-03 15:00")
    lite.tick()
    anna.types("pause 18/1")
    lite.passes(minutes=1)
    marco.confirms()
    lite.tick()
    assert lite.agreed(anna, marco)


def test_back_before_the_day(world: World) -> None:
    """The partner hears it ten minutes later, or not at all if it is undone."""
    anna, marco = world.paired()
    world.goes_to("2026-11-25 10:00")
    marco.types("pause 4w")
    world.lives_until("2026-12-01 10:00")
    marco.types("resume")
    assert marco.says_text("resumed.headline") in marco.answer
    world.passes(minutes=9)
    marco.presses("button.undo_resume")
    assert marco.says_text("undone.resume") in marco.answer
    world.lives_until("2026-12-01 12:00")
    assert RESUMED not in anna.heard
    marco.types("riprendi")
    world.passes(minutes=10)
    world.tick()
    assert anna.heard[-1] == RESUMED
    assert world.one(Pair).state == "active"
    world.lives_until("2026-12-24 12:00")
    assert OVER not in marco.heard


def test_a_break_that_nobody_heard_of_ends_unheard(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    marco.types("pause 4w")
    lite.passes(minutes=5)
    marco.types("resume")
    lite.lives_until("2026-11-25 18:00")
    assert not {PAUSED, RESUMED} & set(anna.heard)
    assert lite.one(Pair).state == "active"


def test_a_break_of_one_evening_is_not_told_in_the_morning(lite: World) -> None:
    """Neither the break, which was still to be told, nor the return from it."""
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 20:00")
    marco.types("pause 4w")
    lite.lives_until("2026-11-25 20:30")
    marco.types("resume")
    lite.lives_until("2026-11-26 12:00")
    assert not {PAUSED, RESUMED} & set(anna.heard)
    assert lite.one(Pair).state == "active"


def test_leaving_during_a_break_and_undo_leads_back_to_it(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    world.lives_until("2026-11-26 10:00")
    marco.leaves()
    world.passes(minutes=9)
    marco.presses("button.undo_leave")
    assert marco.participation.state == "paused"
    assert world.one(Pair).state == "paused"
    world.lives_until("2026-12-09 12:00")
    assert ENDED not in anna.heard
    assert anna.heard[-2:] == [PAUSED, RESUMED]
    assert marco.heard[-1] == OVER


def test_leaving_for_good_during_a_break_ends_the_pair(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    marco.types("pause 2w")
    lite.lives_until("2026-11-26 10:00")
    marco.leaves()
    lite.lives_until("2026-12-10 12:00")
    assert anna.heard[-2:] == [PAUSED, ENDED]
    assert OVER not in marco.heard


def test_an_offer_waits_for_who_is_away_until_it_is_over(lite: World) -> None:
    """A yes may be given before; meanwhile the pair does not begin."""
    anna, marco = lite.proposed()
    marco.says_yes()
    marco.types("pause 3d")
    lite.lives_until("2026-11-24 12:00")
    anna.says_yes()
    assert not lite.rows(Pair)
    lite.lives_until("2026-11-26 09:30")
    assert lite.heard_together(anna, marco) == ["pair.introduction"]
