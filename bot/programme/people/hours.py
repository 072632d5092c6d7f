"""Whose working hours count: a participant's own, a lead's or stranger's by their zone.

The rules: docs/programme.md, Working hours.
"""

from datetime import date

from bot.domain.rules import ProgrammeRules
from bot.domain.time.calendar import country_of
from bot.domain.time.local_time import local_day
from bot.domain.time.working_hours import Hours
from bot.outbox.work import Work
from bot.store.queries import people
from bot.store.tables import Participation, Person, Programme


def rules_of(programme: Programme) -> ProgrammeRules:
    """The programme's rules as the domain reads them."""
    return ProgrammeRules.from_plain(programme.rules)


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
    programme = work.programme
    participation = people.participation_of(work.db, programme.id, person.id)
    if participation is not None:
        return of_participation(participation, rules_of(programme))
    return Hours(zone=person.zone, country=country_of(person.zone))


def next_round_on(programme: Programme) -> date | None:
    """The day of the next round, in the programme's zone; None after a single round."""
    at = programme.next_round_at
    return local_day(at, rules_of(programme).zone) if at else None
