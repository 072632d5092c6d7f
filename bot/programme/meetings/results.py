"""What the use cases and messages of meetings say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.words import Fit
from bot.programme.pairs.results import LivePair
from bot.programme.people.results import Notice


@dataclass(frozen=True)
class DateForm:
    """What the window to find a time shows: a date that would fit, and the pair to begin with."""

    pairs: tuple[LivePair, ...]
    fits_at: datetime
    chosen: int | None = None


@dataclass(frozen=True)
class MetOn:
    """A meeting that was never dated: which pair, and the day if it was said."""

    pair_id: int
    day: date | None


@dataclass(frozen=True)
class Booked:
    session_id: int
    pair_id: int
    partner: str
    starts_at: datetime
    ends_at: datetime


class DateOutcome(StrEnum):
    """What came of proposing a date, or of agreeing to one."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    ALREADY_AGREED = "already_agreed"


@dataclass(frozen=True)
class DateAnswered:
    outcome: DateOutcome
    partner: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class RemindersFewer:
    """`fewer` is false when reminders are back."""

    fewer: bool


@dataclass(frozen=True)
class NotYetMet:
    """The question about this session stays open."""

    session_id: int
    pair_id: int
    partner: str


@dataclass(frozen=True)
class MetChoice:
    """A live pair, for the modal's choice whom somebody met."""

    pair_id: int
    partner: str


@dataclass(frozen=True)
class CheckinForm:
    """What the check-in modal needs: which session with whom and when, and old answers.

    Or, until somebody with several live pairs has chosen one, these `choices` and no session.

    `undated`: somebody said that they met, and not on which day.
    """

    session_id: int | None
    partner: str | None
    starts_at: datetime | None
    choices: tuple[MetChoice, ...] = ()
    met_on: date | None = None
    before: Mapping[str, int] = field(default_factory=dict)
    closes_at: datetime | None = None
    undated: bool = False


@dataclass(frozen=True)
class CheckinKept:
    """`edited`: in the place of earlier answers."""

    session_id: int
    edited: bool


class Ahead(StrEnum):
    """How it stands with a pair's next meeting: agreed, suggested by the other one, by oneself, or
    a time is still to be found."""

    AGREED = "agreed"
    ASKED = "asked"
    SENT = "sent"
    OPEN = "open"


@dataclass(frozen=True)
class NextDate:
    """A pair's next meeting, and where it is still open some times that suit both.

    `session_id` and `starts_at` are those of what is agreed or suggested. `gone`: the time that
    was just chosen is among those that suit no longer.
    """

    pair_id: int
    stands: Ahead
    session_id: int | None = None
    starts_at: datetime | None = None
    slots: tuple[datetime, ...] = ()
    gone: bool = False

    @property
    def choices(self) -> tuple[datetime, ...]:
        """The times that are one tap away: one to confirm, or some to suggest."""
        asked = self.starts_at if self.stands is Ahead.ASKED else None
        return self.slots if asked is None else (asked,)


@dataclass(frozen=True)
class Afterwards:
    """How the window goes on after the four answers.

    `editable_until` is None once the questions are closed, `next` where the two cannot meet now.
    `asks_fit`: whether the two are a good match is asked, once `notice`, which names it, is read;
    `said` is what was just answered. `low`: what helps is shown; `doors`: so are a break and
    leaving. `contact` is whom one may write to, or empty.
    """

    session_id: int
    partner: str
    edited: bool
    editable_until: datetime | None
    next: NextDate | None = None
    asks_fit: bool = False
    notice: Notice | None = None
    said: Fit | None = None
    low: bool = False
    doors: bool = False
    contact: str = ""
