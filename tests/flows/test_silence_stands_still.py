"""While a date or a break stands, the ladder of silence does, and the words that it owed wait."""

from datetime import date, timedelta

from bot.programme.meetings import dates
from bot.store.tables import OutboxRow, Pair
from tests.flows.test_nudges import arrived
from tests.flows.test_nudges_daily import HAND, LAST_WORD, NO_DATE, nudged
from tests.people import Colleague
from tests.world import World, moment

EVENING = timedelta(hours=10)


def suggests(one: Colleague, *local: str) -> None:
    pair, times = one.world.one(Pair).id, [moment(at) for at in local]
    one.does(lambda work: dates.propose(work, pair, times))


def test_a_suggestion_stands_until_its_last_time(world: World) -> None:
    """The first of two has passed, and the other can be taken: nobody reads of no date. Five
    days of seven were over when it was made."""
    anna, marco = world.paired()
    world.lives_until("2026-11-28 09:11")
    suggests(marco, "2026-12-02 14:00", "2026-12-09 15:00")
    world.lives_until("2026-12-09 12:00")
    assert not nudged(anna) + nudged(marco)
    assert world.one(Pair).stopped_at == moment("2026-11-28 09:11")
    world.lives_until("2026-12-14 18:00")
    for one in (anna, marco):
        assert arrived(one, NO_DATE) == [moment("2026-12-11 15:00")]


# --- what was owed already ------------------------------------------------------------------------


def owes_the_last_word(world: World) -> tuple[Colleague, Colleague]:
    """A pair to which it is owed on Monday evening, for Wednesday, since Tuesday is a holiday."""
    anna, marco = world.paired()
    with world.db() as db:
        pair = db.get_one(Pair, world.one(Pair).id)
        assert pair.next_step_at is not None
        assert pair.silent_since is not None
        pair.next_step_at += EVENING
        pair.silent_since += EVENING
    world.lives_until("2026-12-07 20:00")
    assert [row.state for row in world.rows(OutboxRow, kind=LAST_WORD)] == ["pending"] * 2
    return anna, marco


def test_a_word_waits_for_the_end_of_a_break_for_both(world: World) -> None:
    """Also a long one: whoever stayed reads it as late as whoever was away."""
    anna, marco = owes_the_last_word(world)
    marco.types("pause 2027-01-11")
    world.lives_until("2027-01-11 08:00")
    assert LAST_WORD not in [*anna.heard, *marco.heard]
    world.lives_until("2027-01-11 18:00")
    assert arrived(anna, LAST_WORD) == arrived(marco, LAST_WORD) == [moment("2027-01-11 09:00")]
    assert HAND not in world.lead.heard


def test_a_step_within_the_minutes_for_undo_is_for_both(world: World) -> None:
    """The break begins some minutes before the reminder is due, and ends a week later."""
    anna, marco = world.paired()
    world.lives_until("2026-11-30 09:05")
    marco.types("pause 2026-12-07")
    world.lives_until("2026-12-09 18:00")
    assert arrived(anna, NO_DATE) == [moment("2026-11-30 09:11")]
    assert NO_DATE in marco.heard


def test_a_word_waits_while_a_date_stands_and_falls_away_with_a_meeting(world: World) -> None:
    """A date that lapses leaves both where they were: nobody comes to the leads unasked."""
    anna, marco = owes_the_last_word(world)
    suggests(marco, "2026-12-11 15:00")
    world.lives_until("2026-12-11 14:00")
    assert LAST_WORD not in [*anna.heard, *marco.heard]
    world.lives_until("2026-12-14 18:00")
    assert arrived(anna, LAST_WORD) == arrived(marco, LAST_WORD) == [moment("2026-12-14 09:00")]
    assert HAND not in world.lead.heard


def test_a_word_that_waits_is_forgotten_once_they_have_met(world: World) -> None:
    anna, marco = owes_the_last_word(world)
    suggests(marco, "2026-12-11 15:00")
    world.lives_until("2026-12-09 12:00")
    anna.confirms()
    world.lives_until("2026-12-11 18:00")
    marco.answers_to("checkin.ask", "button.yes")
    marco.closes()
    world.lives_until("2026-12-20 18:00")
    assert LAST_WORD not in [*anna.heard, *marco.heard]
    assert not [row for row in world.rows(OutboxRow, state="pending") if row.kind == LAST_WORD]


# --- near the end ---------------------------------------------------------------------------------


def test_the_last_word_names_no_day_after_the_last_one(lite: World) -> None:
    """A plan of six weeks has a gap of 21 days: leads would hear on 5 January."""
    anna, marco = lite.dated("2026-11-24 15:00")
    lite.lives_until("2026-11-24 19:00")
    marco.answers_to("checkin.ask", "button.yes")
    marco.closes()
    with lite.db() as db:
        db.get_one(Pair, lite.one(Pair).id).ends_at = moment("2027-01-04 09:00")
    lite.lives_until("2027-01-20 18:00")
    assert HAND not in lite.lead.heard
    for one in (anna, marco):
        assert one.says_text("nudge.last_word_end") in one.reads(LAST_WORD)
        assert one.words.date(date(2027, 1, 5)) not in one.reads(LAST_WORD)
