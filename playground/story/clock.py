"""Moved time: one file that moves the bot and its Slack together, and the days of the story."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playground.clock import real_now

ROME = ZoneInfo("Europe/Rome")
OPENING = date(2026, 9, 14)
"""The Monday on which the programme opens; the first round is three weeks later."""
CLOSED = frozenset(
    {date(2026, 12, 8), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 6), date(2027, 3, 29)}
    | {date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30)}
    | {date(2026, 12, 31)}
)
"""Weekdays on which the people of the story stay at home."""
LOOK = time(10, 35)
LATER = timedelta(seconds=10)
"""When the story looks at what happens, each weekday in Rome: Rome and London are at work. Each
day ten seconds later, so that what is due at the same time of day as before is due by then."""
ROUNDS = time(9, 2)
"""One look more on Mondays: rounds are drafted at nine."""


class MovedClock:
    """Slack's and the bot's time, moved by the file that both read."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def goes_to(self, moment: datetime) -> None:
        """Jump forward to `moment`; when it has passed, the file is written all the same."""
        self._write(max(moment.timestamp() - real_now() + 0.01, self._offset()))

    def starts_at(self, moment: datetime) -> None:
        """Begin at `moment`, whatever the date of today."""
        self._write(moment.timestamp() - real_now())

    def stays(self) -> None:
        """Write the file anew without moving: whoever watches it looks at what is due."""
        self._write(self._offset())

    def now(self) -> datetime:
        """The moment that people see, in UTC."""
        return datetime.fromtimestamp(real_now() + self._offset(), UTC)

    def today(self) -> date:
        """The day in Rome."""
        return self.now().astimezone(ROME).date()

    def _offset(self) -> float:
        return float(self.file.read_text("ascii"))

    def _write(self, offset: float) -> None:
        # The two readers must never meet a half-written file.
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{offset:.3f}", "ascii")
        fresh.replace(self.file)


def rome(day: date, at: time) -> datetime:
    """A moment by Rome's clock, in UTC."""
    return datetime.combine(day, at, ROME).astimezone(UTC)


def morning(day: date) -> datetime:
    """When people act on that day, in UTC."""
    return rome(day, LOOK) + (day - OPENING).days * LATER


def looks(first: date, weeks: int) -> Iterator[datetime]:
    """Every moment at which the story looks, weekends left out."""
    for number in range(weeks * 7):
        day = first + timedelta(days=number)
        if day.weekday() < 5:
            early = (ROUNDS,) if day.weekday() == 0 else ()
            yield from (rome(day, at) for at in early)
            yield morning(day)


def working_day(day: date, after: int) -> date:
    """The working day that comes `after` many working days after `day`."""
    while after > 0 or day.weekday() > 4 or day in CLOSED:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in CLOSED:
            after -= 1
    return day
