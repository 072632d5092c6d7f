"""A life under observation: whatever the bot does, everything is looked at right afterwards."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.store.db.session import Db
from bot.store.secrets import private, words
from bot.store.tables import Participation, Person, Proposal
from tests.due import next_moment
from tests.soak import admission, promises, rest
from tests.soak.company import Someone
from tests.soak.history import History, Offered
from tests.soak.life import Life
from tests.soak.looking import every
from tests.soak.watch import Watch

R = TypeVar("R")
MOST_STOPS = 5


class Observed:
    """One life, and everything that is known about it from outside."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.history = History()
        self.watch = Watch()
        self.wrong: list[str] = []
        self._looked_at = 0

    # --- looking ---

    def rows(self, table: type[R], *where: Any) -> Sequence[R]:
        """Rows in the order of their numbers."""
        return self.life.reads(lambda db: db.scalars(every(table, *where)).all())

    def someone(self, n: int) -> Someone:
        people = list(self.life.people.values())
        return people[n % len(people)]

    def by(self, one: Participation) -> Someone | None:
        """None for an account that is not known any more."""
        return self.life.people.get(one.person.slack_id)

    def participation(self, who: Someone) -> Participation | None:
        mine = Participation.person.has(Person.slack_id == who.slack_id)
        return next(iter(self.rows(Participation, mine)), None)

    def looks(self) -> None:
        """Everything between two steps."""
        self._looks_at_messages()
        self.wrong += self.life.broken + self.life.post.broken
        self.wrong += self.life.reads(lambda db: self.watch.broken(db, self.history))

    def _looks_at_messages(self) -> None:
        log = self.life.post.log
        for n in range(self._looked_at, len(log)):
            self.wrong += promises.broken(log[n], log[:n], self.history)
        self._looked_at = len(log)

    def looks_at_proposals(self) -> None:
        """Those offered since the last look, and those that have closed."""
        for one in self.rows(Proposal, Proposal.offered_at.is_not(None)):
            if one.id not in self.history.offered:
                self.wrong += self.life.reads(self._admission(one.id))
            if one.state == "closed":
                self.history.has_closed(one.id)

    def _admission(self, number: int) -> Callable[[Db], list[str]]:
        """What did not fit any more is offered to nobody, and need not fit."""

        def look(db: Db) -> list[str]:
            one = db.get_one(Proposal, number)
            fits = words.of(db, one).fits
            self.history.offered[number] = Offered(
                two=(one.mentor.person.slack_id, one.mentee.person.slack_id),
                sides=(one.mentor_id, one.mentee_id),
                round_id=one.round_id,
                closes=one.expires_at or one.offered_at or self.life.now,
                fits=fits,
            )
            return admission.broken(db, one, self.history) if fits else []

        return look

    # --- the bot at work ---

    def works(self, how: Callable[[], None] | None = None) -> None:
        """The bot does all that is due, and then rests."""
        gone = set(self.life.post.gone)
        self.history.looking = self.life.reads(_who_looks)
        (how or self.life.works)()
        self.looks_at_proposals()
        self._looks_at_messages()
        self.history.account_gone |= gone
        self.wrong += self.life.reads(lambda db: rest.broken(db, self.life.now))

    def lives(self, **time: float) -> None:
        """Time goes by, and the bot works whenever something falls due."""
        self.lives_until(self.life.now + timedelta(**time))

    def lives_until(self, moment: datetime) -> None:
        """The same, to a moment; over a long time not at each due moment, but a few times."""
        end = max(moment, self.life.now)
        rest_ = (end - self.life.now) / MOST_STOPS
        not_before = self.life.now
        while (due := self.next_due()) is not None and (at := max(due, not_before)) < end:
            self.life.clock.moment = at
            self.works()
            not_before = at + rest_
        self.life.clock.moment = end
        self.works()

    def next_due(self) -> datetime | None:
        """The first moment from now on at which something waits to be done."""
        return self.life.reads(lambda db: next_moment(db, self.life.now))

    def same(self, what: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        for name in before.keys() | after.keys():
            if before.get(name) != after.get(name):
                self.wrong.append(
                    f"{what} shows in {name}: {before.get(name)} became {after.get(name)}"
                )


def _who_looks(db: Db) -> set[int]:
    takers = db.scalars(every(Participation, Participation.state == "active"))
    return {one.id for one in takers if private.of(db, one).looks}
