"""Whose working hours count: a participant's own, a lead's or stranger's by their zone.

The rules: docs/programme.md, Working hours.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.domain.lifecycle import Undoable
from bot.domain.rules import ProgrammeRules
from bot.domain.time.calendar import country_of
from bot.domain.time.local_time import local_day
from bot.domain.time.working_hours import Hours, into_hours
from bot.outbox.work import Work
from bot.programme.people import undo
from bot.store.queries import people
from bot.store.secrets import sealing
from bot.store.tables import Participation, Person


def of_participation(participation: Participation, rules: ProgrammeRules) -> Hours:
    """The hours of the join form, in the person's zone, without the holidays of their country."""
    form = {name: getattr(participation, name) for name in _FORM}
    return _hours(participation.person.zone, form, rules)


def _hours(zone: str, form: Mapping[str, Any], rules: ProgrammeRules) -> Hours:
    return Hours(
        zone=zone,
        days=frozenset(form["work_days"]),
        start=form["work_from"],
        end=form["work_to"],
        country=rules.country_of_site(form["site"]) or country_of(zone),
    )


_FORM = ("work_days", "work_from", "work_to", "site")


def of_participation_as_known(work: Work, participation: Participation) -> Hours:
    """The same, as others may know them: what a profile has that can still be undone is not so
    yet."""
    hours = of_participation(participation, work.rules)
    if not undo.pending(participation, Undoable.PROFILE, work.now):
        return hours
    try:
        before = undo.before(work.db, participation)
    except sealing.Unreadable:
        return hours
    return hours if before is None else _hours(participation.person.zone, before, work.rules)


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
