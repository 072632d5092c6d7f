"""The messages of a pair's meetings: dates, whether they met, and reminders of a date."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.fit.people import SideRole
from bot.domain.meetings.entry import Entry
from bot.outbox.kinds import Budget, Kind, Promise, Subject, days
from bot.programme.pairs.kinds import PAIR
from bot.store.queries import meetings
from bot.store.tables import Session

SESSION = Subject[Session]("session", lambda one: one.id, meetings.session)


@dataclass(frozen=True)
class DateProposed:
    """To the two of a pair in their room, or to the partner alone; the starts that can be taken,
    or of what is over those that could."""

    session_id: int
    proposer: str
    waits_for: str
    options: tuple[datetime, ...]
    minutes: int


@dataclass(frozen=True)
class DateAgreed:
    """`entry` is what calendars have of it; `can_keep`: its time may be kept from then on."""

    session_id: int
    pair_id: int
    mentor: str
    mentee: str
    starts_at: datetime
    ends_at: datetime
    entry: Entry | None = None
    can_keep: bool = False


@dataclass(frozen=True)
class DateLapsed:
    """To who proposed it: its times have passed."""

    session_id: int
    pair_id: int
    partner: str
    options: tuple[datetime, ...]


@dataclass(frozen=True)
class Preparation:
    """What a reader may prepare with; `primer`: how to share, or to learn from somebody below;
    `ends_on`: the last day of the pair, where the meeting lies in its last four weeks."""

    role: SideRole
    primer: bool
    ends_on: date | None = None


@dataclass(frozen=True)
class DateNear:
    session_id: int
    pair_id: int
    partner: str
    starts_at: datetime
    ends_at: datetime
    is_tomorrow: bool
    preparation: Preparation
    entry: Entry | None = None


class Stands(StrEnum):
    """What has become of a date; of one that is over it is not said whether the two met."""

    SUGGESTED = "suggested"
    AGREED = "agreed"
    CALLED_OFF = "called_off"
    PASSED = "passed"
    """It was suggested, and its time went by."""
    OVER = "over"
    """It was agreed, and has begun."""


@dataclass(frozen=True)
class ProposalNow:
    """What has become of a proposal; once one of its times was `agreed`, it reads as that does."""

    proposed: DateProposed
    stands: Stands
    agreed: DateAgreed | None = None


@dataclass(frozen=True)
class DateNow:
    """To one of the two, or to their group (`partner` None); where it has buttons to prepare with,
    those stay. `entry` is what calendars have of it."""

    session_id: int
    pair_id: int
    partner: str | None
    starts_at: datetime
    stands: Stands
    preparation: Preparation | None = None
    entry: Entry | None = None


@dataclass(frozen=True)
class KeepOffered:
    """To the two of a pair, or to the partner alone: these would be their meetings."""

    session_id: int
    proposer: str
    waits_for: str
    starts: tuple[datetime, ...]


class Keeps(StrEnum):
    """What has become of the suggestion to keep a time. GONE: it stands no more."""

    OFFERED = "offered"
    KEPT = "kept"
    GONE = "gone"


@dataclass(frozen=True)
class KeepNow:
    """`offered` while it waits; once the time is kept, the meetings at it."""

    session_id: int
    stands: Keeps
    offered: KeepOffered | None = None
    starts: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class CalendarFile:
    """A pair's meetings to come, with those called off, for one of the two."""

    partner: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class AskCheckin:
    session_id: int
    pair_id: int
    partner: str
    starts_at: datetime
    closes_at: datetime
    reminder: bool


@dataclass(frozen=True)
class NoDate:
    """`today` stands in it, since nothing edits it later; `again`: the two have met before;
    `ends_on`: the last day of the pair, in its last four weeks."""

    pair_id: int
    partner: str
    today: date
    again: bool = False
    ends_on: date | None = None


@dataclass(frozen=True)
class StopReminding:
    """The last word about a missing date; on `hand_on` leads hear of it, if it still is. None: they
    know already, or do not hear, since the pair ends before."""

    pair_id: int
    partner: str
    hand_on: date | None
    leads_know: bool = False


PROPOSED = Kind(
    "session.proposed", about=SESSION, facts=DateProposed, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE, essential=True,
)  # fmt: skip
LAPSED = Kind(
    "session.lapsed", about=SESSION, facts=DateLapsed, budget=Budget.SESSION, priority=2,
    promise=Promise.AT_MOST_ONCE, lives=days(7),
)  # fmt: skip
AGREED = Kind(
    "session.agreed", about=SESSION, facts=DateAgreed, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE, essential=True,
)  # fmt: skip
NEAR = Kind(
    "session.near", about=SESSION, facts=DateNear, budget=Budget.SESSION, priority=2,
    promise=Promise.AT_MOST_ONCE, essential=True,
)  # fmt: skip
KEEP = Kind(
    "session.keep", about=PAIR, facts=KeepNow, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE, essential=True,
)  # fmt: skip
CALENDAR_FILE = Kind(
    "calendar.file", about=PAIR, facts=CalendarFile, budget=Budget.REPLY, priority=0,
    promise=Promise.AT_LEAST_ONCE, lives=days(1), to_participants=False,
)  # fmt: skip
ASK = Kind(
    "checkin.ask", about=SESSION, facts=AskCheckin, budget=Budget.SESSION, priority=2,
    promise=Promise.AT_LEAST_ONCE, conditional=True, essential=True,
)  # fmt: skip
ASK_AGAIN = Kind(
    "checkin.reminder", about=SESSION, facts=AskCheckin, budget=Budget.SESSION, priority=3,
    promise=Promise.AT_MOST_ONCE, conditional=True,
)  # fmt: skip
NO_DATE = Kind(
    "nudge.no_date", about=PAIR, facts=NoDate, budget=Budget.OTHER, priority=4,
    promise=Promise.AT_MOST_ONCE, conditional=True, is_nudge=True,
)  # fmt: skip
LAST_WORD = Kind(
    "nudge.last_word", about=PAIR, facts=StopReminding, budget=Budget.OTHER, priority=4,
    promise=Promise.AT_MOST_ONCE, conditional=True, is_nudge=True,
)  # fmt: skip
PROPOSED_LATER = PROPOSED.becomes(ProposalNow, waits_long=True)
AGREED_LATER = AGREED.becomes(DateNow, waits_long=True)
NEAR_LATER = NEAR.becomes(DateNow)
KEEP_LATER = KEEP.becomes(KeepNow, waits_long=True)
KINDS = (PROPOSED, LAPSED, AGREED, NEAR, KEEP, CALENDAR_FILE, ASK, ASK_AGAIN, NO_DATE, LAST_WORD)
