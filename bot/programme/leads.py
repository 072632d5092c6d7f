"""Who runs the programme: named by settings and programme file, known by Slack id."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.domain import cadence
from bot.domain.refusals import NotALead
from bot.outbox.owe import owe
from bot.programme.hours import of_person, rules_of
from bot.store import people, programmes
from bot.store.tables import Person, Programme


def is_lead(programme: Programme, slack_id: str) -> bool:
    return slack_id in programme.leads


def require(db: Db, person: Person) -> Programme:
    """The programme, for its leads only. Raises NotALead with the leads' Slack ids."""
    programme = programmes.current(db)
    if not is_lead(programme, person.slack_id):
        raise NotALead(tuple(programme.leads))
    return programme


def persons(db: Db, programme: Programme, now: datetime) -> list[Person]:
    """The leads as persons; one who never wrote has the programme's zone and language so far."""
    rules = rules_of(programme)
    return [
        people.meet(db, slack_id, rules.zone, rules.language, now) for slack_id in programme.leads
    ]


def missing(db: Db, owner: Person, now: datetime) -> None:
    """Nobody leads: the workspace's primary owner hears once how that is mended."""
    programme = programmes.current(db)
    owe(
        db, "programme.without_lead", occasion=f"programme:{programme.id}", now=now,
        due_at=cadence.into_hours(now, of_person(db, owner)), person=owner.id,
    )  # fmt: skip
