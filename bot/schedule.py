"""Which use case runs when: every row runs at every tick, and asks *what is due now?*"""

import inspect
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from cryptography.fernet import MultiFernet

from bot import logs
from bot.outbox.operator import dead_letters, retention
from bot.outbox.work import Work, run_as_system
from bot.programme.administration import night, programme_rules, restoring, upkeep
from bot.programme.administration.kinds import KINDS
from bot.programme.enrolment import drafts, leaving, pauses, profile
from bot.programme.enrolment.accounts import account_sync, gone_accounts
from bot.programme.figures import releases
from bot.programme.learning import worksheets
from bot.programme.meetings import attendance, nudges
from bot.programme.pairs import closing, ladder, pairing, swaps
from bot.programme.people.accounts import Account
from bot.programme.rounds import drafting, expiry, sending
from bot.store.db.due import DueProbe, DueQuery
from bot.store.db.engine import reading
from bot.store.db.session import Sessions
from bot.store.queries import administration as programmes
from bot.store.queries import enrolment, figures, inbox, learning, meetings
from bot.store.queries import pairs as pair_rows
from bot.store.queries import proposals as proposal_rows
from bot.store.queries import rounds as round_rows

MOST_AT_ONCE = 10_000
"""How often one row may run in one tick; what is left over is due at the next."""


@dataclass(frozen=True)
class Tick:
    """A row: `run` does some of what is due, and returns how much; 0 means nothing was.

    It runs when one of `when` has rows: they may be wider than what the use case looks at, never
    narrower. `does` is what the use case's docstring says first.
    """

    name: str
    run: Callable[[Sessions, MultiFernet, datetime], int]
    when: tuple[DueQuery[Any], ...]
    does: str = ""


def _tick(
    use_case: Callable[..., int],
    run: Callable[[Sessions, MultiFernet, datetime], int],
    *when: DueQuery[Any],
) -> Tick:
    name = f"{use_case.__module__.rpartition('.')[2]}.{use_case.__name__}"
    does = (inspect.getdoc(use_case) or "").partition("\n\n")[0]
    return Tick(name, run, when, " ".join(does.split()))


def _in_one_transaction(use_case: Callable[[Work], int], *when: DueQuery[Any]) -> Tick:
    def run(sessions: Sessions, cipher: MultiFernet, now: datetime) -> int:
        return run_as_system(sessions, now, use_case)

    return _tick(use_case, run, *when)


def _in_its_own(use_case: Callable[[Sessions, datetime], int], *when: DueQuery[Any]) -> Tick:
    """One that opens its transactions itself."""
    return _tick(use_case, lambda sessions, cipher, now: use_case(sessions, now), *when)


def _opening_answers(
    use_case: Callable[[Sessions, MultiFernet, datetime], int], *when: DueQuery[Any]
) -> Tick:
    """The same for one that needs the keys of the answers."""
    return _tick(use_case, use_case, *when)


Everybody = Callable[[], Iterable[Sequence[Account]]]
"""The workspace's members, page by page, from Slack."""
LookUp = Callable[[str], Account]
"""What Slack says of one id."""


def look_up_leads(sessions: Sessions, account: LookUp, now: datetime) -> None:
    """Who of those named as leads has a full account? Who cannot be looked up stays as known."""
    with sessions() as db:
        named = programme_rules.leads_named(reading(db))
    for slack_id in named:
        try:
            known = account(slack_id)
            run_as_system(sessions, now, account_sync.lead_looked_up, known)
        except Exception as error:  # the others can be looked up
            logs.failure(logs.error_code(), error)


def sync_nightly(sessions: Sessions, everybody: Everybody, account: LookUp, now: datetime) -> int:
    """Once a night: take over what changed about people; returns how many of them we know.

    Who leads is looked up first, each by their id: an id that Slack does not know stands on no
    page. No transaction is open while Slack is asked; what failed is looked up the next night, or
    earlier by its event.
    """
    with sessions.begin() as db:
        if not account_sync.nightly_sync_due(Work(db, now)):
            return 0
    look_up_leads(sessions, account, now)
    known = 0
    for page in everybody():
        known += run_as_system(sessions, now, account_sync.nightly_sync, page)
    return known


