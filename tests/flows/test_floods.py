"""One person does the same thing again and again: others hear a handful, and rows have an end."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain import often
from bot.domain.lifecycle import Undoable
from bot.programme.enrolment import pauses, undo
from bot.store.tables import Event, OutboxRow, Session
from tests.people import Colleague
from tests.world import ROME, World, moment

PROPOSED, ASK = "session.proposed", "checkin.ask"


def proposes(one: Colleague, at: datetime) -> str:
    """In the window of `when`; what it says when it refuses, else nothing."""
    one.types("when")
    one.fills(starts_at=int(at.timestamp()))
    one.submits()
    errors = list(one.view.errors.values())
    one.closes()
    return "".join(errors)


def test_of_forty_dates_in_200_seconds_a_few_are_said_and_the_newest_stands(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-11-24 10:00")
    first = moment("2026-12-03 09:00")
    for n in range(40):
        assert not proposes(marco, first + timedelta(hours=n))
        world.tick()
        world.passes(seconds=5)
    newest = first + timedelta(hours=39)
    standing = [row for row in world.rows(Session) if row.state == "proposed"]
    assert [row.starts_at for row in standing] == [newest]
    world.lives_until("2026-11-24 12:00")
    assert 1 < anna.told.count(PROPOSED) <= 5
    local = newest.astimezone(ZoneInfo(ROME))
    assert f"{local:%H:%M}" in anna.newest(PROPOSED).text
    anna.confirms()
    assert [row.starts_at for row in world.rows(Session) if row.state == "dated"] == [newest]


def test_a_date_that_is_countered_is_heard_at_once(lite: World) -> None:
    """Nothing waits while the two are talking."""
    anna, marco = lite.paired()
    lite.goes_to("2026-11-24 10:00")
    for n in range(3):
        marco.proposes(f"2026-12-0{n + 1} 15:00")
        lite.tick()
        anna.proposes(f"2026-12-0{n + 1} 16:00")
        lite.tick()
    assert anna.told.count(PROPOSED) == 6


def test_dates_without_end_are_refused_kindly_and_write_nothing(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-24 10:00")
    first = moment("2026-12-03 09:00")
    for n in range(often.DATES):
        assert not proposes(marco, first + timedelta(hours=n))
    before = len(lite.rows(Session)), len(lite.rows(Event)), len(lite.rows(OutboxRow))
    for n in range(3):
        refused = proposes(marco, first + timedelta(days=9, hours=n))
        assert refused == marco.words.plain("refusal.too_many_dates")
    assert (len(lite.rows(Session)), len(lite.rows(Event)), len(lite.rows(OutboxRow))) == before
    assert not proposes(anna, first - timedelta(hours=1)), "the partner is free to answer"
    lite.goes_to("2026-11-25 10:01")
    assert not proposes(marco, first)


def test_met_without_end_writes_no_more_than_a_few_meetings(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2027-01-15 10:00")
    for n in range(12):
        anna.met((moment("2027-01-14 12:00") - timedelta(days=3 * n)).date())
        said = anna.answer
        anna.closes()
    assert anna.says_text("refusal.too_many_meetings") in said
    assert len(world.rows(Session)) == often.MEETINGS
    world.lives_until("2027-01-16 18:00")
    assert marco.heard.count(ASK) <= often.MEETINGS
    anna.met("2026-12-20")
    anna.closes()
    assert len(world.rows(Session)) == often.MEETINGS + 1


def test_joining_and_taking_it_back_has_an_end(world: World) -> None:
    eva = world.person("Eva")
    for _ in range(often.JOINS):
        eva.joins("mentor")
        world.tick()
        eva.answers_to("welcome", "button.undo_join")
    events = len(world.rows(Event))
    eva.joins_by_form("mentor")
    assert eva.says_text("refusal.too_often") in eva.answer
    eva.closes()
    assert len(world.rows(Event)) == events
    world.passes(days=1, minutes=1)
    eva.joins("mentor")
    assert eva.takes_part


def test_joining_and_taking_it_back_before_the_welcome_leaves_says_one_welcome(
    lite: World,
) -> None:
    eva = lite.person("Eva")
    for n in range(3):
        eva.joins("mentor")
        if n < 2:
            number = eva.participation.id
            eva.does(partial(undo.take_back, participation_id=number, what=Undoable.JOIN))
        lite.passes(seconds=1)
    lite.tick()
    assert eva.heard == ["welcome"]


def test_changing_the_day_of_a_break_again_and_again_is_said_a_few_times(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-11-24 10:00")
    anna.types("pausa 1w")
    world.lives_until("2026-11-24 10:11")
    for n in range(18):
        anna.types(f"pausa {7 + n % 2}/1/2027")
        world.tick()
        world.passes(seconds=10)
    world.lives_until("2026-11-24 12:00")
    assert marco.heard.count("pair.paused") <= 3


def test_pausing_and_coming_back_has_an_end(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-11-24 10:00")
    day = (moment("2026-12-10 12:00")).date()
    for _ in range(often.BREAKS // 2):
        anna.does(lambda work: pauses.pause(work, day))
        anna.does(lambda work: pauses.resume(work))
    before = len(world.rows(Event)), len(world.rows(OutboxRow))
    anna.types("pausa 1w")
    assert anna.says_text("refusal.too_often") in anna.answer
    assert (len(world.rows(Event)), len(world.rows(OutboxRow))) == before
    world.lives_until("2026-11-24 12:00")
    assert not {"pair.paused", "pair.resumed"} & set(marco.heard)
    world.goes_to("2026-11-25 10:01")
    anna.types("pausa 1w")
    assert not anna.takes_part
