"""Every table, once. Answers stand apart in `bot.store.secrets.answers`, behind their one door.

States are members of the enums in `bot.domain.lifecycle`, kept as their values.

A module a chapter; together they are the schema, so that whoever imports one table has all.
"""

from bot.store.tables.administration import ConcernRow, Programme
from bot.store.tables.base import Table
from bot.store.tables.enrolment import Draft, OfferRow, Participation, WishRow
from bot.store.tables.figures import Release, Window, WindowCount
from bot.store.tables.learning import WorksheetRow
from bot.store.tables.meetings import CheckinRequest, Session
from bot.store.tables.outbox import Hold, InboxKey, OutboxRow
from bot.store.tables.pairs import APART, Pair
from bot.store.tables.people import Event, Person
from bot.store.tables.rounds import MetCode, Proposal, Round, RoundWaiting
from bot.store.tables.secrets import WrappedKey

__all__ = [
    "APART",
    "CheckinRequest",
    "ConcernRow",
    "Draft",
    "Event",
    "Hold",
    "InboxKey",
    "MetCode",
    "OfferRow",
    "OutboxRow",
    "Pair",
    "Participation",
    "Person",
    "Programme",
    "Proposal",
    "Release",
    "Round",
    "RoundWaiting",
    "Session",
    "Table",
    "Window",
    "WindowCount",
    "WishRow",
    "WorksheetRow",
    "WrappedKey",
]
