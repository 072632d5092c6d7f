"""One whole life of a pair, from its start to its seventh meeting.

With a partner in Vancouver, a meeting moved, a break, a suggestion that nobody took, and holidays
on both sides. Nobody types a command but for the break: each does what the message before offers.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.time.calendar import is_holiday
from bot.store.tables import Pair, Session
from playground.actor.finding import presses_of
from tests.flows.test_afterwards import GOOD, offers, taps, times
from tests.flows.test_finding_a_time import offered
from tests.flows.test_home import header, home
from tests.people import Colleague
from tests.world import ROME, World

VANCOUVER = "America/Vancouver"
ASK, NEAR, PROPOSED = "checkin.ask", "session.near", "session.proposed"
ANNAS_DAY, MARCOS_DAY = {"from": "540", "to": "1200"}, {"from": "420", "to": "1020"}
"""From nine to eight in Rome, from seven to five in Vancouver: four hours in common."""
MOST = 33
"""Messages that each of the two may get in all this time (docs/programme.md, How many messages)."""


class Life:
    """Of Anna, mentor, in Rome, and Marco, mentee, in Vancouver."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.anna = world.person("Anna")
        self.marco = world.person("Marco", VANCOUVER, "en-US")
        self.before = {one.id: len(one.told) for one in (self.anna, self.marco)}

    @property
    def pair(self) -> Pair:
        pair: Pair = self.world.one(Pair)
        return pair

    @property
    def met(self) -> int:
        return len(self.world.rows(Session, state="held"))

    @property
    def agreed(self) -> Session:
        """The meeting that is ahead of them."""
        (session,) = self.world.rows(Session, state="dated")
        assert isinstance(session, Session)
        return session

    def begins(self) -> None:
        self.anna.joins("mentor", **ANNAS_DAY)
        self.marco.joins("mentee", **MARCOS_DAY)
        self.world.sends_round()
        self.world.lives_until("2026-11-24 18:00")
        self.before = {one.id: len(one.told) for one in (self.anna, self.marco)}
        self.anna.says_yes()
        self.marco.says_yes()
        self.world.lives_until("2026-11-25 18:00")

    def marco_takes_a_time_of_the_introduction(self) -> None:
        message = self.marco.newest("pair.introduction")
        first = next(
            str(press.element["action_id"])
            for press in presses_of(message.blocks)
            if press.element["action_id"].startswith("date.slot")
        )
        self.marco.hands.presses(first, message)
        self.world.tick()

    def anna_agrees(self) -> None:
        """Once the post is there: it comes in an hour that both share."""
        self.world.lives_until(self.world.now + timedelta(days=3))
        self.anna.confirms()
        self.world.tick()
        self.suits_both(self.agreed.starts_at)

    def suits_both(self, at: datetime) -> None:
        """In the hours of both, on a working day of both."""
        for zone, country, (start, end) in (
            (ROME, "IT", (9, 20)),
            (VANCOUVER, "CA", (7, 17)),
        ):
            here = at.astimezone(ZoneInfo(zone))
            until = here + timedelta(minutes=45)
            assert start <= here.hour < end, here
            assert until.hour < end or (until.hour, until.minute) == (end, 0), until
            assert here.weekday() < 5
            assert not is_holiday(here.date(), country)

    def they_meet(self) -> None:
        """The agreed date comes, and both are asked."""
        self.world.lives_until(self.agreed.ends_at + timedelta(hours=30))
        assert self.anna.told.count(ASK) == self.marco.told.count(ASK)

    def both_answer(self, useful: int = 4) -> None:
        """Marco goes on to the next date in the same window, while there is one to come."""
        self.anna.answers(useful)
        self.marco.answers_to(ASK, "button.yes")
        self.marco.tells(useful)

    def marco_suggests_the_next(self) -> datetime:
        """One tap in the window that goes on."""
        first = times(self.marco)[0]
        taps(self.marco, 0)
        self.marco.closes()
        self.world.tick()
        return first

    def heard(self, one: Colleague) -> list[str]:
        return one.told[self.before[one.id] :]


@pytest.fixture
def life(world: World) -> Life:
    return Life(world)


