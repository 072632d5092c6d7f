"""A real process that owes or sends messages and kills itself at a named point.

`python -m tests.faults.worker ROLE POINT NTH`, with DATABASE_URL, SLACK_API_URL and SLACK_TOKEN in
the environment. ROLE is `sender` (the real one), `naive` (select what is unsent, post, write it
down), `business` (owe in a transaction and commit) or `handler` (commit, then call Slack). POINT is
where the NTH passage is the last; without a POINT it ends in peace.
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from slack_sdk import WebClient
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.clock import Clock
from bot.domain.lifecycle.outbox import State
from bot.outbox.deliver.sender import Sender
from bot.outbox.deliver.timing import Timing
from bot.outbox.ports import File, Outcome, Rendered, Send, Transport, Verdict
from bot.outbox.work import Work
from bot.programme.administration.kinds import KINDS
from bot.slack.edge.transport import SlackTransport
from bot.store.db import engine
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Person
from tests.databases import SECRETS
from tests.outbox.owing import owe

TIMING = Timing(pace=0)
POINTS = ("after claim", "before post", "after post")


@dataclass
class End:
    """Ends this very process, without a farewell, at the nth passage of one point."""

    point: str = ""
    nth: int = 1

    def at(self, point: str) -> None:
        if point == self.point:
            self.nth -= 1
            if self.nth == 0:
                os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Words:
    """Asked right after the claim has been committed."""

    end: End

    def revalidate(self, work: Work, row: OutboxRow) -> Verdict[Rendered]:
        self.end.at("after claim")
        says, person = row.arguments["says"], slack_id_of(work.db, row)
        file = File("words.txt", "Words", says.encode()) if row.arguments.get("file") else None
        return Send(Rendered(says, file=file), person, (person,))


@dataclass
class Mortal:
    """The real way to Slack, which may be the last thing that this process does."""

    real: Transport
    end: End

    def post(self, channel: str, rendered: Rendered, uid: str, *, plain: bool) -> Outcome:
        self.end.at("before post")
        outcome = self.real.post(channel, rendered, uid, plain=plain)
        self.end.at("after post")
        return outcome

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


@dataclass
class Later:
    """Everything happens later by so much: a lease is over, without anybody waiting for it."""

    by: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by

    def real_now(self) -> datetime:
        return Clock().real_now() + self.by


def transport(url: str, token: str) -> SlackTransport:
    return SlackTransport(WebClient(token=token, base_url=url, retry_handlers=[], timeout=10))


def sender(
    sessions: sessionmaker[Db],
    slack: Transport,
    by: timedelta = timedelta(0),
    end: End | None = None,
) -> Sender:
    end = end or End()
    return Sender(sessions, KINDS, Words(end), Mortal(slack, end), Later(by), TIMING)  # type: ignore[arg-type]


def slack_id_of(db: Db, row: OutboxRow) -> str:
    return db.get_one(Person, row.person_id).slack_id


def naive(sessions: sessionmaker[Db], slack: Transport, end: End) -> None:
    """A job that selects "not notified", calls, updates; what is unclear it sends again."""
    with sessions() as db:
        todo = [
            (row.id, row.uid, row.arguments["says"], slack_id_of(db, row))
            for row in db.scalars(
                select(OutboxRow).where(
                    OutboxRow.state == State.PENDING, OutboxRow.edits_id.is_(None)
                )
            )
        ]
    wire = Mortal(slack, end)
    for number, uid, says, channel in todo:
        outcome = wire.post(channel, Rendered(says), uid or "", plain=True)
        if hasattr(outcome, "ts"):
            with sessions.begin() as db:
                db.get_one(OutboxRow, number).state = State.SENT


def business(sessions: sessionmaker[Db], slack: Transport, end: End) -> None:
    """A use case: its change and the message about it, in one transaction."""
    with sessions.begin() as db:
        _owe_to_all(db, "caused")
        end.at("inside business transaction")
    end.at("after commit")
    sender(sessions, slack).pump()


def handler(sessions: sessionmaker[Db], slack: Transport, end: End) -> None:
    """The obvious way: change, commit, then tell."""
    with sessions.begin() as db:
        people = db.scalars(select(Person.slack_id)).all()
    end.at("after commit")
    for person in people:
        slack.post(person, Rendered(f"caused for {person}"), person, plain=True)


def _owe_to_all(db: Db, what: str) -> None:
    for person in db.scalars(select(Person)).all():
        says = f"{what} for {person.slack_id}"
        owe(db, "welcome", occasion=says, now=Later().now(), person=person.id,
            arguments={"says": says})  # fmt: skip
    db.flush()


def main(role: str, point: str, nth: str) -> None:
    built = engine.connect(os.environ["DATABASE_URL"])
    sessions = engine.sessions(built)
    sessions.configure(secrets=SECRETS)
    slack = transport(os.environ["SLACK_API_URL"], os.environ["SLACK_TOKEN"])
    end = End(point, int(nth))
    roles: dict[str, Callable[[], object]] = {
        "sender": lambda: sender(sessions, slack, end=end).pump(),
        "naive": lambda: naive(sessions, slack, end),
        "business": lambda: business(sessions, slack, end),
        "handler": lambda: handler(sessions, slack, end),
    }
    roles[role]()


if __name__ == "__main__":
    main(*sys.argv[1:])
