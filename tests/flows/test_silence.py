"""The ladder of silence: a reminder, the last one, the leads, a rest that one tap ends, the end."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.store.tables import OutboxRow, Pair
from tests.databases import Database
from tests.flows.test_home import header, home, primary
from tests.flows.test_nudges import arrived, both_say_yes
from tests.flows.test_nudges_daily import HAND, LAST_WORD, NO_DATE, nudged
from tests.people import Colleague
from tests.world import World, living, moment

RESTS, ENDED = "pair.rests", "pair.ended"
AT_REST = "2027-01-12 12:00"
"""Seven weeks after the start, on 23 November, and within hours."""
QUIET = (NO_DATE, LAST_WORD, RESTS)


def ladder(one: Colleague) -> list[str]:
    """What somebody heard of the pair's silence, in order."""
    return [kind for kind in one.heard if kind in (*QUIET, ENDED)]


def resting(world: World) -> tuple[Colleague, Colleague]:
    """A pair that never found a date, and rests."""
    anna, marco = world.paired()
    world.lives_until(AT_REST)
    assert world.one(Pair).state == "resting"
    return anna, marco


def held(world: World, day: str = "2026-11-24 15:00") -> tuple[Colleague, Colleague]:
    """A pair with one meeting that was held."""
    anna, marco = world.dated(day)
    world.lives_until(moment(day) + timedelta(hours=4))
    marco.answers_to("checkin.ask", "button.yes")
    marco.closes()
    world.tick()
    return anna, marco


# --- down the ladder ------------------------------------------------------------------------------


def test_both_read_the_same_few_words_and_then_one_of_peace(world: World) -> None:
    """Whoever is silent: Marco looks at Home all the time, and Anna at nothing."""
    anna, marco = world.paired()
    for day in ("2026-12-01", "2026-12-10", "2027-01-05"):
        world.lives_until(f"{day} 12:00")
        home(marco)
    world.lives_until("2027-03-05 12:00")
    assert ladder(anna) == ladder(marco) == list(QUIET)
    assert arrived(anna, RESTS) == arrived(marco, RESTS) == [moment("2027-01-11 09:11")]
    assert world.lead.heard.count(HAND) == 1


def test_after_eight_weeks_of_rest_it_ends_alike_for_both(world: World) -> None:
    anna, marco = resting(world)
    world.lives_until("2027-03-08 12:00")
    (pair,) = world.rows(Pair)
    assert (pair.state, anna.heard[-1], marco.heard[-1]) == ("ended_early", ENDED, ENDED)
    assert anna.reads(ENDED).replace("Marco", "@") == marco.reads(ENDED).replace("Anna", "@")
    assert anna.says_text("ended.thanks") in anna.reads(ENDED)
    for one in (anna, marco):
        assert one.participation.waiting_since == pair.ended_at
        assert not one.participation.priority
        assert "precedenza" not in one.reads(ENDED)


def test_after_a_meeting_the_gap_counts_from_its_end(world: World) -> None:
    """With the usual gap of 28 days: three weeks, five, seven to the leads, eleven to the rest."""
    anna, marco = held(world)
    world.lives_until("2026-12-14 18:00")
    assert not nudged(anna)
    world.lives_until("2027-03-05 12:00")
    for one in (anna, marco):
        assert ladder(one) == list(QUIET)
        assert arrived(one, NO_DATE) == [moment("2026-12-15 15:45")]
        assert arrived(one, LAST_WORD) == [moment("2026-12-29 15:45")]
        assert arrived(one, RESTS) == [moment("2027-02-09 15:45")]
        assert "non c'è un prossimo incontro" in one.reads(NO_DATE)
        assert one.words.date(date(2027, 1, 12)) in one.reads(LAST_WORD)
    assert arrived(world.lead, HAND) == [moment("2027-01-12 15:45")]


def test_once_all_planned_meetings_were_held_nothing_is_owed(lite: World) -> None:
    anna, marco = lite.paired()
    with lite.db() as db:
        pair = db.get_one(Pair, lite.one(Pair).id)
        pair.due_at = pair.due_at[:3]
    for day in ("2026-11-24", "2026-12-03", "2026-12-14"):
        lite.lives_until(f"{day} 12:00")
        marco.met()
        marco.closes()
        lite.tick()
    assert lite.one(Pair).next_step is None
    lite.lives_until("2027-05-01 12:00")
    assert not ladder(anna)


# --- dates and breaks -----------------------------------------------------------------------------


