"""A company of any size, written straight into the tables: its second round is drafted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from bot.domain.lifecycle import ProgrammeState
from bot.domain.rules import default_rules
from bot.outbox.work import Work
from bot.programme.administration import programme_rules
from bot.store.queries import administration as programmes
from bot.store.secrets import codes, private
from bot.store.secrets.private import Private
from bot.store.tables import (
    OfferRow,
    Participation,
    Person,
    Proposal,
    Round,
    RoundWaiting,
    Table,
    WishRow,
)
from bot.texts.topics import topics
from tests.databases import Database

LEAD = "ULEAD"
OPENED = datetime(2026, 10, 5, 8, tzinfo=UTC)
DRAFTED = datetime(2026, 11, 9, 8, tzinfo=UTC)
"""A Monday at nine in Rome, when the second round was drafted."""
WEEKS = timedelta(weeks=4)
IN_A_PAIR = 0.96
"""The share of people whom the drafted round pairs; the others wait."""
_CATEGORIES = ("not_this_time", "no_hours", "no_language", "nobody_fitting")
_REASONS = {
    "topics": ["ai.assistants"], "topic_fit": "strong", "give_back": "back.lead",
    "common_hours": 20.0, "other_function": True, "other_site": False,
}  # fmt: skip
_ERASED = 50
_AT_ONCE = 5000


def pairs_of(people: int) -> int:
    """How many pairs the drafted round has."""
    return int(people * IN_A_PAIR) // 2


def fill(database: Database, people: int) -> None:
    """So many take part; one round is over, another waits for a lead's decision."""
    with database.sessions.begin() as db:
        programme_rules.first_programme(Work(db, OPENED), default_rules(), [LEAD])
        programme = programmes.current(db)
        programme.state = ProgrammeState.RUNNING
        programme.next_round_on = (DRAFTED + WEEKS).date()
        programme.next_round_at = DRAFTED + WEEKS
        programme.next_night_at = DRAFTED + 52 * WEEKS
        for table, rows in _rows(people):
            for start in range(0, len(rows), _AT_ONCE):
                db.execute(insert(table), rows[start : start + _AT_ONCE])
        for start in range(0, people, _AT_ONCE):
            _seal(db, range(start + 1, min(start + _AT_ONCE, people) + 1), people)
        for number in range(_ERASED):
            until = (OPENED + 12 * WEEKS).date()
            codes.remember(db, f"UGONE{number}", f"U{number + 1:06}", until)
    if database.is_postgresql:  # which an operator's server does by itself, and a test's does not
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _seal(db: Any, numbers: range, people: int) -> None:
    """Everybody names a manager; one in ten avoids somebody."""
    rows = [
        {
            "id": number,
            "private": private._sealed(
                db,
                number,
                Private(
                    manager=f"U{number // 8 + 1:06}",
                    avoids=(f"U{(7 * number) % people + 1:06}",) if number % 10 == 0 else (),
                ),
            ),
        }
        for number in numbers
    ]
    db.execute(text("UPDATE participation SET private = :private WHERE id = :id"), rows)


def _rows(people: int) -> Iterator[tuple[type[Table], list[dict[str, Any]]]]:
    numbers = range(1, people + 1)
    known = sorted(topics())
    yield Person, [
        {
            "slack_id": f"U{n:06}", "zone": "Europe/Rome", "language": "it",
            "language_chosen": False, "first_seen_at": OPENED - timedelta(days=60),
        }
        for n in numbers
    ]  # fmt: skip
    yield Participation, [_participation(n) for n in numbers]
    yield (
        OfferRow,
        [
            {"participation_id": n, "topic": known[(n + k) % len(known)], "rank": k, "level": 3}
            for n in numbers
            for k in range(2)
        ],
    )
    yield WishRow, [
        {
            "participation_id": n, "topic": known[(n + 7) % len(known)], "rank": 0,
            "level_now": 0, "level_wanted": 2,
        }
        for n in numbers
    ]  # fmt: skip
    yield Round, [_round(1, OPENED + timedelta(weeks=1), sent=True), _round(2, DRAFTED)]
    pairs = pairs_of(people)
    yield Proposal, [
        _proposal(1, 2 * k - 1, 2 * k % people + 2) for k in range(1, pairs)
    ]  # fmt: skip
    yield Proposal, [_proposal(2, 2 * k - 1, 2 * k) for k in range(1, pairs + 1)]
    yield (
        RoundWaiting,
        [
            {"round_id": 2, "participation_id": n, "category": _CATEGORIES[n % 4]}
            for n in range(2 * pairs + 1, people + 1)
        ],
    )


def _participation(n: int) -> dict[str, Any]:
    return {
        "programme_id": 1, "person_id": n, "state": "active",
        "role": "mentor" if n % 2 else "mentee", "band": 1 if n % 2 else 3, "languages": ["it"],
        "form": "either", "style": [None] * 3, "work_days": [0, 1, 2, 3, 4],
        "work_from": 540 + 15 * (n % 5), "work_to": 1080, "waiting_since": OPENED,
        "joined_at": OPENED, "notice_version": 1,
    }  # fmt: skip


def _round(number: int, drafted: datetime, *, sent: bool = False) -> dict[str, Any]:
    return {
        "programme_id": 1, "number": number, "state": "sent" if sent else "drafted",
        "due_on": drafted.date(), "drafted_at": drafted, "seed": 1,
        "certificate": {"proven": True}, "rules": default_rules().to_plain(),
        "sent_at": drafted if sent else None,
        "expires_at": drafted + timedelta(days=7) if sent else None,
        "remind_at": None if sent else drafted + timedelta(days=1),
    }  # fmt: skip


def _proposal(round_id: int, mentor: int, mentee: int) -> dict[str, Any]:
    over = OPENED + timedelta(weeks=1)
    return {
        "programme_id": 1, "round_id": round_id, "mentor_id": mentor, "mentee_id": mentee,
        "state": "closed" if round_id == 1 else "drafted", "reasons": _REASONS,
        "offered_at": over if round_id == 1 else None,
        "expires_at": over + timedelta(days=7) if round_id == 1 else None,
    }  # fmt: skip
