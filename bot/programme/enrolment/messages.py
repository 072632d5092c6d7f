"""What is still true of messages of joining, of breaks, and of accounts that are gone."""

from datetime import datetime, timedelta

from bot.outbox.kinds import ForNow, Leaving
from bot.outbox.work import Work
from bot.programme.enrolment import kinds
from bot.programme.enrolment.accounts import gone_accounts
from bot.programme.enrolment.kinds import AccountsGone, AccountsWereGone, PauseOver, Welcome
from bot.programme.pairs import pairing
from bot.programme.people import leads
from bot.programme.people.hours import next_round_on
from bot.store.queries import pairs, people, rounds
from bot.store.tables import Participation

A_DAY = timedelta(days=1)


@kinds.WELCOME.still_true
def welcome(work: Work, _: object, leaving: Leaving) -> Welcome | None:
    participation = _theirs(work, leaving)
    if participation is None:
        return None
    until = participation.undo_until
    return Welcome(
        participation_id=participation.id,
        role=participation.role,
        next_round_on=next_round_on(work),
        undo_until=until if until and until > work.now else None,
        plan=work.rules.plan,
    )


@kinds.WELCOME_LATER.still_true
def welcome_later(work: Work, _: object, leaving: Leaving) -> Welcome | ForNow[Welcome] | None:
    """The ten minutes are over; who has undone it, or left, has read so. It names the next round
    until that has come, and none in the end."""
    participation = _theirs(work, leaving)
    if participation is None or not participation.takes_part:
        return None
    is_undecided = rounds.undecided(work.db, work.programme.id) is not None
    until = _looked_at_anew(work, leaving.last_at or work.now, is_undecided=is_undecided)
    said = Welcome(
        participation_id=participation.id,
        role=participation.role,
        next_round_on=None if until is None or is_undecided else next_round_on(work),
        undo_until=None,
        plan=work.rules.plan,
        looked_for=not pairs.live_pairs_of(work.db, participation.id),
    )
    return said if until is None else ForNow(said, until)


def _looked_at_anew(work: Work, last_at: datetime, *, is_undecided: bool) -> datetime | None:
    """When the next round has come; while one is undecided, which may move it, a day later. None in
    the end."""
    at = work.now + A_DAY if is_undecided else work.programme.next_round_at
    return min(at, last_at) if at is not None and work.now < last_at else None


@kinds.PAUSE_OVER.still_true
def pause_over(work: Work, _: object, leaving: Leaving) -> PauseOver | None:
    """Whether somebody looks for a pair after one is theirs alone, and Slack keeps what it shows:
    the next round is named only to who has had none."""
    participation = _theirs(work, leaving)
    if participation is None:
        return None
    found = pairs.live_pairs_of(work.db, participation.id)
    live = [pairing.live_pair(pair, participation) for pair in found]
    goes_on = next((pair for pair in live if not (pair.on_a_break or pair.rests)), None)
    asked_anew = bool(pairs.all_of(work.db, participation.id))
    return PauseOver(None if asked_anew else next_round_on(work), goes_on or next(iter(live), None))


@kinds.ACCOUNTS_GONE.still_true
def accounts_gone(work: Work, _: object, leaving: Leaving) -> AccountsGone | None:
    held = work.programme.accounts_held_at is not None
    if not held or not leads.is_lead(work.programme, leaving.reader.slack_id):
        return None
    gone = gone_accounts.state(work)
    return AccountsGone(gone.soon, gone.of)


@kinds.ACCOUNTS_GONE_LATER.still_true
def accounts_gone_later(work: Work, _: object, leaving: Leaving) -> AccountsWereGone:
    return AccountsWereGone(over=work.programme.accounts_held_at is None)


def _theirs(work: Work, leaving: Leaving) -> Participation | None:
    return people.participation_of(work.db, work.programme.id, leaving.reader.id)