def test_six_months(life: Life) -> None:
    world, anna, marco = life.world, life.anna, life.marco
    life.begins()
    assert life.heard(anna) == ["pair.introduction"] == life.heard(marco)

    life.marco_takes_a_time_of_the_introduction()
    assert life.heard(anna)[-1] == PROPOSED
    life.anna_agrees()
    assert life.heard(anna)[-1] == PROPOSED, "the post has become the agreement"
    life.they_meet()
    life.both_answer()
    assert offers(marco, GOOD), "asked once, of oneself"
    marco.presses(GOOD, "view")
    second = life.marco_suggests_the_next()
    life.anna_agrees()
    assert life.agreed.starts_at == second
    assert marco.says_text("plan.next", number=2, planned=7) in home(marco).shown

    _the_second_is_moved(life)
    _marco_takes_a_break(life)
    _a_suggestion_lapses(life)
    while life.met < 7:
        life.they_meet()
        life.both_answer()
        if life.met < 7:
            life.marco_suggests_the_next()
            life.anna_agrees()
    assert times(marco) == [], "as often as planned"
    marco.closes()
    last = life.pair.ends_at
    planned = life.pair.d0 + timedelta(weeks=26, days=life.pair.moved_by_days)
    assert abs(last - planned) < timedelta(days=1), "half a year, and the break"
    world.lives_until(last + timedelta(days=3))
    assert life.pair.state == "completed"
    assert header(home(marco)) == "29 weeks and 7 meetings with Anna"
    assert header(home(anna)) == "29 settimane e 7 incontri con Marco"
    for one in (anna, marco):
        assert len(life.heard(one)) <= MOST, life.heard(one)


def _the_second_is_moved(life: Life) -> None:
    """Anna cannot: from her reminder she suggests another time, and Marco takes it."""
    world, anna, marco = life.world, life.anna, life.marco
    was = life.agreed.starts_at
    world.lives_until(was - timedelta(hours=28))
    assert life.heard(anna)[-1] == NEAR, "at half past nine, when Vancouver sleeps"
    anna.presses("button.move", anna.message(NEAR))
    later = (was.astimezone(ZoneInfo(ROME)) + timedelta(days=2)).replace(hour=17, minute=0)
    anna.fills(starts_at=int(later.timestamp()))
    anna.submits()
    anna.closes()
    world.lives_until(was - timedelta(hours=20))
    marco.confirms()
    world.tick()
    assert life.agreed.starts_at == later
    life.they_meet()
    life.both_answer()


def _marco_takes_a_break(life: Life) -> None:
    """Three weeks: the end and what the plan has to come move by them, and nobody is reminded."""
    world, marco = life.world, life.marco
    marco.closes()
    end, heard = life.pair.ends_at, len(life.heard(marco))
    marco.types("pause 3w")
    world.lives_until(world.now + timedelta(days=20))
    assert life.pair.state == "paused"
    assert len(life.heard(marco)) == heard
    assert life.heard(life.anna)[-1] == "pair.paused"
    world.lives_until(world.now + timedelta(days=4))
    assert life.pair.state == "active"
    assert timedelta(days=20) < life.pair.ends_at - end < timedelta(days=23)


def _a_suggestion_lapses(life: Life) -> None:
    """Anna does not see it in time; Marco hears that it has passed, and suggests again."""
    world, anna, marco = life.world, life.anna, life.marco
    assert life.heard(marco)[-1] == "pause.over"
    world.lives_until(world.now + timedelta(days=21))
    assert life.heard(marco)[-1] == life.heard(anna)[-1] == "nudge.no_date"
    for taken in (False, True):
        marco.presses("button.find", marco.message("session.lapsed" if taken else "nudge.no_date"))
        marco.fills(slots=[offered(marco)[-1]])
        marco.submits()
        marco.closes()
        world.tick()
        if not taken:
            world.lives_until(_time(_proposed(life)) + timedelta(days=1))
            assert life.heard(marco)[-1] == "session.lapsed"
    life.anna_agrees()


def _proposed(life: Life) -> Session:
    (session,) = life.world.rows(Session, state="proposed")
    assert isinstance(session, Session)
    return session


def _time(session: Session) -> datetime:
    return session.options[-1]
