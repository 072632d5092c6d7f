"""The messages of a pair: what each says, and how it travels."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.due.plan import Plan
from bot.outbox.kinds import Budget, Kind, Promise, Subject, days
from bot.store.queries import pairs
from bot.store.tables import Pair

PAIR = Subject[Pair]("pair", lambda one: one.id, pairs.pair)


@dataclass(frozen=True)
class Introduction:
    """The group DM's first message; topics are what each shares.

    `slots` are the starts that suit both and can still be chosen. `apart`: Slack opens no group to
    the two, and each reads it in their own conversation.
    """

    pair_id: int
    mentor: str
    mentee: str
    mentor_shares: tuple[str, ...]
    mentee_shares: str | None
    plan: Plan
    slots: tuple[datetime, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class PairEnded:
    """The same to whoever was in it, however it ended."""

    partner: str


@dataclass(frozen=True)
class AskWhatNext:
    """What somebody would like after a pair, which lasts until `ends_on`."""

    pair_id: int
    partner: str
    ends_on: date


@dataclass(frozen=True)
class WhatNextNow:
    """The same later: it can be chosen and changed until the pair is `over`; nothing that ages."""

    pair_id: int
    partner: str
    over: bool


@dataclass(frozen=True)
class PairCompleted:
    """Its last day is over. `together`: both had said that they would go on; `has_met`: there was a
    meeting; `room`: the two have a conversation."""

    pair_id: int
    partner: str
    together: bool
    has_met: bool
    room: bool


@dataclass(frozen=True)
class PairPaused:
    """The partner is on a break; why is nobody's business. `until` is its last day but one."""

    partner: str
    until: date


@dataclass(frozen=True)
class BreakNow:
    """How long the partner's break lasts by now; None: it is over."""

    partner: str
    until: date | None


@dataclass(frozen=True)
class PairResumed:
    pair_id: int
    partner: str


@dataclass(frozen=True)
class PairRests:
    """It came to rest on `since`; if neither of the two returns, it ends on `until`."""

    pair_id: int
    partner: str
    since: date
    until: date


@dataclass(frozen=True)
class RestNow:
    """What has become of it: `rests` as before, goes on, or has `ended`."""

    pair_id: int
    partner: str
    rests: PairRests | None = None
    ended: bool = False


@dataclass(frozen=True)
class NeedsAHand:
    """To a lead: a pair without a date; never who is silent."""

    pair_id: int
    mentor: str
    mentee: str
    since: date


class Since(StrEnum):
    """What has become of a pair that could use a hand. UNKNOWN: nothing yet."""

    DATE_FOUND = "date_found"
    ON_A_BREAK = "on_a_break"
    RESTS = "rests"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class HandNow:
    mentor: str
    mentee: str
    since: Since


INTRODUCTION = Kind(
    "pair.introduction", about=PAIR, facts=Introduction, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE, essential=True, failure_is_told=True,
)  # fmt: skip
ENDED = Kind(
    "pair.ended", about=PAIR, facts=PairEnded, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE, essential=True,
)  # fmt: skip
CHOICE = Kind(
    "pair.choice", about=PAIR, facts=AskWhatNext, budget=Budget.SESSION, priority=3,
    promise=Promise.AT_LEAST_ONCE, essential=True,
)  # fmt: skip
COMPLETED = Kind(
    "pair.completed", about=PAIR, facts=PairCompleted, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE, essential=True,
)  # fmt: skip
PAUSED = Kind(
    "pair.paused", about=PAIR, facts=PairPaused, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE, essential=True,
)  # fmt: skip
RESUMED = Kind(
    "pair.resumed", about=PAIR, facts=PairResumed, budget=Budget.SESSION, priority=1,
    promise=Promise.AT_LEAST_ONCE, essential=True,
)  # fmt: skip
RESTS = Kind(
    "pair.rests", about=PAIR, facts=PairRests, budget=Budget.SESSION, priority=4,
    promise=Promise.AT_LEAST_ONCE, essential=True,
)  # fmt: skip
NEEDS_A_HAND = Kind(
    "pair.needs_a_hand", about=PAIR, facts=NeedsAHand, budget=Budget.LEAD, priority=2,
    promise=Promise.AT_LEAST_ONCE, lives=days(14), to_participants=False,
)  # fmt: skip
INTRODUCTION_LATER = INTRODUCTION.becomes(Introduction)
RESTS_LATER = RESTS.becomes(RestNow, waits_long=True)
PAUSED_LATER = PAUSED.becomes(BreakNow, waits_long=True)
NEEDS_A_HAND_LATER = NEEDS_A_HAND.becomes(HandNow)
CHOICE_LATER = CHOICE.becomes(WhatNextNow)
KINDS = (INTRODUCTION, CHOICE, COMPLETED, ENDED, PAUSED, RESUMED, RESTS, NEEDS_A_HAND)
