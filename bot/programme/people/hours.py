"""Whose working hours count: a participant's own, a lead's or stranger's by their zone.

The rules: docs/programme.md, Working hours.
"""

from datetime import date, datetime

from bot.domain.rules import ProgrammeRules
from bot.domain.time.calendar import country_of
from bot.domain.time.local_time import local_day
from bot.domain.time.working_hours import Hours, into_hours
from bot.outbox.work import Work
from bot.store.queries import people
from bot.store.tables import Participation, Person


def of_participation(participation: Participation, rules: ProgrammeRules) -> Hours:
    """The hours of the join form, in the person's zone, without the holidays of their country."""
    return Hours(
        zone=participation.person.zone,
        days=frozenset(participation.work_days),
        start=participation.work_from,
        end=participation.work_to,
        country=rules.country_of_site(participation.site) or country_of(participation.person.zone),
    )


def of_person(work: Work, person: Person) -> Hours:
    """A participant's hours, or Monday to Friday 09:00-18:00 in the person's zone."""
    participation = people.participation_of(work.db, work.programme.id, person.id)
    if participation is not None:
        return of_participation(participation, work.rules)
    return Hours(zone=person.zone, country=country_of(person.zone))


def reachable_at(work: Work, participation: Participation) -> datetime:
    """When a message may reach a participant: now, or when their hours begin."""
    return into_hours(work.now, of_participation(participation, work.rules))


def person_reachable_at(work: Work, person: Person) -> datetime:
    """The same for anybody, with `of_person`'s hours."""
    return into_hours(work.now, of_person(work, person))


def next_round_on(work: Work) -> date | None:
    """The day of the next round, in the programme's zone; None after a single round."""
    at = work.programme.next_round_at
    return local_day(at, work.rules.zone) if at else None
