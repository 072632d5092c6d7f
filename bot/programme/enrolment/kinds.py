"""The messages of joining, of breaks, and of accounts that are gone."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.due.plan import Plan
from bot.domain.fit.people import Role
from bot.outbox.kinds import NOTHING, Budget, Kind, Promise, days
from bot.programme.pairs.results import LivePair


@dataclass(frozen=True)
class Welcome:
    """`looked_for`: a round is still to find somebody; not once there is a pair."""

    participation_id: int
    role: Role
    next_round_on: date | None
    undo_until: datetime | None
    plan: Plan
    looked_for: bool = True


@dataclass(frozen=True)
class PauseOver:
    """A break is over. `pair` is one that can find a time; where none can, any."""

    next_round_on: date | None
    pair: "LivePair | None"


@dataclass(frozen=True)
class AccountsGone:
    """To a lead: so many accounts are gone at once, of so many who take part, that none ends."""

    gone: int
    of: int


@dataclass(frozen=True)
class AccountsWereGone:
    """The same, looked back upon. `over`: ends are held up no more."""

    over: bool


WELCOME = Kind(
    "welcome", about=NOTHING, facts=Welcome, budget=Budget.REPLY, priority=0,
    promise=Promise.AT_LEAST_ONCE,
)  # fmt: skip
PAUSE_OVER = Kind(
    "pause.over", about=NOTHING, facts=PauseOver, budget=Budget.OTHER, priority=3,
    promise=Promise.AT_MOST_ONCE, lives=days(7),
)  # fmt: skip
ACCOUNTS_GONE = Kind(
    "trouble.accounts_gone", about=NOTHING, facts=AccountsGone, budget=Budget.LEAD, priority=1,
    promise=Promise.AT_LEAST_ONCE, lives=days(14), to_participants=False,
)  # fmt: skip
WELCOME_LATER = WELCOME.becomes(Welcome)
ACCOUNTS_GONE_LATER = ACCOUNTS_GONE.becomes(AccountsWereGone)
KINDS = (WELCOME, PAUSE_OVER, ACCOUNTS_GONE)
