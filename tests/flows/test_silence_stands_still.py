"""While a date or a break stands, the ladder of silence does, and the words that it owed wait."""

from bot.programme.meetings import dates
from bot.store.tables import Pair
from tests.flows.test_nudges import arrived
from tests.flows.test_nudges_daily import NO_DATE, nudged
from tests.people import Colleague
from tests.world import World, moment


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
