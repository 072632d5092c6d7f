"""Whether somebody looks for a pair: from joining on, and after each pair only once they ask.

What they would like is theirs alone until the next round is drafted, so it is sealed with what
they keep to themselves. The rules: docs/programme.md, After a pair.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.enrolment import other_role
from bot.domain.enrolment.other_role import Missing
from bot.domain.fit.people import Role, SideRole
from bot.domain.rules import ProgrammeRules
from bot.domain.time.local_time import local_day
from bot.outbox.work import Work
from bot.programme.people.results import OtherRole
from bot.store.db.session import Db
from bot.store.queries import people
from bot.store.secrets import private, sealing
from bot.store.secrets.private import Private
from bot.store.tables import Participation


def of(db: Db, participation: Participation) -> Private:
    """What they keep to themselves; who looks for nobody where it does not open, since no round can
    have them then."""
    try:
        return private.of(db, participation)
    except sealing.Unreadable:
        return Private(looks=False)


def begin(work: Work, participation: Participation, turns_to: SideRole | None = None) -> None:
    """They would like to be in the next round, in this role if it is another one than so far."""
    mine = private.of_or_nothing(work.db, participation)
    private.keep(work.db, participation, _looking(work, participation, mine, turns_to))


def stop(work: Work, participation: Participation) -> None:
    """They would rather wait: no round has them until they ask."""
    after_a_pair(work, participation, asks=False)


def after_a_pair(work: Work, participation: Participation, *, asks: bool) -> None:
    """A pair of theirs is over: no round has them until they ask, or because they do."""
    try:
        mine = private.of(work.db, participation)
    except sealing.Unreadable:
        return
    waits = replace(mine, looks=False, looks_since=None, turns_to=None)
    private.keep(work.db, participation, waits)


def go_on(work: Work, participation: Participation, turns_to: SideRole | None = None) -> None:
    """A pair of theirs is over, and they have asked for the next round before; as `begin`, but
    what does not open stays as it is."""
    try:
        mine = private.of(work.db, participation)
    except sealing.Unreadable:
        return
    private.keep(work.db, participation, _looking(work, participation, mine, turns_to))


def _looking(
    work: Work, participation: Participation, mine: Private, turns_to: SideRole | None
) -> Private:
    since = mine.looks_since if mine.looks else local_day(work.now, participation.person.zone)
    return replace(mine, looks=True, looks_since=since, turns_to=turns_to)


# --- the other role -------------------------------------------------------------------------------


def role_of(participation: Participation, mine: Private) -> Role:
    """The role in which the next round has them."""
    return mine.turns_to or participation.role


def missing(
    participation: Participation, role: SideRole | None, rules: ProgrammeRules
) -> Missing | None:
    """What of their profile keeps them from a role that they turn to."""
    if role is None:
        return None
    return other_role.missing(
        role,
        band=participation.band,
        bands=len(rules.bands),
        gap=rules.gap,
        offers=len(participation.offers),
        wishes=len(participation.wishes),
    )


def turn_of(work: Work, participation: Participation, mine: Private) -> OtherRole | None:
    """To which role somebody turns, and what they are missing for it."""
    role = mine.turns_to
    return OtherRole(role, missing(participation, role, work.rules)) if role else None


def turn_all(work: Work, roles: Mapping[int, Role]) -> None:
    """A round was drafted with these people in these roles: from now on those are theirs, unless
    they have said something else meanwhile."""
    people.lock_all(work.db, roles)
    for one in people.participations(work.db, roles):
        mine = of(work.db, one)
        if mine.turns_to is not None and mine.turns_to == roles[one.id]:
            one.role = mine.turns_to
            private.keep(work.db, one, replace(mine, turns_to=None))
