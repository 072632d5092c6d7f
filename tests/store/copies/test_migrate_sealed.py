"""What an older installation kept is sealed by the step to 0004, and nothing tells it in clear."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import sessionmaker

from bot.domain.fit.people import Role
from bot.domain.rules import ProgrammeRules, default_rules
from bot.domain.time.local_time import NO_TIME
from bot.domain.words import Word
from bot.outbox.work import Work
from bot.programme.enrolment import drafts
from bot.store.copies import migrate
from bot.store.db import engine
from bot.store.db.session import Db
from bot.store.secrets import answers, codes, keys, private, words
from bot.store.secrets.sealing import Secrets
from bot.store.tables import (
    CheckinRequest,
    Event,
    MetCode,
    OutboxRow,
    Pair,
    Participation,
    Person,
    Proposal,
    Round,
    Session,
    WrappedKey,
)

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
OLD_SECRET, NEW_SECRET = Fernet(Fernet.generate_key()), Fernet(Fernet.generate_key())
BOX = MultiFernet([NEW_SECRET, OLD_SECRET])
INSTALLATION, ROUND = secrets.token_bytes(32), secrets.token_bytes(32)
GONE_HASH = keys.pseudonym(INSTALLATION, "person", "UGONE")
ANSWER = {"useful": 4, "open": 5, "applied": 1, "balance": 0}


@pytest.fixture
def old(empty_database_url: str) -> Iterator[Engine]:
    """An installation at 0003, with a story in it."""
    built = engine.connect(empty_database_url)
    migrate.to(built, "0003")
    with built.begin() as connection:
        for table, row in rows():
            names = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(f":{name}" for name in row)
            given = {name: _plain(value) for name, value in row.items()}
            connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({values})'), given)
    yield built
    built.dispose()


def _plain(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value.isoformat(" ") if isinstance(value, datetime) else value


def hashed(account: str) -> str:
    return keys.pseudonym(INSTALLATION, "person", account)


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """Anna and Marco are a pair and met twice; Bea and Carlo were proposed, Bea declined; Dora
    and Elio have an open offer; Anna was in a pair with somebody who is erased."""
    yield "programme", {
        "id": 1, "state": "running", "rules": default_rules().to_plain(), "leads": ["ULEAD"],
        "opened_at": NOW, "notice_version": 1,
    }  # fmt: skip
    yield "wrapped_key", {"name": "installation", "wrapped": OLD_SECRET.encrypt(INSTALLATION)}
    yield "wrapped_key", {"name": "round:1", "wrapped": OLD_SECRET.encrypt(ROUND)}
    accounts = ("UANNA", "UMARCO", "UBEA", "UCARLO", "UDORA", "UELIO", "gone-1", "ULEAD")
    for number, account in enumerate(accounts, start=1):
        yield "person", {
            "id": number, "slack_id": account, "zone": "Europe/Rome", "language": "it",
            "language_chosen": False, "first_seen_at": NOW,
        }  # fmt: skip
    for number, account in enumerate(accounts[:7], start=1):
        yield "participation", {
            "id": number, "programme_id": 1, "person_id": number,
            "state": "erased" if account == "gone-1" else "active", "role": "both", "band": 2,
            "languages": ["it"], "form": "either",
            "person_hash": GONE_HASH if account == "gone-1" else hashed(account),
            "manager_hash": {"UANNA": hashed("UBEA"), "UMARCO": hashed("UBOSS")}.get(account),
            "style": [None, None, None], "work_days": [0], "work_from": 540, "work_to": 1080,
            "places_mentor": 1, "places_mentee": 1, "places_total": 1, "waiting_since": NOW,
            "rounds_waited": 0, "priority": True, "joined_at": NOW, "notice_version": 1,
            "nudges_unanswered": 2 if account == "UANNA" else 0, "fewer_reminders": False,
        }  # fmt: skip
    yield "avoided", {"participation_id": 1, "person_hash": hashed("UDORA")}
    yield "draft", {
        "person_id": 3, "programme_id": 1, "kept_at": NOW,
        "sealed": OLD_SECRET.encrypt(json.dumps({"you": {"role": "mentor"}}).encode()),
    }  # fmt: skip
    yield "round", {
        "id": 1, "programme_id": 1, "number": 1, "state": "sent", "due_on": date(2026, 5, 4),
        "drafted_at": NOW, "expires_at": NOW, "seed": 1,
        "certificate": {"inputs": "abc", "reachable": 3, "proven": True},
    }  # fmt: skip
    yield "round_waiting", {"round_id": 1, "participation_id": 3, "category": "places_taken"}
    for number, (mentor, mentee, state, one, other) in enumerate(PROPOSALS, start=1):
        yield "proposal", {
            "id": number, "programme_id": 1, "round_id": 1, "mentor_id": mentor,
            "mentee_id": mentee, "state": state, "score": 700, "mentor_says": one,
            "mentee_says": other, "offered_at": NOW,
            "expires_at": NOW + timedelta(days=3) if state == "offered" else None,
            "reasons": {"topics": ["b", "a"], "give_back": None, "common_hours": 3.0,
                        "other_function": True, "other_site": False, "line_unknown": True,
                        "topic_fit": "fair", "parts": {"topic": 7}, "score": 700},
        }  # fmt: skip
    for number, (mentor, mentee, proposal) in enumerate(((1, 2, 1), (1, 7, 4)), start=1):
        yield "pair", {
            "id": number, "programme_id": 1, "round_id": 1, "proposal_id": proposal,
            "mentor_id": mentor, "mentee_id": mentee,
            "state": "active" if number == 1 else "ended_early", "topics": ["a"],
            "give_back": "b", "mentor_dimension": "sales", "mentee_dimension": "it",
            "d0": NOW, "ends_at": NOW + timedelta(weeks=26), "no_date_told": 0,
            "moved_by_days": 0, "channel": "G1", "ended_at": NOW if number == 2 else None,
        }  # fmt: skip
    yield "window", {
        "id": 1, "programme_id": 1, "number": 1, "state": "collecting", "covers_from": NOW,
        "starts_at": NOW, "ends_at": NOW, "seal_at": NOW,
    }  # fmt: skip
    for number in (1, 2):
        yield "session", {
            "id": number, "pair_id": 1, "state": "held", "starts_at": NOW, "ends_at": NOW,
            "proposed_by": 1, "window_id": 1, "closes_at": NOW + timedelta(days=7),
        }  # fmt: skip
        for who, state in ((1, "answered"), (2, "skipped")):
            yield "checkin_request", {
                "session_id": number, "participation_id": who, "state": state, "ask_at": NOW,
            }  # fmt: skip
        yield "answer", {
            "id": f"random{number}", "round": 1, "window": 1, "role": "mentor",
            "respondent": keys.pseudonym(ROUND, "person", 1),
            "pair": keys.pseudonym(ROUND, "pair", 1),
            "occasion": keys.pseudonym(ROUND, "session", number), "dimension": "sales",
            "values": ANSWER,
        }  # fmt: skip
    for event, to in (("first_yes", "half_accepted"), ("decline", "declined"), ("send", "offered")):
        yield "event", {
            "programme_id": 1, "thing": "proposal", "thing_id": 2, "event": event,
            "from_state": "offered", "to_state": to, "actor_id": 3, "at": NOW,
        }  # fmt: skip
    yield "event", {
        "programme_id": 1, "thing": "session", "thing_id": 1, "event": "yes",
        "from_state": "held", "to_state": "held", "actor_id": 2, "at": NOW,
    }  # fmt: skip
    yield "event", {
        "programme_id": 1, "thing": "participation", "thing_id": 1, "event": "join",
        "to_state": "active", "actor_id": 1, "at": NOW,
    }  # fmt: skip
    for thing, which in (("participation", 7), ("pair", 2)):
        yield "event", {
            "programme_id": 1, "thing": thing, "thing_id": which, "event": "begin",
            "to_state": "active", "actor_id": None, "at": NOW,
        }  # fmt: skip
    yield "event", {
        "programme_id": 1, "thing": "round", "thing_id": 1, "event": "approve",
        "to_state": "approved", "actor_id": 8, "at": NOW,
    }  # fmt: skip
    yield "event", {
        "programme_id": 1, "thing": "round", "thing_id": 1, "event": "draft",
        "to_state": "drafted", "actor_id": None, "at": NOW - timedelta(days=400),
    }  # fmt: skip
    for number, (kind, state, who) in enumerate(MESSAGES, start=1):
        yield "outbox", {
            "uid": f"uid{number}", "dedupe_key": f"key{number}", "kind": kind,
            "conversation": f"person:{who}", "person_id": who,
            "arguments": {"proposal": 3} if "proposal" in kind else {}, "priority": 1,
            "state": state, "due_at": NOW, "sent_at": NOW, "attempts": 0, "posting": False,
            "unclear": False, "plain": False,
        }  # fmt: skip
    yield "inbox_key", {"key": "k", "at": NOW + timedelta(minutes=17)}


PROPOSALS = (
    (1, 2, "accepted", "yes", "yes"),
    (3, 4, "declined", "no", None),
    (5, 6, "offered", None, None),
    (1, 7, "accepted", "yes", "yes"),
    (3, 2, "half_accepted", "yes", None),
    (3, 6, "withdrawn", None, None),
    (5, 2, "expired", None, None),
)
MESSAGES = (
    ("proposal.offer", "sent", 5),
    ("proposal.reminder", "sent", 5),
    ("nudge.no_date", "sent", 1),
    ("checkin.ask", "pending", 2),
    ("welcome", "sent", 1),
    ("", "forgotten", 3),
)


def sealed(old: Engine) -> sessionmaker[Db]:
    migrate.to(old, "head", BOX)
    made = engine.sessions(old)
    made.configure(secrets=Secrets(BOX, INSTALLATION))
    return made


def test_without_the_secret_it_refuses_and_changes_nothing(old: Engine) -> None:
    for cipher in (None, MultiFernet([NEW_SECRET])):
        with pytest.raises(migrate.Refused, match="REVMENTOR_SECRET_KEY"):
            migrate.to(old, "head", cipher)
    assert migrate.current(old) == "0003"
    with old.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM avoided")) == 1


def test_what_people_keep_to_themselves_is_sealed(old: Engine) -> None:
    """A manager whom the bot has never seen stays known by the old hash."""
    with sealed(old)() as db:
        anna, marco = (db.get_one(Participation, number) for number in (1, 2))
        assert private.of(db, anna) == private.Private("UBEA", ("UDORA",), (), 2)
        assert private.of(db, marco).manager == f"code:{hashed('UBOSS')}"
        assert not anna.priority
        assert drafts.stored(Work(db, NOW, db.get_one(Person, 3))) == {"you": {"role": "mentor"}}


def test_proposals_lose_their_words_and_states(old: Engine) -> None:
    with sealed(old)() as db:
        rows = {row.id: row for row in db.scalars(select(Proposal))}
        states = [rows[number].state for number in sorted(rows)]
        closed = "closed"
        assert states == ["accepted", closed, "offered", "accepted", closed, closed, closed]
        said = words.of(db, rows[3])
        assert said.mentor.heard
        assert not said.mentee.heard
        assert said.mentor.word is None
        assert rows[2].words is None
        assert rows[3].reasons.keys() == {
            *("topics", "give_back", "common_hours"),
            *("other_function", "other_site", "topic_fit"),
        }
        assert rows[3].reasons["topics"] == ["a", "b"]
        assert rows[4].reasons == {}


def test_answers_are_found_again_and_both_sides_have_a_row(old: Engine) -> None:
    with sealed(old)() as db:
        given = answers.opened(db, BOX, 1)
    told = sorted((one.session, one.respondent, one.is_answered, one.told) for one in given)
    assert told == [(1, 1, True, True), (1, 2, False, False), (2, 1, True, True),
                    (2, 2, False, False)]  # fmt: skip
    assert [one.values for one in given if one.is_answered] == [ANSWER, ANSWER]
    assert {one.dimension for one in given} == {"sales", "it"}


def test_events_forget_words_and_who_acted(old: Engine) -> None:
    with sealed(old)() as db:
        events = db.scalars(select(Event).order_by(Event.id)).all()
    assert [(row.event, row.actor_id) for row in events] == [
        ("send", 3), ("join", None), ("approve", 8),
    ]  # fmt: skip


def test_messages_that_hung_on_words_are_gone_with_their_keys(old: Engine) -> None:
    with sealed(old)() as db:
        kinds = db.execute(select(OutboxRow.kind, OutboxRow.uid).order_by(OutboxRow.id)).all()
        anna = db.get_one(Person, 1)
    assert [tuple(row) for row in kinds] == [("checkin.ask", "uid4"), ("welcome", "uid5"),
                                             ("", None)]  # fmt: skip
    assert anna.last_other_at == NOW


def test_of_who_is_erased_there_is_a_code_and_a_shell(old: Engine) -> None:
    with sealed(old)() as db:
        pair = db.get_one(Pair, 2)
        assert (pair.topics, pair.give_back, pair.channel) == ([], None, None)
        assert pair.due_at == ()
        assert (pair.mentor_dimension, pair.mentee_dimension) == ("sales", None)
        month = NOW.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        assert pair.d0 == pair.ended_at == month
        for session in db.scalars(select(Session).where(Session.pair_id == 2)):
            assert (session.starts_at.day, session.starts_at.hour) == (1, 0)
        assert db.get_one(Participation, 1).waiting_since == NO_TIME
        assert db.get_one(Participation, 2).waiting_since == NOW
        (row,) = db.scalars(select(MetCode)).all()
        assert row.until == date(2028, 7, 1)
        assert list(codes.met(db, codes.known(db), "UGONE", ["UANNA"])) == [("UANNA", row.until)]


def test_the_rest_follows(old: Engine) -> None:
    with sealed(old)() as db:
        assert {row.state for row in db.scalars(select(CheckinRequest))} == {"asked"}
        one = db.get_one(Round, 1)
        assert ProgrammeRules.from_plain(one.rules) == replace(
            default_rules(), leads=(), contact=""
        )
        assert one.certificate == {"proven": True, "inputs": ""}
        assert {row.proposed_by for row in db.scalars(select(Session))} == {1}
        for row in db.scalars(select(WrappedKey)):
            assert NEW_SECRET.extract_timestamp(row.wrapped) == 0


def test_a_pair_keeps_the_days_that_held_for_all(old: Engine) -> None:
    with old.begin() as connection:
        connection.execute(text("UPDATE pair SET moved_by_days = 10 WHERE id = 1"))
    with sealed(old)() as db:
        pair = db.get_one(Pair, 1)
    days = [(due - NOW) / timedelta(days=1) for due in pair.due_at]
    assert days == [24, 45, 73, 101, 129, 157, 185]
    assert pair.minutes == 45


def test_a_pending_word_can_be_said_after_the_step(old: Engine) -> None:
    with sealed(old).begin() as db:
        proposal = db.get_one(Proposal, 3)
        said = words.of(db, proposal)
        side = said.mentor
        words.keep(db, proposal, said.saying(Role.MENTOR, type(side)(side.heard, Word.YES)))
        assert words.of(db, proposal).mentor.word is Word.YES


def test_it_does_not_go_down_again(old: Engine) -> None:
    sealed(old)
    with pytest.raises(migrate.Refused, match="backup"):
        migrate.to(old, "0003")
    assert migrate.at_head(old)
