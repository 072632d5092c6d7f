"""The times that messages and windows offer, and which of them people take."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playground.actor.actor import Actor
from playground.actor.finding import Press
from playground.state.forms.fields import elements_of, options_of
from playground.story.calendar import ROME, day_in_rome, is_met_on, rome, working_day
from playground.story.characters.actions import fills_window
from playground.story.simulation import Simulation

ELEVEN, SOONEST = time(11), timedelta(days=4)
DAYS_AHEAD = 6
"""Working days until a meeting that two agree on without being offered a time."""


def time_of(carried: str) -> datetime:
    """The time that a button or a box of it carries."""
    seconds, _, _ = carried.partition(":")
    return datetime.fromtimestamp(int(seconds), UTC)


def time_on(press: Press) -> datetime:
    """The time that is pressed there."""
    return time_of(str(press.element["value"]))


def welcome(presses: Iterable[Press], now: datetime) -> list[Press]:
    """Those times at which people agree to meet: not among holidays, and not too soon for the
    other to answer, who looks once a day."""
    return [one for one in presses if _is_welcome(time_on(one), now)]


def chooses_times(
    simulation: Simulation, actor: Actor, most: int = 1, own: datetime | None = None
) -> None:
    """In the open window of a date: the first of the times that suit both, or one of one's own,
    also where none of those is welcome. Raises CannotDo when another window is open."""
    now = simulation.clock.moment()
    offered = [at for at in _offered(actor) if _is_welcome(at, now)][:most]
    if own is None and offered:
        times, values = offered, [str(int(at.timestamp())) for at in offered]
        fills_window(actor, "when", {"slots": values})
    else:
        times = [own or _some_time(day_in_rome(simulation.clock))]
        fills_window(actor, "when", {"starts_at": times[0]})
    zone = ZoneInfo(actor.person.tz)
    said = " and ".join(f"{at.astimezone(zone):%a %-d %b, %H:%M}" for at in times)
    simulation.transcript.note_action(actor.id, f"chooses {said} in the window")


def _offered(actor: Actor) -> Iterator[datetime]:
    view = actor.sees.view
    for block in view.blocks if view is not None else []:
        if block["block_id"] == "slots":
            yield from (
                time_of(str(option["value"]))
                for element in elements_of(block)
                for option in options_of(element)
            )


def _is_welcome(at: datetime, now: datetime) -> bool:
    return at - now >= SOONEST and is_met_on(at.astimezone(ROME).date())


def _some_time(today: date) -> datetime:
    day = working_day(today, DAYS_AHEAD)
    while not is_met_on(day):
        day += timedelta(days=1)
    return rome(day, ELEVEN)