def test_a_date_that_lapses_lets_the_ladder_go_on_from_where_it_was(world: World) -> None:
    """Five days of seven were over when Marco suggested a date, and ten days pass with it."""
    anna, marco = world.paired()
    world.lives_until("2026-11-28 09:11")
    marco.proposes("2026-12-08 09:11")
    world.lives_until("2026-12-09 18:00")
    assert not nudged(anna)
    world.lives_until("2026-12-10 18:00")
    for one in (anna, marco):
        assert arrived(one, NO_DATE) == [moment("2026-12-10 09:11")]
    world.lives_until("2026-12-17 18:00")
    assert nudged(anna) == nudged(marco) == [NO_DATE, LAST_WORD]


def test_an_agreed_meeting_without_a_yes_counts_as_none(lite: World) -> None:
    anna, marco = lite.dated("2026-11-26 15:00")
    lite.lives_until("2026-12-03 15:00")
    assert lite.one(Pair).stopped_at is not None
    lite.lives_until("2026-12-12 12:00")
    assert nudged(anna) == nudged(marco) == [NO_DATE]
    assert "non c'è ancora un incontro" in anna.reads(NO_DATE)


def test_what_was_said_once_is_not_said_again_after_a_date_that_lapsed(lite: World) -> None:
    """After the last word the two are left in peace; the leads see the pair again."""
    anna, marco = lite.paired()
    lite.lives_until("2026-12-14 12:00")
    assert lite.one(Pair).state == "needs_a_hand"
    marco.proposes("2026-12-18 15:00")
    assert lite.one(Pair).state == "active"
    lite.lives_until("2026-12-18 16:00")
    assert lite.one(Pair).state == "needs_a_hand"
    lite.lives_until("2027-01-20 12:00")
    assert nudged(anna) == nudged(marco) == [NO_DATE, LAST_WORD]
    assert anna.heard[-1] == marco.heard[-1] == RESTS
    assert lite.lead.heard.count(HAND) == 1


def test_both_on_a_break_that_end_on_different_days(world: World) -> None:
    """Neither learns anything while away; afterwards each reads one word, as many days later."""
    anna, marco = world.paired()
    world.lives_until("2026-11-27 09:11")
    anna.types("pause 1w")
    world.passes(minutes=11)
    world.tick()
    marco.types("pause 3w")
    world.lives_until("2026-12-17 18:00")
    assert not nudged(anna)
    assert not nudged(marco)
    world.lives_until("2026-12-23 18:00")
    assert anna.heard[-2:] == ["pair.resumed", NO_DATE]
    assert marco.heard[-1] == "pause.over"  # one that is not about a meeting in seven days
    world.lives_until("2027-01-08 18:00")
    assert anna.heard[-1] == marco.heard[-1] == LAST_WORD


def test_after_three_weeks_without_the_bot_each_reads_one_useful_word(lite: World) -> None:
    anna, marco = lite.paired()
    before = {one.name: len(one.heard) for one in (anna, marco)}
    lite.goes_to("2026-12-14 09:30")
    lite.tick()
    lite.lives_until("2026-12-18 18:00")
    for one in (anna, marco):
        assert one.heard[before[one.name] :] == [NO_DATE]
        assert one.words.date(date(2026, 12, 14)) in one.reads(NO_DATE)
    assert HAND not in lite.lead.heard
    lite.lives_until("2026-12-21 18:00")
    assert nudged(anna) == [NO_DATE, LAST_WORD]


# --- a pair that rests ----------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["Anna", "Marco"])
def test_one_tap_of_either_wakes_it(world: World, by: str) -> None:
    """The other reads the same when looking there, and is sent nothing; who it was is not said."""
    two = {one.name: one for one in resting(world)}
    one, partner = two.pop(by), two.popitem()[1]
    assert one.words.date(date(2027, 3, 8)) in one.reads(RESTS)
    heard = len(partner.heard)
    one.answers_to(RESTS, "button.wake")
    world.tick()
    assert world.one(Pair).state == "active"
    assert one.says_text("pair_rests.goes_on", partner=partner.name) in one.reads(RESTS)
    assert partner.says_text("pair_rests.goes_on", partner=one.name) in partner.reads(RESTS)
    assert len(partner.heard) == heard


def test_woken_twice_or_by_both_it_wakes_once(world: World) -> None:
    anna, marco = resting(world)
    for one in (anna, marco):
        one.message(RESTS)
    world.at_once(
        lambda: anna.answers_to(RESTS, "button.wake"),
        lambda: marco.answers_to(RESTS, "button.wake"),
        lambda: anna.answers_to(RESTS, "button.wake"),
    )
    pair = world.one(Pair)
    assert (pair.state, pair.next_step) == ("active", "hand")
    world.lives_until("2027-01-13 12:00")
    assert world.one(Pair).next_step_at == pair.next_step_at


