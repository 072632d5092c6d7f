"""Whether somebody looks for a pair: from joining on, and after each pair only once they ask.

What they would like is theirs alone until the next round is drafted, so it is sealed with what
they keep to themselves. The rules: docs/programme.md, After a pair.
"""

from dataclasses import replace

from bot.domain.time.local_time import local_day
from bot.outbox.work import Work
from bot.store.db.session import Db
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


def begin(work: Work, participation: Participation) -> None:
    """They would like to be in the next round."""
    mine = private.of_or_nothing(work.db, participation)
    since = mine.looks_since if mine.looks else local_day(work.now, participation.person.zone)
    private.keep(work.db, participation, replace(mine, looks=True, looks_since=since))


def stop(work: Work, participation: Participation) -> None:
    """They would rather wait: no round has them until they ask."""
    after_a_pair(work, participation, asks=False)


def after_a_pair(work: Work, participation: Participation, *, asks: bool) -> None:
    """A pair of theirs is over: no round has them until they ask, or because they do."""
    try:
        mine = private.of(work.db, participation)
    except sealing.Unreadable:
        return
    since = local_day(work.now, participation.person.zone) if asks else None
    private.keep(work.db, participation, replace(mine, looks=asks, looks_since=since))
