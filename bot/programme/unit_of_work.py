"""Where a unit of work begins and ends: every use case of a Slack request, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, Generic, ParamSpec, TypeVar

from bot.domain.rules import ProgrammeRules
from bot.outbox.work import Work
from bot.programme import standing
from bot.programme.enrolment.joining import asking, asking_with_part
from bot.programme.people.accounts import Account
from bot.programme.standing import Standing
from bot.store.db.engine import attempts, reading
from bot.store.db.session import Sessions as Sessions  # for Slack, which knows no tables
from bot.store.queries import inbox, people
from bot.store.tables import Person

P = ParamSpec("P")
Voice = tuple[ProgrammeRules, Person | None]
"""In which words to answer somebody: the rules, and the person if known."""
T = TypeVar("T")


class Again(Exception):
    """This very request has had its effect already: show the state, change nothing."""


@dataclass(frozen=True)
class Done(Generic[T]):
    """What a use case returned, and in which words to answer who asked."""

    result: T
    voice: Voice


def run_once(
    sessions: Sessions,
    account: Account,
    key: str,
    now: datetime,
    use_case: Callable[Concatenate[Work, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Done[T]:
    """Run a use case for the person behind a request, and keep the request's key with its effect.

    A refusal rolls back and keeps no key: what is corrected and sent again counts.
    Raises Again for a request that came before, and whatever the use case refuses.
    """
    for attempt in attempts(sessions):
        with attempt as db:
            work = asking(Work(db, now), account)
            if not inbox.first_time(db, key, now):
                raise Again
            done = Done(use_case(work, *args, **kwargs), (work.rules, work.me))
    return done


def run(
    sessions: Sessions,
    account: Account,
    now: datetime,
    use_case: Callable[Concatenate[Work, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Done[T]:
    """Run what may run again and again: a draft is kept, a form is looked up."""
    for attempt in attempts(sessions):
        with attempt as db:
            work = asking(Work(db, now), account)
            done = Done(use_case(work, *args, **kwargs), (work.rules, work.me))
    return done


def stands(sessions: Sessions, account: Account, now: datetime) -> Done[Standing]:
    """Where the person behind a request stands."""
    for attempt in attempts(sessions):
        with attempt as db:
            work, one = asking_with_part(Work(db, now), account)
            done = Done(standing.of(work, one), (work.rules, work.me))
    return done


def read(
    sessions: Sessions,
    now: datetime,
    use_case: Callable[Concatenate[Work, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Read only."""
    with sessions.begin() as db:
        return use_case(Work(reading(db), now), *args, **kwargs)


def voice(work: Work, slack_id: str) -> Voice:
    """In which words to answer somebody who may be unknown."""
    return work.rules, people.known(work.db, slack_id)