def test_who_came_back_is_not_reminded_and_the_leads_hear_in_two_weeks(lite: World) -> None:
    anna, marco = resting(lite)
    anna.answers_to(RESTS, "button.wake")
    lite.lives_until("2027-01-25 18:00")
    assert lite.lead.heard.count(HAND) == 1
    lite.lives_until("2027-01-26 18:00")
    assert lite.lead.heard.count(HAND) == 2
    lite.lives_until("2027-03-01 12:00")
    assert lite.one(Pair).state == "resting"
    assert ladder(marco) == [*QUIET, RESTS]


def test_suggesting_a_date_wakes_it_also_when_both_do(world: World) -> None:
    anna, marco = resting(world)
    world.at_once(
        lambda: anna.proposes("2027-01-20 15:00"), lambda: marco.proposes("2027-01-21 15:00")
    )
    assert world.one(Pair).state == "active"
    world.lives_until("2027-01-14 18:00")
    assert "session.proposed" in world.heard_together(anna, marco)
    assert world.one(Pair).stopped_at is not None


def test_a_meeting_that_was_forgotten_wakes_it_too(lite: World) -> None:
    _, marco = resting(lite)
    marco.met()
    marco.closes()
    lite.tick()
    pair = lite.one(Pair)
    assert (pair.state, pair.next_step) == ("active", "nudge")


def test_a_pair_that_has_ended_is_not_woken(lite: World) -> None:
    anna, marco = resting(lite)
    lite.lives_until("2027-01-13 12:00")
    home(anna)
    marco.leaves()
    lite.passes(minutes=11)
    lite.tick()
    assert anna.says_text("pair_rests.ended", partner="Marco") in anna.reads(RESTS)
    anna.presses("button.wake", "home")
    assert anna.says_text("refusal.no_longer_open") in anna.answer
    assert lite.one(Pair).state == "ended_early"
    assert anna.heard.count(ENDED) == 1


def test_a_break_begun_while_it_rests_is_told_to_nobody_and_lasts_as_long_more(
    lite: World,
) -> None:
    anna, marco = resting(lite)
    due, heard = lite.one(Pair).next_step_at, len(marco.heard)
    anna.types("pause 2w")
    assert "Marco" not in anna.answer
    lite.passes(minutes=11)
    lite.tick()
    assert lite.one(Pair).state == "paused"
    marco.answers_to(RESTS, "button.wake")
    assert marco.says_text("refusal.pair_on_a_break") in marco.answer
    lite.lives_until("2027-01-27 12:00")
    pair = lite.one(Pair)
    assert (pair.state, pair.stopped_at, len(marco.heard)) == ("resting", None, heard)
    assert timedelta(days=13) < pair.next_step_at - due < timedelta(days=15)


def test_who_comes_back_reads_of_the_pair_that_goes_on(sqlite: Database, tmp_path: Path) -> None:
    """Anna has two pairs, and the first one rests."""
    with living(sqlite, tmp_path, rules="[places]\nmentor = 2\ntotal = 2\n") as world:
        anna, marco = world.joined()
        carlo = world.person("Carlo")
        carlo.joins("mentee")
        world.sends_round()
        for mentee in (marco, carlo):
            both_say_yes(world, anna, mentee)
        world.lives_until("2027-01-08 12:00")
        carlo.met()
        carlo.closes()
        world.lives_until(AT_REST)
        assert [pair.state for pair in world.rows(Pair)] == ["resting", "active"]
        anna.types("pause 1w")
        world.lives_until("2027-01-22 12:00")
        assert "Carlo" in anna.reads("pause.over")


def test_its_last_day_comes_while_it_rests(lite: World) -> None:
    anna, marco = lite.paired()
    with lite.db() as db:
        pair = db.get_one(Pair, lite.one(Pair).id)
        pair.ends_at = moment("2027-02-01 10:00")
    lite.lives_until("2027-02-02 12:00")
    assert lite.one(Pair).state == "completed"
    for one in (anna, marco):
        assert ladder(one) == list(QUIET)
        assert one.words.date(date(2027, 2, 1)) in one.reads(RESTS)
        assert header(home(one)) == one.words.plain("standing.between")


def test_who_asked_for_fewer_reminders_still_reads_that_it_rests(lite: World) -> None:
    anna, marco = lite.paired()
    anna.hands.opens_home()
    anna.presses("button.fewer_reminders", "home")
    lite.lives_until(AT_REST)
    assert ladder(anna) == [RESTS]
    assert ladder(marco) == list(QUIET)


