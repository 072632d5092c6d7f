"""What is still true of messages of joining, of breaks, and of accounts that are gone."""

from bot.outbox.kinds import Leaving
from bot.outbox.work import Work
from bot.programme.enrolment import gone_accounts, kinds
from bot.programme.enrolment.kinds import AccountsGone, AccountsWereGone, PauseOver, Welcome
from bot.programme.pairs import pairing
from bot.programme.people import leads
from bot.programme.people.hours import next_round_on
from bot.store.queries import pairs, people
from bot.store.tables import Participation


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
    )


@kinds.WELCOME_LATER.still_true
def welcome_later(work: Work, _: object, leaving: Leaving) -> Welcome | None:
    """The ten minutes are over; who has undone it, or left, has read so."""
    participation = _theirs(work, leaving)
    if participation is None or not participation.takes_part:
        return None
    return Welcome(
        participation_id=participation.id,
        role=participation.role,
        next_round_on=next_round_on(work),
        undo_until=None,
    )


@kinds.PAUSE_OVER.still_true
def pause_over(work: Work, _: object, leaving: Leaving) -> PauseOver | None:
    participation = _theirs(work, leaving)
    if participation is None:
        return None
    live = pairs.live_pairs_of(work.db, participation.id)
    pair = pairing.live_pair(live[0], participation) if live else None
    return PauseOver(next_round_on(work), pair)


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
