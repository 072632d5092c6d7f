"""The figures that a lead asked for, as a message of its own."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.programme.figures import stats
from bot.programme.figures.results import Stats
from bot.programme.people import leads
from bot.programme.people.messages import Arguments, message
from bot.store.queries import administration as programmes
from bot.store.tables import Person


@message("stats.picture")
def picture(db: Db, arguments: Arguments, person: Person, now: datetime) -> Stats | None:
    if not leads.is_lead(programmes.current(db), person.slack_id):
        return None
    return stats.picture(db, arguments["period"], now)
