"""What the use cases and messages of meetings say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.meetings.entry import Entry
from bot.programme.pairs.results import LivePair


@dataclass(frozen=True)
class DateForm:
    """What the window to find a time shows: a date that would fit, and the pair to begin with,
    with the address of its video call."""

    pairs: tuple[LivePair, ...]
    fits_at: datetime
    chosen: int | None = None
    video_link: str = ""


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
class CalendarPage:
    """What one of a pair may put into a calendar: the meetings to come, with those called off.

    `file_comes`: the file with all of them is owed to this person.
    """

    partner: str
    entries: tuple[Entry, ...]
    file_comes: bool


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
    """`already_sealed_window`: the meeting was long ago, the answer counts in the open window."""

    edited: bool
    editable_until: datetime
