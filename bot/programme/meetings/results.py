"""What the use cases and messages of meetings say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.meetings.entry import Entry
from bot.domain.words import Fit
from bot.programme.pairs.results import WhatNext
from bot.programme.people.results import Notice


@dataclass(frozen=True)
class DateForm:
    """What the window to find a time shows: starts that suit both, if there are any.

    `zone` is the partner's; `moves` is the agreed meeting that gives way to the new time;
    `video_link` is where the two meet from afar.
    """

    pair_id: int
    partner: str
    zone: str
    minutes: int
    slots: tuple[datetime, ...]
    moves: "Booked | None" = None
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


@dataclass(frozen=True)
class Suggested:
    """The starts that are proposed to one of the two, or by one, and can still be taken."""

    session_id: int
    pair_id: int
    partner: str
    options: tuple[datetime, ...]


class DateOutcome(StrEnum):
    """What came of proposing a date, or of agreeing to one. WAITS: it was one's own proposal."""

    PROPOSED = "proposed"
    WAITS = "waits"
    AGREED = "agreed"
    ALREADY_AGREED = "already_agreed"


class Beyond(StrEnum):
    """What a time may be beyond that is allowed all the same."""

    HOURS = "hours"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Remark:
    """A time lies outside somebody's hours, or on their holiday: `mine`, or the partner's."""

    at: datetime
    beyond: Beyond
    mine: bool


@dataclass(frozen=True)
class DateAnswered:
    """`options` are the starts proposed, or the one agreed."""

    outcome: DateOutcome
    partner: str
    options: tuple[datetime, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class CalendarPage:
    """What one of a pair may put into a calendar: the meetings to come, with those called off.

    `file_comes`: the file with all of them is owed to this person.
    """

    partner: str
    entries: tuple[Entry, ...]
    file_comes: bool


class KeepOutcome(StrEnum):
    """What came of keeping a time. WAITS: it was one's own suggestion."""

    OFFERED = "offered"
    WAITS = "waits"
    KEPT = "kept"


@dataclass(frozen=True)
class KeepAnswered:
    """`starts` are the meetings at the time that is kept."""

    outcome: KeepOutcome
    partner: str
    starts: tuple[datetime, ...]


@dataclass(frozen=True)
class NotYetMet:
    """The question about this session stays open; or this person has said already that they met,
    and can answer until `noted_until`."""

    session_id: int
    pair_id: int
    partner: str
    noted_until: datetime | None = None


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
    """A pair's next meeting.

    `options` are the time agreed, or those suggested that can still be taken, both of
    `session_id`; or else some that suit both. `gone`: the one just chosen is not among them.
    """

    pair_id: int
    stands: Ahead
    session_id: int | None = None
    options: tuple[datetime, ...] = ()
    gone: bool = False

    @property
    def choices(self) -> tuple[datetime, ...]:
        """The times that somebody may take or suggest with one tap."""
        return self.options if self.stands in (Ahead.ASKED, Ahead.OPEN) else ()


@dataclass(frozen=True)
class Afterwards:
    """How the window goes on after the four answers.

    `editable_until` is None once the questions are closed, `next` where the two cannot meet now.
    `what_next`: what they would like after a pair that ends is asked.
    `keep` are the meetings that keeping the time of this one would bring, if it can be suggested.
    `asks_fit`: whether the two are a good match is asked, once `notice`, which names it, is read;
    `said` is what was just answered. `low`: what helps is shown; `doors`: so are a break, a change
    of this pairing, and leaving. `contact` is whom one may write to, or empty.
    """

    session_id: int
    pair_id: int
    partner: str
    edited: bool
    editable_until: datetime | None
    next: NextDate | None = None
    keep: tuple[datetime, ...] = ()
    what_next: WhatNext | None = None
    asks_fit: bool = False
    notice: Notice | None = None
    said: Fit | None = None
    low: bool = False
    doors: bool = False
    contact: str = ""