TICKS = (
    _in_one_transaction(leaving.settle_due, enrolment.LEAVERS_TO_SETTLE),
    _in_one_transaction(pauses.settle_due, pauses.TO_SETTLE),
    _in_one_transaction(pauses.over_due, enrolment.PAUSES_OVER),
    _in_one_transaction(profile.settle_due, profile.TO_SETTLE),
    _in_one_transaction(
        drafts.forget_due, enrolment.SPENT_DRAFTS, enrolment.OLD_DRAFTS.later(drafts.KEPT)
    ),
    # What is over frees its places before a round is drafted, also after days of standstill.
    _in_one_transaction(expiry.expire_due, proposal_rows.LAST_DAY_OVER),
    _in_one_transaction(swaps.settle_due, pair_rows.ENDS_EARLY),
    _in_one_transaction(
        pairing.away_too_long_due, pair_rows.ON_A_BREAK.later(pairing.BREAK_AT_MOST)
    ),
    _in_one_transaction(closing.complete_due, pair_rows.LAST_DAY_OVER),
    _in_one_transaction(closing.ask_due, pair_rows.TO_ASK_WHAT_NEXT),
    _in_its_own(drafting.draft_due, programmes.ROUND),
    _in_one_transaction(drafting.remind_leads_due, round_rows.TO_REMIND_LEADS),
    _in_one_transaction(drafting.late_due, round_rows.LATE),
    _in_one_transaction(drafting.tell_late_due, round_rows.KEPT_WAITING),
    _in_one_transaction(sending.send_due, round_rows.HOLD_OVER),
    _in_one_transaction(sending.go_on_due, round_rows.GOING_OUT),
    _in_one_transaction(sending.finish_sending, round_rows.BEING_SENT),
    _in_one_transaction(expiry.remind_due, proposal_rows.TO_REMIND),
    _in_one_transaction(attendance.ask_due, meetings.TO_ASK),
    _in_one_transaction(attendance.close_due, meetings.TO_CLOSE),
    # A date that lapsed has just closed.
    _in_one_transaction(ladder.go_on_due, pair_rows.WITHOUT_ITS_DATE),
    _in_one_transaction(nudges.steps_due, pair_rows.STEP_DUE),
    _in_one_transaction(worksheets.lay_out_due, learning.TO_PREPARE),
    _in_one_transaction(worksheets.forget_due, learning.TO_FORGET),
    _in_one_transaction(releases.open_windows_due, figures.LAST_WINDOW_OVER),
    _opening_answers(releases.seal_due, figures.TO_SEAL),
    _in_one_transaction(upkeep.forget_strangers_due, programmes.NIGHT),
    _opening_answers(night.night_due, programmes.NIGHT),
    _in_one_transaction(
        releases.forget_answers_due, figures.KEYS_OF_ROUNDS_OVER.later(releases.KEPT_AFTER)
    ),
    _in_one_transaction(account_sync.unreachable_due, dead_letters.RECEIVERS_GONE),
    _in_one_transaction(
        gone_accounts.settle_due, enrolment.ACCOUNTS_GONE, programmes.ACCOUNTS_HELD
    ),
    _in_its_own(restoring.note_leavers_due, enrolment.TO_NOTE),
    _in_one_transaction(
        upkeep.undelivered_due, dead_letters.given_up(KINDS.reported).later(upkeep.LOOKS_BACK)
    ),
    _in_one_transaction(leaving.erase_due, enrolment.GONE.later(leaving.ERASED_AFTER)),
    _in_one_transaction(upkeep.forget_requests_due, inbox.OLD.later(upkeep.REQUESTS_KEPT)),
    _in_one_transaction(upkeep.forget_messages_due, retention.OLD.later(retention.KEPT)),
)


def run_due(
    sessions: Sessions,
    cipher: MultiFernet,
    now: datetime,
    failed: Callable[[str], None] = lambda _: None,
) -> int:
    """Run every row that is due until nothing is; returns how much was done.

    One question finds out which are due, so that an idle tick costs next to nothing. It is asked
    again after each row that did something, since that may make a later one due. A row that fails
    is logged with a code and tried again at the next tick; the others go on. `failed` hears its
    name.
    """
    done, due = 0, _due(sessions, now)
    for tick in TICKS:
        if tick.name in due:
            did = _run(tick, sessions, cipher, now, failed)
            due = _due(sessions, now) if did else due
            done += did
    return done


def _due(sessions: Sessions, now: datetime) -> Collection[str]:
    """The names of the rows that are due: all of them when that cannot be found out."""
    try:
        with sessions() as db:
            return _question(TICKS).ask(reading(db), now)
    except Exception as error:  # each row shall show on its own whether it works
        logs.failure(logs.error_code(), error)
        return [tick.name for tick in TICKS]


@cache
def _question(ticks: tuple[Tick, ...]) -> DueProbe:
    return DueProbe({tick.name: tick.when for tick in ticks})


def _run(
    tick: Tick,
    sessions: Sessions,
    cipher: MultiFernet,
    now: datetime,
    failed: Callable[[str], None],
) -> int:
    done = 0
    try:
        for _ in range(MOST_AT_ONCE):
            did = tick.run(sessions, cipher, now)
            done += did
            if did == 0:
                break
    except Exception as error:  # one broken row must not stop the others
        logs.failure(logs.error_code(), error, tick=tick.name)
        failed(tick.name)
    return done
