"""A programme without Slack: people join, pairs begin and meetings are held by use cases alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from bot.domain.rules import from_toml
from bot.domain.words import Word
from bot.outbox.work import Work
from bot.programme.administration import programme_rules, restoring
from bot.programme.enrolment import joining
from bot.programme.figures import releases
from bot.programme.meetings import attendance, checkins
from bot.programme.pairs import closing
from bot.programme.people.accounts import Account
from bot.programme.rounds import approval, drafting, expiry, offers, proposals, sending
from bot.programme.rounds.results import ProposalAnswered
from bot.store.copies.journal import Journal
from bot.store.queries import people
from bot.store.queries import rounds as round_rows
from bot.store.tables import OutboxRow, Pair, Proposal
from bot.texts.topics import topics
from tests.databases import BOX, Database
from tests.people import form

T = TypeVar("T")
LEAD = "ULEAD"
TOPICS = tuple(topics())


@dataclass
class Stage:
    """`now` is moved by hand; names are Slack ids without their U."""

    database: Database
    now: datetime
    rules: str = ""

    def __post_init__(self) -> None:
        with self.database.sessions.begin() as db:
            programme_rules.first_programme(Work(db, self.now), from_toml(self.rules), [LEAD])

    def does(self, name: str, use_case: Callable[[Work], T]) -> T:
        with self.database.sessions.begin() as db:
            account = Account(f"U{name}", "Europe/Rome", "it")
            return use_case(joining.asking(Work(db, self.now), account))

    def joins(self, name: str, role: str, **changes: Any) -> int:
        """The participation's id."""
        whole = form(role, **changes)
        return self.does(name, lambda work: joining.join(work, whole, topics().keys())).id

    def rows(self, table: type[Any], **where: Any) -> list[Any]:
        keys = table.__table__.primary_key.columns
        with self.database.sessions.begin() as db:
            return list(db.scalars(select(table).filter_by(**where).order_by(*keys)))

    def drafts(self) -> int:
        """The round whose day it is; its id."""
        with self.database.sessions.begin() as db:
            programme = programme_rules.shown(db)[0]
            assert programme.next_round_at is not None
            self.now = max(self.now, programme.next_round_at)
        drafting.draft_due(self.database.sessions, self.now)
        with self.database.sessions.begin() as db:
            one = round_rows.latest(db, 1)
            assert one is not None
            return one.id

    def sends(self) -> None:
        """Approved, and the hold is over."""
        self.approves(self.drafts())

    def approves(self, one: int) -> None:
        self.does(LEAD[1:], lambda work: approval.approve(work, one))
        self.now += timedelta(minutes=10)
        while self.does_some(sending.send_due) or self.does_some(sending.go_on_due):
            pass

    def does_some(self, tick: Callable[[Work], int]) -> int:
        """What a tick does in one transaction."""
        with self.database.sessions.begin() as db:
            return tick(Work(db, self.now))

    def pairs_up(self, *couples: tuple[str, str]) -> list[int]:
        """Couples join with topics of their own, are proposed, and say yes; the pairs' ids."""
        for n, (mentor, mentee) in enumerate(couples):
            for name, role in ((mentor, "mentor"), (mentee, "mentee")):
                if not self.takes_part(name):
                    self.joins(name, role, topic=TOPICS[n], back=TOPICS[-1 - n])
        self.sends()
        for proposal in self.rows(Proposal, state="offered"):
            for side in (proposal.mentor, proposal.mentee):
                self.accepts(side.person.slack_id[1:], proposal.id)
        return [row.id for row in self.rows(Pair, state="active")]

    def proposes(self, mentor: str, mentee: str) -> Proposal:
        """The two join and are proposed to each other, and both have read it."""
        self.joins(mentor, "mentor")
        self.joins(mentee, "mentee")
        self.sends()
        with self.database.sessions.begin() as db:
            for row in self.rows(OutboxRow, kind="proposal.offer"):
                offers.offer_ended(db, row, arrived=True)
        (proposal,) = self.rows(Proposal)
        assert isinstance(proposal, Proposal)
        return proposal

    def says(
        self, name: str, proposal: int, word: str, *, not_again: bool = False
    ) -> ProposalAnswered:
        return self.does(
            name, lambda work: proposals.say(work, proposal, Word(word), not_again=not_again)
        )

    def accepts(self, name: str, proposal: int) -> None:
        self.says(name, proposal, "yes")

    def expires(self, proposal: Proposal) -> None:
        """Its last day is over."""
        assert proposal.expires_at is not None
        self.now = proposal.expires_at
        with self.database.sessions.begin() as db:
            assert expiry.expire_due(Work(db, self.now)) == 1

    def takes_part(self, name: str) -> bool:
        with self.database.sessions.begin() as db:
            person = people.known(db, f"U{name}")
            if person is None:
                return False
            one = people.participation_of(db, 1, person.id)
            return one is not None and one.state == "active"

    def answers(self, name: str, pair: int, useful: int, **others: int) -> None:
        """The pair met today, and this person answers."""
        values = {"useful": useful, "open": 4, "applied": 1, "balance": 0, **others}

        def use_case(work: Work) -> None:
            session = attendance.declare_met(work, pair, None)
            checkins.answer(work, session.id, values)

        self.does(name, use_case)

    def completes(self) -> None:
        with self.database.sessions.begin() as db:
            closing.complete_due(Work(db, self.now))

    @property
    def journal(self) -> Journal:
        with self.database.sessions() as db:
            return db.journal

    def starts(self) -> None:
        """As a process does at its start."""
        restoring.start(self.database.sessions, self.now)

    def seals(self) -> int:
        """Everything that is to be sealed now; how many windows that was."""
        done = 0
        with self.database.sessions.begin() as db:
            releases.open_windows_due(Work(db, self.now))
        while self._seals_one():
            done += 1
        return done

    def _seals_one(self) -> int:
        return releases.seal_due(self.database.sessions, BOX, self.now)
