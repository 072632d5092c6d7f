"""How the outbox stands, for an operator: counts and moments, nobody's name and no text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bot.domain.lifecycle.outbox import OPEN_STATES, State
from bot.outbox.limits import holds
from bot.store.db.session import Db
from bot.store.tables import Hold, OutboxRow


def status(db: Db, now: datetime, real_now: datetime) -> dict[str, Any]:
    """How the outbox stands, as JSON will have it: no names, no texts, moments in ISO 8601.

    `states`: rows by state; `due`: how many could leave now but for pace and back-off;
    `oldest_due`: since when the first of them waits; `unclear`: to be looked up;
    `holds`: holds that last; `reasons`: dead letters by reason.
    """
    states, oldest = depth(db, now)
    return {
        "states": states,
        "due": db.scalars(select(func.count(OutboxRow.id)).where(*_due(now))).one(),
        "oldest_due": oldest and oldest.isoformat(),
        "unclear": _count_unclear(db),
        "holds": _holds(db, real_now),
        "reasons": _by(db, OutboxRow.last_error, OutboxRow.state == State.DEAD),
    }


def sentences(status: Mapping[str, Any]) -> str:
    """What `status` found, in sentences for an operator."""
    states = status["states"]
    waiting = states["pending"] + states["sending"]
    lines = [f"{_messages(waiting)} waiting, {status['due']} of them due now."]
    if status["oldest_due"]:
        lines.append(f"The oldest has been due since {status['oldest_due']}.")
    if status["unclear"]:
        lines.append(f"Of {status['unclear']} it is not known yet whether Slack has them.")
    lines += [f"Held until {until}: {key}." for key, until in status["holds"].items()]
    reasons = ", ".join(f"{reason} ({count})" for reason, count in status["reasons"].items())
    dead = f"{_messages(states['dead'])} given up"
    lines.append(f"{dead}: {reasons}; see `python -m bot outbox dead`." if reasons else f"{dead}.")
    lines.append(f"{_messages(states['sent'])} sent and still listed.")
    return "\n".join(lines)


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"


def depth(db: Db, now: datetime) -> tuple[dict[str, int], datetime | None]:
    """Rows by state, and since when the first due one waits; None when none is due."""
    states = {**dict.fromkeys(map(str, State), 0), **_by(db, OutboxRow.state)}
    return states, db.scalars(select(func.min(OutboxRow.due_at)).where(*_due(now))).one()


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Without edits: one may wait for its message's hour."""
    edits = OutboxRow.edits_id.is_not(None)
    return OutboxRow.state.in_(OPEN_STATES), OutboxRow.due_at <= now, ~edits


def _by(db: Db, column: Any, *only: Any) -> dict[str, int]:
    rows = db.execute(select(column, func.count()).where(*only).group_by(column).order_by(column))
    return {str(value): count for value, count in rows}


def _count_unclear(db: Db) -> int:
    asked = select(func.count(OutboxRow.id)).where(
        OutboxRow.state.in_(OPEN_STATES), OutboxRow.unclear
    )
    return db.scalars(asked).one()


def _holds(db: Db, real_now: datetime) -> dict[str, str]:
    rows = db.execute(
        select(Hold.key, Hold.until)
        .where(Hold.until > real_now, holds.is_hold())
        .order_by(Hold.until.desc())
        .limit(50)
    )
    return {key: until.isoformat() for key, until in rows}