def test_a_pair_that_rests_has_no_date_ahead(lite: World) -> None:
    """A date agreed on the last day before its rest is found when the step is taken."""
    anna, marco = lite.paired()
    lite.lives_until("2027-01-11 09:00")
    marco.proposes("2027-01-20 15:00")
    with lite.db() as db:
        db.get_one(Pair, lite.one(Pair).id).stopped_at = None
    lite.lives_until("2027-01-11 18:00")
    assert lite.one(Pair).state == "active"
    assert RESTS not in [*anna.heard, *marco.heard]


# --- Home -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["it-IT", "en-GB"])
def test_home_of_a_pair_that_rests_has_the_one_tap(lite: World, locale: str) -> None:
    anna = lite.person("Anna", locale=locale)
    resting(lite)
    screen, words = home(anna), anna.words
    assert header(screen) == words.plain("standing.rests", partner="Marco")
    assert primary(screen) == [words.plain("button.wake")]
    anna.types("status")
    assert words.plain("standing.rests", partner="Marco") in anna.answer_plain
    anna.presses("button.wake", "home")
    anna.closes()
    assert header(home(anna)) == words.plain("standing.paired", partner="Marco")


@pytest.mark.parametrize("locale", ["it-IT", "en-GB"])
def test_home_of_a_completed_pair_says_what_the_two_had(lite: World, locale: str) -> None:
    anna = lite.person("Anna", locale=locale)
    held(lite)
    with lite.db() as db:
        db.get_one(Pair, lite.one(Pair).id).ends_at = moment("2026-12-21 09:11")
    lite.lives_until("2026-12-22 12:00")
    screen, words = home(anna), anna.words
    said = {"weeks": words.plain_plural("count.weeks", 4)}
    said["meetings"] = words.plain_plural("count.meetings", 1)
    assert header(screen) == words.plain("standing.completed", partner="Marco", **said)
    assert primary(screen) == [words.plain("button.find_someone")]
    assert words("standing.between_more") in screen.shown
    anna.presses("button.find_someone", "home")
    anna.closes()
    screen = home(anna)
    assert header(screen) == words.plain("standing.completed", partner="Marco", **said)
    assert primary(screen) == [words.plain("button.improve")]


def test_of_several_pairs_home_says_how_each_is(sqlite: Database, tmp_path: Path) -> None:
    """Anna's pair with Marco rests when the one with Carlo begins, which has the first button."""
    with living(sqlite, tmp_path, rules="[places]\nmentor = 2\ntotal = 2\n") as world:
        anna, marco = resting(world)
        anna_marco = world.one(Pair).id
        world.joined("Anna", "Carlo")
        world.lives_until("2027-01-18 12:00")
        world.lead.opens_round()
        world.lead.approves()
        world.lead.closes()
        world.lives_until("2027-01-18 18:00")
        for one in (anna, world.person("Carlo")):
            one.says_yes()
        world.tick()
        screen, words = home(anna), anna.words
        assert header(screen) == words.plain("standing.paired", partner="Carlo")
        assert words.plain("standing.pair_rests") in screen.shown
        world.person("Carlo").types("pause 1w")
        world.passes(minutes=11)
        world.tick()
        screen = home(anna)
        assert header(screen) == words.plain("standing.rests", partner="Marco")
        assert words.plain("standing.pair_on_a_break") in screen.shown
        assert words.plain("standing.pair_rests") in screen.shown
        anna.presses("button.wake", "home")
        assert {row.state for row in world.rows(Pair, id=anna_marco)} == {"active"}
        assert marco.heard.count(RESTS) == 1


def test_leads_read_in_one_line_how_pairs_are(lite: World) -> None:
    """A pair needs a hand from when they hear of it; a date that is suggested is a date."""
    lite.joined("Bea", "Carlo", topic="data.read", back="back.domain")
    anna, marco = lite.paired()
    words = lite.lead.words

    def line() -> str:
        return next(one for one in home(lite.lead).shown.splitlines() if "Pairs now" in one)

    for one in (lite.person("Bea"), lite.person("Carlo")):
        one.says_yes()
    lite.tick()
    assert line() == "Pairs now: 2 active (2 with no meeting planned)."
    marco.proposes("2027-01-04 15:00")
    lite.tick()
    assert line() == "Pairs now: 2 active (1 with no meeting planned)."
    lite.lives_until("2026-12-14 12:00")
    assert line() == "Pairs now: 1 active, 1 needs a hand."
    lite.lives_until("2027-01-12 12:00")
    assert "1 resting" in line()
    lite.lead.types("status")
    assert line() in lite.lead.answer_plain
    assert "Pairs now" not in home(anna).shown
    assert words.plain("home.leads") in home(lite.lead).shown


def test_what_rests_waits_for_nothing(lite: World) -> None:
    resting(lite)
    pending = [row.kind for row in lite.rows(OutboxRow) if row.state == "pending"]
    assert not [kind for kind in pending if not kind.endswith(".later")]
