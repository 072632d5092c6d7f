"""The messages of a pair's meetings: dates, whether they met, and reminders of a date."""

from dataclasses import dataclass
from datetime import datetime

from bot.outbox.kinds import Budget, Kind, Promise, Subject, days
from bot.programme.pairs.kinds import PAIR
from bot.store.queries import meetings
from bot.store.tables import Session

SESSION = Subject[Session]("session", lambda one: one.id, meetings.session)


@dataclass(frozen=True)
class DateProposed:
    session_id: int
    pair_id: int
    partner: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class DateAgreed:
    session_id: int
    pair_id: int
    mentor: str
    mentee: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class DateNear:
    session_id: int
    pair_id: int
    partner: str
    starts_at: datetime
    ends_at: datetime
    is_tomorrow: bool


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
    pair_id: int
    partner: str


@dataclass(frozen=True)
class StopReminding:
    """The last word about a missing date."""

    pair_id: int
    partner: str


PROPOSED = Kind(
    "session.proposed", about=SESSION, facts=DateProposed, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE,
)  # fmt: skip
AGREED = Kind(
    "session.agreed", about=SESSION, facts=DateAgreed, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE,
)  # fmt: skip
NEAR = Kind(
    "session.near", about=SESSION, facts=DateNear, budget=Budget.SESSION, priority=2,
    promise=Promise.AT_MOST_ONCE,
)  # fmt: skip
ASK = Kind(
    "checkin.ask", about=SESSION, facts=AskCheckin, budget=Budget.SESSION, priority=2,
    promise=Promise.AT_LEAST_ONCE, conditional=True,
)  # fmt: skip
ASK_AGAIN = Kind(
    "checkin.reminder", about=SESSION, facts=AskCheckin, budget=Budget.SESSION, priority=3,
    promise=Promise.AT_MOST_ONCE, conditional=True,
)  # fmt: skip
NO_DATE = Kind(
    "nudge.no_date", about=PAIR, facts=NoDate, budget=Budget.OTHER, priority=4,
    promise=Promise.AT_MOST_ONCE, lives=days(7), conditional=True, is_nudge=True,
)  # fmt: skip
LAST_WORD = Kind(
    "nudge.last_word", about=PAIR, facts=StopReminding, budget=Budget.OTHER, priority=4,
    promise=Promise.AT_MOST_ONCE, lives=days(14), conditional=True, is_nudge=True,
)  # fmt: skip
KINDS = (PROPOSED, AGREED, NEAR, ASK, ASK_AGAIN, NO_DATE, LAST_WORD)
