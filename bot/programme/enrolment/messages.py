"""Messages of joining, of breaks, and of accounts that are gone."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.programme.enrolment import gone_accounts
from bot.programme.enrolment.results import AccountsGone, PauseOver, Welcome
from bot.programme.pairs import pairing
from bot.programme.people import leads
from bot.programme.people.hours import next_round_on
from bot.programme.people.messages import Arguments, message
from bot.store.queries import administration as programmes
from bot.store.queries import pairs, people
from bot.store.tables import Participation, Person


@message("welcome")
def welcome(db: Db, arguments: Arguments, person: Person, now: datetime) -> Welcome | None:
    participation = _mine(db, person)
    if participation is None:
        return None
    until = participation.undo_until
    return Welcome(
        participation_id=participation.id,
        role=participation.role,
        next_round_on=next_round_on(programmes.current(db)),
        undo_until=until if until and until > now else None,
    )


@message("pause.over")
def pause_over(db: Db, arguments: Arguments, person: Person, now: datetime) -> PauseOver | None:
    participation = _mine(db, person)
    if participation is None:
        return None
    live = pairs.live_pairs_of(db, participation.id)
    pair = pairing.live_pair(live[0], participation) if live else None
    return PauseOver(next_round_on(programmes.current(db)), pair)


@message("trouble.accounts_gone")
def accounts_gone(
    db: Db, arguments: Arguments, person: Person, now: datetime
) -> AccountsGone | None:
    programme = programmes.current(db)
    if programme.accounts_held_at is None or not leads.is_lead(programme, person.slack_id):
        return None
    gone = gone_accounts.state(db, now)
    return AccountsGone(gone.soon, gone.of)


def _mine(db: Db, person: Person) -> Participation | None:
    return people.participation_of(db, programmes.current(db).id, person.id)
