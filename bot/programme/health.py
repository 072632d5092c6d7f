"""How the bot runs, for the leads: what waits, what was given up, what comes next."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session as Db

from bot.outbox import operate
from bot.outbox.codes import fate
from bot.programme import leads
from bot.programme.facts import Health
from bot.programme.hours import next_round_on
from bot.store.tables import Person

LATE = timedelta(minutes=15)


def health(
    db: Db, person: Person, checks: Mapping[str, bool], version: str, now: datetime
) -> Health:
    """For leads; `checks` are what the process knows of itself. Raises NotALead."""
    programme = leads.require(db, person)
    status = operate.status(db, now, now)
    oldest = datetime.fromisoformat(status["oldest_due"]) if status["oldest_due"] else None
    reasons = Counter[str]()
    for code, count in status["reasons"].items():
        reasons[str(fate(code, in_dm=True))] += count
    return Health(
        checks=dict(checks),
        version=version,
        unsent=status["states"]["pending"] + status["states"]["sending"],
        dead=status["states"]["dead"],
        dead_by_reason=dict(reasons),
        unclear=status["unclear"],
        late_since=oldest if oldest is not None and now - oldest > LATE else None,
        next_round_on=next_round_on(programme),
    )
