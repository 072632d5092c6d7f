"""Which use case runs when: every row runs at every tick, and asks *what is due now?*"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import MultiFernet
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import sessionmaker

from bot import logs
from bot.programme import (
    directory_news,
    drafts,
    leaving,
    met,
    nudges,
    pairs,
    pauses,
    profile,
    proposals,
    releases,
    rounds,
    upkeep,
)
from bot.programme.enrol import Account

Sessions = sessionmaker[Db]
MOST_AT_ONCE = 10_000
"""How often one row may run in one tick; what is left over is due at the next."""


@dataclass(frozen=True)
class Tick:
    """A row: `run` does some of what is due, and returns how much; 0 means nothing was."""

    name: str
    run: Callable[[Sessions, MultiFernet, datetime], int]


def _in_one_transaction(use_case: Callable[[Db, datetime], int]) -> Tick:
    def run(sessions: Sessions, box: MultiFernet, now: datetime) -> int:
        with sessions.begin() as db:
            return use_case(db, now)

    return Tick(f"{use_case.__module__.rpartition('.')[2]}.{use_case.__name__}", run)


def _draft(sessions: Sessions, box: MultiFernet, now: datetime) -> int:
    return rounds.draft_due(sessions, now)


Everybody = Callable[[], Iterable[Sequence[Account]]]
"""The workspace's members, page by page, from Slack."""


def call_the_roll(sessions: Sessions, everybody: Everybody, now: datetime) -> int:
    """Once a night: take over what changed about people; returns how many of them we know.

    No transaction is open while Slack is asked; what failed is looked up the next night, or
    earlier by its event.
    """
    with sessions.begin() as db:
        if not directory_news.roll_call_due(db, now):
            return 0
    known = 0
    for page in everybody():
        with sessions.begin() as db:
            known += directory_news.roll_call(db, page, now)
    return known


def _seal(sessions: Sessions, box: MultiFernet, now: datetime) -> int:
    with sessions.begin() as db:
        return releases.seal_due(db, box, now)


TICKS = (
    _in_one_transaction(leaving.settle_due),
    _in_one_transaction(pauses.settle_due),
    _in_one_transaction(pauses.over_due),
    _in_one_transaction(profile.settle_due),
    _in_one_transaction(drafts.forget_due),
    # What is over frees its places before a round is drafted, also after days of standstill.
    _in_one_transaction(proposals.expire_due),
    _in_one_transaction(pairs.complete_due),
    Tick("rounds.draft_due", _draft),
    _in_one_transaction(rounds.remind_leads_due),
    _in_one_transaction(rounds.send_due),
    _in_one_transaction(rounds.finish_sending),
    _in_one_transaction(proposals.remind_due),
    _in_one_transaction(nudges.no_date_due),
    _in_one_transaction(nudges.hand_due),
    _in_one_transaction(met.ask_due),
    _in_one_transaction(met.close_due),
    _in_one_transaction(releases.open_windows_due),
    Tick("releases.seal_due", _seal),
    _in_one_transaction(releases.forget_answers_due),
    _in_one_transaction(directory_news.unreachable_due),
    _in_one_transaction(directory_news.undelivered_due),
    _in_one_transaction(leaving.erase_due),
    _in_one_transaction(upkeep.forget_requests_due),
    _in_one_transaction(upkeep.forget_messages_due),
    _in_one_transaction(upkeep.forget_strangers_due),
)


def run_due(
    sessions: Sessions,
    box: MultiFernet,
    now: datetime,
    failed: Callable[[str], None] = lambda _: None,
) -> int:
    """Run every row until nothing is due; returns how much was done.

    A row that fails is logged with a code and tried again at the next tick; the others go on.
    `failed` hears its name.
    """
    return sum(_run(tick, sessions, box, now, failed) for tick in TICKS)


def _run(
    tick: Tick,
    sessions: Sessions,
    box: MultiFernet,
    now: datetime,
    failed: Callable[[str], None],
) -> int:
    done = 0
    try:
        for _ in range(MOST_AT_ONCE):
            did = tick.run(sessions, box, now)
            done += did
            if did == 0:
                break
    except Exception as error:  # one broken row must not stop the others
        logs.failure(logs.error_code(), error, tick=tick.name)
        failed(tick.name)
    return done
