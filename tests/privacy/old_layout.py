"""How the first build kept its secrets, so that the attackers are seen to succeed.

Answers lay under hashes of respondent, pair and occasion with role and dimension in clear; words
of a proposal were columns; managers and avoided people were keyed hashes that joined; a check-in
request said whether it was answered. `lives` writes, transaction by transaction, what that build
wrote for each act, with made-up people instead of the whole bot. The columns that tell nothing
here are left out.
"""

import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.db import engine
from tests.privacy.readers import Side, Truth

FUNCTIONS = (
    *("operations", "product", "technology", "sales", "marketing"),
    *("service", "finance", "people", "legal", "other"),
)
OLD = MetaData()
_Id = Integer().with_variant(BigInteger(), "postgresql")


def _number(name: str = "id") -> "Column[Any]":
    return Column(name, _Id, primary_key=True)


def _table(name: str, *columns: Any, **options: Any) -> Table:
    return Table(name, OLD, *columns, **options)


def _text(name: str, *, key: bool = False) -> "Column[Any]":
    return Column(name, String(64), primary_key=key)


def _id(name: str, *, key: bool = False) -> "Column[Any]":
    return Column(name, _Id, primary_key=key, autoincrement=False)


def _moment(name: str) -> "Column[Any]":
    return Column(name, DateTime(timezone=True))


PERSON = _table("person", _number(), _text("slack_id"), _moment("first_seen_at"))
PARTICIPATION = _table(
    "participation", _number(), _id("person_id"), _text("state"), _text("role"), _text("function"),
    _text("person_hash"), _text("manager_hash"), Column("priority", Boolean),
    Column("nudges_unanswered", Integer), _moment("joined_at"),
)  # fmt: skip
AVOIDED = _table("avoided", _id("participation_id", key=True), _text("person_hash", key=True))
DRAFT = _table(
    "draft", _id("person_id", key=True), Column("sealed", LargeBinary), _moment("kept_at")
)
PROPOSAL = _table(
    "proposal", _number(), _id("round_id"), _id("mentor_id"), _id("mentee_id"), _text("state"),
    _text("mentor_says"), _text("mentee_says"), _moment("offered_at"), _moment("expires_at"),
)  # fmt: skip
PAIR = _table(
    "pair", _number(), _id("round_id"), _id("proposal_id"), _id("mentor_id"), _id("mentee_id"),
    _text("state"), _text("mentor_dimension"), _text("mentee_dimension"), _moment("d0"),
)  # fmt: skip
SESSION = _table(
    "session", _number(), _id("pair_id"), _text("state"), _moment("starts_at"),
    _id("proposed_by"), _id("window_id"),
)  # fmt: skip
REQUEST = _table(
    "checkin_request", _id("session_id", key=True), _id("participation_id", key=True),
    _text("state"), _moment("ask_at"),
)  # fmt: skip
ANSWER = _table(
    "answer", _text("id", key=True), _id("round"), _text("respondent"), _text("pair"),
    _text("occasion"), _id("window"), _text("role"), _text("dimension"), Column("values", JSON),
    UniqueConstraint("occasion", "respondent"), sqlite_with_rowid=False,
)  # fmt: skip
EVENT = _table(
    "event", _number(), _text("thing"), _id("thing_id"), _text("event"), _text("to_state"),
    _id("actor_id"), _moment("at"),
)  # fmt: skip
OUTBOX = _table(
    "outbox", _number(), _text("uid"), _text("dedupe_key"), _text("kind"), _text("conversation"),
    _id("person_id"), _text("subject"), Column("arguments", JSON), _text("state"),
    _moment("due_at"), _moment("sent_at"),
)  # fmt: skip
INBOX = _table("inbox_key", _text("key", key=True), _moment("at"))
KEY = _table("wrapped_key", _text("name", key=True), Column("wrapped", LargeBinary))

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ROUND, WINDOWS = 1, (1, 2)


@dataclass
class OldLife:
    """One history, as the first build would have written it. `looks` is called for each copy."""

    built: Engine
    dice: Random
    couples: int
    looks: Callable[[], None]
    truth: Truth = field(default_factory=Truth)
    now: datetime = MONDAY
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    cipher: Fernet = field(default_factory=lambda: Fernet(Fernet.generate_key()))
    functions: dict[int, str] = field(default_factory=dict)

    def lives(self) -> None:
        OLD.create_all(self.built)
        people = list(range(1, 2 * self.couples + 1))
        for one in people:
            self._joins(one)
        for one in self.dice.sample(people, len(people) // 2):
            self._saves_profile(one, people)
        couples = list(zip(people[::2], people[1::2], strict=True))
        self._proposes(couples)
        pairs = self._words(couples)
        self._meets(pairs)
        self._is_nudged(pairs)

    # --- joining ---

    def _joins(self, one: int) -> None:
        self.functions[one] = self.dice.choice(FUNCTIONS)
        with self._request() as db:
            db.execute(
                PERSON.insert(), {"id": one, "slack_id": f"U{one}", "first_seen_at": self.now}
            )
            row = {
                "id": one, "person_id": one, "state": "active",
                "role": "mentor" if one % 2 else "mentee", "function": self.functions[one],
                "person_hash": self._hash("person", one), "priority": False,
                "nudges_unanswered": 0, "joined_at": self.now,
            }  # fmt: skip
            db.execute(PARTICIPATION.insert(), row)
            self._event(db, "participation", one, "join", "active", one)
            form = self.cipher.encrypt_at_time(b"{}" * 100, int(self.now.timestamp()))
            db.execute(DRAFT.insert(), {"person_id": one, "sealed": form, "kept_at": self.now})

    def _saves_profile(self, one: int, people: list[int]) -> None:
        others = [other for other in people if other != one]
        with self._request() as db:
            if self.dice.random() < 0.6:
                boss = self.dice.choice(others)
                self.truth.manager[one] = boss
                hashed = self._hash("person", boss)
                db.execute(PARTICIPATION.update().values(manager_hash=hashed).where(_is(one)))
            self.truth.avoids[one] = frozenset()
            if self.dice.random() < 0.6:
                avoided = self.dice.choice(others)
                self.truth.avoids[one] = frozenset({avoided})
                row = {"participation_id": one, "person_hash": self._hash("person", avoided)}
                db.execute(AVOIDED.insert(), row)
            self._event(db, "participation", one, "profile", "active", one)

    # --- proposals ---

    def _proposes(self, couples: list[tuple[int, int]]) -> None:
        with self._transaction() as db:
            for number, (mentor, mentee) in enumerate(couples, start=1):
                row = {
                    "id": number, "round_id": ROUND, "mentor_id": mentor, "mentee_id": mentee,
                    "state": "offered", "offered_at": self.now,
                    "expires_at": self.now + timedelta(days=5),
                }  # fmt: skip
                db.execute(PROPOSAL.insert(), row)
                for one in (mentor, mentee):
                    self._owes(db, "proposal.offer", one, f"proposal:{number}", "sent")

    def _words(self, couples: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
        """Said in any order; a copy on the way; at the end who did not become a pair is told."""
        words = ["yes"] * 6 + ["someone_else"] * 2 + [None]
        sides = [(n, one) for n, two in enumerate(couples, start=1) for one in two]
        for side in sides:
            self.truth.words[side] = self.dice.choice(words)
        self.dice.shuffle(sides)
        said: dict[int, set[str]] = {}
        early: dict[Side, str | None] = {}
        for n, (number, one) in enumerate(sides):
            if n == len(sides) * 3 // 4:
                self.looks()
                self.truth.early_words = {**dict.fromkeys(sides), **early}
            word = self.truth.words[number, one]
            if n < len(sides) * 3 // 4:
                early[number, one] = word
            if word is not None:
                self._says(number, one, word, said.setdefault(number, set()))
        pairs = {
            number: two for number, two in enumerate(couples, start=1)
            if all(self.truth.words[number, one] == "yes" for one in two)
        }  # fmt: skip
        self._expire(couples, pairs)
        return pairs

    def _says(self, number: int, one: int, word: str, said: set[str]) -> None:
        with self._request() as db:
            known = PROPOSAL.update().where(PROPOSAL.c.id == number)
            column = "mentor_says" if one % 2 else "mentee_says"
            if word == "yes":
                state = {True: "declined", False: "accepted" if "yes" in said else "half_accepted"}[
                    "no" in said
                ]
                db.execute(known.values({column: "yes", "state": state}))
                self._event(db, "proposal", number, "first_yes", state, one)
                if state == "accepted":
                    self._become_a_pair(db, number)
                said.add("yes")
            else:
                db.execute(known.values({column: "no", "state": "declined"}))
                self._event(db, "proposal", number, "decline", "declined", None)
                said.add("no")
            subject = f"proposal:{number}"
            late = OUTBOX.c.person_id == one, OUTBOX.c.subject == subject, OUTBOX.c.state != "sent"
            db.execute(OUTBOX.update().where(*late).values(state="cancelled"))

    def _become_a_pair(self, db: Connection, number: int) -> None:
        mentor, mentee = 2 * number - 1, 2 * number
        row = {
            "id": number, "round_id": ROUND, "proposal_id": number, "mentor_id": mentor,
            "mentee_id": mentee, "state": "active", "d0": self.now,
            "mentor_dimension": self.functions[mentor], "mentee_dimension": self.functions[mentee],
        }  # fmt: skip
        db.execute(PAIR.insert(), row)
        self._event(db, "pair", number, "begin", "active", None)

    def _expire(self, couples: list[tuple[int, int]], pairs: dict[int, tuple[int, int]]) -> None:
        with self._transaction() as db:
            for number, two in enumerate(couples, start=1):
                if number in pairs:
                    continue
                words = [self.truth.words[number, one] for one in two]
                known = PROPOSAL.update().where(PROPOSAL.c.id == number)
                state = "declined" if "someone_else" in words else "expired"
                over = {"mentor_says": None, "mentee_says": None, "expires_at": None}
                db.execute(known.values(state=state, **over))
                for one, word in zip(two, words, strict=True):
                    if word == "yes":
                        db.execute(PARTICIPATION.update().values(priority=True).where(_is(one)))
                    if word != "someone_else":
                        kind = "proposal.did_not_go_ahead"
                        self._owes(db, kind, one, f"ended:{number}", "pending")

    # --- meetings ---

    def _meets(self, pairs: dict[int, tuple[int, int]]) -> None:
        """Most pairs meet, some twice; each side answers or not, in any order."""
        self._rounds_key()
        meeting = self.dice.sample(sorted(pairs), (2 * len(pairs) + 2) // 3)
        held = 0
        for window in WINDOWS:
            asked = []
            for pair in self.dice.sample(meeting, len(meeting)):
                if window == 1 or self.dice.random() < 0.5:
                    held += 1
                    self._holds(held, pair, pairs[pair], window)
                    asked += [(held, pair, one, window) for one in pairs[pair]]
            self.dice.shuffle(asked)
            for n, (session, pair, one, number) in enumerate(asked):
                if number == WINDOWS[-1] and n == len(asked) // 2:
                    self.looks()
                self.truth.answered[session, one] = self.dice.random() < 0.6
                if self.truth.answered[session, one]:
                    self._answers(session, pair, one, number)
            if not asked and window == WINDOWS[-1]:
                self.looks()

    def _rounds_key(self) -> None:
        with self._transaction() as db:
            wrapped = self.cipher.encrypt_at_time(self.key, int(self.now.timestamp()))
            db.execute(KEY.insert(), {"name": f"round:{ROUND}", "wrapped": wrapped})

    def _holds(self, session: int, pair: int, two: tuple[int, int], window: int) -> None:
        with self._request() as db:
            row = {
                "id": session, "pair_id": pair, "state": "held", "starts_at": self.now,
                "window_id": window,
            }  # fmt: skip
            db.execute(SESSION.insert(), row)
            for one in two:
                asks = {"session_id": session, "participation_id": one, "state": "asked"}
                db.execute(REQUEST.insert(), {**asks, "ask_at": self.now})
                self._owes(db, "checkin.reminder", one, f"session:{session}", "pending")
            self._event(db, "session", session, "yes", "held", None)

    def _answers(self, session: int, pair: int, one: int, window: int) -> None:
        with self._request() as db:
            row = {
                "id": secrets.token_hex(16), "round": ROUND, "window": window,
                "respondent": self._hash("person", one, "round"),
                "pair": self._hash("pair", pair), "occasion": self._hash("session", session),
                "role": "mentor" if one % 2 else "mentee", "dimension": self.functions[one],
                "values": {"useful": self.dice.randint(1, 5), "open": self.dice.randint(1, 5)},
            }  # fmt: skip
            db.execute(ANSWER.insert(), row)
            asked = REQUEST.c.session_id == session, REQUEST.c.participation_id == one
            db.execute(REQUEST.update().where(*asked).values(state="answered"))
            owed = OUTBOX.c.subject == f"session:{session}", OUTBOX.c.person_id == one
            db.execute(OUTBOX.update().where(*owed).values(state="cancelled"))
            self.truth.author[row["id"]] = (session, one)

    # --- nudges ---

    def _is_nudged(self, pairs: dict[int, tuple[int, int]]) -> None:
        met = {one for _, one in self.truth.answered}
        nudged = [one for two in pairs.values() for one in two if one not in met]
        with self._transaction() as db:
            for one in nudged:
                again = PARTICIPATION.update().values(nudges_unanswered=1)
                db.execute(again.where(_is(one)))
                self._owes(db, "nudge.no_date", one, f"pair:{(one + 1) // 2}", "sent")
        for one in self.dice.sample(nudged, len(nudged)):
            self.truth.silent[one] = self.dice.random() < 0.5
            if not self.truth.silent[one]:
                with self._request() as db:
                    heard = PARTICIPATION.update().values(nudges_unanswered=0)
                    db.execute(heard.where(_is(one)))

    # --- what every act leaves behind ---

    @contextmanager
    def _request(self) -> Iterator[Connection]:
        with self._transaction() as db:
            key = sha256(secrets.token_bytes(8)).hexdigest()
            db.execute(INBOX.insert(), {"key": key, "at": self.now})
            yield db

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        self.now += timedelta(minutes=self.dice.randint(1, 90))
        with self.built.begin() as db:
            yield db

    def _event(
        self, db: Connection, thing: str, number: int, event: str, state: str, actor: int | None
    ) -> None:
        row = {"thing": thing, "thing_id": number, "event": event, "to_state": state}
        db.execute(EVENT.insert(), {**row, "actor_id": actor, "at": self.now})

    def _owes(self, db: Connection, kind: str, one: int, subject: str, state: str) -> None:
        row = {
            "uid": secrets.token_hex(16), "kind": kind, "person_id": one, "subject": subject,
            "dedupe_key": self._hash(kind, one, subject), "conversation": f"person:{one}",
            "arguments": {}, "state": state, "due_at": self.now,
            "sent_at": self.now if state == "sent" else None,
        }  # fmt: skip
        db.execute(OUTBOX.insert(), row)

    def _hash(self, *parts: object) -> str:
        return hmac.new(self.key, repr(parts).encode(), sha256).hexdigest()


def _is(one: int) -> Any:
    return PARTICIPATION.c.id == one


def lives(url: str, seed: int, couples: int, looks: Callable[[], None]) -> Truth:
    """A history of so many couples in an empty database; the truth of it."""
    built = engine.connect(url)
    try:
        life = OldLife(built, Random(seed), couples, looks)
        life.lives()
        looks()
        return life.truth
    finally:
        built.dispose()
